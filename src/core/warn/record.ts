import type { Assessment, ImpactEstimate } from '../assess/assessment.ts';
import type { PeopleIn } from '../assess/people-in.ts';
import { spanOf } from '../assess/together.ts';
import { onLine, type Line } from '../sense/line.ts';
import type { Metres, Micros } from '../units.ts';
import { areaOf, windowOf } from './alert-area.ts';
import { confirm, publish } from './confirm.ts';
import { newPiece, type PieceRecord } from './piece-record.ts';
import { newRedrawings, type Redrawings } from './redrawing.ts';
import type {
  ClosingReason,
  HumanAct,
  MessagePurpose,
  MessageReference,
  Signature,
  Warning,
  WarningChange,
  WarningMessage,
  WarningPort,
} from './warning.ts';

/** A warning with what the lifecycle must remember and a reader need not see. */
export type WarningRecord = Redrawings & {
  warning: Warning;
  /** What has gone out, oldest first: what a later message refers to. */
  readonly messages: MessageReference[];
  /** What had gone out of warnings that turned out to be of the same object, oldest first: later messages refer to it as well. */
  readonly joined: MessageReference[];
  /** The objects that it is of, in order of joining: one, or what that parted into (pieces.ts). */
  pieces: PieceRecord[];
  readonly acknowledgedBy: Signature[];
  /** Since when the evidence has stood for the warning without a break; undefined while it does not. */
  standsSince_us: Micros | undefined;
  /** Whether the evidence has been away since the warning was closed. */
  hasFallenAway: boolean;
};

/** What a warning is drawn from. */
export type Drawing = {
  readonly assessment: Assessment;
  readonly impact: ImpactEstimate;
  readonly shelterRadius_m: Metres;
  /** In the area of several pieces; absent, those of the assessment. */
  readonly people?: PeopleIn;
};

export function recommend(id: string, line: Line, drawing: Drawing, now_us: Micros): WarningRecord {
  const { assessment, impact } = drawing;
  const warning: Warning = {
    id,
    event: assessment.event,
    line,
    revision: 1,
    state: 'recommended',
    assessment,
    impactWindow: windowOf(impact),
    ...toldOf(drawing),
    signatures: [],
    retractSignatures: [],
    renewals: 0,
    recommendedAt_us: now_us,
  };
  return {
    warning,
    messages: [],
    joined: [],
    pieces: [newPiece(assessment, now_us, true)],
    acknowledgedBy: [],
    ...newRedrawings(spanOf([impact]).to_us),
    standsSince_us: undefined,
    hasFallenAway: false,
  };
}

/** The warning redrawn from a newer assessment. What was signed for the old revision is void, as nobody read this one: a release that is not
 *  out, and a retraction that has one signature. */
export function redrawn(warning: Warning, drawing: Drawing, stretches: number): Warning {
  const { assessment, impact } = drawing;
  return {
    ...warning,
    revision: warning.revision + 1,
    state: warning.state === 'half-released' ? 'recommended' : warning.state,
    assessment,
    impactWindow: windowOf(impact, stretches),
    ...toldOf(drawing),
    signatures: warning.state === 'released' ? warning.signatures : [],
    retractSignatures: [],
  };
}

/** The area that people are told of, and who they are. */
export function toldOf({ assessment, impact, shelterRadius_m, people }: Drawing): Pick<Warning, 'area' | 'peopleInAlertArea'> {
  return {
    area: areaOf(impact, shelterRadius_m),
    peopleInAlertArea: people ?? assessment.people?.inAlertArea ?? { kind: 'not-looked-up' },
  };
}

/** The tracks of all objects that a warning is of. */
export function tracksOf({ assessment, pieces = [] }: Pick<Warning, 'assessment' | 'pieces'>): readonly string[] {
  return pieces.length === 0 ? assessment.tracks : pieces.filter(({ excluded }) => excluded === undefined).flatMap(({ tracks }) => tracks);
}

/** Whether a warning still asks something of people. */
export function isOpen({ state }: Warning): boolean {
  return state === 'recommended' || state === 'half-released' || state === 'released';
}

/** Puts the new form of a warning in place of the old one and announces it. */
export function change(record: WarningRecord, warning: Warning, name: WarningChange, port: WarningPort, act?: HumanAct): void {
  record.warning = warning;
  port.changed(name, warning, act);
}

/** Closes a warning. Whether it may be recommended again is renew.ts's to say. */
export function close(
  record: WarningRecord,
  name: 'withdrawn' | 'dismissed' | 'lapsed' | 'retracted' | 'ended' | 'joined',
  why: ClosingReason | undefined,
  at_us: Micros,
  port: WarningPort,
  act?: HumanAct,
): void {
  const { turned: _, ...rest } = record.warning;
  record.standsSince_us = undefined;
  record.hasFallenAway = why !== undefined && isNoDecision(why);
  const closed = { ...rest, state: name, closedAt_us: at_us, retractSignatures: [] };
  change(record, why === undefined ? closed : { ...closed, closedFor: why }, name, port, act);
}

/** By the evidence, or by time: nobody decided it. */
function isNoDecision({ kind }: ClosingReason): boolean {
  return kind !== 'people' && kind !== 'same-object';
}

/** Most messages of one warning. The last places are kept for the end or the retraction, and for one and another alert of each renewal that may
 *  come: past the others no update goes out. With the pauses in follow.ts it takes sixteen hours to get there. */
export const MAX_MESSAGES = 200;

/** Who got a message of one warning is reached by the messages of the one that goes on. Of more than `MAX_MESSAGES` the oldest are left out: the newest is
 *  the one that a receiver holds. */
export function inherit({ joined }: WarningRecord, from: WarningRecord): void {
  joined.push(...from.joined, ...from.messages);
  joined.splice(0, joined.length - MAX_MESSAGES);
}

/** The only way out. The signatures are checked against the revision that goes out, and the line against the theatre's. */
export function send(
  record: WarningRecord,
  purpose: MessagePurpose,
  signatures: readonly Signature[],
  at_us: Micros,
  port: WarningPort,
): void {
  const { id } = record.warning;
  const onItsLine = onLine(record.warning, port.line);
  if (onItsLine.kind !== 'on-line') throw new Error(`warning ${id} of line ${onItsLine.found} was about to leave on line ${port.line}`);
  const confirmation = confirm(onItsLine.value, purpose, signatures);
  if (confirmation.kind !== 'confirmed') throw new Error(`warning ${id} was about to leave unconfirmed: ${confirmation.reason}`);
  const message = publish(confirmation.warning, messageOf(record, purpose, at_us));
  record.messages.push({ id: message.id, sent_us: at_us });
  port.send(message);
}

const MESSAGE_TYPES: Readonly<Record<MessagePurpose, WarningMessage['messageType']>> = {
  alert: 'Alert',
  update: 'Update',
  end: 'Update',
  'same-object': 'Update',
  retraction: 'Cancel',
};

/** The next message of a warning. Each refers to every earlier one, those of warnings that were joined with it among them, so that it follows them
 *  everywhere (H13); an alert that is given again after a retraction refers to what went before it. */
function messageOf(record: WarningRecord, purpose: MessagePurpose, sent_us: Micros): WarningMessage {
  const { warning, messages, joined } = record;
  return {
    kind: 'warning-message',
    id: `${warning.id}-m${messages.length + 1}`,
    line: warning.line,
    messageType: MESSAGE_TYPES[purpose],
    purpose,
    goesOutAs: warning.revision,
    references: [...joined, ...messages],
    sent_us,
    tracks: tracksOf(warning),
    warning,
  };
}
