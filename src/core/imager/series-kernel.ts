import { blockEnds, type Displacement, linesOf, still } from './displacement.ts';
import type { CodeLine } from './frame.ts';
import { loopsOver } from './pixel-loops.ts';
import { REACH, surroundingsOfSorted } from './surroundings.ts';

/** The loops over the pixels of a series of looks in one band, compiled from kernels/series.as, with what they remember of each: mean and variance, in a memory of fixed size.
 *  A look goes through them in strips of rows, which stay in the processor's cache. Results are, bit for bit, those of the loops written plainly (series-kernel.test.ts). */
export type SeriesKernel = {
  readonly rows: number;
  readonly columns: number;
  /** From one row to the next, in all images here; behind the columns there is nothing but NaN. */
  readonly stride: number;
  /** rows × stride. */
  readonly mean: Float32Array;
  readonly variance: Float32Array;
  /** The strip that was laid last. */
  readonly strip: Strip;
  /** Strips of a look: more than its rows need, as each one's last rows are only judged with the next one. */
  readonly strips: number;
  /** Takes a look for the mean, and so much for the variance of each pixel. */
  begin(look: Coded, noise2: number): void;
  /** Sums of the least squares on the slopes of the mean, block by block: of the weight times xx, xy, yy, xd and yd. */
  slopes(look: Coded, from: Displacement): Float64Array;
  /** What follows is displaced so. */
  displace(displacement: Displacement): void;
  /** Makes the first variance of what a look, displaced, has over the mean around each pixel. */
  firstVariance(look: Coded, noise2: number): void;
  /** Lays the next rows of a look beside what is expected, as many as a strip has, and learns from them. Strips are laid in their order. */
  lay(look: Coded, number: number, learning: Learning): void;
  /** Places in the strip whose sigmas exceed so much and their neighbours', of rows that are to be judged with this strip: a view, until the next call. */
  peaks(least: number): Int32Array;
  /** By how many spreads, at least 1, a place in the strip stands out of the sigmas around, as `surroundingsOf` has them; undefined where that is no more than `least`, or too few are known. */
  standsOutBy(at: number, least: number): { readonly k: number; readonly spread: number } | undefined;
};

/** A look's codes, rows × columns, and what they stand for. */
export type Coded = { readonly codes: Uint16Array; readonly line: CodeLine };

/** Least gains of the mean and of the variance, and the noise's variance. */
export type Learning = { readonly gain: number; readonly varianceGain: number; readonly noise2: number };

/** Rows of a look, with what is needed beside those that are judged: NaN where the look has none. Views, which the next strip is written over. */
export type Strip = {
  /** Number of its first row in the look; below 0 in the first strip. */
  readonly top: number;
  /** Over what was expected, radiance; its variance before this look; and the matched filter's answer in its sigmas. */
  readonly residual: Float32Array;
  readonly variance: Float32Array;
  readonly sigmas: Float32Array;
};

/** Rows that come with a strip: at 5424 columns it takes 6 MB, at 1024 one. */
const ROWS = 64;
/** Rows beside what is judged: those of a patch in which bands are compared, more than surroundings and their filter need. */
export const BESIDE = 12;
const IN_STRIP = ROWS + 2 * BESIDE;
/** Sums of a block: five, in four lanes. */
const SUMS = 5;
const LANES = 4;
const MOST_AROUND = (2 * REACH + 1) * (2 * REACH + 1);

