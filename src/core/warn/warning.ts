import type { Geodetic } from '../frames/geodetic.ts';
import type { Line } from '../sense/line.ts';
import type { KilogramsPerMetre2, Metres, Micros } from '../units.ts';
import type { Assessment } from '../assess/assessment.ts';
import type { PeopleIn } from '../assess/people-in.ts';
import type { Hypothesis } from '../discern/hypotheses.ts';

/** What a person may do to a warning. `release` and `retract` need two different people in two different sessions; `end` and `dismiss` one. */
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

/** The states of a warning. Open: `recommended` → `half-released` → `released`. Closed: before release `withdrawn` by the evidence, `dismissed` by
 *  people, or `lapsed` (its impact window is over); after it `ended` or `retracted`; and `joined`, carried on by another warning of the same object.
 *  `withdrawn`, `dismissed`, `lapsed` and `retracted` may be recommended again, by the rule in renew.ts. */
export type WarningState =
  | 'recommended'
  | 'half-released'
  | 'released'
  | 'ended'
  | 'retracted'
  | 'withdrawn'
  | 'dismissed'
  | 'lapsed'
  | 'joined';

/** How the evidence has turned against a warning. */
export type TurnedEvidence =
  | { readonly kind: 'other-cause'; readonly cause: Hypothesis; readonly probability: number }
  /** Radar should see it and does not (H8). */
  | { readonly kind: 'radar-absent' }
  /** Its track is lost: sensors should see it and do not. */
  | { readonly kind: 'track-lost' };

/** Why a warning was closed. */
export type ClosingReason =
  | TurnedEvidence
  /** People decided it; `text` is what they gave as their reason. */
  | { readonly kind: 'people'; readonly text?: string }
  /** With late scans among what was folded, what one of the two phenomenologies had shown was another object's (H1). */
  | { readonly kind: 'one-phenomenology' }
  /** Nobody released it, and its impact window is over. */
  | { readonly kind: 'window-over' }
  /** It was of the same object as another warning, which goes on. */
  | { readonly kind: 'same-object'; readonly warning: string };

/** The area to warn: a function of the current track, of what has parted in flight of all pieces' (H16), and of nothing else (H3). Nobody can pass one in. */
export type AlertArea = {
  /** All within the shelter radius of the estimate's own area. Closed ring (first point not repeated), counter-clockwise, geodetic. */
  readonly ring: readonly Geodetic[];
  /** The estimate's own area, and the probability that the impact falls into it, by the system's own account. */
  readonly estimate: readonly Geodetic[];
  readonly probability: number;
  readonly shelterRadius_m: Metres;
  /** Of what may yet manoeuvre: `ring` is where it falls if it goes on as it does, and this is where else it may come down; people there are
   *  told to be ready, not to take shelter, until it is down whatever it does. */
  readonly reach?: { readonly ring: readonly Geodetic[]; readonly probability: number; readonly until_us: Micros };
};

/** One person's signature. `signedFor` is the revision that the person read; what is sent says itself as which revision it `goesOutAs`. */
export type Signature = {
  readonly person: string;
  readonly role: string;
  readonly session: string;
  readonly at_us: Micros;
  readonly signedFor: number;
};

/** Why the area of a piece counts no more for the warning. */
export type PieceExclusion =
  /** Taken for something else, not there where radar should see it, or its track lost. */
  | TurnedEvidence
  /** Its time to come down is over. Nobody says that it was seen to fall (H4). */
  | { readonly kind: 'come-down' }
  /** The air slows it as it does what is empty: it has no more than this mass over its drag area, with 97.5 %. */
  | { readonly kind: 'light'; readonly ballisticCoefficientMost_kgpm2: KilogramsPerMetre2 }
  /** It comes down so far from the others that a warning of its own says more. */
  | { readonly kind: 'elsewhere' };

/** One of several objects that parted from one body. */
export type WarningPiece = {
  readonly event: string;
  readonly tracks: readonly string[];
  /** The area was drawn over this one's, or held it already. False until the next drawing, and once it counts no more. */
  readonly inArea: boolean;
  readonly excluded?: PieceExclusion;
};

