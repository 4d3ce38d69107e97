import { atan2, cos, sin } from '../math/elementary.ts';
import type { Metres } from '../units.ts';
import { convexHull } from './area.ts';
import type { Flat } from './flat-map.ts';

/** A convex polygon on a plane, counter-clockwise, with the outward normal of each edge, which begins at the corner of its number. */
export type Convex = { readonly corners: readonly Flat[]; readonly normals: readonly Flat[] };

/** The convex hull of points that do not all lie on one line, as a polygon. Doubled corners are left out: an edge has a length. */
export function convexOf(points: readonly Flat[]): Convex {
  const corners = convexHull(points);
  const normals = corners.map((a, k) => {
    const b = corners[(k + 1) % corners.length];
    const [de, dn] = [b.east - a.east, b.north - a.north];
    const length = Math.sqrt(de * de + dn * dn);
    return { east: dn / length, north: -de / length };
  });
  return { corners, normals };
}

const ROUND = 24;

/** How far from the circle's centre its corners are, of its radius. */
export const CORNER_REACH = 1 / cos(Math.PI / ROUND);

/** A polygon about the circle of radius one, from its westernmost corner on, counter-clockwise. */
const ABOUT_CIRCLE: readonly Flat[] = Array.from({ length: ROUND }, (_, k) => {
  const angle = Math.PI + (2 * Math.PI * k) / ROUND;
  return { east: CORNER_REACH * cos(angle), north: CORNER_REACH * sin(angle) };
});

/** All points within a distance of a convex polygon. The circle is a polygon of 24 corners about it, so that nothing of the sum is missing and at
 *  most 0.9 % of the distance is too much.
 *  Method   Minkowski sum: the edges of both, in order of their direction. */
export function grownBy({ corners }: Convex, distance_m: Metres): readonly Flat[] {
  if (distance_m === 0) return corners;
  const circle = ABOUT_CIRCLE.map(({ east, north }) => ({ east: distance_m * east, north: distance_m * north }));
  // Both begin at their westernmost corner, the southernmost of these, so that their edges begin in one direction.
  const sum: Flat[] = [];
  let [i, j] = [0, 0];
  while (i < corners.length || j < circle.length) {
    const [a, b] = [corners[i % corners.length], circle[j % circle.length]];
    sum.push({ east: a.east + b.east, north: a.north + b.north });
    const [nextA, nextB] = [corners[(i + 1) % corners.length], circle[(j + 1) % circle.length]];
    const turn = (nextA.east - a.east) * (nextB.north - b.north) - (nextA.north - a.north) * (nextB.east - b.east);
    if (j >= circle.length || (i < corners.length && turn > 0)) i += 1;
    else if (i >= corners.length || turn < 0) j += 1;
    else [i, j] = [i + 1, j + 1];
  }
  return sum;
}

/** The share of a disc that lies in a convex polygon, 0 to 1. Of a disc without a size: whether its centre does. */
export function shareOfDisc({ corners, normals }: Convex, centre: Flat, radius_m: Metres): number {
  let out = -Infinity;
  for (let k = 0; k < corners.length; k++) {
    const corner = corners[k];
    const normal = normals[k];
    out = Math.max(out, (centre.east - corner.east) * normal.east + (centre.north - corner.north) * normal.north);
    if (out >= radius_m && radius_m > 0) return 0;
  }
  if (out + radius_m <= 0) return 1;
  if (out >= radius_m) return 0;
  let area = 0;
  let a = corners[corners.length - 1];
  for (const b of corners) {
    area += sliceArea(a.east - centre.east, a.north - centre.north, b.east - centre.east, b.north - centre.north, radius_m);
    a = b;
  }
  return Math.min(1, Math.max(0, area / (Math.PI * radius_m * radius_m)));
}

/** Signed area that a disc about the origin has in common with the triangle of the origin, a and b: a sector where the edge lies outside, a
 *  triangle where it lies inside. */
function sliceArea(ae: number, an: number, be: number, bn: number, radius: number): number {
  const de = be - ae;
  const dn = bn - an;
  // |a + t·d|² = r²
  const squared = de * de + dn * dn;
  const half = ae * de + an * dn;
  const discriminant = half * half - squared * (ae * ae + an * an - radius * radius);
  if (squared === 0 || discriminant <= 0) return sector(ae, an, be, bn, radius);
  const root = Math.sqrt(discriminant);
  const enter = Math.max(0, (-half - root) / squared);
  const leave = Math.min(1, (-half + root) / squared);
  if (enter >= leave) return sector(ae, an, be, bn, radius);
  const pe = ae + enter * de;
  const pn = an + enter * dn;
  const qe = ae + leave * de;
  const qn = an + leave * dn;
  let area = (pe * qn - pn * qe) / 2;
  // An end that lies inside has no sector, nor an angle when it is the centre itself.
  if (enter > 0) area += sector(ae, an, pe, pn, radius);
  if (leave < 1) area += sector(qe, qn, be, bn, radius);
  return area;
}

function sector(ae: number, an: number, be: number, bn: number, radius: number): number {
  return (radius * radius * atan2(ae * bn - an * be, ae * be + an * bn)) / 2;
}
