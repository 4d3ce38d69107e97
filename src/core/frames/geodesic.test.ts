import { expect, test } from 'vitest';
import { GEODESICS, POLE_TO_POLE_m } from '../../../authorities/geodesics.ts';
import { sharedText } from '../../../tests/support/shared.ts';
import { degrees, toDegrees } from '../units.ts';
import { geodesicDirect, geodesicInverse } from './geodesic.ts';
import { ecefVecFromGeodetic, geodeticDegrees } from './geodetic.ts';
import { distance } from '../math/vector.ts';

const oneMillimetre = 1e-3;
const oneMetre = 1;

type Line = readonly [lat1: number, lon1: number, azimuth: number, lat2: number, lon2: number, distance_m: number];

function check([lat1, lon1, azimuth, lat2, lon2, distance_m]: Line): void {
  const from = geodeticDegrees(lat1, lon1);
  const to = geodeticDegrees(lat2, lon2);
  const inverse = geodesicInverse(from, to);
  expect(Math.abs(inverse.distance_m - distance_m)).toBeLessThan(oneMillimetre);
  expect(Math.abs(turnBetween(inverse.azimuth_rad, degrees(azimuth)))).toBeLessThan(1e-9);
  const end = geodesicDirect(from.latitude_rad, from.longitude_rad, degrees(azimuth), distance_m);
  expect(distance(ecefVecFromGeodetic(end), ecefVecFromGeodetic(to))).toBeLessThan(oneMillimetre);
}

function turnBetween(a_rad: number, b_rad: number): number {
  const turns = (a_rad - b_rad) / (2 * Math.PI);
  return (turns - Math.round(turns)) * 2 * Math.PI;
}

test.each(GEODESICS)('the line from (%f, %f) is the published one', (...line) => check(line));

test("all of GeographicLib's test lines hold within a millimetre", (context) => {
  const text = sharedText('data/physics/geographiclib_geodesictest.js.txt', context);
  const table = text.slice(text.indexOf('testcases = ['), text.indexOf(']];'));
  const rows = [...table.matchAll(/\[([-\d.,\s]+)\]?/g)].map(([, row]) => row.split(',').map(Number)).filter((row) => row.length === 12);
  expect(rows.length).toBe(20);
  for (const row of rows) check([row[0], row[1], row[2], row[3], row[4], row[6]]);
});

test('opposite points are found too, within a metre', () => {
  const whole = geodesicInverse(geodeticDegrees(90, 0), geodeticDegrees(-90, 0)).distance_m;
  expect(Math.abs(whole - POLE_TO_POLE_m)).toBeLessThan(oneMetre);
  // over a pole, since that is shorter than along the equator
  const equator = geodesicInverse(geodeticDegrees(0, 0), geodeticDegrees(0, 180));
  expect(Math.abs(equator.distance_m - POLE_TO_POLE_m)).toBeLessThan(oneMetre);
  expect(Math.min(equator.azimuth_rad, Math.abs(equator.azimuth_rad - Math.PI), 2 * Math.PI - equator.azimuth_rad)).toBeLessThan(1e-3);
  for (const to of [geodeticDegrees(-29.9, 179.6), geodeticDegrees(-30.3, -179.9), geodeticDegrees(-30, 180)]) {
    const from = geodeticDegrees(30, 0);
    const way = geodesicInverse(from, to);
    const end = geodesicDirect(from.latitude_rad, from.longitude_rad, way.azimuth_rad, way.distance_m);
    expect(distance(ecefVecFromGeodetic(end), ecefVecFromGeodetic(to))).toBeLessThan(2000 * oneMetre);
    expect(way.distance_m).toBeLessThan(POLE_TO_POLE_m + 10_000);
  }
});

test('the same place is at distance 0; a metre away is a metre away', () => {
  const here = geodeticDegrees(39.2, 125.7);
  expect(geodesicInverse(here, here)).toEqual({ distance_m: 0, azimuth_rad: 0 });
  const there = geodesicDirect(here.latitude_rad, here.longitude_rad, degrees(210), 1);
  expect(geodesicInverse(here, there).distance_m).toBeCloseTo(1, 8);
  expect(toDegrees(geodesicInverse(here, there).azimuth_rad)).toBeCloseTo(210, 5);
});

test('a way over the date line comes out on the other side', () => {
  const end = geodesicDirect(0, degrees(179), degrees(90), 222_639);
  expect(toDegrees(end.longitude_rad)).toBeCloseTo(-179, 5);
});
