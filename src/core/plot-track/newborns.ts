import { exp, log } from '../math/elementary.ts';
import { PLOT_RECORD } from '../track/look/plot-table.ts';
import { NEAR_M } from './companions.ts';
import type { ScanInHand } from './scan.ts';

/** New objects often come together: pieces part from one body, a group flies into view. Clutter is even over the view, so that several plots within
 *  a few kilometres that nobody explains are hardly ever clutter, although each by itself nearly always is. */

/** g, share of the new objects that come with companions. A third gains the groups of the test scenes another 1 % in GOSPA and costs lone objects in dense
 *  clutter 0.3 %; a hundredth does the opposite. */
const SHARE_TOGETHER = 0.1;
/** ν, companions that show beside such a one: one or four do as well. */
const COMPANIONS = 2;
/** ln of the gain beyond which everybody is sure. */
const LARGEST = 100;

/** How much likelier a plot is a new object's for the n unexplained plots beside it, where μ of them would be there by chance:
 *    G = 1 − g + g · Pois(n; μ + ν) / Pois(n; μ) = 1 − g + g e^−ν (1 + ν/μ)ⁿ
 *  `unexplained` says of each plot of the scan how much of it is nobody's so far, `byChance` how dense such plots are at the j-th (as
 *  `ScanInHand.background`).
 *  Source  births as a Poisson cluster process [DVJ2003] §6.3; that a cluster is a box of even density, and that its neighbours are clutter or its own, is
 *  our shortcut. */
export function gainOfNeighbours(j: number, scan: ScanInHand, byChance: number, unexplained: Float64Array): number {
  const { kernels, records, range_m, rangeRateSpan_mps } = scan.plots;
  // Directions do not say how far things are from each other.
  if (kernels.dimension === 2) return 1;
  const range2 = range_m[j] * range_m[j];
  const at = PLOT_RECORD * j;
  const reach_m = reachOf(records[at + 4]);
  const reachAzimuth_m = reachOf(records[at + 5] * range2);
  const reachElevation_m = reachOf(records[at + 6] * range2);
  const neighbours = scan.sumNear(j, reach_m, reachAzimuth_m / range_m[j], reachElevation_m / range_m[j], unexplained) - unexplained[j];
  const volume_mrad2 = (8 * reach_m * reachAzimuth_m * reachElevation_m) / range2;
  // A dwell looks at a part of the view, where its clutter is as dense as in a look over the whole.
  const expected = (byChance * rangeRateSpan_mps[j] * volume_mrad2) / scan.share;
  return 1 - SHARE_TOGETHER + SHARE_TOGETHER * exp(Math.min(LARGEST, neighbours * log(1 + COMPANIONS / expected) - COMPANIONS));
}

/** Half a side of the box: as far as companions are, widened by twice what the errors of two plots differ by. */
function reachOf(variance_m2: number): number {
  return Math.sqrt(NEAR_M * NEAR_M + 8 * variance_m2);
}
