import type { AnyChannel } from '../adapters/delivery/channel.ts';
import { sendOn } from '../adapters/delivery/channel.ts';
import type { Arrival } from '../adapters/journal/journal.ts';
import type { Input } from '../core/journal.ts';
import type { Micros } from '../core/units.ts';
import type { WarningMessage } from '../core/warn/warning.ts';
import type { BacklogAlarm, Backlogs } from './backlog.ts';
import { createBacklogs } from './backlog.ts';
import type { Outbox, Waiting } from './outbox.ts';
import { PAUSES_THAT_GROW, queueKey } from './outbox.ts';

export type DeliveryAlarm =
  /** One attempt failed. Told while the pauses grow; after that the channel's backlog calls instead, and the journal has each attempt. */
  | {
      readonly kind: 'delivery-failed';
      readonly message: string;
      readonly channel: string;
      readonly attempts: number;
      readonly detail: string;
    }
  /** Too much waits: all that waited on a channel of one warning that is over was dropped. */
  | { readonly kind: 'delivery-dropped'; readonly warning: string; readonly channel: string; readonly messages: number }
  /** A channel of another line than the message's: nothing was sent on it (H6). */
  | { readonly kind: 'wrong-line'; readonly message: string; readonly channel: string }
  /** More waits than the bound, and nothing of it may go: each may still matter to somebody. Told once until it is less again. */
  | { readonly kind: 'outbox-over'; readonly messages: number }
  | BacklogAlarm;

export type Delivery = {
  /** Takes up a message that the core sends. Nothing leaves before `sendDue`. */
  post(seq: number, message: WarningMessage): void;
  /** Sends what is due, writes down what became of it, and calls a person where something has waited too long. */
  sendDue(): void;
  /** Somebody wants all tried now: pauses end, and what a channel has not answered yet is let go of and tried again. */
  hurry(): void;
  readonly backlogs: Backlogs;
  settled(): Promise<void>;
};

/** How long a channel may take over one message. It should stop by itself within a minute (channel.ts); one that never answers would hold up
 *  its queue for as long as the process lives. On the wall's clock: in a run at many times real time a channel is no faster. */
const ANSWER_WITHIN_S = 90;

/** Carries the outbox's messages to the channels. The journal learns the outcome after the fact, so a kill in between sends a message
 *  twice; the receiver keeps one by its id. Pauses run on the journal's time. */
