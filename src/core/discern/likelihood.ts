import type { Hypothesis } from './hypotheses.ts';

/** Log-likelihood of one feature under each hypothesis; those not named have 0 (it neither helps nor harms them). */
export type Likelihoods = Partial<Record<Hypothesis, number>>;

/** ln of a Gaussian's shape (1 at its centre), never below −20: a model of the world is never that sure. */
export function gaussianOrFloor(x: number, mean: number, sigma: number): number {
  const z = (x - mean) / sigma;
  return Math.max(-0.5 * z * z, -20);
}
