import { expect, test } from 'vitest';
import { CHI_SQUARED_POINTS, NORMAL_POINTS } from '../../../authorities/distributions.ts';
import { sharedText } from '../../../tests/support/shared.ts';
import { chiSquaredCdf, chiSquaredQuantile, normalCdf, normalQuantile } from './chi-squared.ts';

const PRINTED = 1e-5;

test.each(CHI_SQUARED_POINTS)('χ² with %i degrees of freedom stays below its %f point', (k, p, point) => {
  expect(chiSquaredQuantile(p, k) / point).toBeCloseTo(1, 5);
  expect(Math.abs(chiSquaredCdf(point, k) - p)).toBeLessThan(PRINTED);
});

test.each(NORMAL_POINTS)('a normal deviate stays below its %f point', (p, point) => {
  expect(normalQuantile(p)).toBeCloseTo(point, 12);
  expect(normalCdf(point)).toBeCloseTo(p, 14);
});

test('quantile and distribution undo each other, from one to 1,200 degrees of freedom', () => {
  for (const k of [1, 2, 3, 6, 9, 60, 1200]) {
    for (const p of [1e-6, 0.025, 0.5, 0.975, 0.999999])
      expect(Math.abs(chiSquaredCdf(chiSquaredQuantile(p, k), k) - p) / p).toBeLessThan(1e-11);
  }
  for (const p of [1e-12, 1e-6, 0.3, 0.7, 0.999]) expect(Math.abs(normalCdf(normalQuantile(p)) / p - 1)).toBeLessThan(1e-12);
});

test('the ends are 0 and 1', () => {
  expect(chiSquaredCdf(0, 3)).toBe(0);
  expect(chiSquaredCdf(1e4, 3)).toBe(1);
  expect(chiSquaredQuantile(0, 3)).toBe(0);
  expect(chiSquaredQuantile(1, 3)).toBe(Infinity);
  expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
});

test("the 95 % bands of a mean normalised error are the tracking library's", (context) => {
  const golden = JSON.parse(sharedText('peers/golden/nrl_tcl.json', context));
  for (const [dimension, bands] of [
    [6, golden.nees95_dim6],
    [3, golden.nees95_dim3],
  ] as const) {
    for (const n of [1, 10, 100]) {
      const [low, high] = bands[`N${n}`];
      expect(chiSquaredQuantile(0.025, n * dimension) / (n * dimension)).toBeCloseTo(low, 10);
      expect(chiSquaredQuantile(0.975, n * dimension) / (n * dimension)).toBeCloseTo(high, 10);
    }
  }
});
