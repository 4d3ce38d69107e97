import { expect, test } from 'vitest';
import { samples } from '../../../tests/support/ulp.ts';
import { distance, dot, norm, scale, unit, vec3 } from '../math/vector.ts';
import { ecefVecFromGeodetic, geodeticDegrees, geodeticFromEcefVec } from './geodetic.ts';
import { earthBlocks, intersectHeight, lineOfSight, tangentBasis } from './line-of-sight.ts';

const satellite = ecefVecFromGeodetic(geodeticDegrees(0, 110, 35_786_000));
const at = (latitude: number, longitude: number, height = 0) => ecefVecFromGeodetic(geodeticDegrees(latitude, longitude, height));

test('the axes across a line of sight are unit vectors, normal to it and to each other, wherever it points', () => {
  const draw = samples(5);
  const directions = [vec3(0, 0, 1), vec3(0, 0, -1), vec3(1, 0, 0), vec3(0, -1, 0)];
  for (let i = 0; i < 500; i++) directions.push(unit(vec3(draw() - 0.5, draw() - 0.5, draw() - 0.5)));
  for (const u of directions) {
    const { right, up } = tangentBasis(u);
    for (const product of [dot(right, u), dot(up, u), dot(right, up), norm(right) - 1, norm(up) - 1])
      expect(Math.abs(product)).toBeLessThan(1e-14);
    expect(tangentBasis(u)).toEqual({ right, up });
  }
});

test('a geostationary satellite sees Pyongyang and not Washington', () => {
  expect(earthBlocks(satellite, at(39.2, 125.7))).toBe(false);
  expect(earthBlocks(satellite, at(38.9, -77))).toBe(true);
  expect(earthBlocks(satellite, at(38.9, -77, 2_000_000))).toBe(true);
  expect(earthBlocks(satellite, at(0, 110))).toBe(false);
});

test('a radar on the ground sees what is above its horizon, and does not hide itself', () => {
  const radar = at(40.7, 140.9, 10);
  expect(earthBlocks(radar, at(40.7, 141.2, 2000))).toBe(false);
  expect(earthBlocks(radar, at(39.2, 125.7, 500_000))).toBe(false);
  expect(earthBlocks(radar, at(39.2, 125.7, 50_000))).toBe(true);
  expect(earthBlocks(at(39.2, 125.7, 50_000), radar)).toBe(true);
});

test('a ray first meets a height on the near side, and misses or looks away where it should', () => {
  const target = at(39.2, 125.7, 12_000);
  const hit = intersectHeight(satellite, lineOfSight(satellite, target), 12_000);
  expect(hit).toBeDefined();
  if (hit === undefined) return;
  expect(distance(hit, target)).toBeLessThan(5);
  expect(geodeticFromEcefVec(hit).height_m).toBeCloseTo(12_000, 0);
  expect(intersectHeight(satellite, lineOfSight(satellite, at(85, -70, 3_000_000)), 12_000)).toBeUndefined();
  expect(intersectHeight(satellite, scale(lineOfSight(satellite, target), -1), 12_000)).toBeUndefined();
});

test('from below the height the ray meets it on the way out', () => {
  const out = intersectHeight(at(10, 10), unit(at(10, 10)), 100_000);
  expect(out && geodeticFromEcefVec(out).height_m).toBeCloseTo(100_000, 0);
});
