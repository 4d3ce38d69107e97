import { chiSquaredQuantile } from '../core/math/chi-squared.ts';
import { type Bounds, numberFault, refuseFault } from '../core/valid.ts';

const COUNT: Bounds = { unit: '', range: [1, 1e9], remedy: 'give how many there are' };

/** The 95 % band of the mean NEES of that many independent runs: inside it in 95 of 100 trials when the covariance is right.
 *  Source  [BSLK2001] §5.4.2.   Throws `RangeError` that names place and remedy unless there is at least one run, and one state. */
export function neesBand(runs: number, states: number): readonly [low: number, high: number] {
  refuseFault(numberFault('runs', runs, COUNT) ?? numberFault('states', states, COUNT));
  return [chiSquaredQuantile(0.025, states * runs) / runs, chiSquaredQuantile(0.975, states * runs) / runs];
}
