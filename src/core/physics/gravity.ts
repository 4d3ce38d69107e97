/** Gravity of the Earth: two-body attraction and its oblateness J2. Earth-fixed axes; no centrifugal part (see rotating.ts).
 *
 *    U = GM/r · (1 − J2 (a/r)² (3 s² − 1)/2),  s = z/r
 *    aₓ = −GM x/r³ · (1 + k (1 − 5 s²)),  a_z = −GM z/r³ · (1 + k (3 − 5 s²)),  k = 3/2 J2 (a/r)²
 *
 *  Source   D. A. Vallado, Fundamentals of Astrodynamics and Applications, ch. 8 (zonal harmonics).
 *  Limits   Leaving out J3, J4 moves a 10,000-km impact by 36 m, C22 and S22 by 25 m; J2 itself by 26 km.
 *  Checked  gravity.test.ts: against an independent library's figures, and the gradient against numerical differences. */

import { WGS84 } from '../frames/earth.ts';
import type { Vec3 } from '../math/vector.ts';

const GM = WGS84.gm_m3ps2;
/** 3/2 J2 a². */
const K = 1.5 * WGS84.j2 * WGS84.a_m * WGS84.a_m;

/** Gravitational acceleration in m/s² at r (ECEF, metres). */
export function gravity(r: Vec3): Vec3 {
  const r2 = r.x * r.x + r.y * r.y + r.z * r.z;
  const m = -GM / (r2 * Math.sqrt(r2));
  const k = K / r2;
  const fiveS2 = (5 * r.z * r.z) / r2;
  const level = m * (1 + k * (1 - fiveS2));
  return { x: level * r.x, y: level * r.y, z: m * (1 + k * (3 - fiveS2)) * r.z };
}

/** Potential of the same field in J/kg, negative; gravity is minus its gradient. */
export function potential_Jpkg(r: Vec3): number {
  const r2 = r.x * r.x + r.y * r.y + r.z * r.z;
  return (-GM / Math.sqrt(r2)) * (1 - ((K / r2) * ((3 * r.z * r.z) / r2 - 1)) / 3);
}

/** The 3×3 derivative of the acceleration by position, in s⁻², row-major and symmetric, at (x, y, z) ECEF metres. */
export function gravityGradient(x: number, y: number, z: number, out: Float64Array): void {
  const r2 = x * x + y * y + z * z;
  const m = GM / (r2 * Math.sqrt(r2));
  const k = K / r2;
  const s2 = (z * z) / r2;
  // a = −m x (1 + k − 5 k s²) and −2 m k z along z, differentiated term by term
  const diagonal = -m * (1 + k - 5 * k * s2);
  const outer = (m / r2) * (3 + 5 * k - 35 * k * s2);
  const polar = (10 * m * k * z) / r2;
  out[0] = diagonal + outer * x * x;
  out[1] = out[3] = outer * x * y;
  out[2] = out[6] = (outer * z + polar) * x;
  out[4] = diagonal + outer * y * y;
  out[5] = out[7] = (outer * z + polar) * y;
  out[8] = diagonal + outer * z * z + 2 * polar * z - 2 * m * k;
}
