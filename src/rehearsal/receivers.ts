import type { AnyChannel, Channel } from '../adapters/delivery/channel.ts';
import type { Line } from '../core/sense/line.ts';
import type { Micros } from '../core/units.ts';
import type { WarningMessage } from '../core/warn/warning.ts';
import { deal, type Life } from './disk.ts';
import type { Receiver } from './world.ts';

export type Received = { readonly receiver: Receiver; readonly message: WarningMessage };

/** The ends of all channels, over all lives of the process. */
export type Receivers = {
  channels(life: Life): AnyChannel[];
  /** When the next message that hangs on the way comes to its end; Infinity when none does. */
  due_us(): Micros;
  /** Lets what hung until now come through or fail. Whoever waits for it hears of it once promises have run. */
  letGo(at_us: Micros): void;
};

type Hanging = { readonly until_us: Micros; readonly end: () => void };

/** `now_us` is the world's time; `onReceived` hears each message that comes through, doubles included. From `mended_us` on all is well. */
export function receiversOf(
  receivers: readonly Receiver[],
  now_us: () => Micros,
  mended_us: Micros,
  onReceived: (received: Received) => void,
): Receivers {
  const hanging: Hanging[] = [];

  function send(receiver: Receiver, message: WarningMessage): void | Promise<void> {
    const at_us = now_us();
    const trouble = at_us >= mended_us ? undefined : receiver.troubles.find(({ from_us, to_us }) => from_us <= at_us && at_us < to_us);
    const through = (): void => onReceived({ receiver, message });
    switch (trouble?.kind) {
      case undefined:
        return through();
      case 'fails':
        throw new Error('no connection');
      case 'forgets':
        through();
        throw new Error('no answer');
      case 'doubles':
        through();
        return through();
      case 'hangs':
      case 'refuses':
        return new Promise((resolve, reject) => {
          const end = (): void => {
            if (trouble.kind === 'refuses') return reject(new Error('refused at last'));
            through();
            resolve();
          };
          hanging.push({ until_us: Math.min(trouble.to_us, mended_us), end });
        });
    }
  }

  const channelOf = <L extends Line>(receiver: Receiver & { readonly line: L }, life: Life): Channel<L> => ({
    name: receiver.name,
    line: receiver.line,
    send: (message) => deal(life, () => send(receiver, message)),
  });

  return {
    channels: (life) => receivers.map((receiver) => channelOf(receiver, life) as AnyChannel),
    due_us: () => hanging.reduce((first, { until_us }) => Math.min(first, until_us), Infinity),
    letGo: (at_us) => {
      for (const one of hanging.filter(({ until_us }) => until_us <= at_us)) {
        hanging.splice(hanging.indexOf(one), 1);
        one.end();
      }
    },
  };
}
