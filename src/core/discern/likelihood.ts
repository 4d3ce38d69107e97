import { exp, log } from '../math/elementary.ts';
import type { Finding } from './finding.ts';
import { HYPOTHESES } from './hypotheses.ts';

type OneEach<T extends readonly unknown[]> = { readonly [K in keyof T]: number };

/** ln p of one finding under every hypothesis, in the order of HYPOTHESES: p is how probable it is that the finding comes out as it did if the hypothesis is
 *  true (of a figure that may have any value, its density over that where it is densest). So 0 is what a hypothesis is bound to show, −3 what it shows
 *  once in twenty times, and EXCLUDED what physics forbids it. A tuple, so that no row can forget a hypothesis: one that was left out would have been
 *  certain of everything. */
export type Likelihoods = OneEach<typeof HYPOTHESES>;

export type WeighedFinding = { readonly finding: Finding; readonly likelihoods: Likelihoods };

/** What cannot be under a hypothesis. A model of the world is never surer than this. */
export const EXCLUDED = -20;

/** ln of a Gaussian's shape (1 at its centre), never below EXCLUDED. */
export function gaussianOrFloor(x: number, mean: number, sigma: number): number {
  const z = (x - mean) / sigma;
  return Math.max(-0.5 * z * z, EXCLUDED);
}

/** Steps of the sum over a Gaussian, in sigmas, and how far it goes. */
const STEP = 0.25;
const REACH = 4;

/** What a figure that is known to one sigma says: ln of the mean, over all that it may be, of how probable it is under each hypothesis. */
export function meanOver(mean: number, sigma: number, of: (value: number) => Likelihoods): Likelihoods {
  if (sigma === 0) return of(mean);
  const sums = HYPOTHESES.map(() => 0);
  let total = 0;
  for (let z = -REACH; z <= REACH; z += STEP) {
    const weight = exp(-0.5 * z * z);
    total += weight;
    of(mean + z * sigma).forEach((one, i) => {
      sums[i] += weight * exp(one);
    });
  }
  return sums.map((sum) => Math.max(log(sum / total), EXCLUDED)) as unknown as Likelihoods;
}
