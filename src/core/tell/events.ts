import type { Micros } from '../units.ts';
import { followAnnounced } from '../assess/announced.ts';
import { assessTrack, beginOf, causeOf, type Circumstances, groundPointOf, launchOf } from '../assess/assess.ts';
import type { Assessment, ImpactEstimate } from '../assess/assessment.ts';
import type { Hypothesis } from '../discern/hypotheses.ts';
import type { Emit, TrackReport } from './emission.ts';
import {
  type EventRecord,
  eventOfTrack,
  handOver,
  MAX_EVENTS,
  noteAssessment,
  openEvent,
  speakingFor,
  warningOf,
} from '../state/event-book.ts';
import { vec3 } from '../math/vector.ts';
import { burnedOn } from './burned-on.ts';
import { goesOn, isDueAfter, waitInCrowd } from './due.ts';
import {
  followPieces,
  hasOther,
  hasParted,
  isCounted,
  noteFamily,
  othersOf,
  peopleIn,
  shareWarning,
  wholeOf,
  withOthers,
} from './pieces.ts';
import { joinWarnings } from './join-warnings.ts';
import { wantPlaces } from './places.ts';
import { warningPort } from './warning-port.ts';
import { type RadarSensor, PHENOMENOLOGIES, type Phenomenology, byPhenomenology } from '../sense/sensor.ts';
import { BEFORE_ALL_US, type State } from '../state/state.ts';
import { CONFIRMED_SCORE } from '../track/object/existence.ts';
import { forgetTold } from '../theatre-track/doubt.ts';
import { isLoss } from '../theatre-track/fate.ts';
import { lastObserved_us, type Track, trackEstimate } from '../theatre-track/track.ts';
import type { EndedTrack } from '../theatre-track/tracker.ts';
import type { WarningPort } from '../warn/warning.ts';
import { endHazard, followHazard, followHazardLoss, followHazardTime, type HazardPort, isStated } from '../warn/hazard.ts';
import { firstSignature, followAssessment, followLoss, followOpening, followTime } from '../warn/follow.ts';
import { isOpen, type WarningRecord } from '../warn/record.ts';

/** Speaks of the confirmed tracks: a report of each that was just seen, a notice at the first, an assessment every few seconds. */
export function followTracks(state: State, touched: readonly Track[], emit: Emit): void {
  for (const track of touched) if (track.status === 'confirmed') tellTrack(state, track, 'confirmed', state.folded_us, emit);
  const confirmed = state.tracker.tracks.filter(({ status }) => status === 'confirmed');
  const crowded = waitInCrowd(confirmed.length);
  for (const track of confirmed) {
    const event = eventFor(state, track, emit);
    if (event !== undefined && isDue(state, event, track, crowded)) assess(state, event, track, emit);
  }
}

function isDue(state: State, event: EventRecord, track: Track, crowded: number): boolean {
  const intervals = (state.folded_us - event.assessed_us) / (state.settings.assessmentInterval_s * 1e6);
  return isDueAfter(intervals, crowded, () => {
    const record = warningOf(state, event);
    const isTold = isStated(event.hazard) || (record !== undefined && isOpen(record.warning));
    return goesOn(event, isTold, track, state.folded_us);
  });
}

/** With a late scan among what was folded, a track that had been taken for another one may live after all; and what parts from an object of which people
 *  have been told may be that object, shown in two places for a few looks. Before it is told of as an object of its own it has to live so long: most
 *  often the next look joins the two again. */
const APART_S = 20;

/** The event of a confirmed track: its own, though that had ended, or a new one. Nothing while it may yet be joined again. */
function eventFor(state: State, track: Track, emit: Emit): EventRecord | undefined {
  const event = eventOfTrack(state, track.id);
  if (event?.into !== undefined) return state.folded_us - (event.ended_us ?? 0) < APART_S * 1e6 ? undefined : open(state, track, emit);
  if (event?.ended !== undefined) resume(state, event, emit);
  if (event !== undefined) return event;
  return isYoungPiece(state, track) || isMoonAgain(state, track, emit) ? undefined : open(state, track, emit);
}

/** An event of the Moon goes on for so long after its track. */
const MOON_LASTS_S = 300;
/** Computed on from its last look an echo leaves the Moon: it is judged while it is seen. */
const SEEN_S = 5;

/** The Moon is one object. Its echo does not fall, so its track is lost and found again and again (Thule, 1960). What looks like it while an event is
 *  of it waits, and goes on with that event when its track has ended; what turns out to be something else in the next looks is an event then. */
