/** Free flight with drag, and lift where a body has it, to the ground. ECEF, metres, m/s, seconds from the start.
 *
 *  Steps    30 s above 130 km; below, 1 s (0.25 m at impact after 10,000 km), shorter where drag is strong, and where it takes next to
 *           nothing up to the time that 6 km of height need. A step that would pass 130 km from above ends about there. Ground and apogee
 *           are found by repeating the last step with other lengths.
 *  Checked  propagate.test.ts: against a naive version with small steps, within a metre at impact; the energy of a coast to 1e-9. */

import { heightAbove, heightAndClimbInto } from '../frames/geodetic.ts';
import { cos, exp, sin } from '../math/elementary.ts';
import type { Vec3 } from '../math/vector.ts';
import type { KilogramsPerMetre2, Metres, Radians, Seconds } from '../units.ts';
import { density } from './atmosphere.ts';
import { dragRateAt_ps } from './drag.ts';
import { orbitOfEcef } from './orbit.ts';
import { freeFallInto } from './rotating.ts';
import { rungeKutta } from './runge-kutta.ts';
import type { Acceleration } from './runge-kutta.ts';

/** What the air does to a body. */
export type Body = {
  readonly ballisticCoefficient_kgpm2: KilogramsPerMetre2;
  /** Lift over drag; 0 or absent for a ballistic body. */
  readonly liftToDrag?: number;
  /** Lift turned about the velocity from straight up; positive to the right. */
  readonly bank_rad?: Radians;
  /** Height under which lift acts, once the body has come down through it (default 80 km). */
  readonly liftBelow_m?: Metres;
};

export type FlightOptions = {
  /** Height of the ground above the ellipsoid (default 0). */
  readonly groundHeight_m?: Metres;
  /** Longest flight followed (default 20,000 s). */
  readonly limit_s?: Seconds;
  /** False: the apogee is only as good as the steps that pass it. Finding it takes as long as a dozen steps (default true). */
  readonly apogee?: boolean;
  /** Steps are twice as long, and what the air has slowed falls the last of its way straight down, by slabs of air (default false). The impact is up to
   *  10 m off, at half the cost, and for a light body, which falls for minutes, at a tenth. */
  readonly coarse?: boolean;
  /** Sees the start, every step and the end. */
  readonly observe?: (t_s: Seconds, r: Vec3, v: Vec3) => void;
};

export type FlightEnd =
  | {
      readonly kind: 'impact';
      readonly time_s: Seconds;
      readonly r: Vec3;
      readonly v: Vec3;
      /** Greatest height reached, the start included. */
      readonly apogee_m: Metres;
      readonly apogeeTime_s: Seconds;
    }
  | {
      readonly kind: 'no-impact';
      readonly reason: 'orbit' | 'limit';
      readonly time_s: Seconds;
      readonly r: Vec3;
      readonly v: Vec3;
      readonly apogee_m: Metres;
    };

const HIGH_STEP_s = 30;
const LOW_STEP_s = 1;
/** A step in thin air may be longer, as long as drag takes no more than this share of the speed in it, and through no more than this height:
 *  over less than a scale height (some 7 km) the fourth-order rule takes the sum of the drag right to 3e-4. */
const THIN_LOSS = 5e-4;
const THIN_TRAVEL_m = 6_000;
/** Keeps the energy of a drag-free coast to 1e-9 over an hour. */
const COAST_STEP_s = 6;
const AIR_m = 130_000;
/** A closed orbit whose perigee is above this stays up for longer than anybody waits here; its flight is not followed. */
const ORBIT_PERIGEE_m = 100_000;

