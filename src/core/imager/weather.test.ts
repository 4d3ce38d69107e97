import { expect, test } from 'vitest';
import { stripsOf } from '../../../tests/support/coded-looks.ts';
import { addPoint } from '../../sim/imager/point-spread.ts';
import { stream } from '../../sim/random.ts';
import type { Innovation } from './background.ts';
import { type Exceedances, exceedanceSearch } from './exceedances.ts';
import { kUnexplained } from './weather.ts';

const SIDE = 60;
const AT = 30 * SIDE + 30;

/** What clouds change in a band: patches all over, so strong in it; and a point of the same shape at the middle. */
function band(clouds: number, middle: number, seed: number): Innovation {
  const image = new Float64Array(SIDE * SIDE);
  const ofAll = stream(7, 'clouds');
  for (let k = 0; k < 250; k++) addPoint(image, SIDE, SIDE * ofAll.uniform(), SIDE * ofAll.uniform(), 0.8, 30 * clouds * ofAll.normal());
  addPoint(image, SIDE, 30, 30, 0.5, middle);
  const random = stream(seed, 'band');
  return {
    residual: Float32Array.from(image, (value) => value + random.normal()),
    variance: new Float32Array(SIDE * SIDE).fill(1),
  };
}

const k = (hot: Innovation, ...others: readonly Innovation[]): number => kUnexplained(hot, others, SIDE, AT) ?? NaN;

test('a cloud that grows shows in the other band, and is explained', () => {
  const hot = band(1, 120, 1);
  expect(k(hot)).toBeGreaterThan(4);
  expect(k(hot, band(2, 240, 2))).toBeLessThan(k(hot) / 5);
});

test('what shows in no other band stands out more than it did', () => {
  const hot = band(1, 120, 1);
  expect(k(hot, band(2, 0, 2))).toBeGreaterThan(2 * k(hot));
});

test('a band that says nothing takes nothing away', () => {
  const hot = band(0.02, 60, 1);
  expect(k(hot, band(0, 0, 2))).toBeGreaterThan(0.9 * k(hot));
});

test('two bands that say the same explain it once, and each explains what the other does not', () => {
  const hot = band(1, 120, 1);
  expect(k(hot, band(2, 0, 2), band(2, 0, 3))).toBeGreaterThan(2 * k(hot));
  expect(k(hot, band(0, 0, 4), band(2, 240, 2))).toBeLessThan(k(hot) / 5);
});

function searched(hot: Innovation, ...others: readonly Innovation[]): Exceedances {
  const search = exceedanceSearch(SIDE, 7, 0.475);
  const strips = others.map((other) => stripsOf(other, SIDE));
  for (const kernel of stripsOf(hot, SIDE))
    search.search(
      kernel,
      strips.flatMap((of) => of.next().value?.strip ?? []),
    );
  return search.found();
}

test('exceedances that are weather are counted, and not among what is found', () => {
  const hot = band(1, 120, 1);
  const { found } = searched(hot);
  const beside = searched(hot, band(2, 240, 2));
  expect(found.length).toBeGreaterThan(beside.found.length);
  expect(beside.weather).toBe(found.length - beside.found.length);
});

test('where the other band has no value it explains nothing', () => {
  const hot = band(1, 120, 1);
  const blind = band(2, 240, 2);
  blind.residual.fill(NaN);
  expect(k(hot, blind)).toBeCloseTo(k(hot), 9);
});
