import type { Finding } from './finding.ts';

/** What may have caused an event. Missile classes are kept apart from the cause: the class is a matter of energy (H11).
 *  The order is that of the columns in `findings.ts`, and of equal probabilities. */
export const HYPOTHESES = [
  'ballistic-missile',
  'space-launch',
  'powered-return',
  'satellite',
  'decay',
  'sun-glint',
  'moon-echo',
  'stationary-heat',
  'unknown',
] as const;

export type Hypothesis = (typeof HYPOTHESES)[number];

/** One reason for or against one hypothesis, with the weight it carries. */
export type Evidence = {
  readonly finding: Finding;
  /** Natural logarithm of the likelihood under this hypothesis, relative to the best explanation of this finding (so ≤ 0). */
  readonly logLikelihood: number;
};

export type HypothesisProbability = {
  readonly hypothesis: Hypothesis;
  readonly probability: number;
  readonly evidence: readonly Evidence[];
};
