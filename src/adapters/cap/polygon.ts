import type { Geodetic } from '../../core/frames/geodetic.ts';
import type { LonLat } from '../geojson/split.ts';
import { lonLat, splitRing } from '../geojson/split.ts';

/** Most points of one polygon, the repeated first one included: receivers and cell broadcast choke on more. */
const MAX_POINTS = 100;

/** CAP polygons of a ring: `latitude,longitude` pairs with four decimals (11 m), closed, one text for each side of the antimeridian.
 *  Thinning takes every n-th corner; on an ellipse of 100 corners that moves the edge by 0.05 % of its radius. */
export function capPolygons(ring: readonly Geodetic[]): string[] {
  return splitRing(ring.map(lonLat))
    .map((piece) => withoutDoubles(thinned(piece).map(pair)))
    .filter((pairs) => pairs.length >= 3)
    .map((pairs) => [...pairs, pairs[0]].join(' '));
}

function thinned(ring: readonly LonLat[]): readonly LonLat[] {
  const stride = Math.ceil(ring.length / (MAX_POINTS - 1));
  return ring.filter((_, k) => k % stride === 0);
}

function pair([longitude_deg, latitude_deg]: LonLat): string {
  return `${fixed(latitude_deg)},${fixed(longitude_deg)}`;
}

function fixed(angle_deg: number): string {
  const text = angle_deg.toFixed(4);
  return text === '-0.0000' ? '0.0000' : text;
}

function withoutDoubles(pairs: readonly string[]): string[] {
  return pairs.filter((one, k) => one !== pairs[(k + pairs.length - 1) % pairs.length]);
}
