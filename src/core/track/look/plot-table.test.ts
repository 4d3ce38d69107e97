import { expect, test } from 'vitest';
import { stream } from '../../../sim/random.ts';
import type { PolarPlot, SightPlot } from '../../sense/corrections.ts';
import { POLAR4_PLOT } from '../kernels/polar4.ts';
import { SIGHT_PLOT } from '../kernels/sight.ts';
import { densityInto, plotTable } from './plot-table.ts';
import type { SensorView } from './sensor-view.ts';
import { sightTable } from './sight-table.ts';

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

test('plots of one place that state other errors or range rates are in one order, whatever the order in which they came', () => {
  const errors = [undefined, 1e-4, 2e-3];
  const polar = errors.flatMap((sigmaAzimuth_rad) =>
    [undefined, -50, 0, 700].flatMap((rangeRate_mps) =>
      [undefined, 3].map((sigmaRangeRate_mps) => ({ ...at(0.3), sigmaAzimuth_rad, rangeRate_mps, sigmaRangeRate_mps })),
    ),
  );
  const sights = errors.flatMap((sigmaAzimuth_rad) =>
    errors.map((sigmaElevation_rad) => ({ azimuth_rad: 0.2, elevation_rad: 0.3, sigmaAzimuth_rad, sigmaElevation_rad })),
  );
  const sightView = { ...VIEW, sigmaRange_m: undefined, sigmaRangeRate_mps: undefined };
  const polarRecords = (plots: readonly PolarPlot[]) => [...plotTable(plots, VIEW).records.subarray(0, POLAR4_PLOT.length * plots.length)];
  const sightRecords = (plots: readonly SightPlot[]) => [
    ...sightTable(plots, sightView).records.subarray(0, SIGHT_PLOT.length * plots.length),
  ];
  expect(new Set(sightRecords(sights)).size).toBeGreaterThan(6);
  const random = stream(1, 'shuffled');
  for (let turn = 0; turn < 20; turn++) {
    expect(polarRecords(shuffled(polar, random))).toEqual(polarRecords(polar));
    expect(sightRecords(shuffled(sights, random))).toEqual(sightRecords(sights));
  }
});

function shuffled<T>(list: readonly T[], random: ReturnType<typeof stream>): T[] {
  return list
    .map((value) => ({ value, key: random.uniform() }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);
}
