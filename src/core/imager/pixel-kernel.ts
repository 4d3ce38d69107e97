import type { CodeLine } from './frame.ts';
import { PIXEL_MODULE } from './pixel-module.ts';

/** The loops over pixels, compiled from kernels/pixels.as, on pieces of a frame that are so many columns wide and have no more rows than it was made for. What
 *  they leave are views of one memory of fixed size, which the next piece is written over. Results are, bit for bit, those of the loops written plainly
 *  (pixel-kernel.test.ts). */
export type PixelKernel = {
  readonly columns: number;
  /** Of each pixel of the piece: its code, NaN of one without a value, and its height over the mean of those of the ring two steps away that have one, exact where
   *  all have; NaN in the outermost two rows and columns. */
  readonly values: Float32Array;
  readonly heights: Float32Array;
  /** Takes the codes of a piece, and gives the places in it, of rows from `from` to before `to`, that are higher than `least` and whose code is above its neighbours',
   *  of equal ones the first. */
  standing(codes: Uint16Array, line: CodeLine, from: number, to: number, least: number): Int32Array;
  /** Of the heights in the square around a place, `reach` to each side, it and its eight neighbours apart, how many lie in each of so many bins and all below it:
   *  `perUnit` bins to a height of one, that of 0 in the middle of them. The first and the last hold what is beyond; what has no value is in none. */
  countAround(at: number, reach: number, perUnit: number, bins: number): Int32Array;
};

/** The most bins that heights are counted in. */
const MOST_BINS = 1024;

const PAGE = 65_536;
/** Loops take several numbers at a time, also at the end of a row. */
const SLACK = 64;

/** Throws `RangeError` of the platform where there is no memory: 10 bytes a pixel. */
export function createPixelKernel(mostRows: number, columns: number): PixelKernel {
  const pixels = mostRows * columns;
  let length = 0;
  const reserve = (bytes: number): number => {
    const from = length;
    length = Math.ceil((from + bytes + SLACK) / SLACK) * SLACK;
    return from;
  };
  const counts = reserve(4 * 4 * (MOST_BINS + 1));
  const codes = reserve(2 * pixels);
  const values = reserve(4 * pixels);
  const heights = reserve(4 * pixels);
  // No two neighbours are both above each other.
  const places = reserve(4 * Math.ceil(mostRows / 2) * Math.ceil(columns / 2));
  const pages = Math.ceil(length / PAGE);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const loops = new WebAssembly.Instance(compiled(), { env: { memory } }).exports;
  const codesIn = new Uint16Array(memory.buffer, codes, pixels);
  let rows = 0;
  return {
    columns,
    values: new Float32Array(memory.buffer, values, pixels),
    heights: new Float32Array(memory.buffer, heights, pixels),
    standing: (piece, { first, last, hole = -1 }, from, to, least) => {
      rows = piece.length / columns;
      codesIn.set(piece);
      const found = loops.standing(codes, values, heights, places, rows, columns, first, last, hole, from, to, least);
      return new Int32Array(memory.buffer, places, found);
    },
    countAround: (at, reach, perUnit, bins) => {
      loops.countAround(heights, rows, columns, at, reach, perUnit, bins, counts);
      return new Int32Array(memory.buffer, counts, bins);
    },
  };
}

/** What the module exports, as kernels/pixels.as has it. */
type Loops = Readonly<Record<'standing' | 'countAround', (...places: readonly number[]) => number>>;
type Module = { readonly isCompiled: true };
type Memory = { readonly buffer: ArrayBuffer };

/** As much of the platform's WebAssembly as is needed: the core's library is that of the language alone. It has no clock and no chance in it, and the module
 *  imports nothing but its memory. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => Module;
  readonly Memory: new (size: { readonly initial: number; readonly maximum: number }) => Memory;
  readonly Instance: new (module: Module, imports: { readonly env: { readonly memory: Memory } }) => { readonly exports: Loops };
};

let once: Module | undefined;

/** So small a module is compiled at once, in a browser too. */
function compiled(): Module {
  once ??= new WebAssembly.Module(
    Uint8Array.from({ length: PIXEL_MODULE.length / 2 }, (_, k) => Number.parseInt(PIXEL_MODULE.slice(2 * k, 2 * k + 2), 16)),
  );
  return once;
}
