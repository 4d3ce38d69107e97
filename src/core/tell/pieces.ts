import { isPiece } from '../assess/launches.ts';
import { peopleConcerned } from '../assess/people.ts';
import type { ImpactEstimate } from '../assess/assessment.ts';
import type { PeopleIn } from '../assess/people-in.ts';
import { together } from '../assess/together.ts';
import { geodesicInverse } from '../frames/geodesic.ts';
import { type EventRecord, familyOf, joinFamily, speakingFor, warningOf } from '../state/event-book.ts';
import { BEFORE_ALL_US, type State } from '../state/state.ts';
import { isLoss } from '../theatre-track/fate.ts';
import type { Track } from '../theatre-track/track.ts';
import { downBy_us, windowOf } from '../warn/alert-area.ts';
import { followMove, type OtherPiece } from '../warn/follow.ts';
import { stands, turned } from '../warn/gate.ts';
import { MAX_PIECES, type PieceRecord } from '../warn/piece-record.ts';
import { addPiece, counted, weighPiece } from '../warn/pieces.ts';
import { isOpen, type WarningRecord } from '../warn/record.ts';
import { mayBeRenewed } from '../warn/renew.ts';
import type { PieceExclusion, Warning, WarningPort } from '../warn/warning.ts';

/** Which warning speaks for the pieces of one body, and by which of them it is drawn. */

/** What comes down no farther from the others shares their warning; twice as far, it leaves it. What parts after the end of the burn lands within some tens of
 *  kilometres, by springs and by unlike drag; a stage that was dropped while another burned hundreds away, where people need other words at another time. */
const NEAR_M = 150_000;
/** Of less mass over its drag area than this no warhead is (drag-prior.ts: two sigmas of bodies begin at 2,500, those of empty stages end at 830). */
const LIGHT_KGPM2 = 1_000;

/** The family of a piece is that of the body from which it parted, as far as that is known by now. */
export function noteFamily(state: State, event: EventRecord, track: Track): void {
  joinFamily(state, event, isPiece(track) ? (wholeOf(state, track)?.family ?? event.family) : event.id);
}

/** Most partings between a piece and what people were told of. */
const MAX_PARTINGS = 8;

/** The event of the body that a track parted from, or that that parted from where it is no event itself. */
export function wholeOf(state: State, { parent }: Pick<Track, 'parent'>): EventRecord | undefined {
  let id = parent;
  for (let k = 0; k < MAX_PARTINGS && id !== undefined; k++) {
    const event = speakingFor(state, id);
    if (event !== undefined) return event;
    const from = id;
    id = state.tracker.tracks.find((one) => one.id === from)?.parent;
  }
  return undefined;
}

/** Whether what is followed is one of several pieces, of which nobody knows what each is: what has parted from another, and what another has parted from after its last burn. What was
 *  dropped before that is not what burned on. */
export function hasParted(state: State, event: EventRecord, track: Track): boolean {
  if (isPiece(track)) return true;
  const { burning, ended_us } = track.burn;
  if (burning || ended_us === undefined) return false;
  return familyOf(state, event.family).some((one) => one !== event && one.born_us > ended_us && !isLost(one));
}

/** A piece that comes down near the others of its family shares their warning, if they have one that may speak for it. */
export function shareWarning(state: State, event: EventRecord, port: WarningPort): void {
  const { last } = event;
  if (event.warning !== undefined || last?.impact === undefined || turned(last) !== undefined) return;
  const { impact } = last;
  const record = firstOf(
    state,
    familyOf(state, event.family).flatMap((one) => {
      const of = warningOf(state, one);
      return of?.warning.event === one.id && maySpeakFor(of, impact) ? of.warning.id : [];
    }),
  );
  if (record === undefined) return;
  event.warning = record.warning.id;
  addPiece(record, last, state.folded_us, port);
  // By whose assessment it is drawn need not wait for its turn.
  state.events[record.warning.event].assessed_us = BEFORE_ALL_US;
}

