import { chiSquaredQuantile } from '../core/math/chi-squared.ts';

/** The 95 % band of the mean NEES of that many independent runs: inside it in 95 of 100 trials when the covariance is right.
 *  Source  [BSLK2001] §5.4.2. */
export function neesBand(runs: number, states: number): readonly [low: number, high: number] {
  return [chiSquaredQuantile(0.025, states * runs) / runs, chiSquaredQuantile(0.975, states * runs) / runs];
}
