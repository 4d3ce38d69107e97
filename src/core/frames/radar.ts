import { atan2, cos, sin } from '../math/elementary.ts';
import { dot, norm, subtract, type Vec3 } from '../math/vector.ts';
import { ecefFromEnu, type EnuBasis } from './enu.ts';

/** What a radar measures. Azimuth from north, clockwise, 0…2π; no refraction, no light time. */
export type Polar = {
  readonly range_m: number;
  readonly azimuth_rad: number;
  readonly elevation_rad: number;
  readonly rangeRate_mps: number;
};

/** Range, azimuth, elevation and range rate of an ECEF position and velocity at a station that stands on the ground. */
export function polarFromEcef(station: Vec3, basis: EnuBasis, r: Vec3, v: Vec3): Polar {
  const d = subtract(r, station);
  const range_m = norm(d);
  const east = dot(d, basis.east);
  const north = dot(d, basis.north);
  const azimuth = atan2(east, north);
  return {
    range_m,
    // A hair west of north would round to a full turn.
    azimuth_rad: azimuth >= 0 ? azimuth : azimuth > -HAIR_RAD ? 0 : azimuth + 2 * Math.PI,
    // Not the arc sine: near the zenith it loses half of its digits.
    elevation_rad: atan2(dot(d, basis.up), Math.sqrt(east * east + north * north)),
    rangeRate_mps: dot(d, v) / range_m,
  };
}

const HAIR_RAD = 1e-12;

/** ECEF position of a range, azimuth and elevation. */
export function ecefFromPolar(station: Vec3, basis: EnuBasis, range_m: number, azimuth_rad: number, elevation_rad: number): Vec3 {
  const flat = range_m * cos(elevation_rad);
  return ecefFromEnu(station, basis, flat * sin(azimuth_rad), flat * cos(azimuth_rad), range_m * sin(elevation_rad));
}
