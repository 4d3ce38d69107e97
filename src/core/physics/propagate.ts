import { heightAbove } from '../frames/geodetic.ts';
import { cos, sin } from '../math/elementary.ts';
import { type Vec3, vec3 } from '../math/vector.ts';
import { density } from './atmosphere.ts';
import { freeFallInto } from './rotating.ts';

export type Motion = { readonly r: Vec3; readonly v: Vec3 };

/** What of a body decides its free flight. Lift acts across the velocity, in the vertical plane turned by the bank angle, below
 *  `liftBelow_m` and from the first descent on. */
export type Body = {
  readonly ballisticCoefficient_kgpm2: number;
  readonly liftToDrag?: number;
  readonly bank_rad?: number;
  readonly liftBelow_m?: number;
};

export type FlightOptions = {
  readonly groundHeight_m?: number;
  readonly limit_s?: number;
  /** Called at the start and after each step. */
  readonly observe?: (t_s: number, r: Vec3, v: Vec3) => void;
};

export type FlightEnd =
  | { readonly kind: 'impact'; readonly time_s: number; readonly r: Vec3; readonly v: Vec3; readonly apogee_m: number; readonly apogeeTime_s: number }
  | { readonly kind: 'no-impact'; readonly reason: 'orbit' | 'limit'; readonly time_s: number; readonly r: Vec3; readonly v: Vec3; readonly apogee_m: number };

/** Steps: 30 s where there is no air, 1 s where there is. RK4 then misses the impact of a 10,000-km arc by 0.25 m. */
const VACUUM_STEP_S = 30;
const AIR_STEP_S = 1;
const AIR_TOP_M = 130_000;
const ORBIT_LIMIT_S = 4 * 3600;
const N = 6;

/** Flies a body to the ground: gravity with J2 in the turning frame, drag and lift in the standard air.
 *  The crossing of `groundHeight_m` (ellipsoidal) is found on the last step to 1 µs. Frame ECEF; m, m/s, s. */
export function flyToGround(start: Motion, body: Body, options: FlightOptions = {}): FlightEnd {
  const ground = options.groundHeight_m ?? 0;
  const limit = options.limit_s ?? ORBIT_LIMIT_S;
  const x = Float64Array.of(start.r.x, start.r.y, start.r.z, start.v.x, start.v.y, start.v.z);
  const before = new Float64Array(N);
  const flight = { body, descending: rises(x) < 0 };
  let t = 0;
  let height = heightAbove(x[0], x[1], x[2]);
  const apogee = { height, time: 0 };
  options.observe?.(0, start.r, start.v);
  while (t < limit) {
    const step = stepFor(x, height);
    const risingBefore = rises(x);
    before.set(x);
    advance(x, step, flight);
    flight.descending ||= rises(x) < 0;
    if (risingBefore >= 0 && rises(x) < 0) peak(before, step, t, flight, apogee);
    const next = heightAbove(x[0], x[1], x[2]);
    if (next <= ground && rises(x) < 0) {
      const last = crossing(before, step, ground, flight);
      advanceFrom(before, last, flight, x);
      const { r, v } = motionOf(x);
      options.observe?.(t + last, r, v);
      return { kind: 'impact', time_s: t + last, r, v, apogee_m: apogee.height, apogeeTime_s: apogee.time };
    }
    t += step;
    height = next;
    if (height > apogee.height) Object.assign(apogee, { height, time: t });
    if (options.observe !== undefined) {
      const { r, v } = motionOf(x);
      options.observe(t, r, v);
    }
  }
  return { kind: 'no-impact', reason: limit >= ORBIT_LIMIT_S ? 'orbit' : 'limit', time_s: t, ...motionOf(x), apogee_m: apogee.height };
}

/** Motion after dt seconds of free fall, with drag when a ballistic coefficient is given; dt may be negative without drag. */
export function coast(r: Vec3, v: Vec3, dt_s: number, ballisticCoefficient_kgpm2?: number): Motion {
  const x = Float64Array.of(r.x, r.y, r.z, v.x, v.y, v.z);
  const flight = { body: { ballisticCoefficient_kgpm2: ballisticCoefficient_kgpm2 ?? Infinity }, descending: false };
  let left = dt_s;
  while (left !== 0) {
    const most = ballisticCoefficient_kgpm2 === undefined ? 10 : stepFor(x, heightAbove(x[0], x[1], x[2]));
    const step = Math.abs(left) <= most ? left : most * Math.sign(left);
    advance(x, step, flight);
    left -= step;
  }
  return motionOf(x);
}

