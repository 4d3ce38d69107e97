import { heightAbove } from '../../frames/geodetic.ts';
import { earthBlocks, lineOfSight } from '../../frames/line-of-sight.ts';
import { polarFromEcef } from '../../frames/radar.ts';
import { dot, type Vec3, vec3 } from '../../math/vector.ts';
import type { InfraredScan, LookedAt } from '../../sense/scan.ts';
import type { InfraredSensor, RadarSensor } from '../../sense/sensor.ts';
import { straightSpec } from '../../sense/corrections.ts';
import { detected, sensitivityOf, signalToNoise } from '../../sense/sensitivity.ts';
import { CROSS_SECTIONS_M2 } from './cross-section.ts';
import type { Metres } from '../../units.ts';
import type { RadarFrame } from './radar-frame.ts';

/** Chance that a satellite reports something hot at a body that does not burn: another source on the same line of sight. */
const COLD_BODY = 1e-4;
/** Cloud tops: below the first height a plume is mostly hidden, above the second never. */
const CLOUD_LOW_M = 8_000;
const CLOUD_HIGH_M = 14_000;
/** Chance of a plot from an object that the coverage says is out of reach. Not zero, since edges are not sharp; so small that an hour of
 *  scans that could not have seen it says nothing (a lofted flight is out of reach for most of its time). */
const OUTSIDE = 1e-4;
const EDGE_RAD = 0.01;

/** Air that heats what falls into it: below this, faster than this, and coming down. */
const AIR_HEATS_BELOW_M = 110_000;
const AIR_HEATS_FROM_MPS = 3_000;
/** What has glowed is still hot when it is slower, m/s. */
const STILL_HOT_FROM_MPS = 1_000;
/** Chance that a look shows what the air makes bright. Whether it does depends on its size and shape, which nobody knows. */
const GLOW = 0.3;
/** How probable it is that the air makes a body bright, of which nothing is known; and when it has been seen to, for that ends one day. */
export const UNKNOWN_GLOW = 0.5;
export const SEEN_TO_GLOW = 0.99;

/** Whether the air heats a body at this position and velocity, ECEF. */
export function glowsInAir(state: Float64Array, from_mps = AIR_HEATS_FROM_MPS): boolean {
  const [x, y, z, vx, vy, vz] = state;
  return isFastEnoughToGlow(state, from_mps) && x * vx + y * vy + z * vz < 0 && heightAbove(x, y, z) < AIR_HEATS_BELOW_M;
}

export function isFastEnoughToGlow([, , , vx, vy, vz]: Float64Array, from_mps = AIR_HEATS_FROM_MPS): boolean {
  return vx * vx + vy * vy + vz * vz >= from_mps * from_mps;
}

/** Probability that one look of this satellite detects the object, for each motion model: what burns is seen, and what the air heats if it is of a kind that
 *  it makes bright, with probability `glows`. Of what has been seen to glow heat says nothing of thrust: a body that the air brakes is no engine that burns backward. */
export function infraredDetection(
  sensor: InfraredSensor,
  { satelliteEcef_m: satellite, field }: Pick<InfraredScan, 'satelliteEcef_m' | 'field'>,
  x: Float64Array,
  glows: number,
): Float64Array {
  const place = vec3(x[0], x[1], x[2]);
  const looked = field === undefined ? 1 : shareLookedAt(field, lineOfSight(satellite, place));
  if (looked === 0 || earthBlocks(satellite, place)) return new Float64Array(4).fill(COLD_BODY);
  const seenToGlow = glows > UNKNOWN_GLOW;
  const isHot = glowsInAir(x, seenToGlow ? STILL_HOT_FROM_MPS : AIR_HEATS_FROM_MPS);
  const cold = isHot ? Math.max(COLD_BODY, GLOW * glows) : COLD_BODY;
  const burning = isHot && seenToGlow ? cold : looked * sensor.detectionProbability * cloudFree(heightAbove(x[0], x[1], x[2]));
  return Float64Array.of(burning, cold, cold, cold);
}

/** Whether a satellite's look could have shown it, whatever it is: one that looked elsewhere, or has the Earth before it, could not. */
export function couldShow(perMode: Float64Array): boolean {
  return perMode.some((chance) => chance > COLD_BODY);
}

/** Chance that a look at a square is a look along a sight, by the cone within its sides: beyond that there are its corners, up to √2 of the half angle. */
function shareLookedAt({ axisEcef, cosHalfAngle }: LookedAt, sight: Vec3): number {
  const off = (1 - dot(sight, axisEcef)) / (1 - cosHalfAngle);
  return off <= 1 ? 1 : off <= 2 ? 0.5 : 0;
}

/** Bayes' rule after a look that might have shown a glow with this chance and did not: many dark looks say once that it is dark, and not each anew that
 *  nothing is there. */
export function glowsAfterDark(glows: number, glowChance: number): number {
  return glowChance > COLD_BODY ? (glows - glowChance) / (1 - glowChance) : glows;
}

function cloudFree(height_m: number): number {
  const share = (height_m - CLOUD_LOW_M) / (CLOUD_HIGH_M - CLOUD_LOW_M);
  return 0.3 + 0.7 * Math.min(1, Math.max(0, share));
}

/** Probability that one scan of this radar detects the object, for each cross-section of the grid that it may have; the same for every way of moving.
 *  What is in the coverage is seen as far as its echo is strong enough: a radar that reaches 3,000 km sees a small body to a third of that. */
export function radarChances(sensor: RadarSensor, frame: RadarFrame, x: Float64Array): Float64Array {
  const { share, range_m } = radarCoverage(sensor, frame, x);
  const most = share * sensor.detectionProbability;
  const sensitivity = sensitivityOf(sensor);
  const one_m2 = signalToNoise(sensitivity, range_m, 1);
  return Float64Array.from(CROSS_SECTIONS_M2, (crossSection_m2) =>
    Math.max(OUTSIDE, most * detected(one_m2 * crossSection_m2, sensitivity.falseAlarmProbability)),
  );
}

/** Whether a place is within the coverage that the radar states, the air taken out: 1 well inside, a half at the edge, 0 outside. */
export function radarCoverage(
  sensor: RadarSensor,
  frame: RadarFrame,
  x: Float64Array,
): { readonly share: number; readonly range_m: Metres } {
  const { range_m, azimuth_rad, elevation_rad } = polarFromEcef(frame.origin, frame, vec3(x[0], x[1], x[2]), vec3(x[3], x[4], x[5]));
  const { sensing } = straightSpec(sensor);
  if (sensing.kind !== 'polar') throw new Error(`radar ${sensor.id} has no polar view`);
  const { view } = sensing;
  const halfWidth_rad = (view.azimuthMax_rad - view.azimuthMin_rad) / 2;
  const allRound = halfWidth_rad >= Math.PI - 1e-9;
  const margin = Math.min(
    elevation_rad - view.elevationMin_rad,
    view.elevationMax_rad - elevation_rad,
    allRound ? Infinity : halfWidth_rad - Math.abs(wrap(azimuth_rad - (view.azimuthMin_rad + halfWidth_rad))),
    (view.rangeMax_m - range_m) / range_m,
    (range_m - view.rangeMin_m) / range_m,
  );
  return { share: margin > EDGE_RAD ? 1 : margin < -EDGE_RAD ? 0 : 0.5, range_m };
}

function wrap(angle_rad: number): number {
  const turn = 2 * Math.PI;
  return angle_rad - turn * Math.round(angle_rad / turn);
}
