import { geodeticFromEcefVec, heightAbove } from '../frames/geodetic.ts';
import { enuBasis } from '../frames/enu.ts';
import { intersectHeight, tangentBasis } from '../frames/line-of-sight.ts';
import { distance, dot, type Vec3, vec3 } from '../math/vector.ts';
import { BOOST_PROFILES, type Stage, thrustAcceleration_mps2 } from '../physics/boost.ts';
import { cos, sin } from '../math/elementary.ts';
import type { Metres, MetresPerSecond, MetresPerSecond2, Seconds } from '../units.ts';
import type { LineOfSightDetection } from '../sense/scan.ts';
import { LOG_DRAG_PRIOR, SIGMA_LOG_DRAG } from '../track/filter/conversion.ts';
import { type Imm, THEATRE_MODES } from '../track/filter/imm.ts';
import { startFromPlot, takeRangeRate } from '../track/filter/polar.ts';
import type { Look } from '../track/look/look.ts';
import { MODELS } from '../track/filter/models.ts';
import { packedIndex, packInto, unpacked } from '../math/packed.ts';

/** A first sight of heat is a rocket at some height below this; a hot spot seen higher up is already a track of the radar's. */
const FIRST_SIGHT_TOP_M = 16_000;
const SIGMA_HORIZONTAL_SPEED_MPS = 150;
const SIGMA_HORIZONTAL_THRUST_MPS2 = 5;
/** Cross-range speed of anything a radar may meet, one sigma. */
const SIGMA_SPEED_MPS = 2500;
/** What it may be accelerated by. */
const SIGMA_ACCELERATION_MPS2 = 20;
/** Below this a new object may be entering. */
const AIR_BEGINS_M = 90_000;
const STANDARD_GRAVITY_MPS2 = 9.80665;

/** Height, vertical speed and thrust at first sight, as the generic boost profiles have them: mean and covariance; and what is known of speed and thrust over the
 *  ground, variances on an axis. */
type RisePrior = {
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
  readonly acrossSpeed2_m2ps2: number;
  readonly acrossThrust2_m2ps4: number;
};

/** A track from one detection of a look; `undefined` where it can be of nothing that flies. */
export function initiate(look: Look, column: number): Imm | undefined {
  const { scan, indexOf } = look;
  switch (scan.kind) {
    case 'infrared-scan':
      return initiateFromHeat(scan.satelliteEcef_m, scan.detections[indexOf(column)], riseWithin(look.revisit_s));
    case 'radar-scan':
      return initiateFromPlot(look, column);
  }
}

/** A track from one line of sight. One satellite gives a direction; how far along it the rocket is, and how fast it rises, come
 *  from the boost profiles. A second satellite's look then collapses the depth like any other update.
 *  `undefined` when the line of sight misses the Earth's lowest air.  Source of the idea  [YP1995]. */
function initiateFromHeat(satellite: Vec3, detection: LineOfSightDetection, rise: RisePrior): Imm | undefined {
  const u = detection.lineOfSightEcef;
  const point = intersectHeight(satellite, u, rise.mean[0]);
  if (point === undefined) return undefined;
  const { up } = enuBasis(geodeticFromEcefVec(point));
  const x = new Float64Array(9);
  const p = new Float64Array(81);
  setVec(x, 0, point);
  for (let i = 0; i < 3; i++) {
    x[3 + i] = rise.mean[1] * component(up, i);
    x[6 + i] = rise.mean[2] * component(up, i);
  }
  // A change of height moves the point along the line of sight by 1/(u·up); a grazing view is cut off at 1 in 10.
  const slope = Math.min(-0.1, dot(u, up));
  const depth = vec3(u.x / slope, u.y / slope, u.z / slope);
  addRise(p, rise, [depth, up, up]);
  const range = distance(satellite, point);
  const axes = tangentBasis(u);
  addOuter(p, 0, axes.right, detection.covariance_rad2.rightRight * range * range);
  addOuter(p, 0, axes.up, detection.covariance_rad2.upUp * range * range);
  const horizontal = enuBasis(geodeticFromEcefVec(point));
  for (const axis of [horizontal.east, horizontal.north]) {
    addOuter(p, 3, axis, rise.acrossSpeed2_m2ps2);
    addOuter(p, 6, axis, rise.acrossThrust2_m2ps4);
  }
  return imm(x, p, [0.97, 0.01, 0.02, 0]);
}

