import { expect, test } from 'vitest';
import { glowing, SIDE } from '../../../tests/support/imager-frames.ts';
import type { BandFrame } from '../../core/imager/frame.ts';
import { stream } from '../random.ts';
import { plainThreshold } from './plain-threshold.ts';

/** A dark frame ten seconds after the one before, with noise of one unit and what else there is. */
function dark(look: number, points: readonly (readonly [row: number, column: number, sigmas: number])[]): BandFrame {
  const random = stream(look, 'dark');
  const made = { ...glowing(1, 2.7, () => 220), begin_us: look * 10_000_000 };
  for (let at = 0; at < made.codes.length; at++) made.codes[at] = Math.round(10_000 + 100 * random.normal());
  for (const [row, column, sigmas] of points) made.codes[row * SIDE + column] += 100 * sigmas;
  return made;
}

const launchesIn = (looks: readonly (readonly (readonly [number, number, number])[])[]): readonly (readonly [number, number, number])[] => {
  const plain = plainThreshold(5);
  looks.forEach((points, look) => plain.take([glowing(2, 3.9, () => 300), dark(look, points)]));
  return plain.launches().map(({ row, column, first_us }) => [row, column, first_us / 1e7]);
};

test('what is brighter than the frame by more than five sigmas in two looks running is a launch, from the first of them on', () => {
  const point = [[20, 30, 9]] as const;
  expect(launchesIn([[], [], point, point, point])).toEqual([[20, 30, 2]]);
});

test('what is fainter, what is seen once, and what shines from the first look on is none', () => {
  expect(launchesIn([[], [[20, 30, 2]], [[20, 30, 2]]])).toEqual([]);
  expect(launchesIn([[], [[20, 30, 9]], []])).toEqual([]);
  expect(launchesIn([[[20, 30, 9]], [[20, 30, 9]], [[20, 31, 9]], [[20, 32, 9]]])).toEqual([]);
});

test('pixels that touch are one, those that do not are two, and where one was there is no second', () => {
  const pair = [
    [20, 30, 9],
    [21, 31, 12],
  ] as const;
  const other = [40, 10, 9] as const;
  expect(launchesIn([[], pair, [...pair, other], [other], [other, pair[0]], [pair[0]]])).toEqual([
    [21, 31, 1],
    [40, 10, 2],
  ]);
});
