import type { HYPOTHESES } from './hypotheses.ts';

type OneEach<T extends readonly unknown[]> = { readonly [K in keyof T]: number };

/** Log-likelihood of one finding under every hypothesis, in the order of HYPOTHESES. Only differences within a row count: 0 is the best there
 *  is, so a hypothesis that a row forgot would win by being forgotten. Hence a tuple: with a hypothesis more, no row compiles. */
export type Likelihoods = OneEach<typeof HYPOTHESES>;

/** ln of a Gaussian's shape (1 at its centre), never below −20: a model of the world is never that sure. */
export function gaussianOrFloor(x: number, mean: number, sigma: number): number {
  const z = (x - mean) / sigma;
  return Math.max(-0.5 * z * z, -20);
}
