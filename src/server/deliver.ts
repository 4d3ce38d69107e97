import type { AnyChannel } from '../adapters/delivery/channel.ts';
import { sendOn } from '../adapters/delivery/channel.ts';
import type { Arrival } from '../adapters/journal/journal.ts';
import type { Micros } from '../core/units.ts';
import type { WarningMessage } from '../core/warn/warning.ts';
import type { Outbox, Waiting } from './outbox.ts';
import { MAX_ATTEMPTS } from './outbox.ts';

export type DeliveryAlarm =
  | {
      readonly kind: 'delivery-failed' | 'delivery-given-up';
      readonly message: string;
      readonly channel: string;
      readonly attempts: number;
      readonly detail: string;
    }
  /** A channel of another line than the message's: nothing was sent on it (H6). */
  | { readonly kind: 'wrong-line'; readonly message: string; readonly channel: string };

export type Delivery = {
  /** Takes up a message that the core sends. Nothing leaves before `sendDue`. */
  post(seq: number, message: WarningMessage): void;
  /** Sends what is due and writes down what became of it. */
  sendDue(): void;
  settled(): Promise<void>;
};

/** Carries the outbox's messages to the channels. The journal learns the outcome after the fact, so a kill in between sends a message
 *  twice; the receiver keeps one by its id. Pauses run on the journal's time: ticks drive the retries, and a replay finds the same ones. */
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
  const inFlight = new Set<Waiting>();
  const busy = new Set<Promise<void>>();

  function due(): readonly Waiting[] {
    return options.isOpen() ? outbox.due(options.now_us()).filter((one) => channels.has(one.channel) && !inFlight.has(one)) : [];
  }

  function sendDue(): void {
    for (let round = due(); round.length > 0; round = due()) {
      const outcomes = round.map(attempt).filter((outcome) => outcome !== undefined);
      if (outcomes.length > 0) options.write(outcomes);
    }
  }

  /** The outcome, or undefined while the channel is still at it. */
  function attempt(one: Waiting): Arrival | undefined {
    const channel = channels.get(one.channel);
    if (channel === undefined) return undefined;
    try {
      const sending = sendOn(channel, one.message);
      if (sending.kind === 'wrong-line')
        return failed(one, new Error(`channel ${channel.name} is on line ${sending.expected}, the message on ${sending.found}`));
      if (!(sending.done instanceof Promise)) return delivered(one);
      follow(one, sending.done);
      return undefined;
    } catch (error) {
      return failed(one, error);
    }
  }

  function follow(one: Waiting, done: Promise<void>): void {
    inFlight.add(one);
    const whole: Promise<void> = done
      .then(
        () => delivered(one),
        (error: unknown) => failed(one, error),
      )
      .then((outcome) => {
        inFlight.delete(one);
        if (!options.isOpen()) return;
        options.write([outcome]);
        sendDue();
      })
      .catch((error: unknown) => alarm({ ...failure(one, error), kind: 'delivery-failed' }))
      .finally(() => busy.delete(whole));
    busy.add(whole);
  }

  function delivered({ message, channel }: Waiting): Arrival {
    return { at_us: options.now_us(), line: message.line, input: { kind: 'delivery', message: message.id, channel, outcome: 'delivered' } };
  }

  function failed(one: Waiting, error: unknown): Arrival {
    const { message, channel, attempts, detail } = failure(one, error);
    alarm({ kind: attempts < MAX_ATTEMPTS ? 'delivery-failed' : 'delivery-given-up', message, channel, attempts, detail });
    return { at_us: options.now_us(), line: one.message.line, input: { kind: 'delivery', message, channel, outcome: 'failed', detail } };
  }

  return {
    post: (seq, message) => {
      outbox.post(seq, message);
      for (const { name, line } of channels.values())
        if (line !== message.line) alarm({ kind: 'wrong-line', message: message.id, channel: name });
    },
    sendDue,
    settled: async () => {
      while (busy.size > 0) await Promise.all(busy);
    },
  };
}

function failure(
  one: Waiting,
  error: unknown,
): { readonly message: string; readonly channel: string; readonly attempts: number; readonly detail: string } {
  const detail = (error instanceof Error ? error.message : String(error)).slice(0, 500);
  return { message: one.message.id, channel: one.channel, attempts: one.attempts + 1, detail };
}
