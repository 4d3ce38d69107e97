import { expect, test } from 'vitest';
import { type RandomStream, stream } from '../../sim/random.ts';
import type { CodeLine } from './frame.ts';
import { heightsOf } from './heights.ts';
import { createPixelKernel } from './pixel-kernel.ts';
import type { Piece } from './piece.ts';

// The loops over pixels as they are meant: what the compiled ones do must be the same bits.

type Pixels = { readonly rows: number; readonly columns: number; readonly codes: Uint16Array; readonly line: CodeLine };

function valuesOf({ codes, line: { first, last, hole } }: Pixels): Float32Array {
  return Float32Array.from(codes, (code) => (code < first || code > last || code === hole ? NaN : code));
}

function standing({ columns }: Pixels, values: Float32Array, heights: Float32Array, inner: Piece, least: number): number[] {
  const neighbours = [-1, 0, 1].flatMap((row) => [-1, 0, 1].map((column) => row * columns + column));
  const isPeak = (at: number): boolean =>
    neighbours.every((step) => !(values[at + step] > values[at] || (step < 0 && values[at + step] === values[at])));
  return Array.from({ length: inner.rows * inner.columns }, (_, k) => [Math.floor(k / inner.columns), k % inner.columns])
    .map(([row, column]) => (inner.top + row) * columns + inner.left + column)
    .filter((at) => heights[at] > least && isPeak(at));
}

/** Heights in the square around a place that have a value, it and its eight neighbours apart. */
function around({ rows, columns }: Pixels, heights: Float32Array, at: number, reach: number): number[] {
  const found: number[] = [];
  const [row, column] = [Math.floor(at / columns), at % columns];
  for (let i = Math.max(0, row - reach); i <= Math.min(rows - 1, row + reach); i++)
    for (let j = Math.max(0, column - reach); j <= Math.min(columns - 1, column + reach); j++)
      if (Math.max(Math.abs(i - row), Math.abs(j - column)) > 1) found.push(heights[i * columns + j]);
  return found.filter((height) => !Number.isNaN(height));
}

function counted(heights: readonly number[], perUnit: number, bins: number): number[] {
  const counts = Array.from({ length: bins }, () => 0);
  for (const height of heights) {
    const bin = Math.fround(Math.fround(height * Math.fround(perUnit)) + (bins / 2 - 0.5));
    // To the nearest whole number, of two as near the even one: as adding 2²³ rounds.
    counts[Math.fround(Math.min(bins - 1, Math.max(0, bin)) + 2 ** 23) - 2 ** 23] += 1;
  }
  let below = 0;
  return counts.map((count) => (below += count));
}

/** Codes of every kind: calm, rough, all sixteen bits, with parts and single pixels that have none, of widths that are no multiple of what is taken at a time. */
function pixels(random: RandomStream): Pixels {
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

const bytesOf = (numbers: Float32Array): Buffer =>
  Buffer.from(Float32Array.from(numbers, (number) => (Number.isNaN(number) ? NaN : number)).buffer);

test('what the compiled loops leave is, bit for bit, what plain loops do', () => {
  const random = stream(1, 'pixel-kernel');
  const kernel = createPixelKernel(33, 67);
  let found = 0;
  for (let round = 0; round < 400; round++) {
    const one = pixels(random);
    const { rows, columns, codes, line } = one;
    const pick = (length: number): readonly [number, number] => {
      const [a, b] = [Math.floor(random.uniform() * length), Math.floor(random.uniform() * length)];
      return [Math.min(a, b), Math.abs(a - b) + 1];
    };
    const all = { top: 0, left: 0, rows, columns };
    const [top, high] = pick(rows);
    const [left, wide] = pick(columns);
    const inner = round % 3 === 0 ? { top, left, rows: high, columns: wide } : all;
    const least = Math.fround(random.uniform() < 0.5 ? 0.1 : 10 * random.uniform());
    const same = (numbers: Float32Array, others: Float32Array): void =>
      expect(bytesOf(numbers.subarray(0, codes.length)).equals(bytesOf(others))).toBe(true);

    const places = [...kernel.standing({ codes, columns }, all, line, inner, least)];
    const values = valuesOf(one);
    const heights = heightsOf(values, columns);
    same(kernel.values, values);
    same(kernel.heights.seen, heights);
    expect(places).toEqual(standing(one, values, heights, inner, least));
    found += places.length;

    // Whole numbers, of which sums are exact.
    const valueOf = Float32Array.from({ length: 65_536 }, (_, code) => (code % 11 === 10 ? NaN : (7 * code) % 1000));
    kernel.explain('overSurface', { codes, columns }, all, valueOf);
    kernel.takeOff('overSurface');
    const left1 = values.map((value, at) => value - valueOf[codes[at]]);
    same(kernel.heights.overSurface, heightsOf(left1, columns));
    kernel.takeOff('unexplained');
    same(
      kernel.heights.unexplained,
      heightsOf(
        left1.map((value, at) => value - valueOf[codes[at]]),
        columns,
      ),
    );

    for (const at of places.filter((_, k) => k < 5)) {
      const reach = Math.ceil(10 * random.uniform());
      const bins = round % 2 === 0 ? 128 : 768;
      const perUnit = bins / 4 / heights[at];
      const near = around(one, heights, at, reach);
      kernel.countAround('seen', at, reach, perUnit, bins);
      expect([...kernel.counts.subarray(0, bins)]).toEqual(counted(near, perUnit, bins));
      const sorted = kernel.sorted.subarray(0, kernel.sortAround('seen', at, reach));
      expect([...sorted]).toEqual(near.sort((a, b) => a - b || Number(Object.is(b, -0)) - Number(Object.is(a, -0))));
    }
  }
  expect(found).toBeGreaterThan(2000);
});

test('a piece is cut out of its frame, and heights of codes of sixteen bits are exact', () => {
  const codes = new Uint16Array(49).fill(65_535);
  codes[8] = 65_534;
  const kernel = createPixelKernel(5, 5);
  const piece = { top: 1, left: 1, rows: 5, columns: 5 };
  kernel.standing({ codes, columns: 7 }, piece, { scale: 1, offset: 0, first: 0, last: 65_535, hole: undefined }, piece, 0);
  expect(kernel.heights.seen[12]).toBe(1 / 8);
  // A fraction of a code that single precision does not hold.
  kernel.explained.fill(0.1);
  kernel.takeOff('overSurface');
  expect(kernel.heights.overSurface[12]).toBeCloseTo(1 / 8, 1);
});
