import type { Alarm } from './alarm.ts';
import type { Assessment, Basis, GroundPoint } from '../assess/assessment.ts';
import type { Circle } from '../assess/places.ts';
import type { Screened, ScreenReason } from '../detect/screen.ts';
import type { Vec3 } from '../math/vector.ts';
import type { Line } from '../sense/line.ts';
import type { TakenSource } from '../sense/scan.ts';
import type { Phenomenology } from '../sense/sensor.ts';
import type { Micros } from '../units.ts';
import type { EventEnd } from '../theatre-track/fate.ts';
import type { Hazard, HazardChange } from '../warn/hazard.ts';
import type { ActName, ActRefusal, Warning, WarningChange, WarningMessage } from '../warn/warning.ts';

export type TrackReport = {
  readonly id: string;
  readonly at_us: Micros;
  readonly status: 'tentative' | 'confirmed' | 'ended';
  readonly basis: Basis;
  readonly positionEcef_m: Vec3;
  readonly velocityEcef_mps: Vec3;
  /** Covariance of position and velocity, 6×6, upper triangle by rows (21 numbers), SI. */
  readonly covariance: readonly number[];
  /** Probability of each motion model. */
  readonly modes: { readonly boost: number; readonly coast: number; readonly entry: number; readonly manoeuvre: number };
  /** Log-likelihood ratio of being an object rather than clutter. */
  readonly score: number;
  readonly hits: Readonly<Record<Phenomenology, number>>;
  readonly last_us: Readonly<Partial<Record<Phenomenology, Micros>>>;
  /** Detections used since the previous report. */
  readonly sources: readonly TakenSource[];
};

/** The first, ungated word about an event: information, never an alert (H1). */
export type NoticeReport = {
  readonly event: string;
  readonly at_us: Micros;
  readonly track: string;
  /** Time of the first measurement that this rests on. */
  readonly firstSeen_us: Micros;
  readonly phenomenology: Phenomenology;
  readonly place: GroundPoint;
};

/** Every way in which the system says "no", with the reason. */
export type RefusalReason =
  | ActRefusal
  | 'wrong-line'
  | 'unknown-sensor'
  | 'late'
  | 'doubled'
  | 'from-the-future'
  | 'too-many-detections'
  | 'not-finite'
  | 'no-place'
  | 'unknown-setting'
  | 'unknown-theatre'
  | 'sensor-limit'
  | 'bad-announcement'
  | 'announcement-limit'
  | 'unknown-input'
  | 'time-went-back';

/** What late scans changed of a track that people know: its place now, by so much; or that it is one after all, or is none.
 *  `returned`: it had been ended, and lives on; its event goes on with it. */
export type LateChange = {
  readonly track: string;
  readonly change: 'moved' | 'appeared' | 'returned' | 'gone';
  readonly moved_m: number;
};

/** Whose act it was that changed a warning. */
export type Actor = {
  readonly act: ActName;
  readonly person: string;
  readonly role: string;
  readonly session: string;
  /** What the person gave as the reason. */
  readonly reason?: string;
};

/** What the core says. Data only; the shell carries it. */
export type Emission =
  /** Of the scans of a sensor, and of what is of another line, the first and every hundredth refusal of a kind are told, with `source` and
   *  the `count` so far. Every other refusal is told by itself. */
  | {
      readonly kind: 'refused';
      readonly seq: number;
      readonly at_us: Micros;
      readonly reason: RefusalReason;
      readonly detail: string;
      readonly source?: string;
      readonly count?: number;
    }
  | ({ readonly kind: 'alarm'; readonly at_us: Micros } & Alarm)
  /** Scans older than what had been folded were taken: the tracks were folded again from `since_us`. What was said before stays said; what
   *  is said from here on rests on the new estimates. */
  | {
      readonly kind: 'late-taken';
      readonly at_us: Micros;
      readonly scans: readonly { readonly seq: number; readonly sensor: string; readonly measuredAt_us: Micros }[];
      readonly since_us: Micros;
      readonly changes: readonly LateChange[];
    }
  /** Detections of a scan that contradict their own sensor, and that no track was offered. `setAside` names at most the first hundred of
   *  them; `counts` has them all. */
  | {
      readonly kind: 'screened';
      readonly at_us: Micros;
      readonly seq: number;
      readonly sensor: string;
      readonly detections: number;
      readonly counts: Readonly<Partial<Record<ScreenReason, number>>>;
      readonly setAside: readonly Screened[];
    }
  | { readonly kind: 'track'; readonly track: TrackReport }
  | { readonly kind: 'notice'; readonly notice: NoticeReport }
  | { readonly kind: 'assessment'; readonly assessment: Assessment }
  /** Something may come down where nobody has looked up yet who lives there: whoever can enters it as `places`. */
  | ({ readonly kind: 'places-wanted'; readonly at_us: Micros } & Circle)
  /** Nothing more will be said of an event: its track has ended. `into`: it was the same object as that event, which goes on. */
  | {
      readonly kind: 'event-ended';
      readonly at_us: Micros;
      readonly event: string;
      readonly track: string;
      readonly reason: EventEnd;
      readonly into?: string;
    }
  /** The track of an event that had ended lives after all: it was seen again after a gap, or by scans that came late. */
  | { readonly kind: 'event-resumed'; readonly at_us: Micros; readonly event: string; readonly track: string }
  /** Any change of a warning's state or revision, the recommendation included. */
  | { readonly kind: 'warning'; readonly at_us: Micros; readonly change: WarningChange; readonly warning: Warning; readonly act?: Actor }
  | { readonly kind: 'message'; readonly message: WarningMessage }
  /** That something comes down, whatever it is: stated, drawn anew, or over. Information; no message follows from it. */
  | { readonly kind: 'hazard'; readonly at_us: Micros; readonly change: HazardChange; readonly hazard: Hazard }
  /** How many launches all that was seen in the last hour were: the likeliest number, and the range that holds it with `probability`. `objects`
   *  is how many confirmed tracks there are now: objects are not launches (H7). Said when it changes, while two or more were launched with 0.9 at least. */
  | {
      readonly kind: 'launches';
      readonly at_us: Micros;
      readonly likeliest: number;
      readonly low: number;
      readonly high: number;
      readonly expected: number;
      readonly probability: number;
      readonly objects: number;
    }
  /** A sign of life. It has no level and no count of anything, so it cannot be taken for a warning (H5). */
  | { readonly kind: 'alive'; readonly at_us: Micros; readonly line: Line; readonly entries: number };

/** Hears what the core says, in the order in which it says it. */
export type Emit = (emission: Emission) => void;
