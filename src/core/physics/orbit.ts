import { WGS84 } from '../frames/earth.ts';
import { atan2 } from '../math/elementary.ts';
import { cross, dot, norm } from '../math/vector.ts';
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
