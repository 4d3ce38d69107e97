import { expect, test } from 'vitest';
import { type Clutter, clutterAt, createClutter, learnClutter } from './clutter.ts';
import type { Exceedance } from './exceedances.ts';

const SIDE = 192;

function givenUp(row: number, column: number, hits: number, excess: number) {
  const fit: Exceedance['fit'] = {
    row,
    column,
    total: 1,
    covariance: { rowRow: 1, rowColumn: 0, columnColumn: 1 },
    sigmaTotal: 1,
    misfit: 1,
  };
  return { last: { band: 7, at: 0, k: 5, fit }, hits, excess };
}

/** So many looks, in each of which so many are given up at a place, once seen, so far over the threshold. */
function after(looks: number, each: number, excess: number): Clutter {
  const clutter = createClutter(SIDE, SIDE);
  for (let look = 0; look < looks; look++)
    learnClutter(
      clutter,
      Array.from({ length: each }, () => givenUp(40, 40, 1, excess)),
    );
  return clutter;
}

test('what is given up in look after look is its density, in its part of the area and those around', () => {
  const clutter = after(60, 5, 3);
  // A part is 32 pixels' square, and eight others are around it.
  expect(clutterAt(clutter, 40, 40).density / (5 / 96 ** 2)).toBeCloseTo(1, 0);
  expect(clutterAt(clutter, 70, 70).density).toBe(clutterAt(clutter, 40, 40).density);
  expect(clutterAt(clutter, 150, 150).density).toBeLessThan(0.05 * clutterAt(clutter, 40, 40).density);
  expect(clutterAt(clutter, 40, 40).tail).toBeCloseTo(3, 1);
});

test('what is seen several times before it is given up counts as often', () => {
  const [often, once] = [createClutter(SIDE, SIDE), createClutter(SIDE, SIDE)];
  learnClutter(often, [givenUp(40, 40, 3, 9)]);
  learnClutter(once, [givenUp(40, 40, 1, 3)]);
  expect(clutterAt(often, 40, 40).density / clutterAt(once, 40, 40).density).toBeCloseTo((1 + 3) / (1 + 1), 9);
});

test('where nothing is known yet one may exceed it, and where nothing has for long hardly any will', () => {
  expect(clutterAt(createClutter(SIDE, SIDE), 40, 40)).toEqual({ density: 1 / 4000, tail: 2 });
  const calm = clutterAt(after(40, 0, 0), 40, 40);
  expect(calm.density).toBeLessThan(0.1 / 4000);
  const noise = clutterAt(after(40, 2, 0.25), 40, 40);
  expect(noise.tail).toBe(0.5);
});

test('it is forgotten in a minute', () => {
  const clutter = after(20, 5, 3);
  const before = clutterAt(clutter, 40, 40).density;
  for (let look = 0; look < 18; look++) learnClutter(clutter, []);
  expect(clutterAt(clutter, 40, 40).density).toBeLessThan(0.15 * before);
});

test('an area smaller than a part is one, and what lies at its edge is in it', () => {
  const small = createClutter(10, 10);
  learnClutter(small, [givenUp(9.6, -0.4, 1, 1)]);
  expect(clutterAt(small, 5, 5).density).toBeGreaterThan(clutterAt(createClutter(10, 10), 5, 5).density);
});
