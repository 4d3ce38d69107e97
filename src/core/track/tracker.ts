import { log } from '../math/elementary.ts';
import type { InfraredScan, RadarScan, Scan } from '../sense/scan.ts';
import type { InfraredSensor, RadarSensor, SensorSpec } from '../sense/sensor.ts';
import { phenomenologyOf } from '../sense/sensor.ts';
import type { Micros } from '../units.ts';
import { assign, type Row } from './assignment.ts';
import { absorb, type Look, meanOver, miss, predictTrack } from './follow.ts';
import { match, type Match } from './imm.ts';
import { initiateFromHeat, initiateFromPlot } from './initiate.ts';
import { infraredMeasurement, type Measurement, radarFrame, radarMeasurement } from './measurement.ts';
import { fate } from './lifecycle.ts';
import { type EarlySighting, MAX_EARLY, MAX_RECENT, MAX_SOURCES, newTrack, type Track, trackEstimate } from './track.ts';
import { infraredDetection, radarDetection } from './visibility.ts';

/** All tracks of a theatre, in order of birth. */
export type Tracker = { readonly tracks: Track[]; nextNumber: number };

/** Most tracks held at once; at the bound, the weakest tentative track makes room, and a raid of confirmed ones is never dropped. */
export const MAX_TRACKS = 4000;

/** χ² gate of a four-dimensional residual at 1 − 1e-5: wide, because the score and the assignment judge, not the gate. */
const GATE = 30;
/** ln of the prior that a lone detection is a new object and not clutter. */
const NEW_OBJECT_SCORE = log(0.01);

/** What a scan did: who was lost and why (all others are in `tracker.tracks`). */
export type ScanOutcome = {
  readonly touched: readonly Track[];
  readonly ended: readonly { track: Track; reason: string }[];
  readonly atLimit: boolean;
};

export function newTracker(): Tracker {
  return { tracks: [], nextNumber: 1 };
}

/** Folds one scan: predict everybody to its time, associate, update or miss, start new tracks, let go of lost ones.
 *  The scan's detections have passed `detect`; `seq` is its journal entry. Scans come in order of measurement time. */
export function takeScan(tracker: Tracker, sensor: SensorSpec, scan: Scan, seq: number, screened: ReadonlySet<number>): ScanOutcome {
  const look = lookOf(sensor, scan, seq);
  for (const track of tracker.tracks) predictTrack(track, scan.measuredAt_us);
  const usable = look.measurements.map((measurement, index) => ({ measurement, index })).filter(({ index }) => !screened.has(index));
  const expected = tracker.tracks.map((track) => look.detectionOf(trackEstimate(track).x));
  const matches = tracker.tracks.map((track, t) => usable.map(({ measurement }) => gated(track, measurement, expected[t])));
  const rows = matches.map((row, t) => rowOf(tracker.tracks[t], row, expected[t], look.clutterDensity));
  const columnOf = assign(rows, usable.length);

  const taken = new Set<number>();
  const touched: Track[] = [];
  tracker.tracks.forEach((track, t) => {
    const column = columnOf[t];
    const found = column >= 0 ? matches[t][column] : undefined;
    if (found === undefined) {
      miss(track, look, expected[t]);
      return;
    }
    taken.add(column);
    absorb(track, look, usable[column].index, found, expected[t]);
    touched.push(track);
  });
  const atLimit = !startTracks(
    tracker,
    look,
    usable.filter((_, column) => !taken.has(column)).map(({ index }) => index),
    touched,
  );
  return { touched, ended: letGo(tracker), atLimit };
}

function gated(track: Track, measurement: Measurement, expected: Float64Array): Match | undefined {
  const found = match(track.imm, measurement, expected);
  return found.distance2 < GATE && found.logLikelihood > -Infinity ? found : undefined;
}

/** Costs are negative log-likelihoods against clutter, so that the assignment maximises the sum of the tracks' scores. */
function rowOf(track: Track, row: readonly (Match | undefined)[], expected: Float64Array, clutterDensity: number): Row {
  const candidates: { column: number; cost: number }[] = [];
  row.forEach((found, column) => {
    if (found !== undefined) candidates.push({ column, cost: log(clutterDensity) - found.logLikelihood });
  });
  return { missed: -log(1 - meanOver(track, expected)), candidates };
}

/** Starts a track from each detection that nobody took. False when there was no room for one. */
function startTracks(tracker: Tracker, look: Look, unused: readonly number[], touched: Track[]): boolean {
  for (const index of unused) {
    if (tracker.tracks.length >= MAX_TRACKS && !makeRoom(tracker)) return false;
    const imm = look.initiate(index);
    if (imm === undefined) continue;
    const track = newTrack(`T${tracker.nextNumber}`, look.at_us, imm, NEW_OBJECT_SCORE);
    tracker.nextNumber += 1;
    look.note(track, index);
    tracker.tracks.push(track);
    touched.push(track);
  }
  return true;
}

