import { expect, test } from 'vitest';
import { localEstimate } from '../frames/local-estimate.ts';
import { toDegrees } from '../units.ts';
import { estimateOfReport } from './report-estimate.ts';

/** Over the Gulf of Guinea, where east, north and up are the y, z and x axes. 1 … 21 by rows of the upper triangle. */
const REPORT = {
  positionEcef_m: { x: 6_478_137, y: 0, z: 0 },
  velocityEcef_mps: { x: 100, y: 200, z: 300 },
  covariance: Array.from({ length: 21 }, (_, k) => k + 1),
};

test('a report’s covariance, upper triangle by rows, becomes the whole matrix, and its local axes are east, north, up', () => {
  const estimate = estimateOfReport(REPORT);
  expect(Array.from(estimate.p.subarray(0, 12))).toEqual([1, 2, 3, 4, 5, 6, 2, 7, 8, 9, 10, 11]);
  expect(estimate.p[35]).toBe(21);
  expect(estimate.p[30]).toBe(6);
  const local = localEstimate(estimate);
  expect(toDegrees(local.latitude_rad)).toBeCloseTo(0, 12);
  expect(local.height_m).toBeCloseTo(100_000, 6);
  expect([local.velocityEast_mps, local.velocityNorth_mps, local.velocityUp_mps]).toEqual([200, 300, 100]);
  // xx yy zz of the report are 1, 7 and 12: up, east and north.
  expect([local.covarianceEnu[0], local.covarianceEnu[7], local.covarianceEnu[14]]).toEqual([7, 12, 1]);
});

test('a report without its 21 finite numbers is refused', () => {
  expect(() => estimateOfReport({ ...REPORT, covariance: [1, 2, 3] })).toThrow('covariance: it has 3 numbers');
  expect(() => estimateOfReport({ ...REPORT, velocityEcef_mps: { x: NaN, y: 0, z: 0 } })).toThrow(RangeError);
});
