import { WGS84 } from '../../frames/earth.ts';
import { intersectHeight } from '../../frames/line-of-sight.ts';
import { exp, log, pow } from '../../math/elementary.ts';
import { type Vec3, vec3 } from '../../math/vector.ts';
import type { PolarView } from '../../sense/measurement-spec.ts';

/** Pieces of a reach: each at most doubles the range, so that σ is a fifth of the distance. */
const DOUBLING = 2;
/** A piece is no longer than this share of the distance from the Earth's centre: gravity goes by the square of that distance, and a filter takes it for
 *  straight over all of the piece. With longer ones the piece that holds what a geostationary satellite sees is predicted wrongly and loses against those that
 *  bend less, which are near the satellite. Of 12 seeds with five bodies 12 told such a track with neither this nor an end at
 *  the ground, 4 with one half. */
const SHARE_OF_RADIUS = 0.15;
/** The ground is taken this much lower than the ellipsoid: sites may lie below it, and a line that grazes it goes on. */
const DEPTH_M = 1000;
/** Rounding. */
const A_HAIR = 1e-9;

/** Parts the reach along a line of sight, from `mount` along the unit vector u, into pieces: writes where each begins and, last, where the last one ends to
 *  `edges`, and returns how many there are.
 *
 *  Nothing is sought beyond where the line meets the Earth: inside it no body falls, and a filter that began there would be pulled by a gravity that
 *  is not. Ranges double; where a piece is long beside the distance R from the Earth's centre it is cut again, evenly in
 *    q = ∫ dr / R = asinh(t / p)      t along the line from where it is nearest to the centre, at the distance p. */
export function piecesAlong(mount: Float64Array, u: ArrayLike<number>, view: PolarView, edges: Float64Array): number {
  const from = vec3(mount[0], mount[1], mount[2]);
  const sight = vec3(u[0], u[1], u[2]);
  const near_m = view.rangeMin_m;
  const ground_m = groundAt(from, sight);
  // What is seen through the ground, by a plot's error or a height that is off, is sought as if there were none.
  const meets = ground_m > near_m && ground_m < view.rangeMax_m;
  const far_m = meets ? ground_m : view.rangeMax_m;
  const bends = isOnEarth(from) && !(ground_m <= near_m);
  const doublings = doublingsOf(near_m, far_m);
  const ratio = pow(far_m / near_m, 1 / doublings);
  const nearest_m = -(from.x * sight.x + from.y * sight.y + from.z * sight.z);
  const closest_m = Math.max(1, Math.sqrt(Math.max(0, from.x * from.x + from.y * from.y + from.z * from.z - nearest_m * nearest_m)));
  const most = edges.length - 1;
  let count = 0;
  edges[0] = near_m;
  for (let k = 0; k < doublings; k++) {
    const begin_m = near_m * pow(ratio, k);
    const end_m = begin_m * ratio;
    const [q, r] = [asinh((begin_m - nearest_m) / closest_m), asinh((end_m - nearest_m) / closest_m)];
    const cuts = bends ? Math.min(partsOf(r - q), most - count - (doublings - 1 - k)) : 1;
    for (let i = 1; i < cuts; i++) edges[count + i] = nearest_m + closest_m * sinh(q + ((r - q) * i) / cuts);
    count += cuts;
    edges[count] = end_m;
  }
  return count;
}

/** How many pieces a reach has at the most, wherever the sensor is and looks: R is least, and q greatest, along a line that passes the Earth just above the
 *  ground. In each doubling as many as if it did so there, and in all no more than one each besides what it takes once. */
export function mostPieces({ rangeMin_m, rangeMax_m }: PolarView): number {
  const doublings = doublingsOf(rangeMin_m, rangeMax_m);
  const ratio = pow(rangeMax_m / rangeMin_m, 1 / doublings);
  let each = 0;
  for (let k = 0; k < doublings; k++) each += partsOf(grazing(rangeMin_m * pow(ratio, k) * (ratio - 1)));
  return Math.min(each, doublings + Math.floor(grazing(rangeMax_m - rangeMin_m) / SHARE_OF_RADIUS));
}

function grazing(length_m: number): number {
  return 2 * asinh(length_m / (2 * (WGS84.b_m - DEPTH_M)));
}

function doublingsOf(near_m: number, far_m: number): number {
  return Math.max(1, Math.ceil(log(far_m / near_m) / log(DOUBLING) - A_HAIR));
}

function partsOf(q: number): number {
  return Math.max(1, Math.ceil(q / SHARE_OF_RADIUS - A_HAIR));
}

/** In a flat world a sensor stands at the origin: there is no Earth. */
function isOnEarth({ x, y, z }: Vec3): boolean {
  return x * x + y * y + z * z > 0.25 * WGS84.b_m * WGS84.b_m;
}

/** Range at which the line of sight meets the ground; Infinity where it passes by, or there is none. */
function groundAt(from: Vec3, sight: Vec3): number {
  const ground = isOnEarth(from) ? intersectHeight(from, sight, -DEPTH_M) : undefined;
  if (ground === undefined) return Infinity;
  const [x, y, z] = [ground.x - from.x, ground.y - from.y, ground.z - from.z];
  return Math.sqrt(x * x + y * y + z * z);
}

function asinh(x: number): number {
  const size = Math.abs(x);
  const value = log(size + Math.sqrt(size * size + 1));
  return x < 0 ? -value : value;
}

function sinh(x: number): number {
  const e = exp(x);
  return 0.5 * (e - 1 / e);
}
