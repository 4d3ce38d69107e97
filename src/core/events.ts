import { assessTrack, groundPointOf, launchOf } from './assess/assess.ts';
import type { Emit, TrackReport } from './emission.ts';
import { vec3 } from './math/vector.ts';
import { warningPort } from './ports.ts';
import type { RadarSensor } from './sense/sensor.ts';
import { BEFORE_ALL_US, type EventRecord, type State } from './state.ts';
import { lastObserved_us, type Track, trackEstimate } from './track/track.ts';
import { followAssessment, followLoss } from './warn/follow.ts';

/** Events kept, ended ones included; the oldest ended one without a warning goes first. */
const MAX_EVENTS = 5000;

/** Speaks of the confirmed tracks: a report of each that was just seen, a notice at the first, an assessment every few seconds. */
export function followTracks(state: State, touched: readonly Track[], emit: Emit): void {
  for (const track of touched)
    if (track.status === 'confirmed') emit({ kind: 'track', track: report(track, 'confirmed', state.folded_us) });
  for (const track of state.tracker.tracks) {
    if (track.status !== 'confirmed') continue;
    const event = state.events.find((e) => e.track === track.id) ?? open(state, track, emit);
    if (state.folded_us - event.assessed_us >= state.settings.assessmentInterval_s * 1e6) assess(state, event, track, emit);
  }
}

/** A track has ended: its event ends with it, and its warning hears why. */
export function endEvent(state: State, track: Track, reason: string, emit: Emit): void {
  if (track.status !== 'confirmed') return;
  emit({ kind: 'track', track: report(track, 'ended', state.folded_us) });
  const event = state.events.find((e) => e.track === track.id);
  if (event === undefined) return;
  event.ended = true;
  const record = state.warnings.find(({ warning }) => warning.event === event.id);
  if (record !== undefined && event.last !== undefined) followLoss(record, reason, event.last, portOf(state, emit));
}

function open(state: State, track: Track, emit: Emit): EventRecord {
  if (state.events.length >= MAX_EVENTS) forgetOne(state);
  const event: EventRecord = {
    id: `E${state.nextEvent}`,
    track: track.id,
    revision: 0,
    assessed_us: BEFORE_ALL_US,
    last: undefined,
    launch: undefined,
    launchSightings: 0,
    ended: false,
  };
  state.nextEvent += 1;
  state.events.push(event);
  const heat = track.seen.heat.first_us ?? Infinity;
  const radar = track.seen.radar.first_us ?? Infinity;
  emit({
    kind: 'notice',
    notice: {
      event: event.id,
      at_us: state.at_us,
      track: track.id,
      firstSeen_us: Math.min(heat, radar),
      phenomenology: heat <= radar ? 'heat' : 'radar',
      place: groundPointOf(track),
    },
  });
  return event;
}

function assess(state: State, event: EventRecord, track: Track, emit: Emit): void {
  event.assessed_us = state.folded_us;
  event.revision += 1;
  if (track.early.length > event.launchSightings) {
    event.launchSightings = track.early.length;
    event.launch = launchOf(track, event.launch);
  }
  const assessment = assessTrack(track, `${event.id}-a${event.revision}`, event.id, event.revision, event, {
    at_us: state.folded_us,
    sky: state.sky,
    radars: state.sensors.filter((s): s is RadarSensor => s.kind === 'radar'),
    places: state.places,
    areaProbability: state.settings.areaProbability,
  });
  event.last = assessment;
  if (state.folded_us > lastObserved_us(track)) emit({ kind: 'track', track: report(track, 'confirmed', state.folded_us) });
  emit({ kind: 'assessment', assessment });
  warn(state, event, emit);
}

function warn(state: State, event: EventRecord, emit: Emit): void {
  if (event.last === undefined || state.line === undefined) return;
  const index = state.warnings.findIndex(({ warning }) => warning.event === event.id);
  const before = index >= 0 ? state.warnings[index] : undefined;
  const options = {
    id: `W${state.nextWarning}`,
    line: state.line,
    recommendProbability: state.settings.recommendProbability,
    now_us: state.at_us,
  };
  const after = followAssessment(before, event.last, options, portOf(state, emit));
  if (after === undefined || after === before) return;
  state.nextWarning += 1;
  state.warnings.push(after);
}

function portOf(state: State, emit: Emit): ReturnType<typeof warningPort> {
  return warningPort(state, emit, () => undefined);
}

function forgetOne(state: State): void {
  const index = state.events.findIndex((e) => e.ended && !state.warnings.some(({ warning }) => warning.event === e.id));
  if (index >= 0) state.events.splice(index, 1);
}

function report(track: Track, status: TrackReport['status'], at_us: number): TrackReport {
  const { x, p } = trackEstimate(track);
  const covariance: number[] = [];
  for (let i = 0; i < 6; i++) for (let j = i; j < 6; j++) covariance.push(p[i * 6 + j]);
  const [boost, coast, entry, manoeuvre] = track.imm.weights;
  const { heat, radar } = track.seen;
  const sources = track.sources;
  track.sources = [];
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
    hits: { heat: heat.hits, radar: radar.hits },
    last_us: {
      ...(heat.last_us === undefined ? {} : { heat: heat.last_us }),
      ...(radar.last_us === undefined ? {} : { radar: radar.last_us }),
    },
    sources,
  };
}
