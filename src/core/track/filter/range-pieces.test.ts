import { expect, test } from 'vitest';
import { WGS84 } from '../../frames/earth.ts';
import { geodeticDegrees, heightAbove } from '../../frames/geodetic.ts';
import { mountAt, type PolarView } from '../../sense/measurement-spec.ts';
import { mostPieces, piecesAlong } from './range-pieces.ts';

const viewOf = (rangeMin_m: number, rangeMax_m: number): PolarView => ({
  rangeMin_m,
  rangeMax_m,
  azimuthMin_rad: 0,
  azimuthMax_rad: 2 * Math.PI,
  elevationMin_rad: -Math.PI / 2,
  elevationMax_rad: Math.PI / 2,
});
const REACH = viewOf(100_000, 50_000_000);

/** Where the pieces begin and end, straight below a place turned outward by an angle. */
function edgesFrom(mount: Float64Array, off_rad: number, view = REACH): number[] {
  const u = [0, 1, 2].map((i) => Math.sin(off_rad) * mount[3 + i] - Math.cos(off_rad) * mount[9 + i]);
  const edges = new Float64Array(mostPieces(view) + 1);
  return Array.from(edges.subarray(0, piecesAlong(mount, u, view, edges) + 1));
}

test('from any height and in any direction pieces double at most, are short beside the distance from the centre, end at the ground, and have room', () => {
  for (const height_m of [0, 800_000, 5_000_000, 20_200_000, 35_786_000, 60_000_000]) {
    const mount = mountAt(geodeticDegrees(20, 135, height_m));
    for (let off_rad = 0.01; off_rad < Math.PI; off_rad += 0.013) {
      const edges = edgesFrom(mount, off_rad);
      const u = [0, 1, 2].map((i) => Math.sin(off_rad) * mount[3 + i] - Math.cos(off_rad) * mount[9 + i]);
      const at = (r: number): [number, number, number] => [mount[0] + r * u[0], mount[1] + r * u[1], mount[2] + r * u[2]];
      expect(edges.length - 1).toBeLessThanOrEqual(mostPieces(REACH));
      expect(edges[0]).toBe(100_000);
      const startsUnderground = heightAbove(...at(100_000)) < -995;
      for (let k = 1; k < edges.length && !startsUnderground; k++) {
        const length_m = edges[k] - edges[k - 1];
        expect(length_m).toBeGreaterThan(0);
        expect(edges[k] / edges[k - 1]).toBeLessThan(2 + 1e-6);
        expect(heightAbove(...at(edges[k]))).toBeGreaterThan(-1005);
        expect(length_m).toBeLessThan(0.151 * Math.max(...[edges[k - 1], edges[k]].map((r) => Math.hypot(...at(r)))));
      }
    }
  }
});

test('straight below a geostationary satellite the last piece ends at the ground', () => {
  const edges = edgesFrom(mountAt(geodeticDegrees(0, 135, 35_786_000)), 0);
  expect(edges.at(-1)).toBeCloseTo(35_787_000, 0);
  expect((edges.at(-1) as number) - (edges.at(-2) as number)).toBeLessThan(0.16 * WGS84.a_m);
});

test('a flat world has no Earth: ranges double, and nothing else', () => {
  const flat = Float64Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1);
  const edges = edgesFrom(flat, 1, viewOf(1000, 16_000));
  expect(edges).toHaveLength(5);
  edges.forEach((edge, k) => {
    expect(edge).toBeCloseTo(1000 * 2 ** k, 6);
  });
});
