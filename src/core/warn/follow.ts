import type { Assessment, ImpactEstimate } from '../assess/assessment.ts';
import type { PeopleIn } from '../assess/people-in.ts';
import { together } from '../assess/together.ts';
import type { Line } from '../sense/line.ts';
import type { Metres, Micros } from '../units.ts';
import { stands, turned, withheld } from './gate.ts';
import { downBy_us, type Impacts } from './alert-area.ts';
import { drawnOver, withPieces } from './pieces.ts';
import { change, close, type Drawing, inherit, isOpen, MAX_MESSAGES, recommend, redrawn, send, type WarningRecord } from './record.ts';
import { differenceDue, isOver, noteEstimate, noteRedrawing } from './redrawing.ts';
import { MAX_RENEWALS, renewalDue } from './renew.ts';
import type { TurnedEvidence, Warning, WarningPort } from './warning.ts';

export type FollowOptions = {
  readonly id: string;
  readonly line: Line;
  readonly recommendProbability: number;
  readonly shelterRadius_m: Metres;
  readonly now_us: Micros;
  /** The other pieces of its body whose areas it holds. */
  readonly others?: readonly OtherPiece[];
  /** Who lives in an area of several pieces. */
  readonly peopleIn?: (impact: ImpactEstimate) => PeopleIn;
};

/** A piece besides the one by whose assessment a warning is followed. */
export type OtherPiece = { readonly event: string; readonly impact: ImpactEstimate; readonly lastObserved_us: Micros };

/** What a new assessment of an event does to its warning: recommend one, draw it anew, make its retraction ready and take that back, recommend a
 *  closed one again. Returns the record when one has come to be. */
export function followAssessment(
  record: WarningRecord | undefined,
  assessment: Assessment,
  options: FollowOptions,
  port: WarningPort,
): WarningRecord | undefined {
  if (record === undefined) return begin(assessment, options, port);
  noteEstimate(record, assessment, options.others);
  if (!isOpen(record.warning)) renew(record, assessment, options, port);
  else {
    weigh(record, assessment, options, port);
    if (isOpen(record.warning) && record.warning.turned === undefined) redraw(record, assessment, options, port);
  }
  return record;
}

function begin(assessment: Assessment, options: FollowOptions, port: WarningPort): WarningRecord | undefined {
  const { impact } = assessment;
  if (impact === undefined || !stands(assessment, options.recommendProbability)) return undefined;
  const { id, line, shelterRadius_m, now_us } = options;
  const record = recommend(id, line, { assessment, impact, shelterRadius_m }, now_us);
  port.changed('recommended', record.warning);
  return record;
}

/** The same warning again, as a new revision that nobody has signed yet. Its messages refer to what went before, and go to the same
 *  receivers. */
function renew(record: WarningRecord, assessment: Assessment, options: FollowOptions, port: WarningPort): void {
  const { impact } = assessment;
  const { recommendProbability, now_us, others = [] } = options;
  const impacts = others.map((one) => one.impact);
  if (!renewalDue(record, assessment, recommendProbability, now_us, impacts) || impact === undefined) return;
  const { closedAt_us: _, closedFor: __, releasedAt_us: ___, ...before } = record.warning;
  const next = redrawn({ ...before, state: 'recommended' }, drawingOf(record, assessment, impact, options), 0);
  Object.assign(record, { stretches: 0, redrawn_us: undefined, standsSince_us: undefined, hasFallenAway: false });
  record.acknowledgedBy.length = 0;
  change(record, withPieces({ ...next, renewals: before.renewals + 1 }, record), 'renewed', port);
}

/** How long the evidence must have stood again, without a break, before a retraction that was ready is taken back. */
const STANDS_AGAIN_S = 10;

/** Readiness follows the evidence both ways. What is not out yet is withdrawn when it turns; what is out gets its retraction made ready for
 *  two people to send, and unready again when the evidence stands again. What says neither, as silence does once the body may be down, changes
 *  nothing. */
