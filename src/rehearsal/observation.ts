import type { Emission } from '../core/tell/emission.ts';
import type { Entry, Input } from '../core/journal.ts';
import type { State } from '../core/pipeline.ts';
import type { Line } from '../core/sense/line.ts';
import type { Micros } from '../core/units.ts';
import type { WarningMessage } from '../core/warn/warning.ts';
import type { Waiting } from '../server/outbox.ts';
import type { TheatreAlarm } from '../server/theatre.ts';
import type { Verification } from '../server/replay.ts';
import type { TruthBody } from '../sim/truth.ts';
import type { RehearsedWorld } from './world.ts';

/** What can be seen of a theatre from outside, in the order in which it happens. */
export type Observation =
  /** Entries are in the journal: on the disk, or in order behind it while it takes nothing. Each is told once, before what it makes the core say. */
  | { readonly kind: 'taken'; readonly entries: readonly Entry[] }
  /** The theatre has said that it took this, as entry `seq`. */
  | { readonly kind: 'accepted'; readonly seq: number; readonly input: Input }
  /** The core says this of entry `seq`; once, however often it is folded. */
  | { readonly kind: 'said'; readonly seq: number; readonly emission: Emission }
  | { readonly kind: 'alarm'; readonly at_us: Micros; readonly alarm: TheatreAlarm }
  /** A receiver has this message, perhaps again. */
  | { readonly kind: 'received'; readonly at_us: Micros; readonly channel: string; readonly line: Line; readonly message: WarningMessage }
  /** The theatre is open, for the first time or again after a crash. */
  | { readonly kind: 'opened'; readonly at_us: Micros; readonly times: number }
  /** A look at what it holds, now and then. */
  | {
      readonly kind: 'looked';
      readonly at_us: Micros;
      readonly state: State;
      readonly snapshotLength: number;
      readonly waiting: readonly Waiting[];
    }
  /** An error came out of the shell that is none of the disk's. */
  | { readonly kind: 'broke'; readonly at_us: Micros; readonly error: string }
  /** The world is over: channels and disk were well for long enough that all that waits should have come through. */
  | {
      readonly kind: 'over';
      readonly at_us: Micros;
      readonly entries: readonly Entry[];
      readonly waiting: readonly Waiting[];
      readonly digest: string;
      readonly verification: Verification | undefined;
    };

/** What a checker may know besides: the world, and what really flew. */
export type Setting = { readonly world: RehearsedWorld; readonly truth: readonly TruthBody[] };

/** One sentence that must be true of every theatre in every world. */
export type Checker = {
  readonly name: string;
  readonly sentence: string;
  /** Watches one world: says what is wrong, or undefined. */
  watch(setting: Setting): (observation: Observation) => string | undefined;
};

export type Violation = { readonly checker: string; readonly at_us: Micros; readonly detail: string };
