import type { AnyChannel } from '../adapters/delivery/channel.ts';
import type { Input } from '../core/journal.ts';
import type { Micros } from '../core/units.ts';
import { overAt_us } from '../core/warn/alert-area.ts';
import type { WarningMessage } from '../core/warn/warning.ts';

/** A message that a channel has not confirmed. */
export type Waiting = {
  readonly message: WarningMessage;
  /** The entry that made it. */
  readonly seq: number;
  readonly channel: string;
  /** Attempts in a row that failed. Only the first of a queue is ever tried. */
  readonly attempts: number;
  /** Journal time before which it is not tried again. */
  readonly notBefore_us: Micros;
};

/** The channels that messages are due on, and from which entry on. A channel that joins later gets no old alerts. `awaySince`: no start of the
 *  theatre has had it since this entry. */
export type Roster = readonly {
  readonly name: string;
  readonly line: AnyChannel['line'];
  readonly fromSeq: number;
  readonly awaySince?: number;
}[];

/** Pauses between attempts double from the first to the longest, and stay there for ever: a message is never given up. */
const FIRST_PAUSE_S = 1;
const LONGEST_PAUSE_S = 60;

/** Attempts in a row after which the pause is the longest. */
export const PAUSES_THAT_GROW = 6;

/** Messages that may wait before the outbox looks for queues to drop. */
const MAX_WAITING = 10_000;

/** How long after its last message and its impact window nothing of a closed warning counts any more at a receiver. CAP lets an alert expire ten
 *  minutes after the window and an all-clear after an hour; no earlier alert of the warning lasts longer than the longest flight. */
const STALE_AFTER_S = 7200;

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
  /** Whether the message still waits. */
  has(one: Pick<Waiting, 'channel' | 'message'>): boolean;
  /** What to drop, now that more than the bound waits: whole queues of warnings that are closed, none of which `keep` says true. First those
   *  of which nothing can have been handed over, because the channel has been away since before the alert was made; then those that are
   *  stale. Whatever else waits stays, whatever it costs: an alert that was tried may have arrived, and its retraction has to follow. */
  excess(at_us: Micros, keep: (one: Waiting) => boolean): readonly (readonly Waiting[])[];
  /** How many messages more than the bound wait. */
  over(): number;
};

type Posted = Pick<Waiting, 'message' | 'seq'>;

type Queue = {
  readonly channel: string;
  /** In the order in which the core sent them; never empty. */
  readonly messages: Posted[];
  attempts: number;
  notBefore_us: Micros;
};

/** `maxWaiting` is for tests. */
export function createOutbox(roster: Roster, restored: readonly Waiting[] = [], maxWaiting = MAX_WAITING): Outbox {
  // A Map keeps the order in which its keys came: the oldest queue is the first.
  const queues = new Map<string, Queue>();
  let count = 0;

  const awaySince = new Map(roster.map((one) => [one.name, one.awaySince ?? Infinity]));

  const add = ({ message, seq, channel, attempts, notBefore_us }: Waiting): void => {
    const key = queueKey(channel, message.warning.id);
    const queue = queues.get(key);
    if (queue === undefined) queues.set(key, { channel, messages: [{ message, seq }], attempts, notBefore_us });
    else queue.messages.push({ message, seq });
    count += 1;
  };
  for (const one of restored) add(one);

  return {
    post: (seq, message) => {
      for (const { name, line, fromSeq } of roster)
        if (line === message.line && fromSeq <= seq) add({ message, seq, channel: name, attempts: 0, notBefore_us: 0 });
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
    has: ({ channel, message }) =>
      queues.get(queueKey(channel, message.warning.id))?.messages.some((one) => one.message.id === message.id) === true,
    over: () => Math.max(0, count - maxWaiting),
    excess: (at_us, keep) => {
      if (count <= maxWaiting) return [];
      const closed = [...queues.values()].filter((queue) => isClosed(queue) && !keep(firstOf(queue)));
      const unsent = closed.filter((queue) => neverHandedOver(queue, awaySince.get(queue.channel) ?? Infinity));
      const inOrder = [...unsent, ...closed.filter((queue) => !unsent.includes(queue) && isStale(queue, at_us))];
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
    const at = queue.messages.findIndex(({ message }) => message.id === id);
    if (at >= 0) return { key, queue, at };
  }
  return undefined;
}

function isClosed({ messages }: Queue): boolean {
  const { purpose } = messages[messages.length - 1].message;
  return purpose !== 'alert' && purpose !== 'update';
}

/** What was tried may have arrived, and a kill between a sending and its entry leaves no trace: only a channel that was not there is proof. */
function neverHandedOver({ messages: [{ message, seq }], attempts }: Queue, awaySince: number): boolean {
  return message.references.length === 0 && attempts === 0 && seq >= awaySince;
}

function isStale({ messages }: Queue, at_us: Micros): boolean {
  const ends_us = messages.map(({ message }) => Math.max(message.sent_us, overAt_us(message.warning)));
  return at_us > Math.max(...ends_us) + STALE_AFTER_S * 1_000_000;
}

function firstOf({ channel, messages: [first], attempts, notBefore_us }: Queue): Waiting {
  return { ...first, channel, attempts, notBefore_us };
}

function listed(queue: Queue): readonly Waiting[] {
  return queue.messages.map((one, k) => (k === 0 ? firstOf(queue) : { ...one, channel: queue.channel, attempts: 0, notBefore_us: 0 }));
}

function pause_us(attempts: number): Micros {
  return Math.min(FIRST_PAUSE_S * 2 ** (attempts - 1), LONGEST_PAUSE_S) * 1_000_000;
}
