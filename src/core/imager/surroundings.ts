/** What the pixels around one are like, in spite of what is hot among them. */
export type Surroundings = {
  /** Median, and spread as of a normal: 1.4826 times the median distance from it. */
  readonly median: number;
  readonly spread: number;
  /** Pixels that it is of. */
  readonly count: number;
};

/** How far the square that is looked at reaches, pixels: 21 of 2 km a side, over which a background changes little, and four hundred values to take a median
 *  of. */
export const REACH = 10;
/** With fewer values than these nothing is said: at the limb, beside what is missing. */
export const LEAST = 40;
/** What stands so many spreads above the median is no background; a fire may fill a good part of the square. */
export const CLIP = 4;
/** Sigma of a normal in median distances. */
export const SIGMA = 1.4826;
const MOST_CLIPS = 4;

const SIDE = 2 * REACH + 1;
const values = new Float64Array(SIDE * SIDE);
const distances = new Float64Array(values.length);

/** The surroundings of a pixel, itself and its eight neighbours apart; undefined where too few of them have a value.
 *  Median and MAD bear half of the square being something else, and what is hot is left out and the rest taken anew until nothing more is: a mean with its
 *  standard deviation is blinded by the first hot pixels. */
export function surroundingsOf(image: Float32Array, columns: number, at: number, least: number): Surroundings | undefined {
  const rows = image.length / columns;
  const row = Math.floor(at / columns);
  const column = at - row * columns;
  let count = 0;
  const [top, bottom] = [Math.max(0, row - REACH), Math.min(rows - 1, row + REACH)];
  const [left, right] = [Math.max(0, column - REACH), Math.min(columns - 1, column + REACH)];
  for (let i = top; i <= bottom; i++)
    for (let j = left; j <= right; j++) {
      if (Math.abs(i - row) <= 1 && Math.abs(j - column) <= 1) continue;
      const value = image[i * columns + j];
      if (!Number.isNaN(value)) values[count++] = value;
    }
  if (count < LEAST) return undefined;
  for (let round = 0; ; round++) {
    const median = ranked(values, count, count >> 1);
    for (let k = 0; k < count; k++) distances[k] = Math.abs(values[k] - median);
    const spread = Math.max(SIGMA * ranked(distances, count, count >> 1), least);
    let kept = 0;
    for (let k = 0; k < count; k++) if (values[k] <= median + CLIP * spread) kept += 1;
    if (kept === count || kept < LEAST || round === MOST_CLIPS) return { median, spread, count };
    ranked(values, count, kept - 1);
    count = kept;
  }
}

/** The value that has so many before it in order; those are then the first, and the others behind it. C. A. R. Hoare, Find, 1961. */
function ranked(of: Float64Array, count: number, rank: number): number {
  for (let first = 0, last = count - 1; first < last; ) {
    const pivot = of[rank];
    let [i, j] = [first, last];
    while (i <= j) {
      while (of[i] < pivot) i += 1;
      while (of[j] > pivot) j -= 1;
      if (i <= j) {
        const moved = of[i];
        of[i++] = of[j];
        of[j--] = moved;
      }
    }
    if (j < rank) first = i;
    if (i > rank) last = j;
  }
  return of[rank];
}
