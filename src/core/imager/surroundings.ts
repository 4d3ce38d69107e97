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
const values = new Float32Array(SIDE * SIDE);

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
  return surroundingsOfSorted(values.subarray(0, count).sort(), count, least);
}

/** The same of the first so many values, in order. */
export function surroundingsOfSorted(sorted: Float32Array, of: number, least: number): Surroundings | undefined {
  let count = of;
  if (count < LEAST) return undefined;
  for (let round = 0; ; round++) {
    const median = sorted[count >> 1];
    const spread = Math.max(SIGMA * middleDistance(sorted, count), least);
    let kept = count;
    while (sorted[kept - 1] > median + CLIP * spread) kept -= 1;
    if (kept === count || kept < LEAST || round === MOST_CLIPS) return { median, spread, count };
    count = kept;
  }
}

/** Median distance of the first so many from their median. Those that are no farther are side by side, with the median among them: where they begin is searched for. */
function middleDistance(sorted: Float32Array, count: number): number {
  const middle = count >> 1;
  const median = sorted[middle];
  let [low, high] = [0, count - 1 - middle];
  while (low < high) {
    const begin = (low + high) >> 1;
    if (sorted[begin + middle] - median < median - sorted[begin]) low = begin + 1;
    else high = begin;
  }
  const above = Math.max(sorted[low + middle] - median, median - sorted[low]);
  return low === 0 ? above : Math.min(above, median - sorted[low - 1]);
}
