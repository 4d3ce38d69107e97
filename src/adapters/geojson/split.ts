import type { Geodetic } from '../../core/frames/geodetic.ts';
import { toDegrees } from '../../core/units.ts';

/** Longitude and latitude in degrees, in GeoJSON's order. */
export type LonLat = readonly [longitude_deg: number, latitude_deg: number];

/** Longitude, latitude in degrees: the order of GeoJSON. */
export function lonLat({ latitude_rad, longitude_rad }: Geodetic): LonLat {
  return [toDegrees(longitude_rad), toDegrees(latitude_rad)];
}

/** A ring (first point not repeated) as one or more rings that stay within ±180° of longitude, each counter-clockwise, first point not
 *  repeated. A ring around a pole becomes one that runs along the pole's edge of the map. Rings without area are left out.
 *  Source  RFC 7946 §3.1.6 (winding) and §3.1.9 (antimeridian). */
export function splitRing(ring: readonly LonLat[]): LonLat[][] {
  if (ring.length < 3) return [];
  const open = aroundPole(unwrapped(ring));
  const longitudes = open.map(([longitude]) => longitude);
  const first = Math.floor((Math.min(...longitudes) + 180) / 360);
  const last = Math.ceil((Math.max(...longitudes) - 180) / 360);
  const pieces: LonLat[][] = [];
  for (let turn = first; turn <= last; turn++) {
    const shifted = open.map(([longitude, latitude]): LonLat => [longitude - 360 * turn, latitude]);
    const piece = counterClockwise(withoutDoubles(clipped(clipped(shifted, -180, 1), 180, -1)));
    if (piece.length >= 3 && Math.abs(signedArea(piece)) > 1e-9) pieces.push(piece);
  }
  return pieces;
}

/** A line as one or more lines that do not jump over the antimeridian. */
export function splitLine(line: readonly LonLat[]): LonLat[][] {
  const pieces: LonLat[][] = [];
  let piece: LonLat[] = line.length > 0 ? [line[0]] : [];
  for (let k = 1; k < line.length; k++) {
    const [from, to] = [line[k - 1], line[k]];
    const jump = Math.round((to[0] - from[0]) / 360);
    if (jump !== 0) {
      const edge = -180 * jump;
      const share = (edge - from[0]) / (to[0] - 360 * jump - from[0]);
      const latitude = from[1] + share * (to[1] - from[1]);
      pieces.push([...piece, [edge, latitude]]);
      piece = [[-edge, latitude]];
    }
    piece.push(to);
  }
  return [...pieces, piece].filter((one) => one.length >= 2);
}

/** The same ring with longitudes that never step by more than half a turn: what lies beyond 180° goes on counting. */
function unwrapped(ring: readonly LonLat[]): LonLat[] {
  const open: LonLat[] = [ring[0]];
  for (let k = 1; k < ring.length; k++) open.push([nearest(ring[k][0], open[k - 1][0]), ring[k][1]]);
  return open;
}

function nearest(longitude: number, to: number): number {
  return longitude - 360 * Math.round((longitude - to) / 360);
}

/** A ring whose longitudes make a whole turn holds a pole. On the map it is closed along that pole's edge. */
function aroundPole(open: LonLat[]): LonLat[] {
  const [first, last] = [open[0], open[open.length - 1]];
  const turn = nearest(first[0], last[0]) - first[0];
  if (Math.abs(turn) < 180) return open;
  const pole = open.reduce((sum, [, latitude]) => sum + latitude, 0) > 0 ? 90 : -90;
  return [...open, [first[0] + turn, first[1]], [first[0] + turn, pole], [first[0], pole]];
}

/** Sutherland–Hodgman against one meridian: what lies on the side where (longitude − edge)·side ≥ 0. */
function clipped(ring: readonly LonLat[], edge: number, side: 1 | -1): LonLat[] {
  const kept: LonLat[] = [];
  for (const [k, to] of ring.entries()) {
    const from = ring[(k + ring.length - 1) % ring.length];
    const [fromIn, toIn] = [(from[0] - edge) * side >= 0, (to[0] - edge) * side >= 0];
    if (fromIn !== toIn) kept.push([edge, from[1] + ((edge - from[0]) / (to[0] - from[0])) * (to[1] - from[1])]);
    if (toIn) kept.push(to);
  }
  return kept;
}

function withoutDoubles(ring: LonLat[]): LonLat[] {
  return ring.filter(([longitude, latitude], k) => {
    const before = ring[(k + ring.length - 1) % ring.length];
    return ring.length < 2 || longitude !== before[0] || latitude !== before[1];
  });
}

function counterClockwise(ring: LonLat[]): LonLat[] {
  return signedArea(ring) < 0 ? ring.reverse() : ring;
}

/** Twice the area on the map in square degrees, positive when counter-clockwise. */
function signedArea(ring: readonly LonLat[]): number {
  return ring.reduce((sum, [x, y], k) => {
    const [nextX, nextY] = ring[(k + 1) % ring.length];
    return sum + x * nextY - nextX * y;
  }, 0);
}
