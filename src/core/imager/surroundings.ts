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
  if (count < LEAST) return undefined;
  const sorted = inOrder(values, count);
  for (let round = 0; ; round++) {
    const median = sorted[count >> 1];
    const spread = Math.max(SIGMA * middleDistance(sorted, count), least);
    let kept = count;
    while (sorted[kept - 1] > median + CLIP * spread) kept -= 1;
    if (kept === count || kept < LEAST || round === MOST_CLIPS) return { median, spread, count };
    count = kept;
  }
}

/** Median distance of the first so many from their median: nearest first, they lie to both sides of it. */
function middleDistance(sorted: Float32Array, count: number): number {
  const middle = count >> 1;
  const median = sorted[middle];
  let [low, high] = [middle - 1, middle + 1];
  for (let passed = 1; passed < middle; passed++)
    if (high === count || (low >= 0 && median - sorted[low] <= sorted[high] - median)) low -= 1;
    else high += 1;
  const [before, behind] = [low < 0 ? Infinity : median - sorted[low], high === count ? Infinity : sorted[high] - median];
  return Math.min(before, behind);
}

/** Bits that are sorted by at a time. */
const DIGIT = 8;
const places = new Int32Array(1 << DIGIT);
const bits = new Int32Array(values.buffer);
const sortedBits = new Int32Array(values.length);

/** The first so many in order, by one digit of their bits after the other: a third of the time of the platform's sort, which compares. Numbers below zero have the first bit set and
 *  the others grow as the number falls: turned around, bits are in the order of the numbers. */
function inOrder(of: Float32Array, count: number): Float32Array {
  for (let k = 0; k < count; k++) bits[k] ^= (bits[k] >> 31) | 0x8000_0000;
  let [from, to] = [bits, sortedBits];
  for (let shift = 0; shift < 32; shift += DIGIT) {
    places.fill(0);
    for (let k = 0; k < count; k++) places[(from[k] >>> shift) & 255] += 1;
    for (let digit = 0, before = 0; digit < places.length; digit++) {
      before += places[digit];
      places[digit] = before - places[digit];
    }
    for (let k = 0; k < count; k++) to[places[(from[k] >>> shift) & 255]++] = from[k];
    [from, to] = [to, from];
  }
  for (let k = 0; k < count; k++) bits[k] ^= ~(bits[k] >> 31) | 0x8000_0000;
  return of;
}
