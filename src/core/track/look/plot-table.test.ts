import { expect, test } from 'vitest';
import { densityInto, plotTable } from './plot-table.ts';
import type { SensorView } from './sensor-view.ts';

const VIEW: SensorView = {
  mount: Float64Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1),
  azimuthOrigin_rad: 0,
  sigmaRange_m: 30,
  sigmaAzimuth_rad: 1e-3,
  sigmaElevation_rad: 1e-3,
  sigmaRangeRate_mps: 3,
  view: { rangeMin_m: 0, rangeMax_m: 1e6, azimuthMin_rad: -1, azimuthMax_rad: 1, elevationMin_rad: 0, elevationMax_rad: 1.5 },
  detectionProbability: 0.9,
  falsePlotsPerScan: 1,
  priorVelocity_mps: 100,
};
const at = (elevation_rad: number, rangeRate_mps?: number) => ({
  range_m: 5e5,
  azimuth_rad: 0,
  elevation_rad,
  ...(rangeRate_mps === undefined ? {} : { rangeRate_mps }),
});

test('clutter is as much denser as azimuths are shorter, and by so much less dense as it may have any range rate', () => {
  const density = (elevation_rad: number, view: SensorView, rangeRate_mps?: number): number =>
    densityInto(new Float64Array(1), 6, plotTable([at(elevation_rad, rangeRate_mps)], view), view)[0];
  const { sigmaRangeRate_mps, ...rateless } = VIEW;
  // Six plots over 1,000 km × 2 rad × 1.5 rad.
  expect(density(0, rateless)).toBeCloseTo(2e-6, 12);
  expect(density(Math.PI / 3, rateless) / density(0, rateless)).toBeCloseTo(2, 9);
  expect(density(0, rateless) / density(0, VIEW, 700)).toBeCloseTo(16_000, 6);
});

test('a plot’s own errors go before those of its sensor', () => {
  const { records } = plotTable([{ ...at(0, 700), sigmaRange_m: 90, sigmaElevation_rad: 2e-3, sigmaRangeRate_mps: 5 }], VIEW);
  expect([...records.subarray(4, 9)]).toEqual([8100, 1e-6, 4e-6, 700, 25]);
});
