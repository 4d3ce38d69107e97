import { log } from '../math/elementary.ts';
import type { MetresPerSecond2, Seconds } from '../units.ts';

/** The first two minutes of a boost in closed form, on flat axes (east, north, up) about a reference point on the ground, with τ = t − t₀:
 *    up          h₀ + (a/κ²) [(1 − k) ln(1 − k) + k] − ½ g τ²,  k = κτ      thrust a/(1 − k): constant force, falling mass; constant beyond k = 0.7
 *    east, north   e τ³, n τ³                                               a gravity turn begins as a cube; constant acceleration beyond 90 s
 *    up          − 3/2 (e² + n²) τ⁴/a                                       what the turn takes from the climb
 *  and on every axis a velocity at the start, and what no form foretells (drag, steering, staging): an acceleration that runs straight from knot to
 *  knot, of which only the usual size is known.
 *  Source  the idea of fitting launch point and time to lines of sight through a boost profile: [D1993], [YP1995]. */

/** Places of the parameters: east₀, north₀, h₀ (m), t₀ (s after the first sighting), a (m/s²), κ (1/s), e, n (m/s³), velocity at the start (m/s, three),
 *  deviations at the knots (m/s², three each). */
export const EAST = 0;
export const NORTH = 1;
const HEIGHT = 2;
export const START = 3;
const THRUST = 4;
const BURN = 5;
const TURN_EAST = 6;
const TURN_NORTH = 7;
const VELOCITY = 8;
const DEVIATIONS = 11;

/** Times of the knots after the start. */
const KNOTS_S = [0, 12, 27, 45, 70, 100, 140];

export const PARAMETERS = DEVIATIONS + 3 * KNOTS_S.length;

/** What is known of a rocket before it is seen: mean and one sigma of each parameter; how often it is of this kind; and whether it is seen as soon as it
 *  burns where no cloud hides it. Place is left free: its sigma is a continent. */
export type Prior = { readonly share: number; readonly fromGround: boolean; readonly mean: Float64Array; readonly sigma: Float64Array };

type Normal = readonly [mean: number, sigma: number];

type Kind = {
  readonly share: number;
  readonly fromGround: boolean;
  readonly height_m: Normal;
  readonly start_s: Normal;
  readonly thrust_mps2: Normal;
  readonly burn_ps: Normal;
  readonly velocity_mps: readonly [east: number, north: number, up: number];
  /** What the form leaves open upwards and aside at each knot, m/s². Upwards drag takes its part, that of the speed which such a rocket then has; where stages
   *  part much is left open. Aside there is a sigma only. */
  readonly up_mps2: readonly Normal[];
  readonly aside_mps2: readonly number[];
};

const FREE_M = 3e6;
const GROUND = { fromGround: true, height_m: [300, 400], velocity_mps: [0.1, 0.1, 0.1] } as const;
const STEADY_MPS2 = [0.4, 0.7, 1.3, 2.8, 7, 12, 16];

