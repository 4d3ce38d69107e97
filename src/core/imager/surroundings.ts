/** What the pixels around one are like, in spite of what is hot among them. */
export type Surroundings = {
  /** Median, and spread as of a normal: 1.4826 times the median distance from it. */
  readonly median: number;
  readonly spread: number;
  /** Pixels that it is of. */
  readonly count: number;
};

/** Half side of the square that is looked at, pixels: 21 of 2 km, over which a background changes little, and four hundred values to take a median of. */
const HALF = 10;
/** With fewer values than these nothing is said: at the limb, beside what is missing. */
const LEAST = 40;
/** What stands so many spreads above the median is no background; a fire may fill a good part of the square. */
const CLIP = 4;
const MOST_CLIPS = 4;

const SIDE = 2 * HALF + 1;
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
  for (let i = Math.max(0, row - HALF); i <= Math.min(rows - 1, row + HALF); i++)
    for (let j = Math.max(0, column - HALF); j <= Math.min(columns - 1, column + HALF); j++) {
      if (Math.abs(i - row) <= 1 && Math.abs(j - column) <= 1) continue;
      const value = image[i * columns + j];
      if (!Number.isNaN(value)) values[count++] = value;
    }
  if (count < LEAST) return undefined;
  const sorted = values.subarray(0, count).sort();
  for (let round = 0; ; round++) {
    const median = sorted[count >> 1];
    for (let k = 0; k < count; k++) distances[k] = Math.abs(sorted[k] - median);
    const spread = Math.max(1.4826 * distances.subarray(0, count).sort()[count >> 1], least);
    let kept = count;
    while (sorted[kept - 1] > median + CLIP * spread) kept -= 1;
    if (kept === count || kept < LEAST || round === MOST_CLIPS) return { median, spread, count };
    count = kept;
  }
}
