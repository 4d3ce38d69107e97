/** Free flight with drag, and lift where a body has it, to the ground. ECEF, metres, m/s, seconds from the start.
 *
 *  Steps    30 s above 130 km; below, 1 s (0.25 m at impact after 10,000 km), shorter where drag is strong, and where it takes next to
 *           nothing up to the time that 6 km of height need. A step that would pass 130 km from above ends about there. Ground and apogee
 *           are found by repeating the last step with other lengths.
 *  Checked  propagate.test.ts: against a naive version with small steps, within a metre at impact; the energy of a coast to 1e-9. */

import { heightAbove, normalAbove } from '../frames/geodetic.ts';
import { cos, sin } from '../math/elementary.ts';
import type { Vec3 } from '../math/vector.ts';
import type { KilogramsPerMetre2, Metres, Radians, Seconds } from '../units.ts';
import { dragRate_ps } from './drag.ts';
import { orbitOfEcef } from './orbit.ts';
import { freeFallInto } from './rotating.ts';
import { rungeKutta } from './runge-kutta.ts';
import type { Acceleration, Stepper } from './runge-kutta.ts';

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
  /** Every step is so many times as long (default 1). With 2 the impact is up to 10 m off, at half the cost. */
  readonly stride?: number;
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
  const { groundHeight_m = 0, limit_s = 20_000, apogee = true, stride = 1, observe } = options;
  const orbit = orbitOfEcef(start.r, start.v);
  if (orbit.specificEnergy_Jpkg >= 0 || orbit.perigeeHeight_m > ORBIT_PERIGEE_m) {
    return { kind: 'no-impact', reason: 'orbit', time_s: 0, r: start.r, v: start.v, apogee_m: orbit.apogeeHeight_m };
  }
  const flight = newFlight(body);
  const s = stateOf(start.r, start.v);
  const next = new Float64Array(6);
  const top = new Float64Array(6);
  let t_s = 0;
  let height_m = heightOf(s);
  let apogee_m = height_m;
  let apogeeTime_s = 0;
  let climb_mps = climbRate(s);
  let climbing = climb_mps > 0;
  observe?.(0, start.r, start.v);
  if (height_m <= groundHeight_m && !climbing) return { kind: 'impact', time_s: 0, r: start.r, v: start.v, apogee_m, apogeeTime_s };

  while (t_s < limit_s) {
    flight.enterAir(height_m, climbing);
    const dt_s = Math.min(stepLength(s, height_m, climb_mps, body.ballisticCoefficient_kgpm2, stride), limit_s - t_s);
    flight.step(next, t_s, s, dt_s);
    const nextHeight_m = heightOf(next);
    const nextClimb_mps = climbRate(next);
    const nextClimbing = nextClimb_mps > 0;
    if (apogee && climbing && !nextClimbing) {
      const dtTop_s = crossing(flight.step, s, t_s, dt_s, climbRate);
      flight.step(top, t_s, s, dtTop_s);
      const top_m = heightOf(top);
      if (top_m > apogee_m) {
        apogee_m = top_m;
        apogeeTime_s = t_s + dtTop_s;
      }
    }
    if (nextHeight_m <= groundHeight_m && !nextClimbing) {
      const dtEnd_s = crossing(flight.step, s, t_s, dt_s, (state) => heightOf(state) - groundHeight_m);
      flight.step(next, t_s, s, dtEnd_s);
      const end = { time_s: t_s + dtEnd_s, r: positionOf(next), v: velocityOf(next) };
      observe?.(end.time_s, end.r, end.v);
      return { kind: 'impact', ...end, apogee_m, apogeeTime_s };
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
  const step = beta === undefined ? rungeKutta(freeFall) : newFlight({ ballisticCoefficient_kgpm2: beta }).step;
  const s = stateOf(r, v);
  let left_s = dt_s;
  while (left_s !== 0) {
    const longest_s = beta === undefined ? COAST_STEP_s : stepLength(s, heightOf(s), climbRate(s), beta, 1);
    const now_s = Math.abs(left_s) <= longest_s ? left_s : longest_s * Math.sign(left_s);
    step(s, 0, s, now_s);
    left_s -= now_s;
  }
  return { r: positionOf(s), v: velocityOf(s) };
}

const freeFall: Acceleration = (out, _t_s, s) => freeFallInto(out, 0, s[0], s[1], s[2], s[3], s[4], s[5]);

/** The body's motion, with the one thing it remembers: whether lift has set in. */
function newFlight(body: Body): { readonly step: Stepper; readonly enterAir: (height_m: number, climbing: boolean) => void } {
  const beta = body.ballisticCoefficient_kgpm2;
  const { liftToDrag = 0, bank_rad = 0, liftBelow_m = 80_000 } = body;
  const lift = { upward: liftToDrag * cos(bank_rad), rightward: liftToDrag * sin(bank_rad) };
  let lifting = false;
  const acceleration: Acceleration = (out, _t_s, s) => {
    freeFallInto(out, 0, s[0], s[1], s[2], s[3], s[4], s[5]);
    const speed = Math.sqrt(s[3] * s[3] + s[4] * s[4] + s[5] * s[5]);
    const rate = dragRate_ps(s[0], s[1], s[2], speed, beta);
    if (rate === 0) return;
    out[0] -= rate * s[3];
    out[1] -= rate * s[4];
    out[2] -= rate * s[5];
    if (lifting) addLift(out, s, rate * speed, lift.upward, lift.rightward);
  };
  return {
    step: rungeKutta(acceleration),
    enterAir: (height_m, climbing) => {
      lifting = liftToDrag !== 0 && height_m < liftBelow_m && (lifting || !climbing);
    },
  };
}

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

/** How long the next step may be. High up, to about where the air begins; in the air, through so much of it, and a part of the time in which
 *  drag would stop the body. */
function stepLength(s: Float64Array, height_m: number, climb_mps: number, beta: number, stride: number): number {
  const least_s = stride * LOW_STEP_s;
  if (height_m > AIR_m) return Math.min(stride * HIGH_STEP_s, Math.max(least_s, timeFor(height_m - AIR_m, -climb_mps)));
  const rate = dragRate_ps(s[0], s[1], s[2], Math.sqrt(s[3] * s[3] + s[4] * s[4] + s[5] * s[5]), beta);
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

/** The length of a step from s after which f is zero; f has opposite signs at its ends. False position with the Illinois remedy. */
function crossing(step: Stepper, s: Float64Array, t_s: number, dt_s: number, f: (state: Float64Array) => number): number {
  const trial = new Float64Array(6);
  let low = 0;
  let fLow = f(s);
  let high = dt_s;
  step(trial, t_s, s, high);
  let fHigh = f(trial);
  for (let round = 0; round < 100 && Math.abs(high - low) > 1e-7; round++) {
    const middle = fLow === fHigh ? 0.5 * (low + high) : low + ((high - low) * fLow) / (fLow - fHigh);
    step(trial, t_s, s, middle);
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
  return high;
}

function heightOf(s: Float64Array): number {
  return heightAbove(s[0], s[1], s[2]);
}

/** Rate of the height above the ellipsoid, m/s. */
function climbRate(s: Float64Array): number {
  const up = normalAbove(s[0], s[1], s[2]);
  return up.x * s[3] + up.y * s[4] + up.z * s[5];
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
