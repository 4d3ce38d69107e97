import { isFields, numbersFault, refuseFault, shown } from '../../valid.ts';
import type { StateEstimate } from './joint-diagonal.ts';

/** Throws `RangeError` unless an estimate is `n` finite numbers and their covariance, n×n; any n when none is asked for. */
export function checkEstimate(place: string, estimate: StateEstimate, n?: number): void {
  if (!isFields(estimate) || !(estimate.x instanceof Float64Array))
    throw new RangeError(`${place}: ${shown(estimate)} is no estimate; give { x, p }, both Float64Array`);
  const states = n ?? Math.max(1, estimate.x.length);
  refuseFault(numbersFault(`${place}.x`, estimate.x, states, 'the state, position first, m and m/s'));
  refuseFault(numbersFault(`${place}.p`, estimate.p, states * states, 'its covariance, row-major'));
}
