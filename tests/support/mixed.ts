import { mixRecords } from '../../src/core/track/filter/mixture.ts';

/** The mean (from 0) and packed covariance (from 6) of a mixture of two states, as the first two of the six that the filters mix.
 *  Covariances go in as packed triangles, weights need not sum to one. */
export function mixed(
  means: readonly (readonly number[])[],
  triangles: readonly (readonly number[])[],
  weights: readonly number[],
): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const parts = means.map((mean, k) => {
    const s = new Float64Array(27);
    s.set(mean, 0);
    s.set(triangles[k], 6);
    return { s, o: 0, share: weights[k] / total };
  });
  const out = new Float64Array(27);
  mixRecords(6, parts, out, 0);
  return out;
}
