import type { CodeLine } from './frame.ts';
import type { Piece } from './piece.ts';
import { loopsOver } from './pixel-loops.ts';

/** The loops over pixels, compiled from kernels/pixels.as, on pieces of frames. What they leave are
 *  views of one memory of fixed size, which the next piece is written over, row by row as wide as that piece. Results are, bit for bit, those of the loops written plainly
 *  (pixel-kernel.test.ts). */
export type PixelKernel = {
  /** Of each pixel of the piece its code; NaN of one without a value. */
  readonly values: Float32Array;
  /** Heights of each layer over the mean of those of the ring two steps away that have a value; NaN in the outermost two rows and columns. Those of the codes
   *  themselves are exact where the whole ring has values. */
  readonly heights: Readonly<Record<LayerName, Float32Array>>;
  /** Takes a piece of a frame's codes, makes heights of them, and gives the places in it, within `inner` of the frame, that are higher than `least` and whose code is above
   *  its neighbours', of equal ones the first. */
  standing(frame: Codes, piece: Piece, line: CodeLine, inner: Piece, least: number): Int32Array;
  /** What another band explains of each pixel, in codes of the hot one; written before it is taken off, or looked up. */
  readonly explained: Float32Array;
  /** Looks up what a piece of another band's codes, of the same size, stand for; a table that is handed in again is the same. */
  explain(layer: Explained, frame: Codes, piece: Piece, valueOf: Float32Array): void;
  /** Takes what is explained off the codes, or off what the surface left of them, and makes heights of what is left. */
  takeOff(layer: Explained): void;
  /** Puts the heights in the square around a place that have a value, `reach` to each side, at most 10, it and its eight neighbours apart, in order into `sorted`, and returns how many
   *  there are. */
  sortAround(layer: LayerName, at: number, reach: number): number;
  readonly sorted: Float32Array;
  /** Counts into `counts` how many of the same lie in each of so many bins and all below it: `perUnit` bins to a height of one, that of 0 in the middle of them. The
   *  first and the last hold what is beyond; what has no value is in none. */
  countAround(layer: LayerName, at: number, reach: number, perUnit: number, bins: number): void;
  readonly counts: Int32Array;
};

/** Codes of a frame, row by row. */
export type Codes = { readonly codes: Uint16Array; readonly columns: number };

/** What is seen in the hot band, in codes; what is left when that of the surface is taken off; and when sunlight is, too. */
export type LayerName = 'seen' | Explained;
/** Layers of which something is taken off. */
export type Explained = 'overSurface' | 'unexplained';

/** The most bins that heights are counted in, and the most heights that are sorted. */
const MOST_BINS = 1024;
const MOST_AROUND = 21 * 21;

const CODES = 65_536;

/** For pieces of at most so many rows and columns; takes 27 bytes for each of their pixels. */
export function createPixelKernel(mostRows: number, mostColumns: number): PixelKernel {
  const pixels = mostRows * mostColumns;
  const {
    buffer,
    loops,
    places: { counts, sorted, other, valueOf, codes, values, explained, left, heights, places },
  } = loopsOver((reserve) => ({
    counts: reserve(4 * 4 * (MOST_BINS + 1)),
    sorted: reserve(4 * MOST_AROUND),
    other: reserve(4 * MOST_AROUND),
    valueOf: { overSurface: reserve(4 * CODES), unexplained: reserve(4 * CODES) },
    codes: reserve(2 * pixels),
    values: reserve(4 * pixels),
    explained: reserve(4 * pixels),
    left: reserve(4 * pixels),
    heights: { seen: reserve(4 * pixels), overSurface: reserve(4 * pixels), unexplained: reserve(4 * pixels) },
    // No two neighbours are both above each other.
    places: reserve(4 * Math.ceil(mostRows / 2) * Math.ceil(mostColumns / 2)),
  }));
  const codesIn = new Uint16Array(buffer, codes, pixels);
  const tables: Partial<Record<Explained, Float32Array>> = {};
  const numbers = (from: number): Float32Array => new Float32Array(buffer, from, pixels);
  let [rows, columns] = [0, 0];
  let isTakenOff = false;
  const load = (frame: Codes, piece: Piece): void => {
    for (let row = 0; row < piece.rows; row++) {
      const from = (piece.top + row) * frame.columns + piece.left;
      codesIn.set(frame.codes.subarray(from, from + piece.columns), row * piece.columns);
    }
  };
  return {
    values: numbers(values),
    explained: numbers(explained),
    heights: { seen: numbers(heights.seen), overSurface: numbers(heights.overSurface), unexplained: numbers(heights.unexplained) },
    standing: (frame, piece, { first, last, hole = -1 }, inner, least) => {
      ({ rows, columns } = piece);
      isTakenOff = false;
      load(frame, piece);
      const [top, left] = [inner.top - piece.top, inner.left - piece.left];
      const [bottom, right] = [top + inner.rows, left + inner.columns];
      const found = loops.standing(codes, values, heights.seen, places, rows, columns, first, last, hole, top, bottom, left, right, least);
      return new Int32Array(buffer, places, found);
    },
    explain: (layer, frame, piece, table) => {
      load(frame, piece);
      if (tables[layer] !== table) new Float32Array(buffer, valueOf[layer], CODES).set(table);
      tables[layer] = table;
      loops.lookUp(codes, valueOf[layer], explained, rows * columns);
    },
    takeOff: (layer) => {
      loops.takeOff(isTakenOff ? left : values, explained, left, heights[layer], rows, columns);
      isTakenOff = true;
    },
    sortAround: (layer, at, reach) => loops.sortAround(heights[layer], rows, columns, at, reach, sorted, other, counts),
    sorted: new Float32Array(buffer, sorted, MOST_AROUND),
    countAround: (layer, at, reach, perUnit, bins) => {
      loops.countAround(heights[layer], rows, columns, at, reach, perUnit, bins, counts);
    },
    counts: new Int32Array(buffer, counts, MOST_BINS),
  };
}
