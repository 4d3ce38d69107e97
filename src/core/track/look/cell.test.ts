import { expect, test } from 'vitest';
import { type MeasurementSpec, NO_MODIFIERS } from '../../sense/measurement-spec.ts';
import { cellOf, type Placed, unresolvedChance } from './cell.ts';

const SPEC: MeasurementSpec = {
  id: 'coast',
  sensing: {
    kind: 'line-of-sight',
    sigmaLineOfSight_rad: 1e-5,
    view: {
      rangeMin_m: 100_000,
      rangeMax_m: 5_000_000,
      azimuthMin_rad: 0,
      azimuthMax_rad: 2 * Math.PI,
      elevationMin_rad: 0.1,
      elevationMax_rad: 1.5,
    },
  },
  frame: { kind: 'platform' },
  detectionProbability: 0.9,
  falsePlotsPerScan: 1,
  scanPeriod_s: 5,
  objects: { velocitySigma_mps: 2500, accelerationPsd_m2ps3: 1e-6, motion: 'flight' },
  modifiers: NO_MODIFIERS,
};
const POLAR: MeasurementSpec = {
  ...SPEC,
  sensing: {
    kind: 'polar',
    sigmaRange_m: 30,
    sigmaAzimuth_rad: 1e-3,
    sigmaElevation_rad: 1e-3,
    view: { rangeMin_m: 0, rangeMax_m: 1e6, azimuthMin_rad: -1, azimuthMax_rad: 1, elevationMin_rad: 0, elevationMax_rad: 1 },
  },
};
const placed = (range_m: number, angle_rad: number, sigma_m = 0, rangeRate_mps = 0): Placed => ({
  range_m,
  rangeVariance_m2: sigma_m * sigma_m,
  direction: [Math.cos(angle_rad), Math.sin(angle_rad), 0],
  rangeRate_mps,
});

test('at the distance that the spec states a pair is one plot as often as two, in range and in angle, and together it is none', () => {
  const cell = cellOf({ ...POLAR, resolution: { range_m: 100, angle_rad: 0.01 } });
  if (cell === undefined) throw new Error('no cell');
  expect(unresolvedChance(cell, placed(5e5, 0), placed(5e5, 0))).toBeCloseTo(1, 12);
  expect(unresolvedChance(cell, placed(5e5, 0), placed(5e5 + 100, 0))).toBeCloseTo(0.5, 9);
  expect(unresolvedChance(cell, placed(5e5, 0), placed(5e5, 0.01))).toBeCloseTo(0.5, 5);
  expect(unresolvedChance(cell, placed(5e5, 0), placed(5e5 + 200, 0))).toBeCloseTo(1 / 16, 9);
  // A range rate that the cell does not part them by says nothing; one that it does, does.
  expect(unresolvedChance(cell, placed(5e5, 0), placed(5e5, 0, 0, 900))).toBeCloseTo(1, 12);
  expect(unresolvedChance({ ...cell, rangeRate_mps: 10 }, placed(5e5, 0), placed(5e5, 0, 0, 10))).toBeCloseTo(Math.exp(-0.5), 9);
});

test('how ill the ranges are known spreads the chance, and takes of it where they are said to be the same', () => {
  const cell = cellOf({ ...POLAR, resolution: { range_m: 100, angle_rad: 0.01 } });
  if (cell === undefined) throw new Error('no cell');
  const near = unresolvedChance(cell, placed(5e5, 0, 300), placed(5e5, 0, 300));
  const far = unresolvedChance(cell, placed(5e5, 0, 300), placed(5e5 + 600, 0, 300));
  // Two of 300 m against a cell of 85 m: the mean of exp(−½ d²/85²) over d of 424 m.
  expect(near).toBeCloseTo(84.93 / Math.sqrt(84.93 * 84.93 + 2 * 300 * 300), 4);
  expect(far).toBeGreaterThan(unresolvedChance(cell, placed(5e5, 0), placed(5e5 + 600, 0)));
});

test('a sensor that states no cell has none; one that sees directions has one in angle alone', () => {
  expect(cellOf(POLAR)).toBeUndefined();
  expect(cellOf({ ...POLAR, resolution: { range_m: 0, angle_rad: 0.01 } })).toBeUndefined();
  expect(cellOf({ ...SPEC, resolution: { range_m: 0, angle_rad: 0 } })).toBeUndefined();
  const cell = cellOf({ ...SPEC, resolution: { range_m: 0, angle_rad: 1e-4 } });
  if (cell === undefined) throw new Error('no cell');
  expect(unresolvedChance(cell, placed(4e7, 0), placed(3e7, 0))).toBe(1);
  expect(unresolvedChance(cell, placed(4e7, 0), placed(3e7, 1e-4))).toBeCloseTo(0.5, 5);
});
