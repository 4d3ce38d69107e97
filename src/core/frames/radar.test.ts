import { expect, test } from 'vitest';
import { samples } from '../../../tests/support/ulp.ts';
import { addScaled, distance, vec3 } from '../math/vector.ts';
import { toDegrees } from '../units.ts';
import { ecefFromEnu, enuBasis, enuFromEcef } from './enu.ts';
import { ecefVecFromGeodetic, geodeticDegrees } from './geodetic.ts';
import { ecefFromPolar, polarFromEcef } from './radar.ts';

const site = geodeticDegrees(40.7, 140.9, 120);
const station = ecefVecFromGeodetic(site);
const basis = enuBasis(site);
const rest = vec3(0, 0, 0);

test('east, north and up go to ECEF and back', () => {
  const r = ecefFromEnu(station, basis, 300_000, -200_000, 900_000);
  const local = enuFromEcef(station, basis, r);
  expect(distance(local, vec3(300_000, -200_000, 900_000))).toBeLessThan(1e-8);
});

test.each([
  [1, 0, 0, 90, 0],
  [0, 1, 0, 0, 0],
  [-1, 0, 0, 270, 0],
  [0, -1, 1, 180, 45],
])('east %i north %i up %i is azimuth %i° and elevation %i°', (east, north, up, azimuth, elevation) => {
  const polar = polarFromEcef(station, basis, ecefFromEnu(station, basis, east * 1e5, north * 1e5, up * 1e5), rest);
  expect(toDegrees(polar.azimuth_rad) % 360).toBeCloseTo(azimuth, 8);
  expect(toDegrees(polar.elevation_rad)).toBeCloseTo(elevation, 8);
});

test('range, azimuth and elevation come back within a micrometre, also overhead', () => {
  const draw = samples(11);
  for (let i = 0; i < 2000; i++) {
    const elevation = i % 10 === 0 ? Math.PI / 2 - 1e-9 * draw() : Math.PI * (draw() - 0.5);
    const r = ecefFromPolar(station, basis, 10_000 + 5e6 * draw(), 2 * Math.PI * draw(), elevation);
    const polar = polarFromEcef(station, basis, r, rest);
    expect(polar.azimuth_rad).toBeGreaterThanOrEqual(0);
    expect(polar.azimuth_rad).toBeLessThan(2 * Math.PI);
    expect(distance(ecefFromPolar(station, basis, polar.range_m, polar.azimuth_rad, polar.elevation_rad), r)).toBeLessThan(1e-6);
  }
});

test('an azimuth a hair west of north is not a full turn', () => {
  const r = ecefFromEnu(station, basis, -1e-12, 100_000, 0);
  expect(polarFromEcef(station, basis, r, rest).azimuth_rad).toBeLessThan(2 * Math.PI);
});

test('range rate is the change of range in a second', () => {
  const r = ecefFromEnu(station, basis, 400_000, 300_000, 600_000);
  const v = vec3(-1200, 3400, -500);
  const ahead = polarFromEcef(station, basis, addScaled(r, v, 0.5), v);
  const behind = polarFromEcef(station, basis, addScaled(r, v, -0.5), v);
  expect(polarFromEcef(station, basis, r, v).rangeRate_mps).toBeCloseTo(ahead.range_m - behind.range_m, 2);
});