export type Warning = {
  readonly id: string;
  /** Another one after the two have joined, and where that of several pieces by which it was drawn is excluded. */
  readonly event: string;
  /** Of what has parted in flight: all pieces, that of `event` too. Absent while there is one object. */
  readonly pieces?: readonly WarningPiece[];
  readonly line: Line;
  /** Grows with each new area that people or new evidence asked for, over renewals too. */
  readonly revision: number;
  readonly state: WarningState;
  /** The assessment that this revision was drawn from. */
  readonly assessment: Assessment;
  readonly area: AlertArea;
  readonly impactWindow: { readonly from_us: Micros; readonly to_us: Micros };
  /** In `area`: those who are told, more than those in the estimate's own area. */
  readonly peopleInAlertArea: PeopleIn;
  /** For the release: of this revision while it is not out, of the one that went out as the alert after it. */
  readonly signatures: readonly Signature[];
  /** For the retraction, while it has only one. */
  readonly retractSignatures: readonly Signature[];
  /** How the evidence has turned against a released warning: its retraction is ready. Absent while the evidence stands. */
  readonly turned?: TurnedEvidence;
  /** Times that it was recommended again after it had been closed. */
  readonly renewals: number;
  readonly recommendedAt_us: Micros;
  readonly releasedAt_us?: Micros;
  readonly closedAt_us?: Micros;
  readonly closedFor?: ClosingReason;
};

/** Why a message goes out: the alert, a moved area, the end, the withdrawal of a false one; or that this warning is of the same object as
 *  another one that goes on, which is no withdrawal. */
export type MessagePurpose = 'alert' | 'update' | 'end' | 'retraction' | 'same-object';

/** What goes out to every channel. One structured message; each language and format renders from it (H12). */
export type WarningMessage = {
  readonly kind: 'warning-message';
  /** Unique and stable: the receiver's key against doubles. `<warning>-m<n>`. */
  readonly id: string;
  readonly line: Line;
  /** CAP's words. */
  readonly messageType: 'Alert' | 'Update' | 'Cancel';
  readonly purpose: MessagePurpose;
  /** The revision that this is. An alert's signatures are signed for this very one. */
  readonly goesOutAs: number;
  /** Ids and times of the earlier messages of the same warning, oldest first; a retraction names all of them (H13). */
  readonly references: readonly MessageReference[];
  readonly sent_us: Micros;
  /** Track ids, so that a receiver counts for itself (H5). */
  readonly tracks: readonly string[];
  readonly warning: Warning;
  /** Put there by the shell, never by the core: the record fails, and this is sent all the same. */
  readonly notRecorded?: true;
};

export type MessageReference = { readonly id: string; readonly sent_us: Micros };

/** Every change of a warning that is announced. */
export type WarningChange =
  | 'recommended'
  /** Recommended again after it had been closed: the same warning, a new revision. */
  | 'renewed'
  | 'revised'
  | 'half-released'
  | 'released'
  | 'updated'
  | 'retraction-ready'
  /** The evidence stands again: the retraction is not ready any more, and what was signed for it is void. */
  | 'stands-again'
  /** What may yet turn has less time left to do so: it is over sooner. */
  | 'shortened'
  | 'half-retracted'
  | 'retracted'
  | 'ended'
  | 'withdrawn'
  | 'dismissed'
  | 'lapsed'
  | 'joined'
  /** It belongs to another event now, which turned out to be of the same object, or is of a piece that goes on. */
  | 'moved'
  /** What parted from its object is followed too, and its area counts. */
  | 'piece-added'
  /** The area of one of its pieces counts no more. */
  | 'piece-excluded'
  /** A first signature has grown too old, or was given in an earlier run of the theatre. */
  | 'signature-expired'
  | 'signature-voided'
  | 'acknowledged';

/** Why a person's act is not done. */
export type ActRefusal =
  | 'unknown-warning'
  | 'unknown-revision'
  | 'stale-revision'
  | 'same-person'
  | 'same-session'
  | 'role-may-not-sign'
  | 'repeated'
  | 'wrong-state';

/** Where the lifecycle says what it did, on the line of its theatre. */
export type WarningPort = {
  readonly line: Line;
  changed(change: WarningChange, warning: Warning, act?: HumanAct): void;
  send(message: WarningMessage): void;
  refuse(reason: ActRefusal, detail: string): void;
};
