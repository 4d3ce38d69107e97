import { asin, atan, atan2, cos, sin } from '../math/elementary.ts';
import { cross, dot, norm, scale, subtract, unit, type Vec3, vec3 } from '../math/vector.ts';
import type { Metres, Radians } from '../units.ts';
import { WGS84 } from './earth.ts';
import { type Geodetic, geodetic } from './geodetic.ts';
import { lineOfSight } from './line-of-sight.ts';

/** How an imager's scan angles lie on the Earth: a camera, the way it is turned, and an ellipsoid.
 *
 *  The two angles are turned one after the other, and instruments differ in which comes first: `sweep` is the axis that the mirror sweeps along.
 *  It is x for ABI, y for SEVIRI, AHI and AMI; the wrong one moves a corner of the disc by up to 34 km. */
export type ImagerGrid = FixedGrid | PointedGrid;

/** Of a geostationary imager: its frames all look as from one place over the equator, wherever the satellite stands that day. */
export type FixedGrid = {
  /** Of the projection, not of the satellite's place of the day: they are up to 0.5° apart. */
  readonly longitude_rad: Radians;
  /** Of the camera above the ellipsoid's equator. */
  readonly height_m: Metres;
  readonly semiMajor_m: Metres;
  readonly semiMinor_m: Metres;
  readonly sweep: 'x' | 'y';
};

/** Of an imager that moves, as it is at one look: where it stands, ECEF, m, and unit vectors of the sight of which both angles are zero and of the image's north,
 *  square to it. */
export type PointedGrid = Pick<FixedGrid, 'semiMajor_m' | 'semiMinor_m' | 'sweep'> & {
  readonly cameraEcef_m: Vec3;
  readonly axisEcef: Vec3;
  readonly northEcef: Vec3;
};

/** Scan angles: x positive to the east, y positive to the north of where the camera is turned: of a fixed grid, of the point below it. */
export type ScanAngles = { readonly x_rad: Radians; readonly y_rad: Radians };

/** The grid of a camera, ECEF, m, that is turned to a target, the Earth's axis upward in its image, on WGS 84.
 *  Throws `RangeError` where it looks along that axis, and nothing is upward. */
export function pointedGrid(cameraEcef_m: Vec3, targetEcef_m: Vec3): PointedGrid {
  const axisEcef = lineOfSight(cameraEcef_m, targetEcef_m);
  const upward = vec3(-axisEcef.z * axisEcef.x, -axisEcef.z * axisEcef.y, 1 - axisEcef.z * axisEcef.z);
  if (!(norm(upward) > 1e-4)) throw new RangeError('a camera that looks along the Earth’s axis has no north: turn it to another place');
  return { cameraEcef_m, axisEcef, northEcef: unit(upward), semiMajor_m: WGS84.a_m, semiMinor_m: WGS84.b_m, sweep: 'x' };
}

/** Where a line of sight meets the ellipsoid; undefined where it passes the Earth by, or looks away from it.
 *  Source  [GOES-R PUG L1b] vol. 3, 5.1.2.8.1, in ECEF; [CGMS 03] 4.4.3.2 for the sweep along y. */
export function geodeticOfScan(grid: ImagerGrid, angles: ScanAngles): Geodetic | undefined {
  const { semiMajor_m: a, semiMinor_m: b } = grid;
  const camera = cameraOf(grid);
  const sight = sightOfScan(grid, angles);
  // With the ellipsoid stretched to a ball.
  const [from, along] = [camera, sight].map((v) => vec3(v.x, v.y, (a / b) * v.z));
  const quadratic = dot(along, along);
  const half = 0 - dot(from, along);
  const discriminant = half * half - quadratic * (dot(from, from) - a * a);
  // Behind the camera the line meets it as well.
  if (!(discriminant >= 0 && half > 0)) return undefined;
  const range = (half - Math.sqrt(discriminant)) / quadratic;
  const [x, y, z] = [camera.x + range * sight.x, camera.y + range * sight.y, camera.z + range * sight.z];
  const latitude_rad = atan(((a * a) / (b * b)) * (z / Math.sqrt(x * x + y * y)));
  return geodetic(latitude_rad, atan2(y, x), 0);
}

/** The scan angles of a place, height and all; undefined where the Earth stands before it.
 *  Source  [GOES-R PUG L1b] vol. 3, 5.1.2.8.2, in ECEF, with the height of the place added along its vertical. */