/** Start: from the first sight on, which clouds of up to 12 km and a radar's horizon put off. */
const KINDS: readonly Kind[] = [
  // Medium: larger liquids, one and a half to two and a half times their weight.
  {
    ...GROUND,
    share: 0.28,
    start_s: [-30, 30],
    thrust_mps2: [18, 3],
    burn_ps: [0.0065, 0.002],
    up_mps2: normals([0, -0.4, -2, -3.5, -3.5, -2, 0], [0.4, 0.7, 1.4, 2.8, 7, 12, 16]),
    aside_mps2: STEADY_MPS2,
  },
  // Heavy launchers, 1.15 to 1.5 times their weight: a minute or two to the cloud tops.
  {
    ...GROUND,
    share: 0.27,
    start_s: [-55, 45],
    thrust_mps2: [13, 1.3],
    burn_ps: [0.0045, 0.0015],
    up_mps2: normals([0, -0.1, -0.6, -1.8, -4, -5, -5], [0.4, 0.5, 1, 2.5, 5, 10, 16]),
    aside_mps2: STEADY_MPS2,
  },
  // Fast: solids and small liquids, two to three times their weight.
  {
    ...GROUND,
    share: 0.23,
    start_s: [-25, 20],
    thrust_mps2: [25, 3.5],
    burn_ps: [0.0105, 0.0025],
    up_mps2: normals([0, -2, -5, -6, -8, -12, -12], [0.5, 1, 2, 5, 14, 20, 20]),
    aside_mps2: [0.4, 0.8, 1.5, 3.5, 12, 18, 18],
  },
  // Very fast: solids of three to five times their weight, which turn early and part stages within the minute.
  {
    ...GROUND,
    share: 0.11,
    start_s: [-18, 16],
    thrust_mps2: [36, 7],
    burn_ps: [0.0115, 0.003],
    up_mps2: normals([0, -5, -11, -10, -16, -20, -20], [1.5, 3.5, 6, 9, 18, 22, 22]),
    aside_mps2: [0.8, 2, 3, 6, 14, 18, 18],
  },
  // From a rail: short ones, which lean from the first metre on.
  {
    ...GROUND,
    share: 0.1,
    start_s: [-15, 18],
    thrust_mps2: [45, 14],
    burn_ps: [0.014, 0.005],
    up_mps2: normals([-5, -18, -28, -30, -30, -30, -30], [5, 12, 20, 25, 30, 30, 30]),
    aside_mps2: [22, 28, 28, 28, 28, 28, 28],
  },
  // From an aircraft: dropped at some ten kilometres with what is left of its speed when the motor lights. Rare: one launch in hundreds.
  {
    share: 0.01,
    fromGround: false,
    height_m: [10_000, 2_000],
    start_s: [-4, 6],
    thrust_mps2: [20, 5],
    burn_ps: [0.008, 0.003],
    velocity_mps: [150, 150, 40],
    up_mps2: normals([0, 0, -1, -1, 0, 0, 0], [8, 5, 5, 5, 7, 12, 16]),
    aside_mps2: [10, 8, 7, 7, 7, 12, 16],
  },
];

function normals(means: readonly number[], sigmas: readonly number[]): Normal[] {
  return means.map((mean, k) => [mean, sigmas[k]]);
}

function prior({ share, fromGround, height_m, start_s, thrust_mps2, burn_ps, velocity_mps, up_mps2, aside_mps2 }: Kind): Prior {
  const known = [height_m, start_s, thrust_mps2, burn_ps];
  const mean = [0, 0, ...known.map(([value]) => value), 0, 0, 0, 0, 0, ...up_mps2.flatMap(([up]) => [0, 0, up])];
  const deviations = up_mps2.flatMap(([, sigma], k) => [aside_mps2[k], aside_mps2[k], sigma]);
  const sigma = [FREE_M, FREE_M, ...known.map(([, one]) => one), 0.04, 0.04, ...velocity_mps, ...deviations];
  return { share, fromGround, mean: Float64Array.from(mean), sigma: Float64Array.from(sigma) };
}

export const PRIORS: readonly Prior[] = KINDS.map(prior);

/** Ignition comes before the first sighting, gravity has to be beaten, and fuel neither lasts for ever nor burns in a flash. */
export function bound(theta: Float64Array): void {
  theta[START] = Math.min(theta[START], 0);
  theta[THRUST] = Math.max(theta[THRUST], 11);
  theta[BURN] = Math.min(Math.max(theta[BURN], 1e-3), 0.025);
}

const STANDARD_GRAVITY_MPS2: MetresPerSecond2 = 9.80665;

