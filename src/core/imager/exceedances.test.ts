import { expect, test } from 'vitest';
import { stripsOf } from '../../../tests/support/coded-looks.ts';
import { addPoint } from '../../sim/imager/point-spread.ts';
import { stream } from '../../sim/random.ts';
import type { Innovation } from './background.ts';
import { type Exceedances, exceedanceSearch } from './exceedances.ts';
import { matchedFilter } from './matched-filter.ts';

const SIDE = 80;
const SPREAD = 0.475;

/** Noise of sigma 1, with points put into it; where `rough` it is five times as strong, and nobody knows. */
function innovation(points: readonly (readonly [row: number, column: number, total: number])[], seed = 1, rough = false): Innovation {
  const image = new Float64Array(SIDE * SIDE);
  for (const [row, column, total] of points) addPoint(image, SIDE, row, column, SPREAD, total);
  const random = stream(seed, 'exceedances');
  const residual = Float32Array.from(image, (value, at) => value + (rough && at % SIDE > 40 ? 5 : 1) * random.normal());
  return { residual, variance: new Float32Array(SIDE * SIDE).fill(1) };
}

function searched(one: Innovation): Exceedances {
  const search = exceedanceSearch(SIDE, 7, SPREAD);
  for (const kernel of stripsOf(one, SIDE)) search.search(kernel, []);
  return search.found();
}
const found = (one: Innovation) => searched(one).found;

test('of noise the matched filter has sigma 1, and of a point most of what its light can give', () => {
  const ofNoise = matchedFilter(innovation([]).residual, new Float32Array(SIDE * SIDE).fill(1), SIDE).filter(
    (value) => !Number.isNaN(value),
  );
  expect(Math.sqrt(ofNoise.reduce((sum, value) => sum + value * value, 0) / ofNoise.length)).toBeCloseTo(1, 1);
  const point = new Float64Array(SIDE * SIDE);
  addPoint(point, SIDE, 30, 30, SPREAD, 1);
  const best = Math.sqrt(point.reduce((sum, value) => sum + value * value, 0));
  const out = matchedFilter(Float32Array.from(point), new Float32Array(SIDE * SIDE).fill(1), SIDE);
  expect(out[30 * SIDE + 30] / best).toBeGreaterThan(0.97);
});

test('what stands out is found where it is, the strongest first', () => {
  const two = found(
    innovation([
      [30.2, 20.7, 30],
      [50.4, 60.1, 60],
    ]),
  );
  expect(two).toHaveLength(2);
  expect(two[0].fit.row).toBeCloseTo(50.4, 0);
  expect(two[1].fit.column).toBeCloseTo(20.7, 0);
  expect(two[0].k).toBeGreaterThan(two[1].k);
});

test('noise exceeds the threshold as seldom as noise does', () => {
  let count = 0;
  for (let seed = 0; seed < 40; seed++) count += found(innovation([], seed)).length;
  // Of a normal 3.2e-5 of 6,084 pixels in 40 looks: 8, and some, since spreads are of 400 pixels.
  expect(count).toBeGreaterThan(1);
  expect(count).toBeLessThan(30);
});

test('where the background wavers more than its variance says, what stands out is less, and less sure of its place', () => {
  const at = (column: number) => found(innovation([[40, column, 60]], 3, true)).find(({ fit }) => Math.abs(fit.column - column) < 1);
  const [calm, rough] = [at(20), at(65)];
  expect(calm?.k).toBeGreaterThan(2.5 * (rough?.k ?? 0));
  // Five times as rough, five times as far off, and not that twice over.
  const ratio = Math.sqrt((rough?.fit.covariance.rowRow ?? 0) / (calm?.fit.covariance.rowRow ?? Infinity));
  expect(ratio).toBeGreaterThan(3.5);
  expect(ratio).toBeLessThan(7);
});

test('of more than four hundred the strongest are kept, and the others counted', () => {
  const points = Array.from({ length: 26 * 26 }, (_, k) => [2 + 3 * Math.floor(k / 26), 2 + 3 * (k % 26), 400 + k] as const);
  // A background that is dark in its half, so that the points stand out of it.
  const { residual } = innovation(points.filter((_, k) => k % 26 < 24));
  const many = searched({ residual, variance: new Float32Array(SIDE * SIDE).fill(0.01) });
  const few = searched(innovation(points.slice(0, 3)));
  expect(few.omitted).toBe(0);
  if (many.omitted > 0) expect(many.found.length).toBeGreaterThan(390);
});