/** Flies a body from a state to the ground. A state in orbit (perigee above 100 km, or unbound) returns at once, unfollowed. */
export function flyToGround(start: { readonly r: Vec3; readonly v: Vec3 }, body: Body, options: FlightOptions = {}): FlightEnd {
  const { groundHeight_m = 0, limit_s = 20_000, apogee = true, coarse = false, observe } = options;
  const stride = coarse ? 2 : 1;
  const orbit = orbitOfEcef(start.r, start.v);
  if (orbit.specificEnergy_Jpkg >= 0 || orbit.perigeeHeight_m > ORBIT_PERIGEE_m) {
    return { kind: 'no-impact', reason: 'orbit', time_s: 0, r: start.r, v: start.v, apogee_m: orbit.apogeeHeight_m };
  }
  const flight = newFlight(body);
  const s = stateOf(start.r, start.v);
  const next = new Float64Array(6);
  const trial = new Float64Array(6);
  const a = new Float64Array(3);
  let t_s = 0;
  heightAndClimbInto(rise, s);
  let [height_m, climb_mps] = rise;
  let apogee_m = height_m;
  let apogeeTime_s = 0;
  let climbing = climb_mps > 0;
  observe?.(0, start.r, start.v);
  if (height_m <= groundHeight_m && !climbing) return { kind: 'impact', time_s: 0, r: start.r, v: start.v, apogee_m, apogeeTime_s };

  const landed = (time_s: Seconds): FlightEnd => {
    const end = { time_s, r: positionOf(trial), v: velocityOf(trial) };
    observe?.(end.time_s, end.r, end.v);
    return { kind: 'impact', ...end, apogee_m, apogeeTime_s };
  };

  while (t_s < limit_s) {
    enterAir(flight, height_m, climbing);
    const drag_ps = accelerate(a, s, height_m, flight);
    if (coarse && fallsStraight(s, climb_mps, drag_ps, flight)) {
      const time_s = t_s + fallStraight(trial, s, height_m, groundHeight_m, flight.beta);
      if (time_s <= limit_s) return landed(time_s);
    }
    const dt_s = Math.min(stepLength(drag_ps, height_m, climb_mps, stride), limit_s - t_s);
    step(next, s, dt_s, a, flight);
    heightAndClimbInto(rise, next);
    const nextHeight_m = rise[0];
    const nextClimb_mps = rise[1];
    const nextClimbing = nextClimb_mps > 0;
    if (apogee && climbing && !nextClimbing) {
      const ends = { low: climb_mps, high: nextClimb_mps };
      const dtTop_s = crossing((dtTrial_s) => step(trial, s, dtTrial_s, a, flight), trial, dt_s, climbRate, ends);
      const top_m = heightOf(trial);
      if (top_m > apogee_m) {
        apogee_m = top_m;
        apogeeTime_s = t_s + dtTop_s;
      }
    }
    if (nextHeight_m <= groundHeight_m && !nextClimbing) {
      const above = (state: Float64Array): number => heightOf(state) - groundHeight_m;
      const ends = { low: height_m - groundHeight_m, high: nextHeight_m - groundHeight_m };
      const dtEnd_s = crossing((dtTrial_s) => step(trial, s, dtTrial_s, a, flight), trial, dt_s, above, ends);
      return landed(t_s + dtEnd_s);
    }
    s.set(next);
    t_s += dt_s;
    height_m = nextHeight_m;
    climb_mps = nextClimb_mps;
    climbing = nextClimbing;
    if (height_m > apogee_m) {
      apogee_m = height_m;
      apogeeTime_s = t_s;
    }
    observe?.(t_s, positionOf(s), velocityOf(s));
  }
  return { kind: 'no-impact', reason: 'limit', time_s: t_s, r: positionOf(s), v: velocityOf(s), apogee_m };
}

/** Height and its rate where a step ends. */
const rise = new Float64Array(2);

/** Moves a state by dt. With a ballistic coefficient the air acts, and dt may not be negative; without, the flight is drag-free and may
 *  run backwards. Knows no ground. */
export function coast(
  r: Vec3,
  v: Vec3,
  dt_s: Seconds,
  ballisticCoefficient_kgpm2?: KilogramsPerMetre2,
): { readonly r: Vec3; readonly v: Vec3 } {
  const beta = ballisticCoefficient_kgpm2;
  if (beta !== undefined && dt_s < 0)
    throw new RangeError('drag cannot be run backwards: leave the ballistic coefficient out for a negative dt');
  const s = stateOf(r, v);
  if (beta === undefined) coastWithoutAir(s, dt_s);
  else coastThroughAir(s, dt_s, beta);
  return { r: positionOf(s), v: velocityOf(s) };
}

function coastWithoutAir(s: Float64Array, dt_s: Seconds): void {
  const fall = rungeKutta(freeFall);
  let left_s = dt_s;
  while (left_s !== 0) {
    const now_s = Math.abs(left_s) <= COAST_STEP_s ? left_s : COAST_STEP_s * Math.sign(left_s);
    fall(s, 0, s, now_s);
    left_s -= now_s;
  }
}