/** What is hot high up and fast is a body that comes in. Mean and one sigma of its height, of its speed down, and across: anything from an orbit to a meteor. */
export const SKY_M = 65_000;
const SIGMA_SKY_M = 20_000;
const SINK_MPS = 4_000;
const SIGMA_SINK_MPS = 4_000;
const SIGMA_ACROSS_MPS = 9_000;

/** The same line of sight, taken for a body that the air heats. `undefined` when it passes the air by. */
export function initiateFromSky(satellite: Vec3, detection: LineOfSightDetection): Imm | undefined {
  const u = detection.lineOfSightEcef;
  const point = intersectHeight(satellite, u, SKY_M);
  if (point === undefined) return undefined;
  const { east, north, up } = enuBasis(geodeticFromEcefVec(point));
  const x = new Float64Array(9);
  const p = new Float64Array(81);
  setVec(x, 0, point);
  for (let i = 0; i < 3; i++) x[3 + i] = -SINK_MPS * component(up, i);
  const slope = Math.min(-0.1, dot(u, up));
  addOuter(p, 0, u, (SIGMA_SKY_M * SIGMA_SKY_M) / (slope * slope));
  const range = distance(satellite, point);
  const axes = tangentBasis(u);
  addOuter(p, 0, axes.right, detection.covariance_rad2.rightRight * range * range);
  addOuter(p, 0, axes.up, detection.covariance_rad2.upUp * range * range);
  addOuter(p, 3, up, SIGMA_SINK_MPS * SIGMA_SINK_MPS);
  for (const axis of [east, north]) addOuter(p, 3, axis, SIGMA_ACROSS_MPS * SIGMA_ACROSS_MPS);
  for (let i = 6; i < 9; i++) p[i * 10] = SIGMA_ACCELERATION_MPS2 * SIGMA_ACCELERATION_MPS2;
  return imm(x, p, [0, 0, 1, 0]);
}

/** A track from one plot of a radar: position as measured, speed along the beam as measured where it is, anything across it. */
function initiateFromPlot(look: Look, column: number): Imm {
  const record = new Float64Array(9 + 45);
  startFromPlot(look, column, SIGMA_SPEED_MPS, record, 0, 9);
  if (look.kernels.dimension === 4) takeRangeRate(look, column, record, 0, 9);
  for (let i = 6; i < 9; i++) record[9 + packedIndex(i, i)] = SIGMA_ACCELERATION_MPS2 * SIGMA_ACCELERATION_MPS2;
  const [x, y, z] = record;
  const inAir = heightAbove(x, y, z) < AIR_BEGINS_M;
  return imm(record.subarray(0, 9), unpacked(record, 9, 9), inAir ? [0.3, 0.1, 0.5, 0.1] : [0.2, 0.8, 0, 0]);
}

/** All four modes from one start of nine: position, velocity, acceleration. */
function imm(x: Float64Array, p: Float64Array, weights: readonly number[]): Imm {
  const modes = new Float64Array(THEATRE_MODES.size);
  MODELS.forEach(({ mode, dimension }, j) => {
    const at = THEATRE_MODES.at[j];
    const known = mode === 'entry' ? 6 : dimension;
    modes.set(x.subarray(0, known), at);
    packInto(modes, at + dimension, p, 9, known);
    if (mode !== 'entry') return;
    modes[at + 6] = LOG_DRAG_PRIOR;
    modes[at + 7 + packedIndex(6, 6)] = SIGMA_LOG_DRAG * SIGMA_LOG_DRAG;
  });
  return { modes, weights: Float64Array.from(weights) };
}

/** From sample to sample of a climb. */
const SAMPLE_S: Seconds = 2;
const STEP_S: Seconds = 0.5;
/** Beyond the top of first sight it leans over by so much each second. */
const LEANS_RADPS = 0.012;
/** Looks that come more slowly show no more of a climb. */
const LONGEST_WAIT_S: Seconds = 60;

const rises = new Map<number, RisePrior>();

