import { CLIP, LEAST, REACH, SIGMA } from './surroundings.ts';

/** Heights around a pixel are sorted into bins of a thirty-second of its own, from minus twice on to twice; what is beyond is in the last and the first, and
 *  what has no value in one of its own. Twice as wide they decide on 85 pixels of a hundred, half as wide on no more than these do, 96. */
const PER_HEIGHT = 32;
const BINS = 4 * PER_HEIGHT;
const OF_ITS_OWN = BINS;
/** Bin of zero, and where the pixel's own height begins. */
const ZERO = 2 * PER_HEIGHT;
const OWN = 3 * PER_HEIGHT;
const counts = new Int32Array(BINS + 1);

/** Spreads at which it is tried to decide: near what makes a pixel hot, and for what hardly stands out at all, of whose surroundings much is higher. */
const WEAK = 2;

/** Whether a pixel surely stands out of its surroundings by less than so many spreads, as `surroundingsOf` with the same `noise` says: what every pixel that is
 *  higher than its neighbours is asked, one in fifty by day, and nearly all of them are. Nothing is sorted. False where that does not decide, also where too
 *  few have values. `heights` is an image of so many columns; the pixel is higher than 0 and in none of its outermost rows and columns. */
export function surelyStandsOutLess(heights: Float32Array, columns: number, at: number, least: number, noise: number): boolean {
  countAround(heights, columns, at);
  // From here on counts are of a bin and all below it.
  for (let bin = 1; bin < BINS; bin++) counts[bin] += counts[bin - 1];
  const noise_bins = (noise * PER_HEIGHT) / heights[at];
  return counts[BINS - 1] >= LEAST && (isLess(least, noise_bins) || isLess(Math.min(WEAK, least), noise_bins));
}

/** Of n values around the pixel, let the lowest c be those that are left after some clips; m is their median, s their spread, h the pixel's height.
 *  Let x be at most and y more than every such m, S = (h − x) / least, and L the number of values up to x + CLIP · S.
 *  If no more than half of L lie within S / SIGMA of anything between x and y, then as long as c ≥ L half of what is left is farther than that from m: s ≥ S. So the next clip, at
 *  m + CLIP · s, leaves L or more again, and so on to the last; and h − m ≤ h − x ≤ least · s.
 *  y is above the median of all, which clips only lower; x is the median of the lowest L, which L depends on: it is lowered until both agree. */
function isLess(least: number, noise_bins: number): boolean {
  const median = binOf(counts[BINS - 1] >> 1, BINS - 1);
  if (median === BINS - 1) return false;
  for (let x = median; x > 0; ) {
    const spread = (OWN - x) / least;
    const left = countBelow(Math.min(BINS - 1, Math.floor(x + CLIP * spread)));
    const lower = binOf(left >> 1, x);
    if (lower === x) {
      const within = spread / SIGMA;
      const inside = countBelow(Math.ceil(median + 1 + within)) - countBelow(Math.floor(x - within));
      return spread <= noise_bins || inside <= left >> 1;
    }
    x = lower;
  }
  return false;
}

/** The bin that holds the value with so many below it; not above `most`. */
function binOf(below: number, most: number): number {
  let bin = most;
  while (bin > 0 && counts[bin - 1] > below) bin -= 1;
  return bin;
}

/** How many values lie below the beginning of a bin. */
function countBelow(bin: number): number {
  return bin <= 0 ? 0 : counts[Math.min(bin, BINS) - 1];
}

/** How many of the values around a pixel, itself and its eight neighbours apart, lie in each bin. */
function countAround(heights: Float32Array, columns: number, at: number): void {
  const rows = heights.length / columns;
  const row = Math.floor(at / columns);
  const column = at - row * columns;
  const [left, right] = [Math.max(0, column - REACH), Math.min(columns - 1, column + REACH)];
  const perUnit = PER_HEIGHT / heights[at];
  counts.fill(0);
  const last = Math.min(rows - 1, row + REACH);
  for (let i = Math.max(0, row - REACH); i <= last; i++)
    for (let k = i * columns + left; k <= i * columns + right; k++) counts[binAt(heights[k], perUnit)] += 1;
  for (let i = -columns; i <= columns; i += columns) for (let j = -1; j <= 1; j++) counts[binAt(heights[at + i + j], perUnit)] -= 1;
}

function binAt(height: number, perUnit: number): number {
  const bin = ZERO + height * perUnit;
  return Number.isNaN(bin) ? OF_ITS_OWN : Math.floor(Math.max(0, Math.min(bin, BINS - 1)));
}
