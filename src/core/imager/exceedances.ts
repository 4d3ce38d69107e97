import type { Innovation } from './background.ts';
import { matchedFilter } from './matched-filter.ts';
import { fitPoint, type PointFit } from './point-fit.ts';
import { surroundingsOf } from './surroundings.ts';
import { kUnexplained } from './weather.ts';

/** A place where a look shows more than was expected of it: a threshold exceeded, with what a point there would be. */
export type Exceedance = {
  readonly band: number;
  /** Pixel: row × columns + column. */
  readonly at: number;
  /** Matched filter's output over its surroundings, in their spreads. */
  readonly k: number;
  readonly fit: PointFit;
};

/** Exceedances of a look, the strongest first, and how many more there were. */
export type Exceedances = { readonly found: readonly Exceedance[]; readonly weather: number; readonly omitted: number };

/** Spreads above which something is looked at. */
export const THRESHOLD = 4;
/** So many are followed: more is no scene but a fault, or the Sun. */
const MOST = 400;

/** Peaks of the matched filter that stand out of their surroundings, each with the point that fits it.
 *  `pointSpread` is of the optics, sigma in pixels.   Source  [K1998] 7. */
export function exceedancesOf(
  innovation: Innovation,
  others: readonly Innovation[],
  columns: number,
  band: number,
  pointSpread: number,
): Exceedances {
  const { residual, variance } = innovation;
  const sigmas = matchedFilter(residual, variance, columns);
  let weather = 0;
  const peaks: { readonly at: number; readonly k: number; readonly spread: number }[] = [];
  for (let at = 0; at < sigmas.length; at++) {
    if (!(sigmas[at] > THRESHOLD && isPeak(sigmas, columns, at))) continue;
    const around = surroundingsOf(sigmas, columns, at, 1);
    if (around === undefined) continue;
    const k = (sigmas[at] - around.median) / around.spread;
    if (!(k > THRESHOLD)) continue;
    const left = others.length === 0 ? k : Math.min(k, kUnexplained(innovation, others, columns, at) ?? k);
    if (left > THRESHOLD) peaks.push({ at, k: left, spread: around.spread });
    else weather += 1;
  }
  peaks.sort((a, b) => b.k - a.k || a.at - b.at);
  const kept = peaks.slice(0, MOST);
  const found = kept.flatMap(({ at, k, spread }): Exceedance[] => {
    const fit = fitPoint(residual, variance, columns, at, pointSpread);
    return fit === undefined ? [] : [{ band, at, k, fit: widened(fit, spread) }];
  });
  return { found, weather, omitted: peaks.length - kept.length };
}

/** What is around is off by more than its variances say, and so is the fit: by as much, where its own misfit has not said it already. */
function widened(fit: PointFit, spread: number): PointFit {
  const { rowRow, rowColumn, columnColumn } = fit.covariance;
  const wider = Math.max(1, (spread * spread) / Math.max(1, fit.misfit));
  return { ...fit, covariance: { rowRow: wider * rowRow, rowColumn: wider * rowColumn, columnColumn: wider * columnColumn } };
}

function isPeak(image: Float32Array, columns: number, at: number): boolean {
  const value = image[at];
  for (let i = -columns; i <= columns; i += columns)
    for (let j = -1; j <= 1; j++) {
      const neighbour = image[at + i + j];
      if (neighbour > value || (neighbour === value && i + j < 0)) return false;
    }
  return true;
}
