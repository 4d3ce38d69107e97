import { heightAbove } from '../core/frames/geodetic.ts';
import { asin } from '../core/math/elementary.ts';
import { addScaled, dot, norm, scale, subtract, unit, type Vec3 } from '../core/math/vector.ts';
import { density } from '../core/physics/atmosphere.ts';
import { freeFallAcceleration } from '../core/physics/rotating.ts';
import type { KilogramsPerMetre2, Metres, Radians, Seconds } from '../core/units.ts';
import type { Manoeuvre } from './scenario.ts';

/** How a manoeuvring payload flies once the air carries it. Constant lift would make it skip above its apogee, which the recorded ones do
 *  not: they hold a path. So lift is what the path needs, up to what lift-to-drag allows. */
const LIFT: Readonly<Record<Manoeuvre, { readonly liftToDrag: number; readonly pathAngle_rad: Radians }>> = {
  pullup: { liftToDrag: 1, pathAngle_rad: 0.03 },
  glide: { liftToDrag: 2.25, pathAngle_rad: -0.02 },
};
const LIFT_BELOW_M: Metres = 45_000;
/** Time in which the path angle is brought to where it should be. */
const RESPONSE_S: Seconds = 8;
const STEP_S = 0.5;
const LIMIT_S = 3_600;

export type GlideEnd = {
  readonly time_s: Seconds;
  readonly r: Vec3;
  readonly v: Vec3;
  readonly apogee_m: Metres;
  readonly apogeeTime_s: Seconds;
};

/** Flies a manoeuvring payload to the ground (RK4, half-second steps; ground found to 1 µs); undefined when it is still up after an hour.
 *  Frame ECEF; m, m/s, s. */
export function flyManoeuvring(
  start: { readonly r: Vec3; readonly v: Vec3 },
  ballisticCoefficient_kgpm2: KilogramsPerMetre2,
  manoeuvre: Manoeuvre,
  observe: (t_s: Seconds, r: Vec3, v: Vec3) => void = () => {},
): GlideEnd | undefined {
  let { r, v } = start;
  let apogee = { height_m: heightOf(r), time_s: 0 };
  const law = { ...LIFT[manoeuvre], ballisticCoefficient_kgpm2, descended: false, apogee_m: apogee.height_m };
  observe(0, r, v);
  for (let t = 0; t < LIMIT_S; t += STEP_S) {
    const next = step(r, v, STEP_S, law);
    const height_m = heightOf(next.r);
    if (height_m <= 0) {
      const last = crossing(r, v, law);
      observe(t + last.time_s, last.r, last.v);
      return { ...last, time_s: t + last.time_s, apogee_m: apogee.height_m, apogeeTime_s: apogee.time_s };
    }
    if (height_m > apogee.height_m) apogee = { height_m, time_s: t + STEP_S };
    law.apogee_m = apogee.height_m;
    law.descended ||= dot(next.r, next.v) < 0;
    ({ r, v } = next);
    observe(t + STEP_S, r, v);
  }
  return undefined;
}

type Law = {
  readonly liftToDrag: number;
  readonly pathAngle_rad: Radians;
  readonly ballisticCoefficient_kgpm2: KilogramsPerMetre2;
  descended: boolean;
  apogee_m: Metres;
};

function acceleration(r: Vec3, v: Vec3, law: Law): Vec3 {
  const height_m = heightOf(r);
  const speed = norm(v);
  const fall = freeFallAcceleration(r, v);
  const drag = (0.5 * density(height_m) * speed * speed) / law.ballisticCoefficient_kgpm2;
  const along = scale(v, 1 / speed);
  const slowed = addScaled(fall, along, -drag);
  if (!law.descended || height_m > LIFT_BELOW_M) return slowed;
  const up = unit(subtract(unit(r), scale(along, dot(unit(r), along))));
  const pathAngle = asin(Math.max(-1, Math.min(1, dot(unit(r), along))));
  // Weight across the path, less what the Earth's curve takes off, and what turns the path to where it should be.
  const held = -dot(fall, up) - (speed * speed) / norm(r) + (speed * (wanted(law, height_m) - pathAngle)) / RESPONSE_S;
  return addScaled(slowed, up, Math.max(0, Math.min(law.liftToDrag * drag, held)));
}

/** A pull-up climbs while it is low and levels out well under its apogee. */
function wanted(law: Law, height_m: Metres): Radians {
  if (law.pathAngle_rad <= 0) return law.pathAngle_rad;
  return Math.max(0 - law.pathAngle_rad, Math.min(law.pathAngle_rad, 0.1 * (0.7 - height_m / law.apogee_m)));
}

function step(r: Vec3, v: Vec3, h: Seconds, law: Law): { r: Vec3; v: Vec3 } {
  const a1 = acceleration(r, v, law);
  const v2 = addScaled(v, a1, h / 2);
  const a2 = acceleration(addScaled(r, v, h / 2), v2, law);
  const v3 = addScaled(v, a2, h / 2);
  const a3 = acceleration(addScaled(r, v2, h / 2), v3, law);
  const v4 = addScaled(v, a3, h);
  const a4 = acceleration(addScaled(r, v3, h), v4, law);
  const mean = (k1: number, k2: number, k3: number, k4: number): number => (h / 6) * (k1 + 2 * k2 + 2 * k3 + k4);
  return {
    r: { x: r.x + mean(v.x, v2.x, v3.x, v4.x), y: r.y + mean(v.y, v2.y, v3.y, v4.y), z: r.z + mean(v.z, v2.z, v3.z, v4.z) },
    v: { x: v.x + mean(a1.x, a2.x, a3.x, a4.x), y: v.y + mean(a1.y, a2.y, a3.y, a4.y), z: v.z + mean(a1.z, a2.z, a3.z, a4.z) },
  };
}

/** The part of a step after which the ground is reached: bisection to 1 µs. */
function crossing(r: Vec3, v: Vec3, law: Law): { time_s: Seconds; r: Vec3; v: Vec3 } {
  let low = 0;
  let high = STEP_S;
  while (high - low > 1e-6) {
    const middle = (low + high) / 2;
    if (heightOf(step(r, v, middle, law).r) > 0) low = middle;
    else high = middle;
  }
  return { time_s: high, ...step(r, v, high, law) };
}

function heightOf(r: Vec3): Metres {
  return heightAbove(r.x, r.y, r.z);
}
