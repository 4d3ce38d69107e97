import { enuBasis } from '../frames/enu.ts';
import { type Geodetic, upAt } from '../frames/geodetic.ts';
import { geodesicDirect, geodesicInverse } from '../frames/geodesic.ts';
import { atan2, cos, log, sin } from '../math/elementary.ts';
import { ellipseAxes } from '../math/matrix.ts';
import { dot } from '../math/vector.ts';
import type { GroundPoint } from './assessment.ts';
import { type Flat, flatMapAt, flatRing } from './flat-map.ts';

const RING_POINTS = 36;

/** Ring of the ellipse that holds a ground point with this probability, counter-clockwise.
 *    d² = −2 ln(1 − p)  is the χ² quantile of two dimensions. */
export function ellipseRing(ground: GroundPoint, probability: number): Geodetic[] {
  const scale = Math.sqrt(-2 * log(1 - probability));
  const axes = ellipseAxes(ground.covarianceEast_m2, ground.covarianceEastNorth_m2, ground.covarianceNorth_m2);
  return Array.from({ length: RING_POINTS }, (_, k) => {
    const angle = (2 * Math.PI * k) / RING_POINTS;
    const along = scale * axes.major * cos(angle);
    const across = scale * axes.minor * sin(angle);
    const east = along * axes.cos - across * axes.sin;
    const north = along * axes.sin + across * axes.cos;
    return step(ground.point, east, north);
  });
}

/** Convex hull of points on the ground, counter-clockwise, on the map about the first point. Areas here span hundreds of
 *  kilometres, where the azimuthal equidistant map bends straight edges by less than the area's own uncertainty. */
export function hullRing(points: readonly Geodetic[]): Geodetic[] {
  const flat = flatRing(flatMapAt(points[0]), points);
  return convexHull(points.map((point, k) => ({ point, ...flat[k] }))).map(({ point }) => point);
}

/** Convex hull of points on a plane, counter-clockwise, from the westernmost on (of these the southernmost). */
export function convexHull<T extends Flat>(points: readonly T[]): T[] {
  const sorted = [...points].sort((a, b) => a.east - b.east || a.north - b.north);
  const half = (along: readonly T[]): T[] => {
    const chain: T[] = [];
    for (const next of along) {
      while (chain.length >= 2 && turn(chain[chain.length - 2], chain[chain.length - 1], next) <= 0) chain.pop();
      chain.push(next);
    }
    chain.pop();
    return chain;
  };
  return [...half(sorted), ...half([...sorted].reverse())];
}

function turn(a: Flat, b: Flat, c: Flat): number {
  return (b.east - a.east) * (c.north - a.north) - (b.north - a.north) * (c.east - a.east);
}

/** East and north of a point from an origin, m, on the azimuthal equidistant plane. */
export function offset(origin: Geodetic, point: Geodetic): Flat {
  const { distance_m, azimuth_rad } = geodesicInverse(origin, point);
  return distance_m === 0 ? { east: 0, north: 0 } : { east: distance_m * sin(azimuth_rad), north: distance_m * cos(azimuth_rad) };
}

/** Squared distance of a place from a ground point, in the sigmas of its covariance: χ² of two degrees of freedom. Infinite where there is none. */
export function squaredSigmas(
  { point, covarianceEast_m2: ee, covarianceEastNorth_m2: en, covarianceNorth_m2: nn }: GroundPoint,
  place: Geodetic,
): number {
  const { east, north } = offset(point, place);
  const determinant = ee * nn - en * en;
  return determinant > 0 ? (nn * east * east - 2 * en * east * north + ee * north * north) / determinant : Infinity;
}

function step(origin: Geodetic, east: number, north: number): Geodetic {
  const to = geodesicDirect(origin.latitude_rad, origin.longitude_rad, atan2(east, north), Math.sqrt(east * east + north * north));
  return { ...to, height_m: 0 };
}

/** Area of a ring on a plane, m²: Gauss's shoelace. */
export function flatArea_m2(ring: readonly Flat[]): number {
  let twice = 0;
  ring.forEach((a, i) => {
    const b = ring[(i + 1) % ring.length];
    twice += a.east * b.north - b.east * a.north;
  });
  return Math.abs(twice) / 2;
}

/** Longest distance of the corners of a ring on a plane from its first one, m: a measure of size that is cheap and steady. */
export function flatExtent_m(ring: readonly Flat[]): number {
  let most = 0;
  for (const { east, north } of ring) {
    const [de, dn] = [east - ring[0].east, north - ring[0].north];
    most = Math.max(most, Math.sqrt(de * de + dn * dn));
  }
  return most;
}

/** Whether a ring holds a point: on the gnomonic plane about the point itself, on which edges are great circles of the directions of the
 *  vertical. No geodesic is worked out. */
export function ringHolds(ring: readonly Geodetic[], point: Geodetic): boolean {
  const { east, north, up } = enuBasis(point);
  const flat = ring.map(({ latitude_rad, longitude_rad }): Flat => {
    const corner = upAt(latitude_rad, longitude_rad);
    // A corner beyond the horizon lies as far out on its own azimuth as the plane reaches.
    const height = Math.max(dot(corner, up), 1e-9);
    return { east: dot(corner, east) / height, north: dot(corner, north) / height };
  });
  return flatRingHolds(flat, { east: 0, north: 0 });
}

/** Whether a ring on a plane holds a point of it: crossing number. */
export function flatRingHolds(ring: readonly Flat[], { east, north }: Flat): boolean {
  let inside = false;
  ring.forEach((a, i) => {
    const b = ring[(i + 1) % ring.length];
    if (a.north > north !== b.north > north && a.east + ((b.east - a.east) * (north - a.north)) / (b.north - a.north) > east)
      inside = !inside;
  });
  return inside;
}
