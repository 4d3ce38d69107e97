import { expect, test } from 'vitest';
import { type RandomStream, stream } from '../../sim/random.ts';
import type { CodeLine } from './frame.ts';
import { heightsOf } from './heights.ts';
import { createPixelKernel } from './pixel-kernel.ts';

// The loops over pixels as they are meant: what the compiled ones do must be the same bits.

type Piece = { readonly rows: number; readonly columns: number; readonly codes: Uint16Array; readonly line: CodeLine };

function valuesOf({ codes, line: { first, last, hole } }: Piece): Float32Array {
  return Float32Array.from(codes, (code) => (code < first || code > last || code === hole ? NaN : code));
}

function standing({ columns }: Piece, values: Float32Array, heights: Float32Array, from: number, to: number, least: number): number[] {
  const neighbours = [-1, 0, 1].flatMap((row) => [-1, 0, 1].map((column) => row * columns + column));
  const isPeak = (at: number): boolean =>
    neighbours.every((step) => !(values[at + step] > values[at] || (step < 0 && values[at + step] === values[at])));
  return Array.from({ length: (to - from) * columns }, (_, k) => from * columns + k).filter((at) => heights[at] > least && isPeak(at));
}

function countAround({ rows, columns }: Piece, heights: Float32Array, at: number, reach: number, perUnit: number, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  const [row, column] = [Math.floor(at / columns), at % columns];
  for (let i = Math.max(0, row - reach); i <= Math.min(rows - 1, row + reach); i++)
    for (let j = Math.max(0, column - reach); j <= Math.min(columns - 1, column + reach); j++) {
      const bin = Math.fround(Math.fround(heights[i * columns + j] * Math.fround(perUnit)) + (bins / 2 - 0.5));
      if (Number.isNaN(bin) || Math.max(Math.abs(i - row), Math.abs(j - column)) <= 1) continue;
      // To the nearest whole number, of two as near the even one: as adding 2²³ rounds.
      const clamped = Math.min(bins - 1, Math.max(0, bin));
      counts[Math.fround(clamped + 2 ** 23) - 2 ** 23] += 1;
    }
  let below = 0;
  return counts.map((count) => (below += count));
}

/** Codes of every kind: calm, rough, all sixteen bits, with parts and single pixels that have none, of widths that are no multiple of what is taken at a time. */
function piece(random: RandomStream): Piece {
  const pick = <T>(...of: readonly T[]): T => of[Math.floor(random.uniform() * of.length)];
  const [rows, columns] = [pick(5, 6, 9, 24, 33), pick(5, 7, 8, 16, 21, 61, 64, 67)];
  const last = pick(40, 4094, 16_382, 65_535);
  const first = pick(0, 3);
  const hole = pick(undefined, 7);
  const spread = pick(2, 40, last);
  const middle = random.uniform() * last;
  const gaps = pick(0, 0, 0.02, 0.5);
  const beside = Math.floor(random.uniform() * columns);
  const codes = Uint16Array.from({ length: rows * columns }, (_, at) => {
    if (gaps > 0 && at % columns >= beside) return pick(65_535, first, hole ?? 0);
    if (random.uniform() < gaps) return pick(0, hole ?? 0);
    return Math.max(0, Math.min(last, Math.round(middle + spread * (random.uniform() - 0.5))));
  });
  return { rows, columns, codes, line: { scale: 1, offset: 0, first, last, hole } };
}

test('values, heights, what stands out and counts around are the same bits as those of plain loops', () => {
  const random = stream(1, 'pixel-kernel');
  let found = 0;
  for (let round = 0; round < 150; round++) {
    const one = piece(random);
    const { rows, columns, codes, line } = one;
    // A kernel is used for pieces of fewer rows as well, and again.
    const kernel = createPixelKernel(rows + 3, columns);
    kernel.standing(new Uint16Array(columns * 5).fill(9), line, 0, 5, 0);
    const [from, to] = [Math.floor(random.uniform() * rows), rows];
    const least = random.uniform() < 0.5 ? 0.1 : 10 * random.uniform();
    const places = [...kernel.standing(codes, line, from, to, least)];
    const values = valuesOf(one);
    const heights = heightsOf(values, columns);
    expect(kernel.values.subarray(0, codes.length)).toEqual(values);
    expect(kernel.heights.subarray(0, codes.length)).toEqual(heights);
    expect(places).toEqual(standing(one, values, heights, from, to, least));
    found += places.length;
    for (const at of places.slice(0, 5)) {
      const [reach, bins] = [Math.ceil(10 * random.uniform()), round % 2 === 0 ? 128 : 768];
      const perUnit = bins / 4 / heights[at];
      expect([...kernel.countAround(at, reach, perUnit, bins)]).toEqual(countAround(one, heights, at, reach, perUnit, bins));
    }
  }
  expect(found).toBeGreaterThan(1000);
});

test('heights of whole codes of sixteen bits are exact', () => {
  const codes = new Uint16Array(25).fill(65_535);
  codes[0] = 65_534;
  const kernel = createPixelKernel(5, 5);
  kernel.standing(codes, { scale: 1, offset: 0, first: 0, last: 65_535, hole: undefined }, 0, 5, 0);
  expect(kernel.heights[12]).toBe(1 / 8);
});
