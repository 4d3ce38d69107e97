import type { Finding } from './finding.ts';
import type { Hypothesis } from './hypotheses.ts';

/** What one finding says, of all hypotheses at once. */
export type Evidence = {
  readonly finding: Finding;
  /** Natural logarithm of the likelihood under a hypothesis, relative to the best explanation of this finding (so < 0). A hypothesis that is not
   *  named explains it best. */
  readonly against: Readonly<Partial<Record<Hypothesis, number>>>;
};

/** Natural logarithm of a finding's likelihood under one hypothesis, relative to the best explanation of it (so ≤ 0). */
export function logLikelihoodUnder(hypothesis: Hypothesis, { against }: Pick<Evidence, 'against'>): number {
  return against[hypothesis] ?? 0;
}
