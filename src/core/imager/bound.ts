import type { LayerName, PixelKernel } from './pixel-kernel.ts';
import { CLIP, LEAST, REACH, SIGMA } from './surroundings.ts';

/** Bins that the pixel's own height is wide. They reach from minus twice its height to twice. By day the first decide on 96 pixels of a hundred, the second, which take
 *  twice as long, on most of the others. */
const COARSE = 32;
const FINE = 192;

/** Fewer spreads at which it is tried as well: much of the surroundings is higher than what hardly stands out at all. */
const WEAK = [2, 0.5];

/** Whether a pixel surely stands out of its surroundings by less than so many spreads, as `surroundingsOf` with the same `noise` says: what every pixel that is
 *  higher than its neighbours is asked, one in fifty by day, and nearly all of them are. Nothing is sorted. False where that does not decide, also where too
 *  few have values. The pixel is one of the kernel's piece; it is higher than 0 and in none of the outermost rows and columns. */
export function surelyStandsOutLess(kernel: PixelKernel, layer: LayerName, at: number, least: number, noise: number): boolean {
  return isLessByBins(kernel, layer, at, least, noise, COARSE) || isLessByBins(kernel, layer, at, least, noise, FINE);
}

function isLessByBins(kernel: PixelKernel, layer: LayerName, at: number, least: number, noise: number, perHeight: number): boolean {
  const perUnit = perHeight / kernel.heights[layer][at];
  kernel.countAround(layer, at, REACH, perUnit, 4 * perHeight);
  const around: Counted = { counts: kernel.counts, last: 4 * perHeight - 1, own: 3 * perHeight, noise: noise * perUnit };
  if (around.counts[around.last] < LEAST) return false;
  return isLess(around, least) || WEAK.some((weak) => weak < least && isLess(around, weak));
}

/** How many heights lie in each bin and all below it, the last bin, where the pixel's own height begins, and how many bins the noise is wide. */
type Counted = { readonly counts: Int32Array; readonly last: number; readonly own: number; readonly noise: number };

/** Of n values around the pixel, let the lowest c be those that are left after some clips; m is their median, s their spread, h the pixel's height.
 *  Let x be at most and y at least every such m, S = (h − x) / least, and L the number of values up to x + CLIP · S.
 *  If no more than half of L lie within S / SIGMA of anything between x and y, then as long as c ≥ L half of what is left is as far as that from m or farther: s ≥ S. So
 *  the next clip, at m + CLIP · s, leaves L or more again, and so on to the last; and h − m ≤ h − x ≤ least · s.
 *  y is above the median of all, which clips only lower; x is below the median of the lowest L, which L depends on: it is lowered until both agree. */
function isLess(around: Counted, least: number): boolean {
  const { counts, last, own, noise } = around;
  const median = binOf(counts, counts[last] >> 1, last);
  if (median === last) return false;
  for (let x = median; x > 0; ) {
    const spread = (own - x) / least;
    const left = countBelow(around, Math.min(last, Math.floor(x + CLIP * spread)));
    const lower = binOf(counts, left >> 1, x);
    if (lower === x) {
      const within = spread / SIGMA;
      const inside = countBelow(around, Math.ceil(median + 1 + within)) - countBelow(around, Math.floor(x - within));
      return spread <= noise || inside <= left >> 1;
    }
    x = lower;
  }
  return false;
}

/** The bin that holds the value with so many below it; not above `most`. */
function binOf(counts: Int32Array, below: number, most: number): number {
  let bin = most;
  while (bin > 0 && counts[bin - 1] > below) bin -= 1;
  return bin;
}

/** How many values lie below the beginning of a bin. */
function countBelow({ counts, last }: Counted, bin: number): number {
  return bin <= 0 ? 0 : counts[Math.min(bin, last + 1) - 1];
}