export function scanOfGeodetic(grid: ImagerGrid, { latitude_rad, longitude_rad, height_m }: Geodetic): ScanAngles | undefined {
  const { semiMajor_m: a, semiMinor_m: b } = grid;
  const e2 = 1 - (b * b) / (a * a);
  const s = sin(latitude_rad);
  const c = cos(latitude_rad);
  const curvature = a / Math.sqrt(1 - e2 * s * s);
  const rho = (curvature + height_m) * c;
  const place = vec3(rho * cos(longitude_rad), rho * sin(longitude_rad), (curvature * (1 - e2) + height_m) * s);
  const camera = cameraOf(grid);
  if (isHidden(grid, camera, place)) return undefined;
  const sight = unit(subtract(place, camera));
  const { axis, east, north } = axesOf(grid);
  const [inward, across, up] = [dot(sight, axis), dot(sight, east), dot(sight, north)];
  return grid.sweep === 'x' ? { x_rad: asin(across), y_rad: atan2(up, inward) } : { x_rad: atan2(across, inward), y_rad: asin(up) };
}

/** Where the camera of a grid stands, ECEF, m. */
export function cameraOf(grid: ImagerGrid): Vec3 {
  if ('cameraEcef_m' in grid) return grid.cameraEcef_m;
  const { longitude_rad, height_m, semiMajor_m } = grid;
  const radius_m = semiMajor_m + height_m;
  return vec3(radius_m * cos(longitude_rad), radius_m * sin(longitude_rad), 0);
}

/** Unit vector of a sight, ECEF, whether or not it meets the Earth.  Source  as `geodeticOfScan`. */
export function sightOfScan(grid: ImagerGrid, { x_rad, y_rad }: ScanAngles): Vec3 {
  const inward = cos(x_rad) * cos(y_rad);
  const across = grid.sweep === 'x' ? sin(x_rad) : sin(x_rad) * cos(y_rad);
  const up = grid.sweep === 'x' ? cos(x_rad) * sin(y_rad) : sin(y_rad);
  const { axis, east, north } = axesOf(grid);
  return vec3(
    inward * axis.x + across * east.x + up * north.x,
    inward * axis.y + across * east.y + up * north.y,
    inward * axis.z + across * east.z + up * north.z,
  );
}

/** Whether two grids are one, as two files state it, in whatever precision. */
export function isSameGrid(a: ImagerGrid, b: ImagerGrid): boolean {
  const isNear = (one: number, other: number): boolean => Math.abs(one - other) <= 1e-6 * Math.abs(one) + 1e-9;
  const isClose = (one: Vec3, other: Vec3): boolean => {
    const apart = subtract(one, other);
    return dot(apart, apart) <= 1e-12 * dot(one, one);
  };
  const [of, other] = [axesOf(a), axesOf(b)];
  return (
    a.sweep === b.sweep &&
    isNear(a.semiMajor_m, b.semiMajor_m) &&
    isNear(a.semiMinor_m, b.semiMinor_m) &&
    isClose(cameraOf(a), cameraOf(b)) &&
    isClose(of.axis, other.axis) &&
    isClose(of.north, other.north)
  );
}

/** Unit vectors of the sight of both angles zero, and of the image's east and north, ECEF. */
function axesOf(grid: ImagerGrid): { readonly axis: Vec3; readonly east: Vec3; readonly north: Vec3 } {
  if ('cameraEcef_m' in grid) return { axis: grid.axisEcef, east: cross(grid.axisEcef, grid.northEcef), north: grid.northEcef };
  const [c, s] = [cos(grid.longitude_rad), sin(grid.longitude_rad)];
  return { axis: vec3(-c, -s, 0), east: vec3(-s, c, 0), north: vec3(0, 0, 1) };
}

/** Whether the Earth stands between: with the ellipsoid stretched to a unit ball, beyond the plane in which sights touch it, and nearer to the axis than they are. */
function isHidden({ semiMajor_m: a, semiMinor_m: b }: ImagerGrid, camera: Vec3, place: Vec3): boolean {
  const [from, to] = [camera, place].map(({ x, y, z }) => scale(vec3(x, y, (a / b) * z), 1 / a));
  const way = subtract(to, from);
  const across = cross(from, way);
  return dot(from, to) < 1 && dot(across, across) < dot(way, way);
}