/** Place and velocity at τ on east, north and up, m and m/s, and what the slopes of the place over the parameters are made of. */
export type Climb = {
  tau: Seconds;
  readonly place: Float64Array;
  readonly velocity: Float64Array;
  /** Slopes of `up` over thrust, burning, and the two turns; of east over the eastward turn. */
  upByThrust: number;
  upByBurn: number;
  readonly upByTurn: Float64Array;
  byTurn: number;
  /** Way and speed by one m/s² of deviation at each knot. */
  readonly byDeviation: Float64Array;
  readonly speedByDeviation: Float64Array;
};

export function emptyClimb(): Climb {
  return {
    tau: 0,
    place: new Float64Array(3),
    velocity: new Float64Array(3),
    upByThrust: 0,
    upByBurn: 0,
    upByTurn: new Float64Array(2),
    byTurn: 0,
    byDeviation: new Float64Array(KNOTS_S.length),
    speedByDeviation: new Float64Array(KNOTS_S.length),
  };
}

/** Writes the climb at τ ≥ 0 after the start.   Source  the formulas at the top of this file. */
export function climbInto(out: Climb, theta: Float64Array, tau: number): void {
  const a = theta[THRUST];
  const kappa = theta[BURN];
  const e = theta[TURN_EAST];
  const n = theta[TURN_NORTH];
  const { place, velocity, byDeviation, speedByDeviation } = out;
  const { height, speed } = rise(kappa, tau);
  const turn = cubed(tau);
  const loss = lost(tau);
  const turn2 = e * e + n * n;
  place[0] = theta[EAST] + e * turn.way;
  place[1] = theta[NORTH] + n * turn.way;
  place[2] = theta[HEIGHT] + a * height - 0.5 * STANDARD_GRAVITY_MPS2 * tau * tau - (turn2 / a) * loss.way;
  velocity[0] = e * turn.speed;
  velocity[1] = n * turn.speed;
  velocity[2] = a * speed - STANDARD_GRAVITY_MPS2 * tau - (turn2 / a) * loss.speed;
  deviationsInto(byDeviation, speedByDeviation, tau);
  for (let axis = 0; axis < 3; axis++) {
    place[axis] += theta[VELOCITY + axis] * tau;
    velocity[axis] += theta[VELOCITY + axis];
    for (let k = 0; k < byDeviation.length; k++) {
      place[axis] += theta[DEVIATIONS + 3 * k + axis] * byDeviation[k];
      velocity[axis] += theta[DEVIATIONS + 3 * k + axis] * speedByDeviation[k];
    }
  }
  out.tau = tau;
  out.upByThrust = height + (turn2 / (a * a)) * loss.way;
  out.upByBurn = (a * (rise(kappa + SMALL, tau).height - height)) / SMALL;
  out.upByTurn[0] = (-2 * e * loss.way) / a;
  out.upByTurn[1] = (-2 * n * loss.way) / a;
  out.byTurn = turn.way;
}

/** Slopes over every parameter of the place's part along a direction given on east, north and up. A later start is an earlier place. */
export function slopesAlong(row: Float64Array, climb: Climb, direction: Float64Array): void {
  const east = direction[0];
  const north = direction[1];
  const up = direction[2];
  const { velocity, upByThrust, upByBurn, upByTurn, byTurn, byDeviation, tau } = climb;
  row[EAST] = east;
  row[NORTH] = north;
  row[HEIGHT] = up;
  row[START] = -(east * velocity[0] + north * velocity[1] + up * velocity[2]);
  row[THRUST] = up * upByThrust;
  row[BURN] = up * upByBurn;
  row[TURN_EAST] = east * byTurn + up * upByTurn[0];
  row[TURN_NORTH] = north * byTurn + up * upByTurn[1];
  for (let axis = 0; axis < 3; axis++) {
    row[VELOCITY + axis] = direction[axis] * tau;
    for (let k = 0; k < byDeviation.length; k++) row[DEVIATIONS + 3 * k + axis] = direction[axis] * byDeviation[k];
  }
}

/** Slopes over every parameter of the speed eastward (axis 0) or northward (1), where the climb is. A later start is a lower speed.
 *  Source  the formulas at the top of this file. */