/** A vacuum step must not jump into the air: shorter ones as it comes near. */
function stepFor(x: Float64Array, height: number): number {
  if (height < AIR_TOP_M) return AIR_STEP_S;
  const speed = Math.sqrt(x[3] * x[3] + x[4] * x[4] + x[5] * x[5]);
  return Math.max(AIR_STEP_S, Math.min(VACUUM_STEP_S, (height - AIR_TOP_M) / Math.max(speed, 1)));
}

type Flight = { readonly body: Body; descending: boolean };

/** Sign of the radial speed. */
function rises(x: Float64Array): number {
  return x[0] * x[3] + x[1] * x[4] + x[2] * x[5];
}

/** Apogee on a step: bisection on the radial speed. */
function peak(before: Float64Array, step: number, t: number, flight: Flight, apogee: { height: number; time: number }): void {
  const probe = new Float64Array(N);
  let low = 0;
  let high = step;
  for (let k = 0; k < 30; k++) {
    const middle = 0.5 * (low + high);
    advanceFrom(before, middle, flight, probe);
    if (rises(probe) >= 0) low = middle;
    else high = middle;
  }
  const height = heightAbove(probe[0], probe[1], probe[2]);
  if (height > apogee.height) Object.assign(apogee, { height, time: t + low });
}

/** Seconds into the step at which the height reaches the ground: bisection to 1 µs. */
function crossing(before: Float64Array, step: number, ground: number, flight: Flight): number {
  const probe = new Float64Array(N);
  let low = 0;
  let high = step;
  while (high - low > 1e-7) {
    const middle = 0.5 * (low + high);
    advanceFrom(before, middle, flight, probe);
    if (heightAbove(probe[0], probe[1], probe[2]) > ground) low = middle;
    else high = middle;
  }
  return high;
}

function advanceFrom(before: Float64Array, step: number, flight: Flight, out: Float64Array): void {
  out.set(before);
  advance(out, step, flight);
}

const K = [0, 1, 2, 3].map(() => new Float64Array(N)) as [Float64Array, Float64Array, Float64Array, Float64Array];
const AT = new Float64Array(N);

/** One RK4 step in place. */
function advance(x: Float64Array, h: number, flight: Flight): void {
  derivative(x, K[0], flight);
  for (let i = 0; i < N; i++) AT[i] = x[i] + 0.5 * h * K[0][i];
  derivative(AT, K[1], flight);
  for (let i = 0; i < N; i++) AT[i] = x[i] + 0.5 * h * K[1][i];
  derivative(AT, K[2], flight);
  for (let i = 0; i < N; i++) AT[i] = x[i] + h * K[2][i];
  derivative(AT, K[3], flight);
  for (let i = 0; i < N; i++) x[i] += (h / 6) * (K[0][i] + 2 * K[1][i] + 2 * K[2][i] + K[3][i]);
}

function derivative(x: Float64Array, out: Float64Array, flight: Flight): void {
  out[0] = x[3];
  out[1] = x[4];
  out[2] = x[5];
  freeFallInto(out, 3, x[0], x[1], x[2], x[3], x[4], x[5]);
  const height = heightAbove(x[0], x[1], x[2]);
  const rho = density(height);
  if (rho === 0) return;
  const speed = Math.sqrt(x[3] * x[3] + x[4] * x[4] + x[5] * x[5]);
  const k = (0.5 * rho * speed) / flight.body.ballisticCoefficient_kgpm2;
  out[3] -= k * x[3];
  out[4] -= k * x[4];
  out[5] -= k * x[5];
  const { liftToDrag = 0, liftBelow_m = 0 } = flight.body;
  if (liftToDrag !== 0 && flight.descending && height < liftBelow_m) addLift(x, out, k * speed * liftToDrag, flight.body.bank_rad ?? 0);
}

/** Lift across the velocity: up in the vertical plane, turned about the velocity by the bank angle (positive to the right). */
function addLift(x: Float64Array, out: Float64Array, lift: number, bank: number): void {
  const r = Math.sqrt(x[0] * x[0] + x[1] * x[1] + x[2] * x[2]);
  const v = Math.sqrt(x[3] * x[3] + x[4] * x[4] + x[5] * x[5]);
  const along = rises(x) / (r * v);
  const across = Math.sqrt(Math.max(1e-12, 1 - along * along));
  const c = cos(bank) * lift;
  const s = sin(bank) * lift;
  const up = [0, 1, 2].map((i) => (x[i] / r - (along * x[3 + i]) / v) / across);
  const right = [
    (x[4] * up[2] - x[5] * up[1]) / v,
    (x[5] * up[0] - x[3] * up[2]) / v,
    (x[3] * up[1] - x[4] * up[0]) / v,
  ];
  for (let i = 0; i < 3; i++) out[3 + i] += c * up[i] + s * right[i];
}

function motionOf(x: Float64Array): Motion {
  return { r: vec3(x[0], x[1], x[2]), v: vec3(x[3], x[4], x[5]) };
}