/** For looks of so many rows and columns. Takes 8.3 bytes for each pixel, and 1,300 for each column. */
export function createSeriesKernel(rows: number, columns: number): SeriesKernel {
  // Two behind each row, which are also in front of the next; whole fours.
  const stride = Math.ceil((columns + 2) / 4) * 4;
  const { blockRows, blockColumns } = still(rows, columns);
  const plane = (height: number) => (height + 4) * stride * 4;
  const { buffer, loops, places } = loopsOver((reserve) => ({
    mean: reserve(plane(rows)) + 8 * stride,
    variance: reserve(plane(rows)) + 8 * stride,
    residual: reserve(plane(IN_STRIP)) + 8 * stride,
    before: reserve(plane(IN_STRIP)) + 8 * stride,
    sigmas: reserve(plane(IN_STRIP)) + 8 * stride,
    codes: reserve(2 * ROWS * columns),
    lines: reserve(4 * 2 * blockRows * stride),
    kept: reserve(2 * (4 * stride + 32)),
    ends: reserve(4 * blockColumns),
    moved: reserve(4 * 2 * blockColumns),
    sums: reserve(4 * LANES * SUMS * blockColumns),
    // No two neighbours are both above each other.
    places: reserve(4 * Math.ceil(ROWS / 2) * Math.ceil(columns / 2)),
    sorted: reserve(4 * MOST_AROUND),
    other: reserve(4 * MOST_AROUND),
    counts: reserve(4 * 4 * 256),
  }));
  const numbers = (from: number, count: number): Float32Array => new Float32Array(buffer, from, count);
  const codes = new Uint16Array(buffer, places.codes, ROWS * columns);
  const kept = numbers(places.kept, 2 * (stride + 8));
  const lines = numbers(places.lines, 2 * blockRows * stride);
  const moved = numbers(places.moved, 2 * blockColumns);
  const laneSums = numbers(places.sums, LANES * SUMS * blockColumns);
  const sorted = numbers(places.sorted, MOST_AROUND);
  const [mean, variance] = [numbers(places.mean, rows * stride), numbers(places.variance, rows * stride)];
  const inStrip = (from: number): Float32Array => numbers(from, IN_STRIP * stride);
  const strip = { top: 0, residual: inStrip(places.residual), variance: inStrip(places.before), sigmas: inStrip(places.sigmas) };
  new Int32Array(buffer, places.ends, blockColumns).set(blockEnds(columns, blockColumns));
  // What is around the planes, and behind their rows, stays without a value.
  for (const place of [places.mean, places.residual, places.sigmas]) numbers(place - 8 * stride, 2 * stride).fill(NaN);
  numbers(places.mean + 4 * rows * stride, 2 * stride).fill(NaN);
  mean.fill(NaN);

  /** Loads rows of a look, and says what their codes stand for. */
  const load = ({ codes: all, line }: Coded, top: number, count: number): readonly [number, number, number, number, number] => {
    codes.set(all.subarray(top * columns, (top + count) * columns));
    return [line.first, line.last, line.hole ?? -1, line.scale, line.offset];
  };
  const atRow = (place: number, row: number): number => place + 4 * row * stride;
  const layRows = (look: Coded, number: number, learning: Learning | undefined): void => {
    const images = [strip.residual, strip.variance, strip.sigmas];
    if (number === 0) kept.fill(NaN);
    for (const image of images) {
      if (number === 0) image.fill(NaN);
      else image.copyWithin(0, ROWS * stride);
    }
    strip.top = number * ROWS - 2 * BESIDE;
    const top = number * ROWS;
    const count = Math.max(0, Math.min(ROWS, rows - top));
    strip.residual.fill(NaN, (2 * BESIDE + count) * stride);
    if (count === 0) return;
    const line = load(look, top, count);
    const { gain, varianceGain, noise2 } = learning ?? { gain: 0, varianceGain: 0, noise2: 0 };
    loops.lay(
      places.codes,
      atRow(places.mean, top),
      atRow(places.variance, top),
      atRow(places.residual, 2 * BESIDE),
      atRow(places.before, 2 * BESIDE),
      places.lines,
      blockRows,
      places.kept,
      top,
      count,
      rows,
      columns,
      stride,
      ...line,
      learning === undefined ? 0 : 1,
      noise2,
      gain,
      varianceGain,
    );
  };

  return {
    rows,
    columns,
    stride,
    mean,
    variance,
    strip,
    strips: Math.ceil((rows + BESIDE) / ROWS),
    begin: (look, noise2) => {
      variance.fill(noise2);
      for (let top = 0; top < rows; top += ROWS) {
        const count = Math.min(ROWS, rows - top);
        const line = load(look, top, count);
        loops.begin(places.codes, atRow(places.mean, top), count, columns, stride, ...line);
      }
    },
    slopes: (look, { east, south }) => {
      const sums = new Float64Array(SUMS * east.length);
      for (let blockRow = 0, top = 0; blockRow < blockRows; blockRow++) {
        const first = blockRow * blockColumns;
        for (let block = 0; block < blockColumns; block++) {
          moved[2 * block] = east[first + block];
          moved[2 * block + 1] = south[first + block];
        }
        laneSums.fill(0);
        const bottom = Math.round(((blockRow + 1) * rows) / blockRows);
        const line = load(look, top, bottom - top);
        const { ends, moved: from, sums: to } = places;
        const [here, spread] = [atRow(places.mean, top), atRow(places.variance, top)];
        loops.slopes(places.codes, here, spread, ends, from, to, blockColumns, bottom - top, columns, stride, ...line);
        for (let k = 0; k < SUMS * blockColumns; k++)
          for (let lane = 0; lane < LANES; lane++) sums[SUMS * first + k] += laneSums[LANES * k + lane];
        top = bottom;
      }
      return sums;
    },
    displace: (displacement) => linesOf(displacement, columns, stride, lines),
    firstVariance: (look, noise2) => {
      for (let number = 0; number * ROWS < rows + 2; number++) {
        layRows(look, number, undefined);
        // Two rows behind what was laid.
        const top = Math.max(0, number * ROWS - 2);
        const count = Math.min(rows, (number + 1) * ROWS - 2) - top;
        const from = atRow(places.residual, top - strip.top);
        loops.firstVariance(from, atRow(places.variance, top), count, columns, stride, noise2);
      }
    },
    lay: (look, number, learning) => {
      layRows(look, number, learning);
      // All but the last row have their neighbours; the row before the new ones has them now.
      const from = 2 * BESIDE - 1;
      loops.matchedFilter(atRow(places.residual, from), atRow(places.before, from), atRow(places.sigmas, from), ROWS, columns, stride);
    },
    peaks: (least) => {
      const found = loops.peaks(places.sigmas, places.places, BESIDE, BESIDE + ROWS, columns, stride, least);
      return new Int32Array(buffer, places.places, found);
    },
    standsOutBy: (at, least) => {
      const count = loops.sortAround(places.sigmas, IN_STRIP, stride, at, REACH, places.sorted, places.other, places.counts);
      const around = surroundingsOfSorted(sorted, count, 1);
      if (around === undefined) return undefined;
      const k = (strip.sigmas[at] - around.median) / around.spread;
      return k > least ? { k, spread: around.spread } : undefined;
    },
  };
}