function makeRoom(tracker: Tracker): boolean {
  let weakest = -1;
  tracker.tracks.forEach((track, t) => {
    if (track.status === 'tentative' && (weakest < 0 || track.score < tracker.tracks[weakest].score)) weakest = t;
  });
  if (weakest < 0) return false;
  tracker.tracks.splice(weakest, 1);
  return true;
}

function letGo(tracker: Tracker): { track: Track; reason: string }[] {
  const ended: { track: Track; reason: string }[] = [];
  const kept: Track[] = [];
  for (const track of tracker.tracks) {
    const reason = fate(track, kept);
    if (reason === undefined) kept.push(track);
    else ended.push({ track, reason });
  }
  tracker.tracks.length = 0;
  tracker.tracks.push(...kept);
  return ended;
}

/** Moves every track to a time without a look (a tick): those that have come down leave. */
export function passTime(tracker: Tracker, at_us: Micros): ScanOutcome['ended'] {
  for (const track of tracker.tracks) predictTrack(track, at_us);
  return letGo(tracker);
}

function lookOf(sensor: SensorSpec, scan: Scan, seq: number): Look {
  if (sensor.kind === 'radar' && scan.kind === 'radar-scan') return radarLook(sensor, scan, seq);
  if (sensor.kind === 'infrared-satellite' && scan.kind === 'infrared-scan') return infraredLook(sensor, scan, seq);
  throw new Error(`scan of kind ${scan.kind} under a sensor of kind ${sensor.kind}: the journal's door must refuse this`);
}

function infraredLook(sensor: InfraredSensor, scan: InfraredScan, seq: number): Look {
  return {
    phenomenology: phenomenologyOf(sensor),
    sensor: sensor.id,
    seq,
    at_us: scan.measuredAt_us,
    measurements: scan.detections.map((detection) => infraredMeasurement(scan.satelliteEcef_m, detection)),
    clutterDensity: sensor.falseDetectionsPerScan / sensor.fieldOfRegard_sr,
    detectionOf: (x) => infraredDetection(sensor, scan.satelliteEcef_m, x),
    initiate: (index) => initiateFromHeat(scan.satelliteEcef_m, scan.detections[index]),
    note: (track, index) => noteHit(track, scan, sensor, seq, index),
  };
}

/** Widest range rate that a radar may report, both ways; with the coverage it gives the volume that clutter spreads over. */
const RANGE_RATE_SPAN_MPS = 16_000;

function radarLook(sensor: RadarSensor, scan: RadarScan, seq: number): Look {
  const frame = radarFrame(sensor);
  const solidAngle = 2 * sensor.azimuthHalfWidth_rad * (sensor.elevationMax_rad - sensor.elevationMin_rad);
  const volume = (sensor.rangeMax_m - sensor.rangeMin_m) * solidAngle * RANGE_RATE_SPAN_MPS;
  return {
    phenomenology: phenomenologyOf(sensor),
    sensor: sensor.id,
    seq,
    at_us: scan.measuredAt_us,
    measurements: scan.plots.map((plot) => radarMeasurement(frame, plot)),
    clutterDensity: sensor.falseDetectionsPerScan / volume,
    detectionOf: (x) => new Float64Array(4).fill(radarDetection(sensor, frame, x)),
    initiate: (index) => initiateFromPlot(frame, scan.plots[index]),
    note: (track, index) => noteHit(track, scan, sensor, seq, index),
  };
}

function noteHit(track: Track, scan: Scan, sensor: SensorSpec, seq: number, index: number): void {
  const seen = track.seen[phenomenologyOf(sensor)];
  seen.hits += 1;
  seen.first_us ??= scan.measuredAt_us;
  seen.last_us = scan.measuredAt_us;
  seen.absence = 0;
  if (!seen.sensors.includes(sensor.id)) seen.sensors.push(sensor.id);
  if (track.sources.length < MAX_SOURCES) track.sources.push({ seq, index });
  if (scan.kind === 'infrared-scan')
    noteSighting(track, { at_us: scan.measuredAt_us, satelliteEcef_m: scan.satelliteEcef_m, detection: scan.detections[index] });
}

function noteSighting(track: Track, sighting: EarlySighting): void {
  if (track.early.length < MAX_EARLY && withinFirstMinute(track, sighting.at_us)) track.early.push(sighting);
  track.recent.push(sighting);
  if (track.recent.length > MAX_RECENT) track.recent.shift();
}

/** Span of sightings that the launch fit may use, s: after it the rocket has turned too far for a polynomial climb. */
const EARLY_SPAN_S = 60;

function withinFirstMinute(track: Track, at_us: Micros): boolean {
  const first = track.seen.heat.first_us ?? at_us;
  return (at_us - first) / 1e6 <= EARLY_SPAN_S;
}
