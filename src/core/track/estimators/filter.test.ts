import { describe, expect, test } from 'vitest';
import { atan2 } from '../../math/elementary.ts';
import { invertSymmetric } from '../../math/matrix.ts';
import { type Gaussian, predict, update } from './filter.ts';
import { type Lineariser, regression, tangent, withoutRest } from './linearise.ts';
import { jacobianOf, type Mapping } from './mapping.ts';
import { cubature, gaussHermite3, unscented } from './sigma-rules.ts';

const LINEARISERS: readonly (readonly [name: string, lineariser: Lineariser])[] = [
  ['tangent', tangent],
  ['unscented', regression(unscented({ alpha: 0.5, beta: 2 }))],
  ['unscented with a heavy centre', regression(unscented({ alpha: 1e-2, beta: 2 }))],
  ['cubature', regression(cubature)],
  ['Gauss–Hermite', regression(gaussHermite3)],
  ['Gauss–Hermite without its rest', withoutRest(regression(gaussHermite3))],
];

const STATE: Gaussian = { x: Float64Array.of(3, -1, 2), p: Float64Array.of(4, 1, 0.5, 1, 3, -0.4, 0.5, -0.4, 2) };
const F = [1, 0.5, 0, 0, 1, 0.5, 0.1, 0, 0.9];
const H = [1, 0, 1, 0, 2, -1];
const Q = Float64Array.of(0.3, 0.1, 0, 0.1, 0.2, 0, 0, 0, 0.1);
const R = Float64Array.of(0.5, 0.1, 0.1, 0.8);
const Z = Float64Array.of(5.5, -3);

function linear(rows: readonly number[], dimension: number): Mapping {
  const n = rows.length / dimension;
  return {
    dimension,
    of(out, x) {
      for (let i = 0; i < dimension; i++) out[i] = x.reduce((sum, value, j) => sum + rows[i * n + j] * value, 0);
    },
  };
}

/** Textbook matrices as rows of numbers, with nothing in common with the code under test. */
const times = (a: number[][], b: number[][]): number[][] => a.map((row) => b[0].map((_, j) => row.reduce((s, v, k) => s + v * b[k][j], 0)));
const transpose = (a: number[][]): number[][] => a[0].map((_, j) => a.map((row) => row[j]));
const plus = (a: number[][], b: number[][], sign = 1): number[][] => a.map((row, i) => row.map((v, j) => v + sign * b[i][j]));
const rowsOf = (flat: ArrayLike<number>, columns: number): number[][] =>
  Array.from({ length: flat.length / columns }, (_, i) => Array.from({ length: columns }, (_unused, j) => flat[i * columns + j]));

describe.each(LINEARISERS)('%s on a linear model', (_name, linearise) => {
  test('predicts as the textbook does', () => {
    const found = predict(linearise, STATE, linear(F, 3), Q);
    if (found.kind !== 'predicted') throw new Error(found.what);
    const f = rowsOf(F, 3);
    const p = plus(times(times(f, rowsOf(STATE.p, 3)), transpose(f)), rowsOf(Q, 3));
    const x = times(f, rowsOf(STATE.x, 1));
    x.forEach(([value], i) => expect(found.state.x[i]).toBeCloseTo(value, 10));
    p.flat().forEach((value, k) => expect(found.state.p[k]).toBeCloseTo(value, 10));
  });

  test('updates as the textbook does', () => {
    const found = update(linearise, STATE, linear(H, 2), R, Z);
    if (found.kind !== 'updated') throw new Error(found.what);
    const h = rowsOf(H, 3);
    const p = rowsOf(STATE.p, 3);
    const s = plus(times(times(h, p), transpose(h)), rowsOf(R, 2));
    const determinant = s[0][0] * s[1][1] - s[0][1] * s[1][0];
    const inverse = [
      [s[1][1] / determinant, -s[0][1] / determinant],
      [-s[1][0] / determinant, s[0][0] / determinant],
    ];
    const k = times(times(p, transpose(h)), inverse);
    const y = plus(rowsOf(Z, 1), times(h, rowsOf(STATE.x, 1)), -1);
    plus(rowsOf(STATE.x, 1), times(k, y)).forEach(([value], i) => expect(found.state.x[i]).toBeCloseTo(value, 10));
    const updated = plus(p, times(times(k, s), transpose(k)), -1);
    updated.flat().forEach((value, i) => expect(found.state.p[i]).toBeCloseTo(value, 10));
    const [[distance2]] = times(times(transpose(y), inverse), y);
    expect(found.distance2).toBeCloseTo(distance2, 10);
    expect(found.logLikelihood).toBeCloseTo(-0.5 * (distance2 + Math.log(determinant) + 2 * Math.log(2 * Math.PI)), 10);
  });
});

