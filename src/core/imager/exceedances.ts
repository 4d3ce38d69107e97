import type { Innovation } from './background.ts';
import { fitPoint, type PointFit } from './point-fit.ts';
import { pointWidth, type PointWidth } from './point-width.ts';
import type { SeriesKernel } from './series-kernel.ts';
import { kUnexplained, patchOf } from './weather.ts';

/** A place where a look shows more than was expected of it: a threshold exceeded, with what a point there would be. */
export type Exceedance = {
  readonly band: number;
  /** Pixel: row × columns + column. */
  readonly at: number;
  /** Matched filter's output over its surroundings, in their spreads. */
  readonly k: number;
  readonly fit: PointFit;
  /** What `widthOf` asks of it. */
  readonly patch?: Patch;
};

/** Exceedances of a look, the strongest first, and how many more there were. */
export type Exceedances = { readonly found: readonly Exceedance[]; readonly weather: number; readonly omitted: number };

/** Spreads above which something is looked at. */
export const THRESHOLD = 4;
/** So many are followed: more is no scene but a fault, or the Sun. */
const MOST = 400;

/** Peaks of the matched filter in a look's strips, as they come, and all of them at last. */
export type ExceedanceSearch = {
  /** The strip in a kernel, and those of the same rows in which other bands show weather. */
  search(kernel: SeriesKernel, others: readonly Innovation[]): void;
  found(): Exceedances;
};

/** What stands out at a pixel, with as much of the look around it as is fitted: its strip is written over. */
/** The pixels around a peak, row after row, with their surroundings' spread; and the point that fits them, by its place among them. */
export type Patch = {
  readonly residual: Float32Array;
  readonly variance: Float32Array;
  readonly spread: number;
  readonly fit: PointFit;
};

type Peak = Omit<Patch, 'fit'> & { readonly row: number; readonly column: number; readonly k: number };

/** Half side of what is kept of a peak for the fit, pixels. */
const HALF = 2;
const SIDE = 2 * HALF + 1;

/** Peaks of the matched filter that stand out of their surroundings, each with the point that fits it.
 *  `columns` are the look's; `pointSpread` is of the optics, sigma in pixels.   Source  [K1998] 7. */
export function exceedanceSearch(columns: number, band: number, pointSpread: number): ExceedanceSearch {
  let weather = 0;
  const peaks: Peak[] = [];
  return {
    search: (kernel, others) => {
      const { stride, strip } = kernel;
      for (const at of kernel.peaks(THRESHOLD)) {
        const out = kernel.standsOutBy(at, THRESHOLD);
        if (out === undefined) continue;
        const k = others.length === 0 ? out.k : Math.min(out.k, kUnexplained(strip, others, stride, at) ?? out.k);
        if (!(k > THRESHOLD)) {
          weather += 1;
          continue;
        }
        const row = Math.floor(at / stride);
        const around = (image: Float32Array): Float32Array => patchOf(image, stride, at, HALF);
        const [residual, variance] = [around(strip.residual), around(strip.variance)];
        peaks.push({ row: strip.top + row, column: at - row * stride, k, spread: out.spread, residual, variance });
      }
    },
    found: () => {
      peaks.sort((a, b) => b.k - a.k || a.row - b.row || a.column - b.column);
      const kept = peaks.slice(0, MOST);
      const found = kept.flatMap((peak): Exceedance[] => {
        const { row, column, k, residual, variance, spread } = peak;
        const fit = fitPoint(residual, variance, SIDE, HALF * SIDE + HALF, pointSpread);
        if (fit === undefined) return [];
        const placed = { ...fit, row: row - HALF + fit.row, column: column - HALF + fit.column };
        const patch = { residual, variance, spread, fit };
        return [{ band, at: row * columns + column, k, fit: widened(placed, spread), patch }];
      });
      return { found, weather, omitted: peaks.length - kept.length };
    },
  };
}

/** By how much what is in a patch is wider than a point, with the spread around it in its sigma. Nine times a fit's work: of few exceedances it is asked. */
export function widthOf({ residual, variance, spread, fit }: Patch, pointSpread: number): PointWidth | undefined {
  const width = pointWidth(residual, variance, SIDE, HALF * SIDE + HALF, pointSpread, fit);
  return width && { excess: width.excess, sigma: Math.max(1, spread) * width.sigma };
}

/** What is around is off by more than its variances say, and so is the fit: by as much, where its own misfit has not said it already. */
function widened(fit: PointFit, spread: number): PointFit {
  const { rowRow, rowColumn, columnColumn } = fit.covariance;
  const wider = Math.max(1, (spread * spread) / Math.max(1, fit.misfit));
  return {
    ...fit,
    sigmaTotal: Math.sqrt(wider) * fit.sigmaTotal,
    covariance: { rowRow: wider * rowRow, rowColumn: wider * rowColumn, columnColumn: wider * columnColumn },
  };
}