/** The prior where looks are so far apart: what it rises out of the clouds to be seen by is a look that comes at some time within that. */
function riseWithin(revisit_s: Seconds): RisePrior {
  const waits = Math.max(1, Math.ceil(Math.min(revisit_s, LONGEST_WAIT_S) / SAMPLE_S));
  let rise = rises.get(waits);
  if (rise === undefined) rises.set(waits, (rise = risePrior(waits)));
  return rise;
}

/** Of each generic profile, sampled every two seconds, straight up to the top of first sight and leaning over beyond, so many samples from each of those below it on,
 *  all alike. */
function risePrior(waits: number): RisePrior {
  const samples = Object.values(BOOST_PROFILES).flatMap(({ stages: [stage] }) => {
    const climb = climbOf(stage);
    const below = climb.filter(({ height_m }) => height_m < FIRST_SIGHT_TOP_M).length;
    return climb.slice(0, below).flatMap((_, first) =>
      climb.slice(first, first + waits).map(({ height_m, speed_mps, thrust_mps2 }, k) => {
        const lean_rad = Math.max(0, first + k + 1 - below) * SAMPLE_S * LEANS_RADPS;
        const [up, across] = [cos(lean_rad), sin(lean_rad)];
        return { rise: [height_m, up * speed_mps, up * thrust_mps2], across_mps: across * speed_mps, across_mps2: across * thrust_mps2 };
      }),
    );
  });
  const mean = new Float64Array(3);
  const covariance = new Float64Array(9);
  // Half of what is across is on either axis.
  let across2 = SIGMA_HORIZONTAL_SPEED_MPS * SIGMA_HORIZONTAL_SPEED_MPS;
  let thrust2 = SIGMA_HORIZONTAL_THRUST_MPS2 * SIGMA_HORIZONTAL_THRUST_MPS2;
  for (const { rise, across_mps, across_mps2 } of samples) {
    for (let i = 0; i < 3; i++) mean[i] += rise[i] / samples.length;
    across2 += (across_mps * across_mps) / 2 / samples.length;
    thrust2 += (across_mps2 * across_mps2) / 2 / samples.length;
  }
  for (const { rise } of samples)
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 3; j++) covariance[i * 3 + j] += ((rise[i] - mean[i]) * (rise[j] - mean[j])) / samples.length;
  return { mean, covariance, acrossSpeed2_m2ps2: across2, acrossThrust2_m2ps4: thrust2 };
}

/** A stage's way straight up, every two seconds of its burn. */
function climbOf(
  stage: Stage,
): { readonly height_m: Metres; readonly speed_mps: MetresPerSecond; readonly thrust_mps2: MetresPerSecond2 }[] {
  const climb: { height_m: Metres; speed_mps: MetresPerSecond; thrust_mps2: MetresPerSecond2 }[] = [];
  let [height_m, speed_mps] = [0, 0];
  for (let t_s = 0; t_s < stage.burn_s; t_s += STEP_S) {
    const thrust_mps2 = thrustAcceleration_mps2(stage, t_s);
    if (t_s % SAMPLE_S === 0) climb.push({ height_m, speed_mps, thrust_mps2 });
    height_m += speed_mps * STEP_S;
    speed_mps += (thrust_mps2 - STANDARD_GRAVITY_MPS2) * STEP_S;
  }
  return climb;
}

/** Adds the 3×3 covariance of (height, rise speed, thrust) along the three directions given for them. */
function addRise(p: Float64Array, { covariance }: RisePrior, directions: readonly Vec3[]): void {
  for (let a = 0; a < 3; a++) {
    for (let b = 0; b < 3; b++) {
      const c = covariance[a * 3 + b];
      for (let i = 0; i < 3; i++)
        for (let j = 0; j < 3; j++) p[(3 * a + i) * 9 + 3 * b + j] += c * component(directions[a], i) * component(directions[b], j);
    }
  }
}

function addOuter(p: Float64Array, offset: number, axis: Vec3, variance: number): void {
  for (let i = 0; i < 3; i++)
    for (let j = 0; j < 3; j++) p[(offset + i) * 9 + offset + j] += variance * component(axis, i) * component(axis, j);
}

function component(v: Vec3, i: number): number {
  return i === 0 ? v.x : i === 1 ? v.y : v.z;
}

function setVec(x: Float64Array, offset: number, v: Vec3): void {
  x[offset] = v.x;
  x[offset + 1] = v.y;
  x[offset + 2] = v.z;
}