function weigh(record: WarningRecord, assessment: Assessment, { now_us, recommendProbability }: FollowOptions, port: WarningPort): void {
  const { warning } = record;
  const reason = turned(assessment, warning.impactWindow.from_us);
  if (reason !== undefined) {
    turn(record, reason, now_us, port);
    return;
  }
  if (warning.state !== 'released' && withheld(assessment, recommendProbability) === 'only-one-phenomenology') {
    close(record, 'withdrawn', { kind: 'one-phenomenology' }, now_us, port);
    return;
  }
  if (warning.turned === undefined) return;
  if (!stands(assessment, recommendProbability)) {
    record.standsSince_us = undefined;
    return;
  }
  record.standsSince_us ??= assessment.at_us;
  if (assessment.at_us - record.standsSince_us < STANDS_AGAIN_S * 1e6) return;
  const { turned: _, ...standing } = warning;
  change(record, { ...standing, retractSignatures: [] }, 'stands-again', port);
}

/** Said again where the evidence has turned for another reason: the retraction gives the one that holds. */
function turn(record: WarningRecord, reason: TurnedEvidence, now_us: Micros, port: WarningPort): void {
  const { warning } = record;
  record.standsSince_us = undefined;
  if (warning.state !== 'released') close(record, 'withdrawn', reason, now_us, port);
  else if (!isSameReason(warning.turned, reason)) change(record, { ...warning, turned: reason }, 'retraction-ready', port);
}

function isSameReason(before: TurnedEvidence | undefined, now: TurnedEvidence): boolean {
  return before?.kind === now.kind && (before.kind !== 'other-cause' || now.kind !== 'other-cause' || before.cause === now.cause);
}

/** The area follows the track: before release by a new revision to sign, after it by an update to everybody who got the alert; also while the evidence would not do to
 *  recommend it, since it may be signed all the same and then is to say where it comes down. What may still burn (H7) has none. */
function redraw(record: WarningRecord, assessment: Assessment, options: FollowOptions, port: WarningPort): void {
  const { now_us, others = [] } = options;
  const { warning } = record;
  const { impact } = assessment;
  if (impact === undefined) return;
  const released = warning.state === 'released';
  if (isFirstCount(warning, assessment, impact, options)) {
    drawAnew(record, assessment, impact, options, 'revised', port);
    return;
  }
  if (!isSeenSince(warning, [assessment, ...others])) return;
  const fresh = [{ event: assessment.event, impact }, ...others].filter(({ event }) =>
    record.pieces.some((piece) => piece.event === event && !piece.inArea),
  );
  const impacts: Impacts = [impact, ...others.map((one) => one.impact)];
  const difference = differenceDue(
    record,
    warning,
    impacts,
    now_us,
    fresh.map((one) => one.impact),
  );
  if (difference === undefined) {
    shorten(record, impacts, port);
    return;
  }
  if (released && !mayStillUpdate(record)) return;
  noteRedrawing(record, difference, now_us);
  drawAnew(record, assessment, impact, options, released ? 'updated' : 'revised', port);
  if (released) send(record, 'update', warning.signatures, now_us, port);
}

/** By so much sooner it has to be down for that to be noted, s. */
const SOONER_S = 60;

/** What falls on without turning has ever less time to turn in. Nobody is disturbed by that, and what was told and signed stands; but whoever is to end the
 *  warning does not wait for what can no longer be. */
function shorten(record: WarningRecord, impacts: Impacts, port: WarningPort): void {
  const { warning } = record;
  const { reach, ...area } = warning.area;
  if (reach === undefined) return;
  const until_us = downBy_us(together(impacts));
  if (until_us > reach.until_us - SOONER_S * 1e6) return;
  change(record, { ...warning, area: { ...area, reach: { ...reach, until_us } } }, 'shortened', port);
}

function drawAnew(
  record: WarningRecord,
  assessment: Assessment,
  impact: ImpactEstimate,
  options: FollowOptions,
  name: 'revised' | 'updated',
  port: WarningPort,
): void {
  const next = redrawn(record.warning, drawingOf(record, assessment, impact, options), record.stretches);
  change(record, withPieces(next, record), name, port);
}

/** What the warning is drawn from now: the impacts of all of its pieces that count. */
function drawingOf(
  record: WarningRecord,
  assessment: Assessment,
  impact: ImpactEstimate,
  { others = [], peopleIn, shelterRadius_m }: FollowOptions,
): Drawing {
  drawnOver(record, [assessment.event, ...others.map(({ event }) => event)]);
  if (others.length === 0) return { assessment, impact, shelterRadius_m };
  const all = together([impact, ...others.map((one) => one.impact)]);
  return { assessment, impact: all, shelterRadius_m, ...(peopleIn === undefined ? {} : { people: peopleIn(all) }) };
}