/** Range and bearing in the plane, from the origin. */
const radar: Mapping = {
  dimension: 2,
  angles: [1],
  of(out, x) {
    out[0] = Math.sqrt(x[0] * x[0] + x[1] * x[1]);
    out[1] = atan2(x[1], x[0]);
  },
  jacobian(out, x) {
    const r2 = x[0] * x[0] + x[1] * x[1];
    const r = Math.sqrt(r2);
    out.set([x[0] / r, x[1] / r, -x[1] / r2, x[0] / r2]);
  },
};
const FAR: Gaussian = { x: Float64Array.of(1.2e6, -1.6e6), p: Float64Array.of(25_000 ** 2, 0, 0, 20_000 ** 2) };

test('derivatives by differences are those of the formula', () => {
  const formula = jacobianOf(radar, FAR.x, FAR.p);
  const differences = jacobianOf({ ...radar, jacobian: undefined }, FAR.x, FAR.p);
  formula.forEach((value, k) => expect(Math.abs(differences[k] / value - 1)).toBeLessThan(1e-8));
});

test('a centre that weighs minus a million leaves the mean range of 2,000 km right to a millimetre', () => {
  // Curvature lengthens the mean range by half the spread across the sight, squared, over the range: (16² + 15²)/2 … km²: some 130 m.
  const heavy = regression(unscented({ alpha: 1e-3, beta: 2 }))(radar, FAR.x, FAR.p);
  const light = regression(unscented({ alpha: 0.1, beta: 2 }))(radar, FAR.x, FAR.p);
  expect(heavy?.value[0]).toBeGreaterThan(2e6 + 100);
  expect(Math.abs((heavy?.value[0] ?? 0) - (light?.value[0] ?? 0))).toBeLessThan(1e-3);
});

test('bearings on both sides of a half turn are neighbours', () => {
  const behind: Gaussian = { x: Float64Array.of(-1000, 2), p: Float64Array.of(25, 0, 0, 100) };
  const r = Float64Array.of(1, 0, 0, 1e-4);
  for (const [, linearise] of LINEARISERS) {
    const found = update(linearise, behind, radar, r, Float64Array.of(1000, -Math.PI + 0.002));
    if (found.kind !== 'updated') throw new Error(found.what);
    expect(found.distance2).toBeLessThan(1);
    expect(found.state.x[1]).toBeLessThan(2);
    expect(found.state.x[1]).toBeGreaterThan(-2);
  }
});

test('the iterated update ends where the posterior is steepest no more', () => {
  const r = Float64Array.of(100 ** 2, 0, 0, 0.0017 ** 2);
  const z = Float64Array.of(2_020_000, atan2(-1.6e6, 1.2e6) + 0.012);
  const found = update(tangent, FAR, radar, r, z, 20);
  if (found.kind !== 'updated') throw new Error(found.what);
  expect(found.rounds).toBeGreaterThan(2);
  expect(found.rounds).toBeLessThan(10);
  // Gradient of the negative log posterior, in the posterior's own sigmas.
  const { x, p } = found.state;
  const value = new Float64Array(2);
  radar.of(value, x);
  const h = jacobianOf(radar, x, p);
  const weight = new Float64Array(4);
  invertSymmetric(weight, FAR.p, 2);
  for (let i = 0; i < 2; i++) {
    let slope = 0;
    for (let j = 0; j < 2; j++) slope += weight[i * 2 + j] * (x[j] - FAR.x[j]) - (h[j * 2 + i] * (z[j] - value[j])) / r[j * 3];
    expect(Math.abs(slope) * Math.sqrt(p[i * 3])).toBeLessThan(1e-2);
  }
  // One round stops hundreds of metres off in range: the sphere bends under a prior of 25 km.
  const once = update(tangent, FAR, radar, r, z);
  if (once.kind !== 'updated') throw new Error(once.what);
  expect(Math.hypot(...once.state.x) - Math.hypot(...x)).toBeGreaterThan(100);
});

test('three Gauss–Hermite nodes an axis are exact for a product of squares', () => {
  const product: Mapping = { dimension: 1, of: (out, x) => (out[0] = x[0] * x[0] * x[1] * x[1]) };
  const found = regression(gaussHermite3)(product, Float64Array.of(1, 2), Float64Array.of(4, 0, 0, 9));
  expect(found?.value[0]).toBeCloseTo((1 + 4) * (4 + 9), 9);
});

test('a covariance or an innovation that cannot be factored is named', () => {
  const broken: Gaussian = { x: STATE.x, p: STATE.p.map((value) => -value) };
  expect(predict(regression(cubature), broken, linear(F, 3), Q)).toEqual({ kind: 'not-positive-definite', what: 'covariance' });
  expect(update(tangent, broken, linear(H, 2), R, Z)).toEqual({ kind: 'not-positive-definite', what: 'innovation' });
});
