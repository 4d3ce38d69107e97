import { expect, test } from 'vitest';
import { passive } from '../../../../tests/support/several-sensors.ts';
import { SIGHT_PLOT } from '../kernels/sight.ts';
import { sensorViewOf } from './sensor-view.ts';
import { sightTable } from './sight-table.ts';

const VIEW = sensorViewOf(passive('west', 38, 138.5, { sigma_rad: 1e-4 }));

/** Sum of the two variances across the sight, rad², which no choice of axes changes. */
function variance(plot: { readonly sigmaAzimuth_rad?: number; readonly sigmaElevation_rad?: number }): number {
  const { records } = sightTable([{ azimuth_rad: 1, elevation_rad: Math.PI / 3, ...plot }], VIEW);
  return records[SIGHT_PLOT.covariance] + records[SIGHT_PLOT.covariance + 2];
}

test('a spec states the error across the sight, a plot that of the azimuth, which is shorter across it by the cosine of the elevation', () => {
  expect(variance({}) / 2e-8).toBeCloseTo(1, 9);
  expect(variance({ sigmaAzimuth_rad: 4e-4 }) / (4e-8 + 1e-8)).toBeCloseTo(1, 9);
  expect(variance({ sigmaElevation_rad: 4e-4 }) / (1e-8 + 16e-8)).toBeCloseTo(1, 9);
});
