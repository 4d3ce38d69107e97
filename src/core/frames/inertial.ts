import { cos, sin } from '../math/elementary.ts';
import { type Vec3, vec3 } from '../math/vector.ts';
import { utcFromTai_us } from '../time/scale.ts';
import type { Micros, Radians } from '../units.ts';
import { WGS84 } from './earth.ts';

/** POSIX microseconds of J2000.0, 2000-01-01 12:00 UTC. */
const J2000_UTC_US = 946_728_000_000_000;
const DAY_US = 86_400_000_000;

/** Earth rotation angle, with UT1 taken as UTC (off by less than 0.9 s, 14″ of turn).
 *    ERA = 2π (0.7790572732640 + 1.00273781191135448 d),  d days of UT1 since J2000.0.
 *  Whole turns are dropped day by day so that no digits are lost.  Source  IERS Conventions 2010, eq. 5.15. */
export function earthRotationAngle_rad(at_us: Micros): Radians {
  const since_us = utcFromTai_us(at_us) - J2000_UTC_US;
  const days = Math.floor(since_us / DAY_US);
  const fraction = (since_us - days * DAY_US) / DAY_US;
  const turns = 0.779057273264 + fraction + 0.00273781191135448 * (days + fraction);
  return 2 * Math.PI * (turns - Math.floor(turns));
}

export type Motion = { readonly r: Vec3; readonly v: Vec3 };

/** Inertial position and velocity of ECEF ones: a turn about the pole and the velocity of the turning frame. Precession, nutation
 *  and polar motion are left out: a flight lasts an hour. */
export function eciFromEcef(at_us: Micros, r: Vec3, v: Vec3): Motion {
  const angle = earthRotationAngle_rad(at_us);
  const w = WGS84.omega_radps;
  return { r: turned(r, angle), v: turned(vec3(v.x - w * r.y, v.y + w * r.x, v.z), angle) };
}

/** The way back. */
export function ecefFromEci(at_us: Micros, r: Vec3, v: Vec3): Motion {
  const angle = 0 - earthRotationAngle_rad(at_us);
  const w = WGS84.omega_radps;
  const fixed = turned(r, angle);
  const velocity = turned(v, angle);
  return { r: fixed, v: vec3(velocity.x + w * fixed.y, velocity.y - w * fixed.x, velocity.z) };
}

function turned(a: Vec3, angle: number): Vec3 {
  const c = cos(angle);
  const s = sin(angle);
  return vec3(c * a.x - s * a.y, s * a.x + c * a.y, a.z);
}
