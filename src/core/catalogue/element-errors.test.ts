import { expect, test } from 'vitest';
import { WGS84 } from '../frames/earth.ts';
import { cholesky } from '../math/matrix.ts';
import { microsFromIso } from '../time/iso.ts';
import { createCatalogue } from './catalogue.ts';
import { elementErrors, rtnCovariance } from './element-errors.ts';
import type { MeanElements } from './mean-elements.ts';

const DAY_s = 86_400;
const orbit = (height_m: number, eccentricity = 0.001, bstar = 0): MeanElements => ({
  catalogueNumber: 1,
  name: '',
  internationalDesignator: '',
  epoch_us: microsFromIso('2026-05-07T00:00:00Z'),
  epochRest_us: 0,
  meanMotion_radps: Math.sqrt(WGS84.gm_m3ps2 / ((WGS84.a_m + height_m) / (1 - eccentricity)) ** 3),
  eccentricity,
  inclination_rad: 1,
  ascendingNode_rad: 2,
  argumentOfPerigee_rad: 3,
  meanAnomaly_rad: 4,
  bstar,
});

test('elements are worst along the way, err by hundreds of metres at their epoch and kilometres after a week, both ways in time', () => {
  for (const elements of [orbit(400e3, 0.001, 1e-4), orbit(1200e3), orbit(35_786e3), orbit(500e3, 0.7)]) {
    let last_m = 0;
    for (const days of [0, 1, 3, 7, 30]) {
      const { radial_m, along_m, cross_m } = elementErrors(elements, days * DAY_s);
      expect(along_m).toBeGreaterThan(Math.max(radial_m, cross_m));
      expect(along_m).toBeGreaterThan(last_m);
      last_m = along_m;
      expect(elementErrors(elements, -days * DAY_s)).toEqual({ radial_m, along_m, cross_m });
      expect(Math.min(radial_m, cross_m)).toBeGreaterThan(100);
    }
  }
  expect(elementErrors(orbit(400e3), 0).along_m).toBe(500);
  expect(elementErrors(orbit(790e3), 0).along_m).toBe(500);
  expect(elementErrors(orbit(810e3), 0).along_m).toBe(450);
  const { radial_m, cross_m } = elementErrors(orbit(1200e3), 10 * DAY_s);
  expect([radial_m, cross_m]).toEqual([200, 200].map((epoch_m) => Math.sqrt(epoch_m ** 2 + (0.05 * 2000) ** 2)));
  expect(elementErrors(orbit(1200e3), 7 * DAY_s).along_m).toBeCloseTo(Math.sqrt(450 ** 2 + 1400 ** 2), 6);
  expect(elementErrors(orbit(500e3, 0.7), 0)).toEqual({ radial_m: 2000, along_m: 3000, cross_m: 1500 });
});

test('what the air brakes is less sure by a fifth of what it brakes', () => {
  const braked = orbit(350e3, 0.001, 2e-4);
  const free = { ...braked, bstar: 0 };
  const at_us = braked.epoch_us + 5 * DAY_s * 1e6;
  const [a, b] = [braked, free].map((one) => createCatalogue([one]).propagate(at_us)).map(({ x_m, y_m, z_m }) => [x_m[0], y_m[0], z_m[0]]);
  const ahead_m = Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
  const grown_m = Math.sqrt(elementErrors(braked, 5 * DAY_s).along_m ** 2 - elementErrors(free, 5 * DAY_s).along_m ** 2);
  expect(grown_m / ahead_m).toBeGreaterThan(0.17);
  expect(grown_m / ahead_m).toBeLessThan(0.23);
});

test('the covariance is one: symmetric, positive definite, with the sigmas on its diagonal', () => {
  const elements = orbit(400e3, 0.001, 1e-4);
  const at_us = elements.epoch_us + 3 * DAY_s * 1e6;
  const covariance = rtnCovariance(elements, at_us);
  const { radial_m, along_m, cross_m } = elementErrors(elements, 3 * DAY_s);
  expect([0, 7, 14].map((k) => Math.sqrt(covariance[k]))).toEqual([radial_m, along_m, cross_m].map((value) => expect.closeTo(value, 6)));
  for (let i = 0; i < 6; i++) for (let j = 0; j < 6; j++) expect(covariance[6 * i + j]).toBe(covariance[6 * j + i]);
  expect(cholesky(new Float64Array(36), covariance, 6)).toBe(true);
  // A kilometre ahead on a circle turns 7.7 km/s by as much as the angle at the middle.
  expect(covariance[6 * 1 + 3] / covariance[7]).toBeCloseTo(-0.98 * elements.meanMotion_radps, 9);
});
