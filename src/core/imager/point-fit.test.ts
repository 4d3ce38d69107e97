import { describe, expect, test } from 'vitest';
import { addPoint } from '../../sim/imager/point-spread.ts';
import { stream } from '../../sim/random.ts';
import { fitPoint, type PointFit } from './point-fit.ts';

const SIDE = 15;
const MIDDLE = 7 * SIDE + 7;
const SPREAD = 0.475;

function seen(row: number, column: number, total: number, noise: number, seed: number): Float32Array {
  const image = new Float64Array(SIDE * SIDE);
  addPoint(image, SIDE, row, column, SPREAD, total);
  const random = stream(seed, 'point');
  return Float32Array.from(image, (value) => value + noise * random.normal());
}

const flat = (noise: number): Float32Array => new Float32Array(SIDE * SIDE).fill(noise * noise);

function fitted(image: Float32Array, noise: number): PointFit {
  const fit = fitPoint(image, flat(noise), SIDE, MIDDLE, SPREAD);
  if (fit === undefined) throw new Error('nothing fits');
  return fit;
}

test('without noise a point is found where it is', () => {
  const fit = fitted(seen(7.31, 6.62, 50, 0, 1), 1e-3);
  expect(fit.row).toBeCloseTo(7.31, 3);
  expect(fit.column).toBeCloseTo(6.62, 3);
  expect(fit.total).toBeCloseTo(50, 2);
});

// The covariance is the inverse of Fisher's information, which is the Cramér–Rao bound of three parameters.
describe.each([8, 15, 40])('a point of %d sigmas in its brightest pixel', (k) => {
  const errors = Array.from({ length: 400 }, (_, seed) => {
    const random = stream(seed, `place/${k}`);
    const [row, column] = [7 + random.uniform() - 0.5, 7 + random.uniform() - 0.5];
    const fit = fitted(seen(row, column, k / 0.5, 1, seed), 1);
    const { rowRow, rowColumn, columnColumn } = fit.covariance;
    const [u, v] = [fit.row - row, fit.column - column];
    const determinant = rowRow * columnColumn - rowColumn * rowColumn;
    return {
      u,
      v,
      bound2: rowRow + columnColumn,
      distance2: (columnColumn * u * u - 2 * rowColumn * u * v + rowRow * v * v) / determinant,
      fit,
    };
  });
  const mean = (of: (error: (typeof errors)[number]) => number): number =>
    errors.reduce((sum, error) => sum + of(error), 0) / errors.length;

  test('is found without bias, within a tenth of its bound', () => {
    const rms = Math.sqrt(mean(({ u, v }) => u * u + v * v));
    const bound = Math.sqrt(mean(({ bound2 }) => bound2));
    expect(rms / bound).toBeLessThan(1.1);
    expect(Math.abs(mean(({ u }) => u))).toBeLessThan((3 * rms) / Math.sqrt(800));
    expect(Math.abs(mean(({ v }) => v))).toBeLessThan((3 * rms) / Math.sqrt(800));
  });

  test('is as bright as it is said to be, within its sigma', () => {
    const off = mean(({ fit }) => ((fit.total - k / 0.5) / fit.sigmaTotal) * ((fit.total - k / 0.5) / fit.sigmaTotal));
    // One degree of freedom, 400 of them: 1 ± 0.21 at three sigmas; the misfit widens some.
    expect(off).toBeGreaterThan(0.7);
    expect(off).toBeLessThan(1.21);
  });

  test('is as far off as its covariance says', () => {
    // Two degrees of freedom, 400 of them: 2 ± 0.3 at three sigmas; the misfit widens some.
    expect(mean(({ distance2 }) => distance2)).toBeGreaterThan(1.5);
    expect(mean(({ distance2 }) => distance2)).toBeLessThan(2.3);
    expect(mean(({ fit }) => fit.misfit)).toBeCloseTo(1, 1);
  });
});

test('a patch is no point: its misfit says so, and widens what is said of the place', () => {
  const image = new Float64Array(SIDE * SIDE);
  addPoint(image, SIDE, 7.2, 6.9, 1.5, 400);
  const patch = fitted(Float32Array.from(image), 1);
  expect(patch.misfit).toBeGreaterThan(20);
  expect(patch.covariance.rowRow).toBeGreaterThan(10 * fitted(seen(7.2, 6.9, patch.total, 0, 1), 1).covariance.rowRow);
});

test('where the light is another pixel’s, or too little has a value, nothing fits', () => {
  expect(fitPoint(seen(7, 9, 100, 0, 1), flat(1), SIDE, MIDDLE, SPREAD)).toBeUndefined();
  const torn = seen(7, 7, 100, 0, 1).map((value, at) => (at % SIDE < 7 || Math.floor(at / SIDE) < 7 ? NaN : value));
  expect(fitPoint(torn, flat(1), SIDE, MIDDLE, SPREAD)).toBeUndefined();
});
