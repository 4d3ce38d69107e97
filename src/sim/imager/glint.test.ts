import { expect, test } from 'vitest';
import { vec3, type Vec3 } from '../../core/math/vector.ts';
import { degrees } from '../../core/units.ts';
import { glintReflectance, PLATE_SLOPES2, seaSlopes2, WATER } from './glint.ts';

const UP = vec3(0, 0, 1);
const at = (zenith_deg: number, azimuth_deg = 0): Vec3 => {
  const [zenith, azimuth] = [degrees(zenith_deg), degrees(azimuth_deg)];
  return vec3(Math.sin(zenith) * Math.cos(azimuth), Math.sin(zenith) * Math.sin(azimuth), Math.cos(zenith));
};

test('level mirrors under a Sun and a sensor overhead: Fresnel over four times the mean square slope', () => {
  const fresnel = ((WATER - 1) / (WATER + 1)) ** 2;
  expect(glintReflectance(UP, UP, UP, 0.04, WATER)).toBeCloseTo(fresnel / (4 * 0.04), 12);
});

test('it is brightest where a level mirror would show the Sun, and gone elsewhere', () => {
  const mirror = glintReflectance(at(40), at(40, 180), UP, seaSlopes2(7), WATER);
  expect(mirror).toBeGreaterThan(3 * glintReflectance(at(40), at(10, 180), UP, seaSlopes2(7), WATER));
  expect(glintReflectance(at(40), at(40, 0), UP, seaSlopes2(7), WATER)).toBeLessThan(1e-4);
  expect(glintReflectance(at(40), at(33, 180), UP, PLATE_SLOPES2, WATER)).toBeLessThan(1e-4);
});

test('the more wind, the wider and the fainter', () => {
  const [calm, rough] = [seaSlopes2(2), seaSlopes2(12)];
  expect(glintReflectance(at(40), at(40, 180), UP, calm, WATER)).toBeGreaterThan(glintReflectance(at(40), at(40, 180), UP, rough, WATER));
  expect(glintReflectance(at(40), at(5, 180), UP, calm, WATER)).toBeLessThan(glintReflectance(at(40), at(5, 180), UP, rough, WATER));
});

// 1983-09-26: high clouds in a grazing view, with the Sun as low behind them, were as bright as launches.
test('where view and Sun graze, it is many times as bright as from above', () => {
  expect(glintReflectance(at(80), at(80, 180), UP, PLATE_SLOPES2, WATER)).toBeGreaterThan(
    20 * glintReflectance(at(30), at(30, 180), UP, PLATE_SLOPES2, WATER),
  );
});

test('none at night, and none below the horizon', () => {
  expect(glintReflectance(at(91), at(40, 180), UP, seaSlopes2(7), WATER)).toBe(0);
  expect(glintReflectance(at(40), at(91, 180), UP, seaSlopes2(7), WATER)).toBe(0);
});