export function speedSlopes(row: Float64Array, { tau, speedByDeviation }: Climb, theta: Float64Array, axis: 0 | 1): void {
  const { speed, acceleration } = cubed(tau);
  const turn = TURN_EAST + axis;
  row.fill(0);
  row[turn] = speed;
  row[START] = -theta[turn] * acceleration;
  row[VELOCITY + axis] = 1;
  for (let k = 0; k < KNOTS_S.length; k++) {
    row[DEVIATIONS + 3 * k + axis] = speedByDeviation[k];
    row[START] -= theta[DEVIATIONS + 3 * k + axis] * hat(k, tau);
  }
}

/** The deviation at τ by one m/s² at a knot: straight to its neighbours; beyond the last knot it stays. */
function hat(k: number, tau: number): number {
  const at = KNOTS_S[k];
  if (tau < at) return k === 0 ? 1 : Math.max(0, 1 - (at - tau) / (at - KNOTS_S[k - 1]));
  return k === KNOTS_S.length - 1 ? 1 : Math.max(0, 1 - (tau - at) / (KNOTS_S[k + 1] - at));
}

type Way = { readonly way: number; readonly speed: number };

const SMALL = 1e-6;
/** Share of the mass that is burnt when the acceleration stops growing: about then a stage ends, and the next begins lower. */
const BURNT = 0.7;

/** Height and speed per unit of thrust. */
function rise(kappa: number, tau: number): { readonly height: number; readonly speed: number } {
  const k = Math.min(kappa * tau, BURNT);
  const rest = tau - k / kappa;
  const left = log(1 - k);
  const speed = -left / kappa;
  const height = ((1 - k) * left + k) / (kappa * kappa);
  return { height: height + speed * rest + (0.5 * rest * rest) / (1 - k), speed: speed + rest / (1 - k) };
}

const TURNED_S = 90;

/** τ³, and from `TURNED_S` on as far as its acceleration then carries. */
function cubed(tau: number): Way & { readonly acceleration: number } {
  const t = Math.min(tau, TURNED_S);
  const rest = tau - t;
  return { way: t * t * t + 3 * t * t * rest + 3 * t * rest * rest, speed: 3 * t * t + 6 * t * rest, acceleration: 6 * t };
}

/** 3/2 τ⁴, and from `TURNED_S` on as far as its acceleration then carries. */
function lost(tau: number): Way {
  const t = Math.min(tau, TURNED_S);
  const rest = tau - t;
  return { way: 1.5 * t * t * t * t + 6 * t * t * t * rest + 9 * t * t * rest * rest, speed: 6 * t * t * t + 18 * t * t * rest };
}

/** Way and speed by an acceleration that is 1 m/s² at a knot, 0 at its neighbours and straight between; beyond the last knot it stays.
 *  A ramp of slope s from time c on is (τ − c)³ s/6 of way; each knot's hat is a sum of three ramps, the first one's a step less one. */
function deviationsInto(way: Float64Array, speed: Float64Array, tau: number): void {
  way.fill(0);
  speed.fill(0);
  way[0] = 0.5 * tau * tau;
  speed[0] = tau;
  for (let k = 0; k < KNOTS_S.length; k++) {
    const t = tau - KNOTS_S[k];
    if (t <= 0) return;
    const t2 = 0.5 * t * t;
    const t3 = (t2 * t) / 3;
    const after = k < KNOTS_S.length - 1 ? 1 / (KNOTS_S[k + 1] - KNOTS_S[k]) : 0;
    const before = k > 0 ? 1 / (KNOTS_S[k] - KNOTS_S[k - 1]) : 0;
    way[k] -= (before + after) * t3;
    speed[k] -= (before + after) * t2;
    if (k > 0) {
      way[k - 1] += before * t3;
      speed[k - 1] += before * t2;
    }
    if (after > 0) {
      way[k + 1] += after * t3;
      speed[k + 1] += after * t2;
    }
  }
}
