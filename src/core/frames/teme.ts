import { cos, sin } from '../math/elementary.ts';
import { type Vec3, vec3 } from '../math/vector.ts';
import { utcFromTai_us } from '../time/scale.ts';
import type { Micros, Radians } from '../units.ts';
import { WGS84 } from './earth.ts';
import type { Motion } from './inertial.ts';

const J2000_UTC_US = 946_728_000_000_000;
const DAY_US = 86_400_000_000;
const SECONDS_A_TURN = 86_400;

/** Greenwich mean sidereal time of 1982, with UT1 taken as UTC. Since they are kept within 0.9 s of each other this is off by less than 66 µrad: 0.46 km at 7,000 km from the
 *  Earth's middle, 2.8 km at the distance of a geostationary orbit. Whole turns are dropped day by day so that no digits are lost.
 *    GMST = 67310.54841 s + (876600 h + 8640184.812866 s) T + 0.093104 s T² − 6.2e-6 s T³,  T centuries of UT1 since J2000.0.
 *  Source  [V2013] eq. 3-45 (Aoki and others, Astronomy and Astrophysics 105, 1982). */
export function greenwichSiderealTime_rad(at_us: Micros): Radians {
  const since_us = utcFromTai_us(at_us) - J2000_UTC_US;
  const days = Math.floor(since_us / DAY_US);
  const fraction = (since_us - days * DAY_US) / DAY_US;
  const t = (days + fraction) / 36_525;
  const seconds = 67_310.54841 + t * (8_640_184.812866 + t * (0.093104 - 6.2e-6 * t));
  // 876600 h a century are a whole turn a day.
  const turns = fraction + (seconds % SECONDS_A_TURN) / SECONDS_A_TURN;
  return 2 * Math.PI * (turns - Math.floor(turns));
}

/** ECEF of a position and velocity in TEME (true equator and mean equinox of date, what SGP4 gives), m and m/s: a turn by sidereal time, and the velocity of the turning frame. Motion of the poles is
 *  left out, 10 m on the ground.
 *  Source  [VCHK2006] appendix C, TEME to PEF. */
export function ecefFromTeme(at_us: Micros, r: Vec3, v: Vec3): Motion {
  const angle = greenwichSiderealTime_rad(at_us);
  const c = cos(angle);
  const s = sin(angle);
  const w = WGS84.omega_radps;
  const fixed = vec3(c * r.x + s * r.y, c * r.y - s * r.x, r.z);
  return { r: fixed, v: vec3(c * v.x + s * v.y + w * fixed.y, c * v.y - s * v.x - w * fixed.x, v.z) };
}

/** The way back. */
export function temeFromEcef(at_us: Micros, r: Vec3, v: Vec3): Motion {
  const angle = greenwichSiderealTime_rad(at_us);
  const c = cos(angle);
  const s = sin(angle);
  const w = WGS84.omega_radps;
  const vx = v.x - w * r.y;
  const vy = v.y + w * r.x;
  return { r: vec3(c * r.x - s * r.y, s * r.x + c * r.y, r.z), v: vec3(c * vx - s * vy, s * vx + c * vy, v.z) };
}
