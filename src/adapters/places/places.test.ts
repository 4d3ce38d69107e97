import { expect, test } from 'vitest';
import { MAX_PLACES } from '../../core/assess/places.ts';
import { geodeticDegrees, upAt } from '../../core/frames/geodetic.ts';
import { dot } from '../../core/math/vector.ts';
import { toDegrees } from '../../core/units.ts';
import { placesAround } from './places.ts';

const around = (latitude_deg: number, longitude_deg: number, radius_km: number, limit?: number) =>
  placesAround(geodeticDegrees(latitude_deg, longitude_deg), radius_km * 1000, limit);
const names = (...where: Parameters<typeof around>) => around(...where).places.map(({ name }) => name);

test('finds the places around a point, the largest first', () => {
  const { places, leftOut, radius_m } = around(42.5, 141.5, 150);
  expect(places[0]).toMatchObject({ name: 'Sapporo', country: 'JP', population: 1_883_027 });
  expect(toDegrees(places[0].latitude_rad)).toBeCloseTo(43.07, 1);
  expect(places.map(({ name }) => name)).toContain('Tomakomai');
  expect(places.every(({ population }, k) => k === 0 || (population ?? 0) <= (places[k - 1].population ?? 0))).toBe(true);
  expect([leftOut, radius_m]).toEqual([0, 150_000]);
});

test('finds people on both sides of the antimeridian', () => {
  const fiji = around(-17.5, 179.9, 350).places.map(({ longitude_rad }) => Math.sign(longitude_rad));
  expect(new Set(fiji)).toContain(1);
});

test('where nobody is found, the nearest places beyond are told', () => {
  const { places } = around(41, 160, 500);
  expect(places).toHaveLength(20);
  expect(places[0]).toMatchObject({ country: 'RU' });
});

test('of those beyond the nearest come first, and a radius ends where it says', () => {
  const point = geodeticDegrees(41, 160);
  const distance_m = ({ latitude_rad, longitude_rad }: { latitude_rad: number; longitude_rad: number }): number =>
    6_371_000 * Math.acos(dot(upAt(latitude_rad, longitude_rad), upAt(point.latitude_rad, point.longitude_rad)));
  const beyond = placesAround(point, 500_000).places.map(distance_m);
  expect(beyond).toEqual(beyond.toSorted((a, b) => a - b));
  const [first, second] = beyond;
  expect(placesAround(point, first - 100).places).toHaveLength(20);
  expect(placesAround(point, (first + second) / 2).places).toHaveLength(1);
  expect(placesAround(point, beyond[19] + 100).places).toHaveLength(20);
});

test('a size that is not known is no size, and not nobody', () => {
  for (const [name, latitude, longitude] of [
    ['Paju', 37.83, 126.82],
    ['Pingtung', 22.67, 120.49],
    ['Higashi-ōsaka', 34.67, 135.58],
  ] as const) {
    const found = around(latitude, longitude, 20).places.find((place) => place.name === name);
    expect(found).toBeDefined();
    expect(found).not.toHaveProperty('population');
  }
});

test('counts New York once, and neither its boroughs nor the quarters of Mumbai again', () => {
  const wholes = around(40.7, -73.95, 25).places.filter(({ partOf, population }) => partOf === undefined && (population ?? 0) > 400_000);
  expect(wholes.map(({ name }) => name)).toEqual(['New York City']);
  expect(names(40.7, -73.95, 25)).toContain('Brooklyn');
  expect(names(19.05, 73, 30)).not.toContain('Navi Mumbai');
});

test('gives no more than asked for, never more than its bound, and says how many it left out', () => {
  expect(names(35.7, 139.7, 100, 3)).toHaveLength(3);
  expect(names(35.7, 139.7, 100, 3)[0]).toBe('Tokyo');
  const wide = around(50, 10, 3000);
  expect(wide.places).toHaveLength(MAX_PLACES);
  expect(wide.leftOut).toBeGreaterThan(10_000);
});