function isMoonAgain(state: State, track: Track, emit: Emit): boolean {
  // By eight plots it is known whether it falls.
  if (track.seen.heat.hits > 0 || track.parent !== undefined || track.seen.radar.hits >= 8) return false;
  const event = latestOfMoon(state);
  if (event === undefined || state.folded_us - (event.ended_us ?? state.folded_us) > MOON_LASTS_S * 1e6) return false;
  if (state.folded_us - lastObserved_us(track) > SEEN_S * 1e6) return true;
  if (causeOf(track, aroundOf(state)) !== 'moon-echo') return false;
  if (event.ended !== undefined) {
    handOver(state, event, track.id);
    resume(state, event, emit);
  }
  return true;
}

function latestOfMoon({ events }: State): EventRecord | undefined {
  return Object.values(events)
    .filter(({ last, into, warning }) => last?.cause === 'moon-echo' && into === undefined && warning === undefined)
    .at(-1);
}

/** A piece waits longer while what it parted from is not surely there any more: it may be that. */
const DOUBTED_S = 60;

function isYoungPiece(state: State, track: Track): boolean {
  const age_s = (state.folded_us - track.born_us) / 1e6;
  const parent = age_s < APART_S ? undefined : state.tracker.tracks.find(({ id }) => id === track.parent);
  if (age_s >= APART_S && (age_s >= DOUBTED_S || parent === undefined || parent.score >= CONFIRMED_SCORE)) return false;
  const whole = wholeOf(state, track);
  return whole !== undefined && whole.ended === undefined;
}

/** A track has ended: its event ends with it, or goes on with the track that it turned out to be; and its warning hears why. */
export function endEvent(state: State, { track, reason, into }: EndedTrack, emit: Emit): void {
  if (track.status === 'confirmed') tellTrack(state, track, 'ended', state.folded_us, emit);
  const event = eventOfTrack(state, track.id);
  if (event === undefined || event.into !== undefined) return;
  if (into !== undefined && join(state, event, into, emit)) return;
  if (reason === 'lost' && goesOnWithPiece(state, event)) return;
  const ended = reason === 'existence' || (reason === 'come-down' && neverFlew(event)) ? 'not-seen-again' : reason;
  Object.assign(event, { ended, ended_us: state.folded_us });
  emit({ kind: 'event-ended', at_us: state.at_us, event: event.id, track: track.id, reason: ended });
  if (!isLoss(reason)) return;
  const record = warningOf(state, event);
  const isItsOwn = record?.warning.event === event.id && !hasOther(state, record, event);
  if (record !== undefined && isItsOwn) followLoss(record, state.folded_us, state.at_us, portOf(state, emit));
  followHazardLoss(event.hazard, state.folded_us, state.at_us, hazardPort(state, emit));
}

/** Of a track that is lost, that which began as a piece of it, and of which nobody has heard, is the object: the event goes over to it. */
function goesOnWithPiece(state: State, event: EventRecord): boolean {
  const isUntold = ({ id }: Track): boolean => eventOfTrack(state, id) === undefined;
  const piece = state.tracker.tracks.find((one) => one.parent === event.track && one.status === 'confirmed' && isUntold(one));
  if (piece === undefined) return false;
  handOver(state, event, piece.id);
  return true;
}

/** A glint, an echo and a fire are computed down to the ground like anything else, and fall from nowhere. */
const NEVER_FLEW: ReadonlySet<Hypothesis> = new Set(['sun-glint', 'moon-echo', 'stationary-heat']);

function neverFlew({ last }: EventRecord): boolean {
  return last !== undefined && NEVER_FLEW.has(last.cause);
}

/** One object, one event: the event goes over to the older track where no event goes on with that; else it ends, and the other one speaks for it.
 *  False where the older track is gone. */
function join(state: State, event: EventRecord, into: string, emit: Emit): boolean {
  const isFollowed = (id: string): boolean => state.tracker.tracks.some((track) => track.id === id);
  if (!isFollowed(into)) return false;
  const other = speakingFor(state, into);
  if (other === undefined || other === event || !isFollowed(other.track)) {
    handOver(state, event, into);
    return true;
  }
  joinWarnings(state, event, other, portOf(state, emit));
  // The one that goes on need not wait for what was seen already.
  other.hazard.comesDownSince_us ??= event.hazard.comesDownSince_us;
  endHazard(event.hazard, { kind: 'same-object', event: other.id }, state.at_us, hazardPort(state, emit));
  Object.assign(event, { ended: 'same-object', ended_us: state.folded_us, into: other.id });
  emit({ kind: 'event-ended', at_us: state.at_us, event: event.id, track: event.track, reason: 'same-object', into: other.id });
  return true;
}

