/** Free fall in axes that turn with the Earth: gravity, Coriolis and centrifugal acceleration.
 *    a = g(r) − 2 ω × v − ω × (ω × r),  ω along z
 *  Source  any mechanics text; Vallado, ch. 3, on velocity in rotating frames. */

import { WGS84 } from '../frames/earth.ts';
import type { Vec3 } from '../math/vector.ts';

const GM = WGS84.gm_m3ps2;
const K = 1.5 * WGS84.j2 * WGS84.a_m * WGS84.a_m;
const TWO_OMEGA = 2 * WGS84.omega_radps;
const OMEGA_SQUARED = WGS84.omega_radps * WGS84.omega_radps;

/** Acceleration in m/s² of a body in free fall at r with velocity v relative to the Earth (ECEF, m and m/s). */
export function freeFallAcceleration(r: Vec3, v: Vec3): Vec3 {
  freeFallInto(scratch, 0, r.x, r.y, r.z, v.x, v.y, v.z);
  return { x: scratch[0], y: scratch[1], z: scratch[2] };
}
const scratch = new Float64Array(3);

/** The same, written to out[offset…offset+2]; for integrators and filters. */
export function freeFallInto(
  out: Float64Array,
  offset: number,
  x: number,
  y: number,
  z: number,
  vx: number,
  vy: number,
  _vz: number,
): void {
  const r2 = x * x + y * y + z * z;
  const m = -GM / (r2 * Math.sqrt(r2));
  const k = K / r2;
  const fiveS2 = (5 * z * z) / r2;
  const level = m * (1 + k * (1 - fiveS2)) + OMEGA_SQUARED;
  out[offset] = level * x + TWO_OMEGA * vy;
  out[offset + 1] = level * y - TWO_OMEGA * vx;
  out[offset + 2] = m * (1 + k * (3 - fiveS2)) * z;
}