/** The one of these warnings that was first recommended. */
function firstOf({ warnings }: State, ids: readonly string[]): WarningRecord | undefined {
  if (ids.length < 2) return ids.length === 0 ? undefined : warnings[ids[0]];
  return Object.values(warnings).find(({ warning }) => ids.includes(warning.id));
}

/** One that is over says nothing any more of what is still up; one that people or the evidence closed may be recommended again, and keeps the rule for that. */
function maySpeakFor({ warning, pieces }: WarningRecord, impact: ImpactEstimate): boolean {
  const lasts = isOpen(warning) || (mayBeRenewed(warning) && warning.state !== 'lapsed');
  return lasts && pieces.length < MAX_PIECES && apart_m(warning.assessment.impact, impact) < NEAR_M;
}

function apart_m(a: ImpactEstimate | undefined, b: ImpactEstimate | undefined): number {
  return a === undefined || b === undefined ? 0 : geodesicInverse(a.point, b.point).distance_m;
}

/** Weighs every piece of a warning, and gives the warning to one that counts where that by which it was drawn does not any more. */
export function followPieces(state: State, record: WarningRecord, port: WarningPort): void {
  if (record.pieces.length < 2) return;
  for (const piece of record.pieces)
    weighPiece(record, piece, against(state, record, piece), eventOf(state, piece)?.last, state.folded_us, port);
  leaveElsewhere(state, record);
  const lead = leadOf(state, record);
  if (lead !== undefined && lead.event !== record.warning.event) followMove(record, lead.event, port);
}

function eventOf(state: State, { event }: PieceRecord): EventRecord | undefined {
  return state.events[event];
}

function against(state: State, record: WarningRecord, piece: PieceRecord): PieceExclusion | undefined {
  const event = eventOf(state, piece);
  if (event === undefined) return { kind: 'track-lost' };
  if (isLost(event)) return { kind: 'track-lost' };
  const { ended, last, held } = event;
  if (ended !== undefined) return piece.excluded ?? (mayComeDown(state, last?.impact ?? held?.impact) ? undefined : { kind: 'come-down' });
  if (last === undefined) return undefined;
  const lead = state.events[record.warning.event] as EventRecord | undefined;
  if (apart_m(lead?.last?.impact, last.impact) > 2 * NEAR_M) return { kind: 'elsewhere' };
  const most = last.ballisticCoefficientMost_kgpm2;
  return (
    turned(last, last.impact && windowOf(last.impact).from_us) ??
    (most !== undefined && most < LIGHT_KGPM2 ? { kind: 'light', ballisticCoefficientMost_kgpm2: most } : undefined)
  );
}

/** Whether its time to come down is not over. */
function mayComeDown({ folded_us }: State, impact: ImpactEstimate | undefined): boolean {
  return impact !== undefined && folded_us <= downBy_us(impact);
}

/** From its next assessment on it may have a warning of its own. */
function leaveElsewhere(state: State, record: WarningRecord): void {
  const isElsewhere = ({ excluded }: PieceRecord): boolean => excluded?.kind === 'elsewhere';
  for (const piece of record.pieces.filter(isElsewhere)) {
    const event = eventOf(state, piece);
    if (event !== undefined) event.warning = undefined;
  }
  record.pieces = record.pieces.filter((piece) => !isElsewhere(piece));
}

/** The piece by which the warning is drawn: the fittest, and of those the one that it was. One against which something speaks does not give way to one that is light or has no impact. Where it
 *  has ended and none takes its place, one that is up at least: but what is left up when another has come down calls nothing in question. */