function mayStillUpdate({ messages, warning }: WarningRecord): boolean {
  return messages.length < MAX_MESSAGES - 1 - 2 * (MAX_RENEWALS - warning.renewals);
}

/** A prediction without a new sight moves no area (H4). By the time of the latest sighting, and not by the basis: reports that are always late make
 *  predictions and are new sights all the same, and between two looks of a slow radar what is computed forward still counts as observed. */
function isSeenSince({ assessment }: Warning, now: readonly Pick<Assessment, 'lastObserved_us'>[]): boolean {
  return now.some(({ lastObserved_us }) => lastObserved_us > assessment.lastObserved_us);
}

/** Who lives there was not looked up when the warning was drawn, and has been since: whoever signs reads it, where nobody has signed yet. */
function isFirstCount(
  { state, peopleInAlertArea }: Warning,
  { people }: Assessment,
  impact: ImpactEstimate,
  { others = [], peopleIn }: FollowOptions,
): boolean {
  if (state !== 'recommended' || peopleInAlertArea.kind !== 'not-looked-up') return false;
  const several = others.length > 0 && peopleIn !== undefined;
  const now = several ? peopleIn(together([impact, ...others.map((one) => one.impact)])) : people?.inAlertArea;
  return now !== undefined && now.kind !== 'not-looked-up';
}

/** The track behind a warning is lost: it should have been seen and was not, which calls the warning in question, unless it may have come down by
 *  then. When it was predicted to have come down, the warning waits for people to end it (H4: nobody says that it was seen to fall). */
export function followLoss(record: WarningRecord, lost_us: Micros, now_us: Micros, port: WarningPort): void {
  if (isOpen(record.warning) && lost_us < record.warning.impactWindow.from_us) turn(record, { kind: 'track-lost' }, now_us, port);
}

/** The object behind this warning is the same as that of another one, which goes on. What is out is not withdrawn: its receivers are told which
 *  warning carries it on, and what that one says later follows it to them. */
export function followJoin(record: WarningRecord, into: WarningRecord, at_us: Micros, port: WarningPort): void {
  const { warning } = record;
  if (!isOpen(warning)) return;
  const released = warning.state === 'released';
  close(record, 'joined', { kind: 'same-object', warning: into.warning.id }, at_us, port);
  if (!released) return;
  send(record, 'same-object', warning.signatures, at_us, port);
  inherit(into, record);
}

/** The warning belongs to another event from now on, as both are of one object, or of pieces of one. */
export function followMove(record: WarningRecord, event: string, port: WarningPort): void {
  change(record, withPieces({ ...record.warning, event }, record), 'moved', port);
}

/** What time does: a first signature grows too old, and a warning that nobody has released lapses when its impact window is over, by
 *  what was said and by the latest estimate. */
export function followTime(record: WarningRecord, now_us: Micros, signatureLasts_s: number, port: WarningPort): void {
  const { warning } = record;
  if (warning.state === 'recommended' || warning.state === 'half-released') {
    if (isOver(record, warning, now_us)) {
      close(record, 'lapsed', { kind: 'window-over' }, now_us, port);
      return;
    }
  }
  const first = firstSignature(record);
  if (first !== undefined && now_us - first > signatureLasts_s * 1e6) voidFirst(record, 'signature-expired', port);
}

/** The theatre has begun another run: who signed first in the one before may be somebody else by the same name now. */
export function followOpening(record: WarningRecord, port: WarningPort): void {
  if (firstSignature(record) !== undefined) voidFirst(record, 'signature-voided', port);
}

/** When the one signature was given that waits for a second; undefined when none does. */
export function firstSignature({ warning }: WarningRecord): Micros | undefined {
  if (warning.state === 'half-released') return warning.signatures[0].at_us;
  return warning.state === 'released' ? warning.retractSignatures.at(0)?.at_us : undefined;
}

function voidFirst(record: WarningRecord, name: 'signature-expired' | 'signature-voided', port: WarningPort): void {
  const { warning } = record;
  const without: typeof warning =
    warning.state === 'half-released' ? { ...warning, state: 'recommended', signatures: [] } : { ...warning, retractSignatures: [] };
  change(record, without, name, port);
}