function coastThroughAir(s: Float64Array, dt_s: Seconds, beta: KilogramsPerMetre2): void {
  const flight = newFlight({ ballisticCoefficient_kgpm2: beta });
  const a = new Float64Array(3);
  let left_s = dt_s;
  while (left_s !== 0) {
    heightAndClimbInto(rise, s);
    const now_s = Math.min(left_s, stepLength(accelerate(a, s, rise[0], flight), rise[0], rise[1], 1));
    step(s, s, now_s, a, flight);
    left_s -= now_s;
  }
}

const freeFall: Acceleration = (out, _t_s, s) => freeFallInto(out, 0, s[0], s[1], s[2], s[3], s[4], s[5]);

/** The body's motion, with the one thing it remembers: whether lift has set in. */
type Flight = {
  readonly beta: KilogramsPerMetre2;
  readonly liftToDrag: number;
  readonly liftBelow_m: Metres;
  readonly upward: number;
  readonly rightward: number;
  lifting: boolean;
};

function newFlight({ ballisticCoefficient_kgpm2: beta, liftToDrag = 0, bank_rad = 0, liftBelow_m = 80_000 }: Body): Flight {
  return { beta, liftToDrag, liftBelow_m, upward: liftToDrag * cos(bank_rad), rightward: liftToDrag * sin(bank_rad), lifting: false };
}

function enterAir(flight: Flight, height_m: Metres, climbing: boolean): void {
  flight.lifting = flight.liftToDrag !== 0 && height_m < flight.liftBelow_m && (flight.lifting || !climbing);
}

/** Writes the acceleration of a state at a height that is known, and returns the share of the velocity that drag takes in a second. */
function accelerate(out: Float64Array, s: Float64Array, height_m: Metres, flight: Flight): number {
  freeFallInto(out, 0, s[0], s[1], s[2], s[3], s[4], s[5]);
  const speed = Math.sqrt(s[3] * s[3] + s[4] * s[4] + s[5] * s[5]);
  const rate = dragRateAt_ps(height_m, speed, flight.beta);
  if (rate === 0) return rate;
  out[0] -= rate * s[3];
  out[1] -= rate * s[4];
  out[2] -= rate * s[5];
  if (flight.lifting) addLift(out, s, rate * speed, flight.upward, flight.rightward);
  return rate;
}

/** One step of `rungeKutta` over `accelerate`, to the bit, from a state whose acceleration `a` is known: the choice of the step's length has asked for
 *  it, and every trial of another length begins with it. Written out for the numbers to stay in registers: of a raid's whole chain a quarter
 *  of the time was this. `out` may be `s`. */
function step(out: Float64Array, s: Float64Array, dt_s: Seconds, a: Float64Array, flight: Flight): void {
  // The stage's velocity and acceleration, and the sums over stages of both.
  let vx = s[3];
  let vy = s[4];
  let vz = s[5];
  let ax = a[0];
  let ay = a[1];
  let az = a[2];
  let sumVx = vx;
  let sumVy = vy;
  let sumVz = vz;
  let sumAx = ax;
  let sumAy = ay;
  let sumAz = az;
  for (let stage = 1; stage <= 3; stage++) {
    const h = stage === 3 ? dt_s : 0.5 * dt_s;
    const weight = stage === 3 ? 1 : 2;
    const x = s[0] + h * vx;
    const y = s[1] + h * vy;
    const z = s[2] + h * vz;
    vx = s[3] + h * ax;
    vy = s[4] + h * ay;
    vz = s[5] + h * az;
    freeFallInto(scratch, 0, x, y, z, vx, vy, vz);
    ax = scratch[0];
    ay = scratch[1];
    az = scratch[2];
    const speed = Math.sqrt(vx * vx + vy * vy + vz * vz);
    const rate = dragRateAt_ps(heightAbove(x, y, z), speed, flight.beta);
    if (rate !== 0) {
      ax -= rate * vx;
      ay -= rate * vy;
      az -= rate * vz;
      if (flight.lifting) {
        scratch[0] = ax;
        scratch[1] = ay;
        scratch[2] = az;
        stageState[0] = x;
        stageState[1] = y;
        stageState[2] = z;
        stageState[3] = vx;
        stageState[4] = vy;
        stageState[5] = vz;
        addLift(scratch, stageState, rate * speed, flight.upward, flight.rightward);
        ax = scratch[0];
        ay = scratch[1];
        az = scratch[2];
      }
    }
    sumVx += weight * vx;
    sumVy += weight * vy;
    sumVz += weight * vz;
    sumAx += weight * ax;
    sumAy += weight * ay;
    sumAz += weight * az;
  }
  const sixth = dt_s / 6;
  out[0] = s[0] + sixth * sumVx;
  out[1] = s[1] + sixth * sumVy;
  out[2] = s[2] + sixth * sumVz;
  out[3] = s[3] + sixth * sumAx;
  out[4] = s[4] + sixth * sumAy;
  out[5] = s[5] + sixth * sumAz;
}

