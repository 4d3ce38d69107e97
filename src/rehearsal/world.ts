import type { Line } from '../core/sense/line.ts';
import type { Micros, Seconds } from '../core/units.ts';
import type { Scenario } from '../sim/scenario.ts';

/** From here to there, `to_us` not included. */
export type Span = { readonly from_us: Micros; readonly to_us: Micros };

/** All that happens in one rehearsal: a scenario of the simulation, without its people, and what goes wrong around it. Plain data, so that
 *  a world that was found is a file; everything that happens follows from it and from `scenario.seed`. */
export type RehearsedWorld = {
  /** Which world this is: `seed/number`, or the name of a found one. */
  readonly name: string;
  readonly scenario: Scenario;
  readonly settings: readonly { readonly name: string; readonly value: number }[];
  readonly tricks: readonly Trick[];
  readonly visitors: readonly Visitor[];
  readonly desks: readonly Desk[];
  readonly receivers: readonly Receiver[];
  readonly disk: readonly DiskTrouble[];
  readonly crashes: readonly Crash[];
  /** Entries between two snapshots; 0 for none. */
  readonly snapshotEvery: number;
};

/** What a sensor or its link does to scans beyond what the scenario's own sensors can.
 *    blind       scans come, and are empty
 *    random      plots (detections) that point anywhere are added, `rate` a scan in the mean
 *    stuck       the first scan of the span is reported again and again
 *    not-finite  a number of it is none
 *    held        nothing comes, and at the end all of it at once
 *    reversed    the same, the newest first
 *    ahead       the clock is ahead by `by_s`, or behind where that is negative: by minutes, or since 1970
 *    flood       more detections than a scan may have
 *    slipping    a radar turns further and further to one side, by `rate` radians a second */
export type Trick = Span & {
  readonly kind: 'blind' | 'random' | 'stuck' | 'not-finite' | 'held' | 'reversed' | 'ahead' | 'flood' | 'slipping';
  readonly sensor: string;
  readonly rate?: number;
  readonly by_s?: Seconds;
};

/** Something odd at the door. */
export type Visitor = {
  readonly at_us: Micros;
  readonly kind:
    | 'before-theatre'
    | 'unknown-sensor'
    | 'unknown-setting'
    | 'said-again'
    | 'other-kind'
    | 'wrong-line'
    | 'second-theatre'
    | 'many-sensors'
    | 'rejected'
    | 'many-rejected'
    | 'clock-back'
    | 'unknown-act';
};

export type Habit =
  | 'releases'
  | 'retracts'
  | 'retracts-anyway'
  | 'ends'
  | 'dismisses'
  | 'acknowledges'
  | 'signs-twice'
  | 'signs-stale'
  | 'slips'
  | 'repeats'
  | 'acts-on-the-gone';

/** A person at a console. What is said while the link is lost is heard when it comes back. */
export type Desk = {
  readonly person: string;
  readonly session: string;
  readonly role: string;
  /** From hearing to acting, in the mean. */
  readonly delay_s: Seconds;
  readonly habits: readonly Habit[];
  readonly linkLost: readonly Span[];
};

/** The end of a channel.
 *    fails      nothing comes through
 *    forgets    it comes through, and the sender hears of a failure
 *    hangs      it comes through when the span ends, and until then nobody knows
 *    refuses    the same, and then it has not
 *    doubles    it comes through twice */
export type Receiver = {
  readonly name: string;
  readonly line: Line;
  readonly troubles: readonly (Span & { readonly kind: 'fails' | 'forgets' | 'hangs' | 'refuses' | 'doubles' })[];
};

/** While it lasts this share of all writes fails; 1 is a full disk. */
export type DiskTrouble = Span & { readonly share: number };

/** The process dies at one of its dealings with disk or channel, counted from its start: just before it takes effect or just after.
 *  What the disk had kept back is gone. It is started again `down_s` later; what arrived meanwhile is lost. */
export type Crash = {
  readonly dealings: number;
  readonly after: boolean;
  readonly down_s: Seconds;
  readonly from: 'snapshot' | 'journal';
};
