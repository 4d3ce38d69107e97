import { WGS84 } from '../frames/earth.ts';
import { atan2 } from '../math/elementary.ts';
import { cholesky } from '../math/matrix.ts';
import { cross, dot, norm, vec3 } from '../math/vector.ts';
import type { Vec3 } from '../math/vector.ts';
import type { JoulesPerKilogram, Metres, Radians, Seconds } from '../units.ts';

/** The two-body orbit that touches a state. Heights are radii minus the equatorial radius, a figure for comparison, not geodetic. */
export type Orbit = {
  readonly specificEnergy_Jpkg: JoulesPerKilogram;
  /** Negative for an open orbit. */
  readonly semiMajorAxis_m: Metres;
  readonly eccentricity: number;
  readonly perigeeRadius_m: Metres;
  /** Infinity for an open orbit. */
  readonly apogeeRadius_m: Metres;
  readonly perigeeHeight_m: Metres;
  readonly apogeeHeight_m: Metres;
  /** Infinity for an open orbit. */
  readonly period_s: Seconds;
  readonly inclination_rad: Radians;
  /** Of the velocity above the local horizontal (normal to r). */
  readonly flightPathAngle_rad: Radians;
};

/** Orbit of an inertial state, m and m/s.
 *  Source  R. Bate, D. Mueller, J. White, Fundamentals of Astrodynamics, ch. 1 and 2. */
export function orbitOf(r: Vec3, v: Vec3): Orbit {
  const gm = WGS84.gm_m3ps2;
  const radius = norm(r);
  const h = cross(r, v);
  const specificEnergy_Jpkg = dot(v, v) / 2 - gm / radius;
  const radial = dot(r, v) / radius;
  const parameter = dot(h, h) / gm;
  const angular = norm(h) / radius;
  // eccentricity from its components along and across r: e cos ν = p/r − 1, e sin ν = ṙ √(p/GM); 1 + 2Eh²/GM² cancels near circles
  const along = parameter / radius - 1;
  const across = radial * Math.sqrt(parameter / gm);
  const eccentricity = Math.sqrt(along * along + across * across);
  const semiMajorAxis_m = -gm / (2 * specificEnergy_Jpkg);
  const closed = specificEnergy_Jpkg < 0;
  const perigeeRadius_m = parameter / (1 + eccentricity);
  const apogeeRadius_m = closed ? semiMajorAxis_m * (1 + eccentricity) : Infinity;
  return {
    specificEnergy_Jpkg,
    semiMajorAxis_m,
    eccentricity,
    perigeeRadius_m,
    apogeeRadius_m,
    perigeeHeight_m: perigeeRadius_m - WGS84.a_m,
    apogeeHeight_m: apogeeRadius_m - WGS84.a_m,
    period_s: closed ? 2 * Math.PI * Math.sqrt((semiMajorAxis_m * semiMajorAxis_m * semiMajorAxis_m) / gm) : Infinity,
    inclination_rad: atan2(Math.sqrt(h.x * h.x + h.y * h.y), h.z),
    flightPathAngle_rad: atan2(radial, angular),
  };
}

/** Orbit of an ECEF state (velocity relative to the Earth). The inertial axes are taken along the Earth-fixed ones of that instant,
 *  which changes none of the figures above. */
export function orbitOfEcef(r: Vec3, v: Vec3): Orbit {
  const w = WGS84.omega_radps;
  return orbitOf(r, { x: v.x - w * r.y, y: v.y + w * r.x, z: v.z });
}

const N = 6;

/** One sigma of the perigee of an ECEF state, about the perigee of its mean, by the 2n points of the third-degree spherical cubature rule: near a circle any
 *  error of the speed or of its direction lowers the perigee, and a gradient says nothing. Infinite where the covariance is broken.
 *  Source  [AH2009] eq. 38.   Shapes  x 6, p 6×6 row-major, m and m/s. */
export function sigmaPerigee_m(x: Float64Array, p: Float64Array): Metres {
  const root = new Float64Array(N * N);
  if (!cholesky(root, p, N)) return Infinity;
  const perigee_m = perigeeAt(x);
  let sum = 0;
  for (let k = 0; k < 2 * N; k++) {
    const reach = (k % 2 === 0 ? 1 : -1) * Math.sqrt(N);
    const off_m = perigeeAt(x.map((value, i) => value + reach * root[i * N + (k >> 1)])) - perigee_m;
    sum += off_m * off_m;
  }
  return Math.sqrt(sum / (2 * N));
}

function perigeeAt(x: Float64Array): Metres {
  return orbitOfEcef(vec3(x[0], x[1], x[2]), vec3(x[3], x[4], x[5])).perigeeHeight_m;
}
