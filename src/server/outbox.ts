import type { AnyChannel } from '../adapters/delivery/channel.ts';
import type { Input } from '../core/journal.ts';
import type { Micros } from '../core/units.ts';
import type { WarningMessage } from '../core/warn/warning.ts';

/** A message that a channel has not confirmed. */
export type Waiting = {
  readonly message: WarningMessage;
  readonly channel: string;
  attempts: number;
  /** Journal time before which it is not tried again. */
  notBefore_us: Micros;
};

/** The channels that messages are due on, and from which entry on. A channel that joins later gets no old alerts. */
export type Roster = readonly { readonly name: string; readonly line: AnyChannel['line']; readonly fromSeq: number }[];

/** Attempts in a row after which a message waits for the next start of the theatre; with these pauses 12 of them take about 6 minutes. */
export const MAX_ATTEMPTS = 12;
const FIRST_PAUSE_S = 1;
const LONGEST_PAUSE_S = 60;

/** Most messages that wait. At the bound the oldest that were given up are dropped from here (the journal still has them). */
const MAX_WAITING = 10_000;

/** What is still to be delivered: a fold over what the core says and what the journal holds about deliveries, so that a restart knows
 *  it again. For each warning and channel messages go in order: a retraction never overtakes its alert (H13). */
export type Outbox = {
  post(seq: number, message: WarningMessage): void;
  /** Takes note of a journaled delivery. */
  settle(delivery: Extract<Input, { kind: 'delivery' }>, at_us: Micros): void;
  /** What to send now: the first message of each warning on each channel, when its pause is over. */
  due(at_us: Micros): readonly Waiting[];
  waiting(): readonly Waiting[];
  /** Gives messages that were given up another round of attempts. */
  renew(): void;
};

export function createOutbox(roster: Roster, restored: readonly Waiting[] = []): Outbox {
  let queue: Waiting[] = restored.map((one) => ({ ...one }));

  return {
    post: (seq, message) => {
      for (const { name, line, fromSeq } of roster) {
        if (line === message.line && fromSeq <= seq) queue.push({ message, channel: name, attempts: 0, notBefore_us: 0 });
      }
      if (queue.length > MAX_WAITING) queue = withoutOldestGivenUp(queue, queue.length - MAX_WAITING);
    },
    settle: ({ message, channel, outcome }, at_us) => {
      const at = queue.findIndex((one) => one.message.id === message && one.channel === channel);
      if (at < 0) return;
      if (outcome === 'delivered') {
        queue.splice(at, 1);
        return;
      }
      const one = queue[at];
      one.attempts += 1;
      one.notBefore_us = at_us + pause_us(one.attempts);
    },
    due: (at_us) => {
      const first = new Map<string, Waiting>();
      for (const one of queue) {
        const key = `${one.channel}\n${one.message.warning.id}`;
        if (one.attempts < MAX_ATTEMPTS && !first.has(key)) first.set(key, one);
      }
      return [...first.values()].filter((one) => one.notBefore_us <= at_us);
    },
    waiting: () => queue,
    renew: () => {
      for (const one of queue) if (one.attempts >= MAX_ATTEMPTS) Object.assign(one, { attempts: 0, notBefore_us: 0 });
    },
  };
}

function pause_us(attempts: number): Micros {
  let pause_s = FIRST_PAUSE_S;
  for (let k = 1; k < attempts && pause_s < LONGEST_PAUSE_S; k++) pause_s *= 2;
  return Math.min(pause_s, LONGEST_PAUSE_S) * 1_000_000;
}

function withoutOldestGivenUp(queue: readonly Waiting[], excess: number): Waiting[] {
  let toDrop = excess;
  return queue.filter((one) => one.attempts < MAX_ATTEMPTS || toDrop-- <= 0);
}
