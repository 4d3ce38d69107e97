import { asin, atan2, cos, sin } from '../math/elementary.ts';
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
  const azimuth = atan2(dot(d, basis.east), dot(d, basis.north));
  return {
    range_m,
    azimuth_rad: azimuth < 0 ? azimuth + 2 * Math.PI : azimuth,
    elevation_rad: asin(Math.max(-1, Math.min(1, dot(d, basis.up) / range_m))),
    rangeRate_mps: dot(d, v) / range_m,
  };
}

/** ECEF position of a range, azimuth and elevation. */
export function ecefFromPolar(station: Vec3, basis: EnuBasis, range_m: number, azimuth_rad: number, elevation_rad: number): Vec3 {
  const flat = range_m * cos(elevation_rad);
  return ecefFromEnu(station, basis, flat * sin(azimuth_rad), flat * cos(azimuth_rad), range_m * sin(elevation_rad));
}
