import type { Micros } from '../core/units.ts';
import type { Waiting } from './outbox.ts';

/** What waits on one channel. */
export type Backlog = {
  readonly channel: string;
  /** Whether this start of the theatre has the channel; one that is missing today keeps its name, and what is due on it waits. */
  readonly connected: boolean;
  readonly messages: number;
  /** Id of the message that has waited longest, since when (journal time), and how often it was tried. */
  readonly oldest: string;
  readonly since_us: Micros;
  readonly attempts: number;
  /** Whether somebody has said that they know of all of it. */
  readonly acknowledged: boolean;
};

/** How long a message may wait before a person is called, and how often the call comes again until it has gone through or somebody has
 *  acknowledged it; on the journal's time. By the waiting and not by the attempts, so that a channel which neither takes nor refuses
 *  calls too. */
export const CALL_AFTER_S = 10;
export const CALL_EVERY_S = 60;
/** How often it is looked whether somebody must be called. */
const LOOK_EVERY_S = 1;

export type BacklogAlarm =
  /** Messages wait on a channel: somebody has to look after it. */
  | ({ readonly kind: 'undelivered' } & Backlog)
  /** A channel that somebody was called for has nothing waiting any more; `dropped` messages of it never got there. */
  | { readonly kind: 'got-through'; readonly channel: string; readonly dropped: number };

export type Backlogs = {
  list(): readonly Backlog[];
  /** A message was dropped from this channel. */
  dropped(channel: string): void;
  /** Calls a person where one is due. */
  callAt(at_us: Micros): void;
  /** Somebody knows of what waits on the channel now: no more calls for it. What comes to wait later calls again. Returns how many. */
  acknowledge(channel: string): number;
};

/** Watches what waits and calls people. What was acknowledged is forgotten when the theatre ends: the next start calls once more. */
export function createBacklogs(options: {
  readonly waiting: () => readonly Waiting[];
  readonly connected: (channel: string) => boolean;
  readonly alarm: (alarm: BacklogAlarm) => void;
}): Backlogs {
  const { waiting, connected, alarm } = options;
  const known = new Set<string>();
  const called_us = new Map<string, Micros>();
  const dropped = new Map<string, number>();
  let looked_us = -Infinity;

  function list(): readonly Backlog[] {
    const byChannel = new Map<string, Waiting[]>();
    for (const one of waiting()) {
      const others = byChannel.get(one.channel);
      if (others === undefined) byChannel.set(one.channel, [one]);
      else others.push(one);
    }
    return [...byChannel].map(([channel, all]) => {
      const oldest = all.reduce((first, one) => (one.message.sent_us < first.message.sent_us ? one : first));
      return {
        channel,
        connected: connected(channel),
        messages: all.length,
        oldest: oldest.message.id,
        since_us: oldest.message.sent_us,
        attempts: oldest.attempts,
        acknowledged: all.every((one) => known.has(nameOf(one))),
      };
    });
  }

  return {
    list,
    dropped: (channel) => void dropped.set(channel, (dropped.get(channel) ?? 0) + 1),
    callAt(at_us) {
      if (at_us - looked_us < LOOK_EVERY_S * 1e6) return;
      looked_us = at_us;
      const backlogs = list();
      for (const backlog of backlogs) {
        const due_us = (called_us.get(backlog.channel) ?? -Infinity) + CALL_EVERY_S * 1e6;
        if (backlog.acknowledged || at_us < due_us || at_us - backlog.since_us < CALL_AFTER_S * 1e6) continue;
        called_us.set(backlog.channel, at_us);
        alarm({ kind: 'undelivered', ...backlog });
      }
      for (const channel of called_us.keys()) {
        if (backlogs.some((one) => one.channel === channel)) continue;
        called_us.delete(channel);
        alarm({ kind: 'got-through', channel, dropped: dropped.get(channel) ?? 0 });
      }
      for (const channel of dropped.keys()) if (!called_us.has(channel)) dropped.delete(channel);
    },
    acknowledge(channel) {
      const all = waiting().filter((one) => one.channel === channel);
      const names = new Set(waiting().map(nameOf));
      for (const name of known) if (!names.has(name)) known.delete(name);
      for (const one of all) known.add(nameOf(one));
      return all.length;
    },
  };
}

function nameOf({ channel, message }: Waiting): string {
  return `${channel}\n${message.id}`;
}