const scratch = new Float64Array(3);
const stageState = new Float64Array(6);

/** Adds lift: drag times lift-over-drag, across the velocity; `upward` in the vertical plane, `rightward` level. None for a vertical flight. */
function addLift(out: Float64Array, s: Float64Array, drag_mps2: number, upward: number, rightward: number): void {
  const vx = s[3];
  const vy = s[4];
  const vz = s[5];
  // right = v × r, and up = right × v, both made unit vectors
  const rx = vy * s[2] - vz * s[1];
  const ry = vz * s[0] - vx * s[2];
  const rz = vx * s[1] - vy * s[0];
  const right = Math.sqrt(rx * rx + ry * ry + rz * rz);
  if (right === 0) return;
  const ux = ry * vz - rz * vy;
  const uy = rz * vx - rx * vz;
  const uz = rx * vy - ry * vx;
  const up = Math.sqrt(ux * ux + uy * uy + uz * uz);
  const ku = (drag_mps2 * upward) / up;
  const kr = (drag_mps2 * rightward) / right;
  out[0] += ku * ux + kr * rx;
  out[1] += ku * uy + kr * ry;
  out[2] += ku * uz + kr * rz;
}

/** Level speed, as a share of the speed down, below which a fall is as good as straight: it adds half of its square to the drag, and goes within seconds. */
const STRAIGHT = 0.1;
/** Deceleration by the air, m/s², by which it has slowed a body: not far from its weight. */
const SLOWED_mps2 = [5, 12];

function fallsStraight(s: Float64Array, climb_mps: number, rate: number, { lifting }: Flight): boolean {
  if (climb_mps >= 0 || lifting) return false;
  const down2 = climb_mps * climb_mps;
  const level2 = s[3] * s[3] + s[4] * s[4] + s[5] * s[5] - down2;
  const slowing_mps2 = -rate * climb_mps;
  return level2 < STRAIGHT * STRAIGHT * down2 && slowing_mps2 > SLOWED_mps2[0] && slowing_mps2 < SLOWED_mps2[1];
}

/** Height of a slab of air, m: a fourteenth of a scale height, over which the time by the trapezoid is right to 1e-4. */
const SLAB_m = 500;

/** The rest of a fall straight down through ever denser air. With w the speed down, h the way and τ the air passed,
 *    d(w²)/dτ = w∞² − w²,  dτ = ρ dh / β,  w∞² = 2 g β / ρ,
 *  which is linear in w²: solved slab by slab with w∞² taken as linear in τ. What is level of the velocity goes to what the turning Earth keeps up.
 *  Writes the state at the ground, and returns the time.   Source  any mechanics text on falls with quadratic drag. */
