import { expect, test } from 'vitest';
import { degrees, toDegrees } from '../../core/units.ts';
import { MAX_PLACES, placesNear } from './places.ts';

const near = (latitude_deg: number, longitude_deg: number, radius_km: number, minPopulation: number, limit?: number) =>
  placesNear(degrees(latitude_deg), degrees(longitude_deg), radius_km * 1000, minPopulation, limit);

test('finds the places near a point, the largest first', () => {
  const found = near(42.5, 141.5, 150, 100_000);
  expect(found[0]).toMatchObject({ name: 'Sapporo', country: 'JP', population: 1_883_027 });
  expect(toDegrees(found[0].latitude_rad)).toBeCloseTo(43.07, 1);
  expect(found.map(({ name }) => name)).toContain('Tomakomai');
  expect(found.every(({ population }, k) => k === 0 || population <= found[k - 1].population)).toBe(true);
});

test('finds nothing in the middle of an ocean, and people on both sides of the antimeridian', () => {
  expect(near(41, 160, 500, 1000)).toEqual([]);
  const fiji = near(-17.5, 179.9, 350, 1000).map(({ longitude_rad }) => Math.sign(longitude_rad));
  expect(new Set(fiji)).toContain(1);
});

test('counts a town once, not again for each of its quarters', () => {
  expect(near(19.05, 73, 30, 2_000_000).map(({ name }) => name)).not.toContain('Navi Mumbai');
});

test('gives no more than asked for, and never more than its bound', () => {
  expect(near(35.7, 139.7, 100, 1000, 3).map(({ name }) => name)[0]).toBe('Tokyo');
  expect(near(35.7, 139.7, 100, 1000, 3)).toHaveLength(3);
  expect(near(50, 10, 3000, 1000, 1e9)).toHaveLength(MAX_PLACES);
});