/** An event that was closed too early goes on: the object is the same, and a second event of it would be told to people as a second object. */
function resume(state: State, event: EventRecord, emit: Emit): void {
  Object.assign(event, { ended: undefined, ended_us: undefined });
  emit({ kind: 'event-resumed', at_us: state.at_us, event: event.id, track: event.track });
}

function open(state: State, track: Track, emit: Emit): EventRecord | undefined {
  const event = openEvent(state, track, BEFORE_ALL_US);
  if (event === undefined) {
    if (!state.eventsFull) emit({ kind: 'alarm', at_us: state.at_us, alarm: 'event-limit', phase: 'begins', events: MAX_EVENTS });
    state.eventsFull = true;
    return undefined;
  }
  if (state.eventsFull) emit({ kind: 'alarm', at_us: state.at_us, alarm: 'event-limit', phase: 'ends', events: MAX_EVENTS });
  state.eventsFull = false;
  const first = (one: Phenomenology): Micros => track.seen[one].first_us ?? Infinity;
  const phenomenology = PHENOMENOLOGIES.reduce((earliest, one) => (first(one) < first(earliest) ? one : earliest));
  emit({
    kind: 'notice',
    notice: {
      event: event.id,
      at_us: state.at_us,
      track: track.id,
      firstSeen_us: first(phenomenology),
      phenomenology,
      place: groundPointOf(track),
    },
  });
  return event;
}

/** A launch is fitted again when there are so many times the sightings of the last fit: a few more move it by little, and each fit costs as much as all before. */
const REFIT_AT = 1.25;

function assess(state: State, event: EventRecord, track: Track, emit: Emit): void {
  event.assessed_us = state.folded_us;
  event.revision += 1;
  const sightings = track.early.length + track.earlyPlots.length;
  if (sightings > REFIT_AT * event.launchSightings) {
    event.launchSightings = sightings;
    event.launch = launchOf(track, event.launch);
  }
  noteFamily(state, event, track);
  const assessment = assessTrack(track, `${event.id}-a${event.revision}`, event.id, event.revision, event, {
    ...aroundOf(state),
    parted: hasParted(state, event, track),
    whole: burnedOn(state, track, event.last),
  });
  const said = asAnnounced(state, event, track, assessment);
  noteAssessment(event, said);
  if (state.folded_us > lastObserved_us(track)) tellTrack(state, track, 'confirmed', state.folded_us, emit);
  emit({ kind: 'assessment', assessment: said });
  wantPlaces(state, said.impact, emit);
  warn(state, event, emit);
  tellHazard(state, event, emit);
}

/** Of what has no launch of its own that of the whole speaks from which it parted, or where radar first saw it low. */
function asAnnounced(state: State, event: EventRecord, track: Track, assessment: Assessment): Assessment {
  if (state.announcements.length === 0 && event.announced.announcement === undefined) return assessment;
  const whole = track.parent === undefined ? undefined : eventOfTrack(state, track.parent);
  const facts = { assessment, launch: event.launch ?? whole?.launch ?? beginOf(track), place: groundPointOf(track) };
  const { record, announced } = followAnnounced(event.announced, state.announcements, facts, state.settings.recommendProbability);
  event.announced = record;
  return announced === undefined ? assessment : { ...assessment, announced };
}

function aroundOf({ folded_us, sky, sensors, places: { regions }, settings }: State): Circumstances {
  const radars = sensors.filter((s): s is RadarSensor => s.kind === 'radar');
  const { areaProbability, shelterRadius_m } = settings;
  return { at_us: folded_us, sky, radars, regions, areaProbability, shelterRadius_m };
}