function fallStraight(out: Float64Array, s: Float64Array, height_m: Metres, groundHeight_m: Metres, beta: KilogramsPerMetre2): Seconds {
  freeFallInto(down, 0, s[0], s[1], s[2], 0, 0, 0);
  const g = Math.sqrt(down[0] * down[0] + down[1] * down[1] + down[2] * down[2]);
  for (let i = 0; i < 3; i++) down[i] /= g;
  freeFallInto(level, 0, s[0], s[1], s[2], down[0], down[1], down[2]);
  let speed = down[0] * s[3] + down[1] * s[4] + down[2] * s[5];
  for (let i = 0; i < 3; i++) {
    turning[i] = level[i] / g - down[i];
    level[i] = s[3 + i] - speed * down[i];
    out[i] = s[i] + (height_m - groundHeight_m) * down[i];
  }
  // Gravity grows on the way by the square of the distance.
  const growth = 2 / Math.sqrt(s[0] * s[0] + s[1] * s[1] + s[2] * s[2]);
  let time_s = 0;
  let thickness = density(height_m) / beta;
  let steady = (2 * g) / thickness;
  for (let top_m = height_m; top_m > groundHeight_m; top_m -= SLAB_m) {
    const way_m = Math.min(SLAB_m, top_m - groundHeight_m);
    const below = density(top_m - way_m) / beta;
    const steadyBelow = (2 * g * (1 + growth * (height_m - top_m + way_m))) / below;
    const air = 0.5 * way_m * (thickness + below);
    const lag = (steadyBelow - steady) / air;
    const left = exp(-air);
    const next = Math.sqrt(steadyBelow - lag + (speed * speed - steady + lag) * left);
    const dt_s = 0.5 * way_m * (1 / speed + 1 / next);
    for (let i = 0; i < 3; i++) {
      const kept = turning[i] * steadyBelow;
      const lost = (level[i] - kept) * (1 - Math.sqrt(left));
      out[i] += dt_s * (kept + (2 * lost) / air);
      level[i] -= lost;
    }
    time_s += dt_s;
    speed = next;
    thickness = below;
    steady = steadyBelow;
  }
  for (let i = 0; i < 3; i++) out[3 + i] = speed * down[i] + level[i];
  return time_s;
}

const down = new Float64Array(3);
const level = new Float64Array(3);
/** Level acceleration by the turning Earth, per m/s of the fall, as a share of gravity. */
const turning = new Float64Array(3);

/** How long the next step may be, where drag takes such a share of the velocity in a second. High up, to about where the air begins; in the air, through so much of it, and a part of the time in which
 *  drag would stop the body. */
function stepLength(rate: number, height_m: Metres, climb_mps: number, stride: number): Seconds {
  const least_s = stride * LOW_STEP_s;
  if (height_m > AIR_m) return Math.min(stride * HIGH_STEP_s, Math.max(least_s, timeFor(height_m - AIR_m, -climb_mps)));
  if (rate * LOW_STEP_s > STEP_PER_DRAG_TIME) return Math.max((stride * STEP_PER_DRAG_TIME) / rate, 1e-3);
  return Math.max(least_s, stride * Math.min(THIN_LOSS / rate, timeFor(THIN_TRAVEL_m, Math.abs(climb_mps))));
}

/** The time in which a body that sinks so fast passes a height, falling with 10 m/s², which no height exceeds. */
function timeFor(height_m: Metres, down_mps: number): Seconds {
  return (Math.sqrt(down_mps * down_mps + 20 * height_m) - down_mps) / 10;
}
const STEP_PER_DRAG_TIME = 0.3;

/** Near enough to zero: 0.1 mm, or 0.1 mm/s. */
const NOTHING = 1e-4;

/** The length of a step after which f is zero, and the state there in `trial`; at the step's ends f has opposite signs. `move` tries a length.
 *  False position with the Illinois remedy. */
function crossing(
  move: (dt_s: number) => void,
  trial: Float64Array,
  dt_s: number,
  f: (state: Float64Array) => number,
  ends: { readonly low: number; readonly high: number },
): number {
  let low = 0;
  let fLow = ends.low;
  let high = dt_s;
  let fHigh = ends.high;
  for (let round = 0; round < 100 && Math.abs(high - low) > 1e-7; round++) {
    const middle = fLow === fHigh ? 0.5 * (low + high) : low + ((high - low) * fLow) / (fLow - fHigh);
    move(middle);
    const fMiddle = f(trial);
    if (Math.abs(fMiddle) < NOTHING) return middle;
    if (fMiddle > 0 === fHigh > 0) {
      high = middle;
      fHigh = fMiddle;
      fLow *= 0.5;
    } else {
      low = high;
      fLow = fHigh;
      high = middle;
      fHigh = fMiddle;
    }
  }
  move(high);
  return high;
}

function heightOf(s: Float64Array): number {
  return heightAbove(s[0], s[1], s[2]);
}

/** Rate of the height above the ellipsoid, m/s. */
function climbRate(s: Float64Array): number {
  heightAndClimbInto(rise, s);
  return rise[1];
}

function stateOf(r: Vec3, v: Vec3): Float64Array {
  return Float64Array.of(r.x, r.y, r.z, v.x, v.y, v.z);
}

function positionOf(s: Float64Array): Vec3 {
  return { x: s[0], y: s[1], z: s[2] };
}

function velocityOf(s: Float64Array): Vec3 {
  return { x: s[3], y: s[4], z: s[5] };
}