export function createDelivery(options: {
  readonly outbox: Outbox;
  readonly channels: readonly AnyChannel[];
  readonly now_us: () => Micros;
  readonly write: (outcomes: readonly Arrival[]) => void;
  readonly isOpen: () => boolean;
  readonly alarm: (alarm: DeliveryAlarm) => void;
}): Delivery {
  const { outbox, alarm } = options;
  const channels = new Map(options.channels.map((channel) => [channel.name, channel]));
  /** Queues whose first message a channel is busy with, and how to let go of it. */
  const inFlight = new Map<string, (why: string) => Arrival>();
  let toldOver = false;
  const busy = new Set<Promise<void>>();
  const backlogs = createBacklogs({ waiting: outbox.waiting, connected: (channel) => channels.has(channel), alarm });

  function due(): readonly Waiting[] {
    return options.isOpen() ? outbox.due(options.now_us()).filter((one) => channels.has(one.channel) && !inFlight.has(queueOf(one))) : [];
  }

  function sendDue(): void {
    dropExcess();
    for (let round = due(); round.length > 0; round = due()) {
      const outcomes = round.map(attempt).filter((outcome) => outcome !== undefined);
      if (outcomes.length > 0) options.write(outcomes);
    }
    if (options.isOpen()) backlogs.callAt(options.now_us());
  }

  /** Whole queues in one writing, so that no kill leaves a retraction without its alert. */
  function dropExcess(): void {
    if (!options.isOpen()) return;
    for (const queue of outbox.excess(options.now_us(), (one) => inFlight.has(queueOf(one)))) {
      const [{ channel, message }] = queue;
      alarm({ kind: 'delivery-dropped', warning: message.warning.id, channel, messages: queue.length });
      options.write(queue.map((one) => outcomeOf(one, 'dropped', 'too much was waiting')));
    }
    const over = outbox.over();
    if (over > 0 && !toldOver) alarm({ kind: 'outbox-over', messages: over });
    toldOver = over > 0;
  }

  /** The outcome, or undefined while the channel is still at it. */
  function attempt(one: Waiting): Arrival | undefined {
    const channel = channels.get(one.channel);
    if (channel === undefined) return undefined;
    try {
      const sending = sendOn(channel, one.message);
      if (sending.kind === 'wrong-line')
        return failed(one, new Error(`channel ${channel.name} is on line ${sending.expected}, the message on ${sending.found}`));
      if (!(sending.done instanceof Promise)) return outcomeOf(one, 'delivered');
      follow(one, sending.done);
      return undefined;
    } catch (error) {
      return failed(one, error);
    }
  }

  /** Waits for the channel's answer, or lets go of it. What was let go of counts as failed, and may arrive and be answered all the same: a late
   *  yes is believed as long as the message waits, a late no says nothing new. Neither opens the queue while another try is under way. */
  function follow(one: Waiting, done: Promise<void>): void {
    const queue = queueOf(one);
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const end = (): boolean => {
      clearTimeout(timer);
      busy.delete(held);
      release();
      return inFlight.get(queue) === letGo && inFlight.delete(queue);
    };
    const letGo = (why: string): Arrival => {
      end();
      return failed(one, new Error(why));
    };
    const timer = setTimeout(() => settle(() => letGo(`no answer within ${ANSWER_WITHIN_S} s`)), ANSWER_WITHIN_S * 1000);
    inFlight.set(queue, letGo);
    busy.add(held);
    done.then(
      () =>
        settle(() => {
          end();
          return outcomeOf(one, 'delivered');
        }),
      (error: unknown) => settle(() => (end() ? failed(one, error) : undefined)),
    );

    function settle(outcome: () => Arrival | undefined): void {
      try {
        // Another try of it may have got through meanwhile.
        const arrival = options.isOpen() && outbox.has(one) ? outcome() : undefined;
        end();
        if (arrival !== undefined) options.write([arrival]);
        sendDue();
      } catch (error) {
        alarm({ kind: 'delivery-failed', ...failure(one, error) });
      }
    }
  }

  function hurry(): void {
    if (!options.isOpen()) return;
    const outcomes = [...inFlight.values()].map((letGo) => letGo('no answer yet when somebody wanted it tried again'));
    if (outcomes.length > 0) options.write(outcomes);
    outbox.hurry();
    sendDue();
  }

  function failed(one: Waiting, error: unknown): Arrival {
    const told = failure(one, error);
    if (told.attempts <= PAUSES_THAT_GROW) alarm({ kind: 'delivery-failed', ...told });
    return outcomeOf(one, 'failed', told.detail);
  }

  function outcomeOf({ message, channel }: Waiting, outcome: Outcome, detail?: string): Arrival {
    const input = { kind: 'delivery', message: message.id, channel, outcome, ...(detail === undefined ? {} : { detail }) } as const;
    return { at_us: options.now_us(), line: message.line, input };
  }

  return {
    post: (seq, message) => {
      outbox.post(seq, message);
      for (const { name, line } of channels.values())
        if (line !== message.line) alarm({ kind: 'wrong-line', message: message.id, channel: name });
    },
    sendDue,
    hurry,
    backlogs,
    settled: async () => {
      while (busy.size > 0) await Promise.all(busy);
    },
  };
}

type Outcome = Extract<Input, { kind: 'delivery' }>['outcome'];

function queueOf({ channel, message }: Waiting): string {
  return queueKey(channel, message.warning.id);
}

function failure(one: Waiting, error: unknown) {
  const detail = (error instanceof Error ? error.message : String(error)).slice(0, 500);
  return { message: one.message.id, channel: one.channel, attempts: one.attempts + 1, detail };
}
