import type { Geodetic } from '../frames/geodetic.ts';
import type { Line } from '../sense/line.ts';
import type { Micros } from '../units.ts';
import type { Assessment, PlaceUnder } from '../assess/assessment.ts';

/** What a person may do to a warning. `release`, `retract` need two different people in two different sessions; `end` and `dismiss` one. */
export type ActName = 'acknowledge' | 'release' | 'retract' | 'end' | 'dismiss';

/** A person's act as it enters the journal. It names the revision that the person saw: new evidence voids what was signed before it. */
export type HumanAct = {
  readonly kind: 'act';
  readonly act: ActName;
  /** The line the person meant to act on. It is checked against the theatre's (H6). */
  readonly line: Line;
  readonly person: string;
  readonly role: string;
  readonly session: string;
  readonly warning: string;
  readonly revision: number;
  readonly reason?: string;
};

/** The states of a warning. `recommended` → `half-released` → `released` → `ended` | `retracted`; or `withdrawn` before release, `dismissed`. */
export type WarningState = 'recommended' | 'half-released' | 'released' | 'ended' | 'retracted' | 'withdrawn' | 'dismissed';

/** The area to warn: a function of the current track and nothing else (H3). Nobody can pass one in. */
export type AlertArea = {
  /** Closed ring (first point not repeated), counter-clockwise, geodetic. */
  readonly ring: readonly Geodetic[];
  /** Probability that the impact falls inside, by the system's own account. */
  readonly probability: number;
};

export type Signature = { readonly person: string; readonly session: string; readonly at_us: Micros; readonly revision: number };

export type Warning = {
  readonly id: string;
  readonly event: string;
  readonly line: Line;
  readonly revision: number;
  readonly state: WarningState;
  /** Sequence of the revisions that people or new evidence made; the assessment is the one this revision was drawn from. */
  readonly assessment: Assessment;
  readonly area: AlertArea;
  readonly impactWindow: { readonly from_us: Micros; readonly to_us: Micros };
  readonly places: readonly PlaceUnder[];
  readonly signatures: readonly Signature[];
  /** The retraction is prepared with the warning: whether the evidence has turned, and why. */
  readonly retractionReady: boolean;
  readonly retractionReason?: string;
  readonly recommendedAt_us: Micros;
  readonly releasedAt_us?: Micros;
  readonly closedAt_us?: Micros;
};

/** What goes out to every channel. One structured message; each language and format renders from it (H12). */
export type WarningMessage = {
  readonly kind: 'warning-message';
  /** Unique and stable: the receiver's key against doubles. `<warning>-m<n>`. */
  readonly id: string;
  readonly line: Line;
  /** CAP's words. */
  readonly messageType: 'Alert' | 'Update' | 'Cancel';
  /** Why this message: the first alert, a moved area, the end, a withdrawal of a false one. */
  readonly purpose: 'alert' | 'update' | 'end' | 'retraction';
  /** Ids and times of the earlier messages of the same warning, oldest first; a retraction names all of them (H13). */
  readonly references: readonly { readonly id: string; readonly sent_us: Micros }[];
  readonly sent_us: Micros;
  /** Track ids, so that a receiver counts for itself (H5). */
  readonly tracks: readonly string[];
  readonly warning: Warning;
};

/** Every change of a warning that is announced. */
export type WarningChange =
  | 'recommended'
  | 'revised'
  | 'half-released'
  | 'released'
  | 'updated'
  | 'retraction-ready'
  | 'half-retracted'
  | 'retracted'
  | 'ended'
  | 'withdrawn'
  | 'dismissed'
  | 'acknowledged';

/** Why a person's act is not done. */
export type ActRefusal = 'unknown-warning' | 'stale-revision' | 'same-person' | 'same-session' | 'wrong-state';

/** Where the lifecycle says what it did. */
export type WarningPort = {
  changed(change: WarningChange, warning: Warning, act?: HumanAct): void;
  send(message: WarningMessage): void;
  refuse(reason: ActRefusal, detail: string): void;
};
