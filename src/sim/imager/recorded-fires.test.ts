import { expect, test } from 'vitest';
import { scanOfGeodetic } from '../../core/frames/imager-grid.ts';
import { gridOf } from './area.ts';
import { geostationaryImager } from './presets.ts';
import { fireAreasOf, firePixel, groundOfFire, imagerOver } from './recorded-fires.ts';

const imager = (longitude_rad: number) => geostationaryImager(longitude_rad, 10);
const AT_us = 1_700_000_000_000_000;

test('a fire is looked at from the nearest place of a weather satellite, over the date line too', () => {
  const over = (longitude_deg: number): number => (imagerOver(imager, (longitude_deg * Math.PI) / 180).longitude_rad * 180) / Math.PI;
  expect(over(-80)).toBeCloseTo(-75.2, 9);
  expect(over(20)).toBeCloseTo(0, 9);
  expect(over(-175)).toBeCloseTo(-137.2, 9);
  expect(over(-178.5)).toBeCloseTo(140.7, 9);
});

test('fires of one square are an area, by day and by night apart, and what no satellite sees is counted', () => {
  const fires = [
    firePixel(10, 20, AT_us, true, 5),
    firePixel(10.05, 20.05, AT_us + 1, true, 7),
    firePixel(10, 20, AT_us + 2, false, 5),
    firePixel(-12, 20, AT_us + 3, true, 5),
    firePixel(89, 20, AT_us + 4, true, 5),
  ];
  const { areas, unseen } = fireAreasOf(fires, imager, 60);
  expect(unseen).toBe(1);
  expect(areas.map((area) => area.fires.length)).toEqual([2, 1, 1]);
  for (const { spec, middle, fires: those } of areas)
    for (const { place } of those) {
      const scan = scanOfGeodetic(gridOf(spec), place);
      expect(Math.abs((scan?.x_rad ?? NaN) - middle.x_rad)).toBeLessThanOrEqual(30 * spec.step_rad);
      expect(Math.abs((scan?.y_rad ?? NaN) - middle.y_rad)).toBeLessThanOrEqual(30 * spec.step_rad);
    }
});

test('the ground of a fire radiates its power: 37.2 kW of a square metre at 900 K', () => {
  expect(groundOfFire(firePixel(0, 0, AT_us, true, 37.2)).area_m2).toBeCloseTo(1000, -1);
});
