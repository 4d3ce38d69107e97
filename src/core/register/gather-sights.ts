import { tangentBasis } from '../frames/line-of-sight.ts';
import { addScaled, distance, subtract, unit, type Vec3 } from '../math/vector.ts';
import { radarAt } from '../sense/corrections.ts';
import { mountAt } from '../sense/measurement-spec.ts';
import type { InfraredScan, LineOfSightDetection, RadarScan } from '../sense/scan.ts';
import type { RadarSensor } from '../sense/sensor.ts';
import type { NumberedScan, SightsState, State } from '../state/state.ts';
import { treatedScan } from './treated-scan.ts';
import { direction, radarFrame } from '../track/look/radar-frame.ts';
import type { ClimbLook } from '../registration/climb.ts';
import { meanPosition, type Track, trackEstimate } from '../theatre-track/track.ts';
import type { Micros, Radians } from '../units.ts';

// What is gathered of objects that satellites see: their sights and the plots of radars, whether they went to the object's track or not, since those
// of a sensor that is wrong do not. A look counts where there is no doubt whose it is: one thing within reach of the track. The tracks that a wrong
// sensor makes beside the true one are within reach of it too: of several the oldest stands for the object.

/** The length of a span: a climb is a cubic for so long. */
export const SPAN_US = 10_000_000;
/** Objects and spans that wait at once, and looks of one; further ones are passed over, which costs accuracy and nothing else. */
const MAX_SPANS = 24;
const MAX_LOOKS = 60;
/** Fires and clouds by the hundred leave nothing without a doubt, and cost time. */
const MAX_DETECTIONS = 64;
/** How far a wrong sensor is looked for: a satellite that is turned by 500 µrad, or whose clock is 3 s off, with a track that it has pulled away. */
const REACH_RAD: Radians = 1e-3;
const REACH_M = 40_000;
/** A track whose heat was seen so lately may still burn; a single spot is sooner a glint. */
const HOT_US = 10_000_000;
const LEAST_HITS = 2;

/** Remembers what a scan showed where satellites see an object burn. */
export function gatherSights(state: State, item: NumberedScan): void {
  if (state.settings.registrationInterval_s === 0) return;
  const scan = treatedScan(item);
  const number = Math.floor(scan.measuredAt_us / SPAN_US);
  if (scan.kind === 'infrared-scan') gatherHeat(state, scan, number);
  else if (scan.kind === 'radar-scan') gatherPlots(state, scan, number);
}

function gatherHeat({ sights, tracker }: State, scan: InfraredScan, number: number): void {
  const { detections, satelliteEcef_m: from, measuredAt_us } = scan;
  if (detections.length === 0 || detections.length > MAX_DETECTIONS) return;
  const taken: LineOfSightDetection[] = [];
  for (const track of tracker.tracks) {
    if (!isHot(track, measuredAt_us)) continue;
    const seen = unit(subtract(meanPosition(track.imm), from));
    const near = detections.filter(({ lineOfSightEcef }) => distance(lineOfSightEcef, seen) < REACH_RAD);
    if (near.length === 0 || near.some((one) => taken.includes(one))) continue;
    taken.push(...near);
    const span = spanOf(sights, track, number);
    if (span === undefined) continue;
    note(
      span,
      scan.sensor,
      near.map((one) => () => lookOfSight(from, one, measuredAt_us)),
    );
  }
}

/** Radars are asked of objects that a satellite has seen in the same span. */
function gatherPlots({ sights, sensors, tracker }: State, scan: RadarScan, number: number): void {
  const spans = sights.spans.filter((one) => one.number === number);
  if (spans.length === 0 || scan.plots.length === 0) return;
  const radar = sensors.find((one): one is RadarSensor => one.id === scan.sensor && one.kind === 'radar');
  if (radar === undefined) return;
  const there = radarAt(radar, scan);
  const frame = radarFrame(there);
  const { origin: o } = frame;
  const mount = mountAt(there.site);
  for (const span of spans) {
    const track = tracker.tracks.find(({ id }) => id === span.track);
    if (track === undefined) continue;
    const at = meanPosition(track.imm);
    const away_m = distance(at, o);
    const near = scan.plots.filter(
      ({ range_m, azimuth_rad, elevation_rad }) =>
        Math.abs(range_m - away_m) < REACH_M && distance(addScaled(o, direction(frame, azimuth_rad, elevation_rad), range_m), at) < REACH_M,
    );
    const { measuredAt_us: at_us } = scan;
    note(
      span,
      scan.sensor,
      near.map(({ range_m, azimuth_rad, elevation_rad, sigmaRange_m, sigmaAzimuth_rad, sigmaElevation_rad }) => () => ({
        plot: { sensor: 0, at_us, range_m, azimuth_rad, elevation_rad, sigmaRange_m, sigmaAzimuth_rad, sigmaElevation_rad },
        mount,
      })),
    );
  }
}

type Span = SightsState['spans'][number];

/** One thing is a look at the object; of two nobody knows which is. */
function note({ looks, doubtful }: Span, sensor: string, near: readonly (() => ClimbLook)[]): void {
  if (near.length === 1 && looks.length < MAX_LOOKS) looks.push({ sensor, look: near[0]() });
  else if (near.length > 1 && !doubtful.includes(sensor)) doubtful.push(sensor);
}

/** The looks that count: when no satellite sees it any more it may have burnt out, and falls on another curve. */
export function looksAt({ looks, doubtful }: Span): Span['looks'] {
  const lastHeat_us = looks.reduce(
    (last, { look }) => (look.plot.range_m === undefined ? Math.max(last, look.plot.at_us) : last),
    -Infinity,
  );
  return looks.filter(({ sensor, look }) => !doubtful.includes(sensor) && look.plot.at_us <= lastHeat_us);
}

function spanOf({ spans }: SightsState, track: Track, number: number): Span | undefined {
  const known = spans.find((one) => one.number === number && one.track === track.id);
  if (known !== undefined || spans.length >= MAX_SPANS) return known;
  const { x } = trackEstimate(track);
  const dt_s = ((number + 0.5) * SPAN_US - track.at_us) / 1e6;
  const start = Float64Array.from({ length: 6 }, (_, i) => (i < 3 ? x[i] + dt_s * x[i + 3] : x[i]));
  const span: Span = { track: track.id, number, start, doubtful: [], looks: [] };
  spans.push(span);
  return span;
}

/** A mount that looks along the sight, its first axis, with second to the right and third up: what it reads is zero and zero. */
function lookOfSight(from: Vec3, { lineOfSightEcef: u, covariance_rad2 }: LineOfSightDetection, at_us: Micros): ClimbLook {
  const { right, up } = tangentBasis(u);
  return {
    plot: {
      sensor: 0,
      at_us,
      azimuth_rad: 0,
      elevation_rad: 0,
      sigmaRange_m: 0,
      sigmaAzimuth_rad: Math.sqrt(covariance_rad2.rightRight),
      sigmaElevation_rad: Math.sqrt(covariance_rad2.upUp),
    },
    mount: Float64Array.of(from.x, from.y, from.z, u.x, u.y, u.z, right.x, right.y, right.z, up.x, up.y, up.z),
  };
}

function isHot({ seen, at_us }: Track, now_us: Micros): boolean {
  return seen.heat.hits >= LEAST_HITS && seen.heat.last_us !== undefined && now_us - seen.heat.last_us < HOT_US && at_us === now_us;
}
