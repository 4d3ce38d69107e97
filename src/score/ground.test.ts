import { expect, test } from 'vitest';
import type { GroundPoint } from '../core/assess/assessment.ts';
import { geodesicDirect } from '../core/frames/geodesic.ts';
import { geodetic, geodeticDegrees } from '../core/frames/geodetic.ts';
import { degrees } from '../core/units.ts';
import { ellipseAt, groundError, median, medianError_m, ringArea_m2, ringContains, rmsError_m, semiAxes } from './ground.ts';

const here = geodeticDegrees(40, 179.9);

function estimate(sigmaEast_m: number, sigmaNorth_m: number): GroundPoint {
  return { point: here, covarianceEast_m2: sigmaEast_m ** 2, covarianceEastNorth_m2: 0, covarianceNorth_m2: sigmaNorth_m ** 2 };
}

function awayFrom(azimuth_deg: number, distance_m: number) {
  const point = geodesicDirect(here.latitude_rad, here.longitude_rad, degrees(azimuth_deg), distance_m);
  return geodetic(point.latitude_rad, point.longitude_rad, 0);
}

test('an ellipse has its long axis first, whichever way it lies', () => {
  expect(semiAxes(estimate(2000, 5000))).toEqual({ major_m: 5000, minor_m: 2000 });
  const tilted = { ...estimate(1, 1), covarianceEast_m2: 5, covarianceEastNorth_m2: 4, covarianceNorth_m2: 5 };
  expect(semiAxes(tilted).major_m).toBeCloseTo(3, 12);
  expect(semiAxes(tilted).minor_m).toBeCloseTo(1, 12);
});

test('the 95 % ellipse is 2.45 sigma wide', () => {
  expect(ellipseAt(estimate(1000, 1000), 0.95).major_m).toBeCloseTo(2447.7, 0);
});

test('an error is judged along its own direction: 4 km east is much where 1 km is expected, little north where 5 km is', () => {
  const east = groundError(estimate(1000, 5000), awayFrom(90, 4000));
  const north = groundError(estimate(1000, 5000), awayFrom(0, 4000));
  expect(east).toMatchObject({ inside95: false });
  expect(north).toMatchObject({ inside95: true });
  expect(east.chi2).toBeCloseTo(16, 1);
  expect(north.chi2).toBeCloseTo(0.64, 2);
  expect(east.error_m).toBeCloseTo(4000, 3);
  expect(rmsError_m(estimate(3000, 4000))).toBeCloseTo(5000, 9);
});

test('the median error of a round ellipse is 1.177 sigma, of a line 0.674 sigma', () => {
  expect(medianError_m(estimate(1000, 1000))).toBeGreaterThan(1177 * 0.98);
  expect(medianError_m(estimate(1000, 1000))).toBeLessThan(1177 * 1.02);
  expect(medianError_m(estimate(1000, 0))).toBeCloseTo(675, 0);
  expect(medianError_m(estimate(0, 0))).toBe(0);
});

test('a ring across the antimeridian holds what is inside it and nothing else', () => {
  const ring = [45, 135, 225, 315].map((azimuth) => awayFrom(azimuth, 50_000));
  expect(ringContains(ring, here)).toBe(true);
  expect(ringContains(ring, awayFrom(90, 30_000))).toBe(true);
  expect(ringContains(ring, awayFrom(90, 60_000))).toBe(false);
  expect(ringContains(ring.slice(0, 2), here)).toBe(false);
});

test('the area of a square 100 km wide is 10,000 km²', () => {
  const half = Math.SQRT1_2 * 100_000;
  const ring = [45, 135, 225, 315].map((azimuth) => awayFrom(azimuth, half));
  expect(ringArea_m2(ring) / 1e10).toBeGreaterThan(0.99);
  expect(ringArea_m2(ring) / 1e10).toBeLessThan(1.01);
});

test('a ring about the pole or over the antimeridian has the area that it has elsewhere, however small', () => {
  for (const radius_m of [30, 3_000, 300_000])
    for (const [latitude, longitude] of [
      [90, 0],
      [89.9, 20],
      [0, 180],
      [-89.99, -120],
    ]) {
      const from = geodeticDegrees(latitude, longitude);
      const ring = Array.from({ length: 36 }, (_, k) => {
        const corner = geodesicDirect(from.latitude_rad, from.longitude_rad, degrees(10 * k), radius_m);
        return geodetic(corner.latitude_rad, corner.longitude_rad, 0);
      });
      // Of 36 corners: 18 sin(10°) r².
      expect(ringArea_m2(ring) / (18 * Math.sin(degrees(10)) * radius_m * radius_m)).toBeGreaterThan(0.99);
      expect(ringArea_m2(ring) / (18 * Math.sin(degrees(10)) * radius_m * radius_m)).toBeLessThan(1.01);
    }
});

test('the median of an even number is the mean of the middle two, and of none is nothing', () => {
  expect(median([5, 1, 9])).toBe(5);
  expect(median([4, 1, 9, 6])).toBe(5);
  expect(median([])).toBeUndefined();
});

test('each axis of an ellipse is as many sigma wide as the probability asks for', () => {
  // χ² of two degrees of freedom is exponential: 1 − exp(−2²/2) within two sigma.
  const { major_m, minor_m } = ellipseAt(estimate(1000, 3000), 1 - Math.exp(-2));
  expect(major_m).toBeCloseTo(6000, 6);
  expect(minor_m).toBeCloseTo(2000, 6);
});

/** Share of a Gaussian of sigmas 1 and `flat` within a radius: over the angle, the radial integral in closed form. */
function shareWithin(radius: number, flat: number): number {
  const steps = 4000;
  let sum = 0;
  for (let k = 0; k < steps; k++) {
    const angle = (2 * Math.PI * (k + 0.5)) / steps;
    const q = Math.cos(angle) ** 2 + (Math.sin(angle) / flat) ** 2;
    sum += (1 - Math.exp((-q * radius * radius) / 2)) / (q * flat) / steps;
  }
  return sum;
}

test('half of the errors lie within the median, to 2 % of it, from a round ellipse to a flat one', () => {
  for (const flat of [1, 0.8, 0.6, 0.4, 0.3, 0.27, 0.25, 0.2, 0.15, 0.1, 0.05]) {
    const found = medianError_m(estimate(1000, 1000 * flat)) / 1000;
    expect(shareWithin(0.98 * found, flat), `flat ${flat}`).toBeLessThan(0.5);
    expect(shareWithin(1.02 * found, flat), `flat ${flat}`).toBeGreaterThan(0.5);
  }
});

test('three corners hold what is between them; two hold nothing, not even what lies on the line', () => {
  const triangle = [0, 120, 240].map((azimuth) => awayFrom(azimuth, 50_000));
  expect(ringContains(triangle, here)).toBe(true);
  expect(ringContains(triangle, awayFrom(60, 40_000))).toBe(false);
  const north = geodeticDegrees(40.5, 179.9);
  const south = geodeticDegrees(39.5, 179.9);
  expect(ringContains([north, south], here)).toBe(false);
});
