import { expect, test } from 'vitest';
import { ecefVecFromGeodetic, geodeticDegrees } from '../frames/geodetic.ts';
import { type ImagerGrid, pointedGrid, scanOfGeodetic } from '../frames/imager-grid.ts';
import { addScaled, vec3 } from '../math/vector.ts';
import type { Raster } from './frame.ts';
import { groundDisplacement, standingOf } from './standing.ts';

const RASTER: Raster = { rows: 64, columns: 96, x0_rad: -47.5 * 112e-6, y0_rad: 31.5 * 112e-6, step_rad: 112e-6 };
const TARGET = ecefVecFromGeodetic(geodeticDegrees(60.5, -103));
/** As of 1983: over northern Europe, three kilometres a second. */
const CAMERA = addScaled(vec3(0, 0, 0), ecefVecFromGeodetic(geodeticDegrees(60, 28)), 4.9);
const gridAfter = (seconds: number): ImagerGrid => pointedGrid(addScaled(CAMERA, vec3(600, -2_400, 1_500), seconds), TARGET);
const inImage = (grid: ImagerGrid, latitude_deg: number, longitude_deg: number) => {
  const scan = scanOfGeodetic(grid, geodeticDegrees(latitude_deg, longitude_deg));
  if (scan === undefined) throw new Error('hidden');
  return { row: (RASTER.y0_rad - scan.y_rad) / RASTER.step_rad, column: (scan.x_rad - RASTER.x0_rad) / RASTER.step_rad };
};

test('what stands on the ground is where the ground is, though that moves in the image', () => {
  const [before, now] = [gridAfter(0), gridAfter(10)];
  const moved = standingOf(before, now, RASTER);
  const [was, is] = [inImage(before, 58, -104), inImage(now, 58, -104)];
  // Pixels of three kilometres, ten seconds: twice the wind that what stands may have.
  expect(Math.hypot(is.row - was.row, is.column - was.column) * 3_200).toBeGreaterThan(10 * 25);
  const to = moved?.(was) ?? was;
  expect(Math.hypot(is.row - to.row, is.column - to.column)).toBeLessThan(1e-6);
});

test('the middle of the area, which the camera is turned to, stays; a camera that stays moves nothing', () => {
  const middle = { row: 31.5, column: 47.5 };
  const to = standingOf(gridAfter(0), gridAfter(10), RASTER)?.(middle) ?? { row: 0, column: 0 };
  expect(Math.hypot(to.row - middle.row, to.column - middle.column)).toBeLessThan(1e-6);
  expect(standingOf(gridAfter(0), gridAfter(0), RASTER)).toBeUndefined();
  expect(groundDisplacement(gridAfter(0), gridAfter(0), RASTER)).toBeUndefined();
});

test('blocks are displaced as the ground in their middles is', () => {
  const ground = groundDisplacement(gridAfter(0), gridAfter(10), RASTER);
  if (ground === undefined) throw new Error('the camera moves');
  const block = 4;
  const [row, column] = [(1.5 * 64) / ground.blockRows - 0.5, (1.5 * 96) / ground.blockColumns - 0.5];
  const from = standingOf(gridAfter(10), gridAfter(0), RASTER)?.({ row, column });
  expect(ground.blockColumns).toBe(3);
  expect([ground.east[block], ground.south[block]]).toEqual([column - (from?.column ?? 0), row - (from?.row ?? 0)]);
});

test('beside the Earth something is told where it was, give or take what the limb moves', () => {
  const limb = { x0_rad: 0, y0_rad: 0.2, rows: 2, columns: 2, step_rad: 112e-6 };
  const to = standingOf(gridAfter(0), gridAfter(10), limb)?.({ row: 0, column: 0 });
  expect(Math.hypot(to?.row ?? 99, to?.column ?? 99)).toBeLessThan(20);
});
