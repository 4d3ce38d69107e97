import { cos, sin } from '../math/elementary.ts';
import { dot, subtract, type Vec3, vec3 } from '../math/vector.ts';
import { type Geodetic, upAt } from './geodetic.ts';

/** East, north and up at a place, unit vectors on ECEF axes. At a pole they follow the given longitude. */
export type EnuBasis = { readonly east: Vec3; readonly north: Vec3; readonly up: Vec3 };

/** East, north and up at a geodetic place; its height does not matter. */
export function enuBasis({ latitude_rad, longitude_rad }: Geodetic): EnuBasis {
  const sl = sin(longitude_rad);
  const cl = cos(longitude_rad);
  const sp = sin(latitude_rad);
  return { east: vec3(-sl, cl, 0), north: vec3(-sp * cl, -sp * sl, cos(latitude_rad)), up: upAt(latitude_rad, longitude_rad) };
}

/** ECEF position of local east, north, up metres at an origin. */
export function ecefFromEnu(origin: Vec3, basis: EnuBasis, east_m: number, north_m: number, up_m: number): Vec3 {
  const { east, north, up } = basis;
  return vec3(
    origin.x + east.x * east_m + north.x * north_m + up.x * up_m,
    origin.y + east.y * east_m + north.y * north_m + up.y * up_m,
    origin.z + east.z * east_m + north.z * north_m + up.z * up_m,
  );
}

/** Local east (x), north (y), up (z) metres of an ECEF position. */
export function enuFromEcef(origin: Vec3, basis: EnuBasis, r: Vec3): Vec3 {
  const d = subtract(r, origin);
  return vec3(dot(d, basis.east), dot(d, basis.north), dot(d, basis.up));
}

/** Covariance of two components of a vector, along `a` and along `b`: aᵀ P b with the 3×3 block of `p` (row-major, rows of `stride`) that begins at
 *  `at`. Every covariance that is told on local axes is turned by this. */
export function covarianceAlong(p: Float64Array, at: number, stride: number, a: Vec3, b: Vec3): number {
  const ca = [a.x, a.y, a.z];
  const cb = [b.x, b.y, b.z];
  let sum = 0;
  for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) sum += ca[i] * p[at + i * stride + j] * cb[j];
  return sum;
}
