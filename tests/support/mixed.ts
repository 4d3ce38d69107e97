import { addMeanOf6, addSpreadOf6 } from '../../src/core/track/kernels/mixture.ts';

/** The mean (from 0) and packed covariance (from 6) of a mixture of two states, as the first two of the six that the filter's kernels mix.
 *  Covariances go in as packed triangles, weights need not sum to one. */
export function mixed(
  means: readonly (readonly number[])[],
  triangles: readonly (readonly number[])[],
  weights: readonly number[],
): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shares = Float64Array.from(weights, (weight) => weight / total);
  const records = means.map((mean, k) => {
    const record = new Float64Array(27);
    record.set(mean, 0);
    record.set(triangles[k], 6);
    return record;
  });
  const out = new Float64Array(27);
  records.forEach((record, k) => addMeanOf6(record, 0, shares, k, out, 0));
  records.forEach((record, k) => addSpreadOf6(record, 0, record, 6, shares, k, out, 0));
  return out;
}
