import { expect, test } from 'vitest';
import { stream } from '../../sim/random.ts';
import { surroundingsOf } from './surroundings.ts';

const SIDE = 41;
const middle = 20 * SIDE + 20;

function image(value: (row: number, column: number) => number): Float32Array {
  return Float32Array.from({ length: SIDE * SIDE }, (_, at) => value(Math.floor(at / SIDE), at % SIDE));
}

test('of normal noise they are its mean and its sigma', () => {
  const random = stream(1, 'surroundings');
  const { median, spread, count } =
    surroundingsOf(
      image(() => 10 + 2 * random.normal()),
      SIDE,
      middle,
      0.1,
    ) ?? nothing();
  expect(count).toBe(21 * 21 - 9);
  expect(Math.abs(median - 10)).toBeLessThan(0.4);
  expect(Math.abs(spread - 2)).toBeLessThan(0.3);
});

test('a third of the square on fire moves them by little', () => {
  const random = stream(2, 'surroundings');
  const noise = image(() => 10 + 2 * random.normal());
  const burning = noise.map((value, at) => (at % SIDE > 22 ? value + 500 : value));
  const { median, spread } = surroundingsOf(burning, SIDE, middle, 0.1) ?? nothing();
  expect(Math.abs(median - 10)).toBeLessThan(0.6);
  expect(spread).toBeLessThan(2.5);
});

test('the pixel and its neighbours are not of them', () => {
  const hot = image((row, column) => (Math.abs(row - 20) <= 1 && Math.abs(column - 20) <= 1 ? 1000 : 1));
  expect(surroundingsOf(hot, SIDE, middle, 0.1)).toEqual({ median: 1, spread: 0.1, count: 21 * 21 - 9 });
});

test('with few values nothing is said', () => {
  expect(
    surroundingsOf(
      image((row) => (row < 11 ? 1 : NaN)),
      SIDE,
      middle,
      0.1,
    ),
  ).toBeUndefined();
  expect(
    surroundingsOf(
      image((row) => (row < 13 ? 1 : NaN)),
      SIDE,
      middle,
      0.1,
    ),
  ).toBeDefined();
});

function nothing(): never {
  throw new Error('there were too few values');
}
