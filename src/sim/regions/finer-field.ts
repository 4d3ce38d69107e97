import { WGS84 } from '../../core/frames/earth.ts';

const GM = WGS84.gm_m3ps2;
const A2 = WGS84.a_m * WGS84.a_m;
/** Zonal harmonics of third and fourth degree, and the ellipse of the equator, not normalised. Source  EGM96. */
const J3 = -2.5327e-6;
const J4 = -1.6196e-6;
const C22 = 1.5745e-6;
const S22 = -0.9039e-6;

/** Adds to out[0…2] what the Earth pulls with beyond J2, m/s², at a place in ECEF, m: a ten-thousandth of a metre per second squared, which nobody on duty
 *  reckons with, and the tracker's coast allows for as noise.
 *    U = −J3 P₃(s) GM a³/r⁴ − J4 P₄(s) GM a⁴/r⁵ + 3 GM a²/r⁵ (C22 (x² − y²) + 2 S22 x y),  s = z/r
 *  Source  D. A. Vallado, Fundamentals of Astrodynamics and Applications, ch. 8.   Checked  finer-field.test.ts, against numerical differences of U. */
export function addFinerField(out: Float64Array, x: number, y: number, z: number): void {
  const r2 = x * x + y * y + z * z;
  const r7 = r2 * r2 * r2 * Math.sqrt(r2);
  const s2 = (z * z) / r2;
  const third = (-2.5 * J3 * GM * A2 * WGS84.a_m) / r7;
  const fourth = (1.875 * J4 * GM * A2 * A2) / r7;
  const ellipse = (3 * GM * A2) / r7;
  const form = 5 * (C22 * (x * x - y * y) + 2 * S22 * x * y);
  const level = third * z * (3 - 7 * s2) + fourth * (1 - 14 * s2 + 21 * s2 * s2) - ellipse * form;
  out[0] += level * x + 2 * ellipse * r2 * (C22 * x + S22 * y);
  out[1] += level * y + 2 * ellipse * r2 * (S22 * x - C22 * y);
  out[2] += third * r2 * (6 * s2 - 7 * s2 * s2 - 0.6) + fourth * z * (5 - (70 / 3) * s2 + 21 * s2 * s2) - ellipse * form * z;
}
