import { isUdp, udpAddress } from '../adapters/udp/udp-address.ts';
import { CommandError } from './exit.ts';
import { untilInterrupted } from './interrupt.ts';

export type Listening = {
  /** Aborted when enough was heard, or somebody wants it to end. */
  readonly signal: AbortSignal;
  release(): void;
};

/** Until when datagrams are listened for: so many seconds, or Ctrl-C. Undefined where no source is datagrams; then `seconds` means nothing, and is refused. */
export function listeningTo(sources: readonly string[], seconds: number | undefined): Listening | undefined {
  const heard = sources.filter(isUdp);
  if (heard.length === 0) {
    if (seconds !== undefined) throw new CommandError('a file ends by itself', '--for', 'leave it out; or listen to udp://ADDRESS:PORT');
    return undefined;
  }
  for (const source of heard)
    try {
      udpAddress(source);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new CommandError(error.message, source, 'an address of this machine, or a group of multicast');
    }
  const { signal, release } = untilInterrupted();
  if (seconds === undefined) return { signal, release };
  const enough = AbortSignal.any([signal, AbortSignal.timeout(1000 * seconds)]);
  return { signal: enough, release };
}