function leadOf(state: State, record: WarningRecord): PieceRecord | undefined {
  const present = record.pieces.find(({ event }) => event === record.warning.event);
  const up = record.pieces.filter((piece) => eventOf(state, piece)?.ended === undefined && eventOf(state, piece)?.last !== undefined);
  const fitness = up.map((piece) => fitnessOf(state, record, piece));
  const most = Math.max(...fitness);
  const before = present === undefined ? -1 : up.indexOf(present);
  const fittest = fitness[before] === most ? present : up[fitness.indexOf(most)];
  if (most >= CLEAR || fitness[before] > 0) return fittest;
  return before >= 0 || record.pieces.some((piece) => isOver(eventOf(state, piece))) ? present : fittest;
}

/** In the shock of an entry a piece may have no impact for a look or two, s: it is taken to have its last one. */
const SHOCK_S = 10;
/** From this fitness on nothing speaks against a piece. */
const CLEAR = 3;

/** How fit a piece that is up is to draw its warning by, 0 to 4. One that people are to release, or that waits to be recommended again, asks for evidence that stands, so a piece of which it does comes first (4); then one against which nothing speaks and
 *  that has an impact (3), a light one that has (2), which calls nothing in question while it counts, and one that only has none (1). */
function fitnessOf({ events, settings, folded_us }: State, { warning }: WarningRecord, piece: PieceRecord): number {
  const { last, held } = events[piece.event];
  if (last === undefined || piece.excluded !== undefined) return 0;
  const inShock = held !== undefined && folded_us - held.until_us <= SHOCK_S * 1e6;
  const impact = last.impact ?? (inShock ? held.impact : undefined);
  if (isAsked(warning) && impact !== undefined && stands({ ...last, impact }, settings.recommendProbability)) return 4;
  const hasImpact = impact !== undefined;
  if (piece.against === undefined) return hasImpact ? CLEAR : 1;
  return hasImpact && piece.against.why.kind === 'light' ? 2 : 0;
}

function isAsked(warning: Warning): boolean {
  return warning.state === 'recommended' || warning.state === 'half-released' || mayBeRenewed(warning);
}

/** Whether its track is gone in a way that speaks against it. */
function isLost({ ended }: EventRecord): boolean {
  return ended !== undefined && isLoss(ended);
}

/** Whether its track is gone, and nothing follows from that. */
function isOver(event: EventRecord | undefined): boolean {
  return event?.ended !== undefined && !isLoss(event.ended);
}

/** Whether another piece of an event's warning may still come down, and nothing speaks against it: then the warning goes on with that. */
export function hasOther(state: State, record: WarningRecord, { id }: EventRecord): boolean {
  return counted(record).some((piece) => {
    const event = eventOf(state, piece);
    return piece.event !== id && event !== undefined && !isLost(event) && piece.against === undefined;
  });
}

/** Whether an event's warning counts its area: else it is told of as what comes down besides. */
export function isCounted(record: WarningRecord, { id }: EventRecord): boolean {
  return record.pieces.some(({ event, excluded }) => event === id && excluded === undefined);
}

/** The other pieces that count, each with its impact: the last one that it had, where it has none now. What counts holds its area until it is excluded, or its time is over. */
export function othersOf(state: State, record: WarningRecord): OtherPiece[] {
  return counted(record).flatMap((piece): OtherPiece[] => {
    const event = eventOf(state, piece);
    if (event?.last === undefined || piece.event === record.warning.event) return [];
    const { last, held } = event;
    const impact = last.impact ?? (mayComeDown(state, held?.impact) ? held?.impact : undefined);
    return impact === undefined ? [] : [{ event: piece.event, impact, lastObserved_us: last.lastObserved_us }];
  });
}

/** Who lives in an area of several pieces. */
export function peopleIn({ settings, places }: State, impact: ImpactEstimate): PeopleIn {
  return peopleConcerned(impact, settings.shelterRadius_m, places.regions).inAlertArea;
}

/** The impact of an event with those of the other pieces of its warning. */
export function withOthers(impact: ImpactEstimate | undefined, others: readonly OtherPiece[]): ImpactEstimate | undefined {
  return impact && together([impact, ...others.map((one) => one.impact)]);
}
