import type { AnyChannel } from '../adapters/delivery/channel.ts';
import type { Input } from '../core/journal.ts';
import type { Micros } from '../core/units.ts';
import type { WarningMessage } from '../core/warn/warning.ts';

/** A message that a channel has not confirmed. */
export type Waiting = {
  readonly message: WarningMessage;
  readonly channel: string;
  /** Attempts in a row that failed. Only the first of a queue is ever tried. */
  readonly attempts: number;
  /** Journal time before which it is not tried again. */
  readonly notBefore_us: Micros;
};

/** The channels that messages are due on, and from which entry on. A channel that joins later gets no old alerts. */
export type Roster = readonly { readonly name: string; readonly line: AnyChannel['line']; readonly fromSeq: number }[];

/** Pauses between attempts double from the first to the longest, and stay there for ever: a message is never given up. */
const FIRST_PAUSE_S = 1;
const LONGEST_PAUSE_S = 60;

/** Attempts in a row after which the pause is the longest. */
export const PAUSES_THAT_GROW = 6;

/** Messages that may wait before the outbox looks for queues to drop. */
const MAX_WAITING = 10_000;

/** What is still to be delivered: a fold over what the core says and what the journal holds about deliveries, so that a restart knows
 *  it again. The messages of one warning on one channel are a queue, and only its first is ever tried, however often it failed: a
 *  retraction never overtakes its alert (H13). */
export type Outbox = {
  post(seq: number, message: WarningMessage): void;
  /** Takes note of a journaled delivery. */
  settle(delivery: Extract<Input, { kind: 'delivery' }>, at_us: Micros): void;
  /** What to send now: the first message of each queue, when its pause is over. */
  due(at_us: Micros): readonly Waiting[];
  waiting(): readonly Waiting[];
  /** Ends all pauses. */
  hurry(): void;
  /** What to drop, now that more than the bound waits: whole queues, from an alert that the channel never confirmed to the message that
   *  closed its warning, oldest first, those never tried before those tried; none of which `keep` says true. A queue of an open warning,
   *  or one that follows an alert which somebody has, is never dropped: it is bounded by the warnings that the core keeps. */
  excess(keep: (one: Waiting) => boolean): readonly (readonly Waiting[])[];
};

type Queue = {
  readonly channel: string;
  /** In the order in which the core sent them; never empty. */
  readonly messages: WarningMessage[];
  attempts: number;
  notBefore_us: Micros;
};

/** `maxWaiting` is for tests. */
export function createOutbox(roster: Roster, restored: readonly Waiting[] = [], maxWaiting = MAX_WAITING): Outbox {
  // A Map keeps the order in which its keys came: the oldest queue is the first.
  const queues = new Map<string, Queue>();
  let count = 0;

  const add = ({ message, channel, attempts, notBefore_us }: Waiting): void => {
    const key = queueKey(channel, message.warning.id);
    const queue = queues.get(key);
    if (queue === undefined) queues.set(key, { channel, messages: [message], attempts, notBefore_us });
    else queue.messages.push(message);
    count += 1;
  };
  for (const one of restored) add(one);

  return {
    post: (seq, message) => {
      for (const { name, line, fromSeq } of roster)
        if (line === message.line && fromSeq <= seq) add({ message, channel: name, attempts: 0, notBefore_us: 0 });
    },
    settle: ({ message, channel, outcome }, at_us) => {
      const found = find(queues, channel, message);
      if (found === undefined) return;
      const { key, queue, at } = found;
      if (outcome === 'failed') {
        queue.attempts += 1;
        queue.notBefore_us = at_us + pause_us(queue.attempts);
        return;
      }
      queue.messages.splice(at, 1);
      count -= 1;
      Object.assign(queue, { attempts: 0, notBefore_us: 0 });
      if (queue.messages.length === 0) queues.delete(key);
    },
    due: (at_us) => [...queues.values()].filter(({ notBefore_us }) => notBefore_us <= at_us).map(firstOf),
    waiting: () => [...queues.values()].flatMap(listed),
    hurry: () => {
      for (const queue of queues.values()) queue.notBefore_us = 0;
    },
    excess: (keep) => {
      if (count <= maxWaiting) return [];
      const over = [...queues.values()].filter((queue) => neverBegun(queue) && !keep(firstOf(queue)));
      const inOrder = [...over.filter(({ attempts }) => attempts === 0), ...over.filter(({ attempts }) => attempts > 0)];
      let left = count - maxWaiting;
      return inOrder
        .filter(({ messages }) => {
          const drops = left > 0;
          if (drops) left -= messages.length;
          return drops;
        })
        .map(listed);
    },
  };
}

/** Names the queue that a message waits in: those of one warning on one channel. */
export function queueKey(channel: string, warning: string): string {
  return `${channel}\n${warning}`;
}

function find(queues: ReadonlyMap<string, Queue>, channel: string, id: string) {
  for (const [key, queue] of queues) {
    if (queue.channel !== channel) continue;
    const at = queue.messages.findIndex((message) => message.id === id);
    if (at >= 0) return { key, queue, at };
  }
  return undefined;
}

/** Whether the channel has confirmed nothing of a warning that is closed. */
function neverBegun({ messages }: Queue): boolean {
  const last = messages[messages.length - 1].purpose;
  return messages[0].references.length === 0 && last !== 'alert' && last !== 'update';
}

function firstOf({ channel, messages, attempts, notBefore_us }: Queue): Waiting {
  return { message: messages[0], channel, attempts, notBefore_us };
}

function listed(queue: Queue): readonly Waiting[] {
  return queue.messages.map((message, k) => (k === 0 ? firstOf(queue) : { message, channel: queue.channel, attempts: 0, notBefore_us: 0 }));
}

function pause_us(attempts: number): Micros {
  return Math.min(FIRST_PAUSE_S * 2 ** (attempts - 1), LONGEST_PAUSE_S) * 1_000_000;
}
