import { asin, atan, atan2, cos, sin } from '../math/elementary.ts';
import { type Vec3, vec3 } from '../math/vector.ts';
import type { Metres, Radians } from '../units.ts';
import { type Geodetic, geodetic } from './geodetic.ts';

/** How a geostationary imager's scan angles lie on the Earth: a camera over the equator, and an ellipsoid.
 *
 *  The two angles are turned one after the other, and instruments differ in which comes first: `sweep` is the axis that the mirror sweeps along.
 *  It is x for ABI, y for SEVIRI, AHI and AMI; the wrong one moves a corner of the disc by up to 34 km. */
export type FixedGrid = {
  /** Of the projection, not of the satellite's place of the day: they are up to 0.5° apart. */
  readonly longitude_rad: Radians;
  /** Of the camera above the ellipsoid's equator. */
  readonly height_m: Metres;
  readonly semiMajor_m: Metres;
  readonly semiMinor_m: Metres;
  readonly sweep: 'x' | 'y';
};

/** Scan angles: x positive to the east, y positive to the north of the point below the camera. */
export type ScanAngles = { readonly x_rad: Radians; readonly y_rad: Radians };

/** Where a line of sight meets the ellipsoid; undefined where it passes the Earth by, or looks away from it.
 *  Source  [GOES-R PUG L1b] vol. 3, 5.1.2.8.1; [CGMS 03] 4.4.3.2 for the sweep along y. */
export function geodeticOfScan(grid: FixedGrid, { x_rad, y_rad }: ScanAngles): Geodetic | undefined {
  const { semiMajor_m: a, semiMinor_m: b } = grid;
  const toCentre = grid.height_m + a;
  const stretch = (a * a) / (b * b);
  const { inward, east, north } = fromCamera(grid.sweep, x_rad, y_rad);
  const quadratic = inward * inward + east * east + stretch * north * north;
  const half = toCentre * inward;
  const discriminant = half * half - quadratic * (toCentre * toCentre - a * a);
  // Behind the camera the line meets it as well.
  if (!(discriminant >= 0 && inward > 0)) return undefined;
  const range = (half - Math.sqrt(discriminant)) / quadratic;
  const outward = toCentre - range * inward;
  const across = range * east;
  const latitude_rad = atan((stretch * range * north) / Math.sqrt(outward * outward + across * across));
  return geodetic(latitude_rad, turned(grid.longitude_rad + atan2(across, outward)), 0);
}

/** The scan angles of a place, height and all; undefined where the Earth stands before it.
 *  Source  [GOES-R PUG L1b] vol. 3, 5.1.2.8.2, with the height of the place added along its vertical. */
export function scanOfGeodetic(grid: FixedGrid, { latitude_rad, longitude_rad, height_m }: Geodetic): ScanAngles | undefined {
  const { semiMajor_m: a, semiMinor_m: b } = grid;
  const e2 = 1 - (b * b) / (a * a);
  const s = sin(latitude_rad);
  const c = cos(latitude_rad);
  const curvature = a / Math.sqrt(1 - e2 * s * s);
  const rho = (curvature + height_m) * c;
  const north = (curvature * (1 - e2) + height_m) * s;
  const turn = longitude_rad - grid.longitude_rad;
  const toCentre = grid.height_m + a;
  const outward = rho * cos(turn);
  const inward = toCentre - outward;
  const east = rho * sin(turn);
  // With the ellipsoid stretched to a ball: beyond the plane in which sights touch it, and nearer to the axis than they are.
  const across2 = east * east + (a * a * north * north) / (b * b);
  const isBeyond = outward * toCentre < a * a;
  if (isBeyond && toCentre * toCentre * across2 < a * a * (inward * inward + across2)) return undefined;
  const range = Math.sqrt(inward * inward + east * east + north * north);
  return grid.sweep === 'x'
    ? { x_rad: asin(east / range), y_rad: atan(north / inward) }
    : { x_rad: atan(east / inward), y_rad: asin(north / range) };
}

/** Where the camera of a grid stands, ECEF, m. */
export function cameraOf({ longitude_rad, height_m, semiMajor_m }: FixedGrid): Vec3 {
  const radius_m = semiMajor_m + height_m;
  return vec3(radius_m * cos(longitude_rad), radius_m * sin(longitude_rad), 0);
}

/** Unit vector of a sight, ECEF, whether or not it meets the Earth.  Source  as `geodeticOfScan`. */
export function sightOfScan({ longitude_rad, sweep }: FixedGrid, { x_rad, y_rad }: ScanAngles): Vec3 {
  const { inward, east, north } = fromCamera(sweep, x_rad, y_rad);
  const [c, s] = [cos(longitude_rad), sin(longitude_rad)];
  return vec3(-inward * c - east * s, east * c - inward * s, north);
}

/** Unit vector of a sight: towards the Earth's centre, to the east, to the north. */
function fromCamera(
  sweep: FixedGrid['sweep'],
  x_rad: Radians,
  y_rad: Radians,
): { readonly inward: number; readonly east: number; readonly north: number } {
  const inward = cos(x_rad) * cos(y_rad);
  return sweep === 'x'
    ? { inward, east: sin(x_rad), north: cos(x_rad) * sin(y_rad) }
    : { inward, east: sin(x_rad) * cos(y_rad), north: sin(y_rad) };
}

/** Between −π and π. */
function turned(longitude_rad: Radians): Radians {
  return longitude_rad - 2 * Math.PI * Math.round(longitude_rad / (2 * Math.PI));
}