function warn(state: State, event: EventRecord, emit: Emit): void {
  if (event.last === undefined || state.line === undefined) return;
  const port = portOf(state, emit);
  shareWarning(state, event, port);
  const before = warningOf(state, event);
  if (before !== undefined) followPieces(state, before, port);
  // Drawn by one of its pieces, a warning follows the others at that one's next assessment.
  if (before !== undefined && before.warning.event !== event.id) return;
  const others = before === undefined ? [] : othersOf(state, before);
  if (others.length > 0) wantPlaces(state, withOthers(event.last.impact, others), emit);
  const options = {
    id: `W${state.nextWarning}`,
    line: state.line,
    recommendProbability: state.settings.recommendProbability,
    shelterRadius_m: state.settings.shelterRadius_m,
    now_us: state.at_us,
    others,
    peopleIn: (impact: ImpactEstimate) => peopleIn(state, impact),
  };
  const record = followAssessment(before, event.last, options, port);
  if (record === undefined || record === before) return;
  state.nextWarning += 1;
  state.warnings[record.warning.id] = record;
  event.warning = record.warning.id;
}

/** After the warning: one that is recommended by this assessment says more. */
function tellHazard(state: State, event: EventRecord, emit: Emit): void {
  const { line, at_us: now_us } = state;
  if (event.last === undefined || line === undefined) return;
  const isFirst = event.hazard.hazard === undefined;
  const options = { id: `H${state.nextHazard}`, line, shelterRadius_m: state.settings.shelterRadius_m, now_us };
  const record = warningOf(state, event);
  const covering = record !== undefined && isCounted(record, event) ? record : undefined;
  followHazard(event.hazard, event.last, covering, options, hazardPort(state, emit));
  if (isFirst && event.hazard.hazard !== undefined) state.nextHazard += 1;
}

function hazardPort({ at_us }: State, emit: Emit): HazardPort {
  return { said: (change, hazard) => emit({ kind: 'hazard', at_us, change, hazard }) };
}

/** Time between two looks at what time alone does to warnings and hazards. */
const CHECK_EVERY_US = 1_000_000;

/** First signatures grow old, recommendations that nobody released lapse, and hazards are over with their windows. */
export function passWarningTime(state: State, emit: Emit): void {
  if (state.at_us - state.warningsChecked_us < CHECK_EVERY_US || state.line === undefined) return;
  state.warningsChecked_us = state.at_us;
  const port = portOf(state, emit);
  for (const record of Object.values(state.warnings))
    if (isOpen(record.warning)) followTime(record, state.at_us, state.settings.signatureLasts_s, port);
  const hazards = hazardPort(state, emit);
  for (const { hazard } of Object.values(state.events)) followHazardTime(hazard, state.at_us, hazards);
}

/** The same for one warning, now: before a person's act on it. Where nothing comes in for a while, no time has passed for it. */
export function passTimeOf(state: State, record: WarningRecord, emit: Emit): void {
  if (isOpen(record.warning)) followTime(record, state.at_us, state.settings.signatureLasts_s, portOf(state, emit));
}

/** Whether something waits for its second signature. */
export function isHalfSigned(state: State): boolean {
  return Object.values(state.warnings).some((record) => firstSignature(record) !== undefined);
}

/** The theatre has been opened anew: what only one person has signed is void. */
export function voidHalfSigned(state: State, emit: Emit): void {
  const port = portOf(state, emit);
  for (const record of Object.values(state.warnings)) followOpening(record, port);
}

function portOf(state: State, emit: Emit): WarningPort {
  return warningPort(state, emit, () => undefined);
}

/** Reports a track; its next report names what it takes from now on. */
function tellTrack({ tracker }: State, track: Track, status: TrackReport['status'], at_us: Micros, emit: Emit): void {
  emit({ kind: 'track', track: reportOf(track, status, at_us) });
  forgetTold(tracker.doubts, track.id, track.sources);
  track.sources = [];
}

function reportOf(track: Track, status: TrackReport['status'], at_us: Micros): TrackReport {
  const { x, p } = trackEstimate(track);
  const covariance: number[] = [];
  for (let i = 0; i < 6; i++) for (let j = i; j < 6; j++) covariance.push(p[i * 6 + j]);
  const [boost, coast, entry, manoeuvre] = track.imm.weights;
  return {
    id: track.id,
    at_us,
    status,
    basis: lastObserved_us(track) === at_us ? 'observed' : 'predicted',
    positionEcef_m: vec3(x[0], x[1], x[2]),
    velocityEcef_mps: vec3(x[3], x[4], x[5]),
    covariance,
    modes: { boost, coast, entry, manoeuvre },
    score: track.score,
    hits: byPhenomenology((one) => track.seen[one].hits),
    last_us: Object.fromEntries(
      PHENOMENOLOGIES.flatMap((one) => {
        const { last_us } = track.seen[one];
        return last_us === undefined ? [] : [[one, last_us]];
      }),
    ),
    sources: track.sources,
  };
}
