import { expect, test } from 'vitest';
import { BIN_BOUNDS, type Calibration, expectedCalibrationError, REGIONS, sumOf, type Tally } from './calibration.ts';

const NONE: Tally = { weight: 0, stated: 0, right: 0 };
const regions = Object.fromEntries(REGIONS.map((region) => [region, NONE])) as Calibration['regions'];

function saying(bin: number, tally: Tally): Calibration {
  return { causes: BIN_BOUNDS.slice(1).map((_, k) => (k === bin ? tally : NONE)), regions };
}

test('what is said with 0.97 and is right in three runs of four is off by 0.22', () => {
  const runs = [1, 1, 1, 0].map((right) => saying(6, { weight: 1, stated: 0.97, right }));
  expect(expectedCalibrationError(sumOf(runs))).toBeCloseTo(0.22, 12);
});

test('a bin that is too sure and one that is not sure enough do not make up for each other', () => {
  const both = sumOf([saying(0, { weight: 1, stated: 0.1, right: 0.4 }), saying(7, { weight: 1, stated: 1, right: 0.7 })]);
  expect(expectedCalibrationError(both)).toBeCloseTo(0.3, 12);
});

test('of nothing said there is no error', () => {
  expect(expectedCalibrationError(sumOf([]))).toBeUndefined();
});
