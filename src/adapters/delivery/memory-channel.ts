import { encode } from '../../core/codec.ts';
import type { Line } from '../../core/sense/line.ts';
import type { WarningMessage } from '../../core/warn/warning.ts';
import type { Channel } from './channel.ts';

export type MemoryChannel<L extends Line> = Channel<L> & {
  /** What the receiver keeps: one message for each id, in the order in which they came. */
  readonly received: ReadonlyMap<string, WarningMessage>;
  /** How often something was sent, doubles included. */
  readonly sends: () => number;
};

/** A receiver in memory that keeps one message for each id. For simulated runs and tests. */
export function memoryChannel<L extends Line>(line: L, name = `memory (${line})`): MemoryChannel<L> {
  const received = new Map<string, WarningMessage>();
  let sends = 0;
  return {
    name,
    line,
    received,
    sends: () => sends,
    send: (message) => {
      sends += 1;
      const before = received.get(message.id);
      if (before === undefined) received.set(message.id, message);
      else if (encode(before) !== encode(message)) throw new Error(`message ${message.id} came again with another content`);
    },
  };
}
