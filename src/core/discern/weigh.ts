import { exp } from '../math/elementary.ts';
import type { Features } from './features.ts';
import { findingsOn, type WeighedFinding } from './findings.ts';
import { type Evidence, HYPOTHESES, type Hypothesis, type HypothesisProbability } from './hypotheses.ts';

/** Prior weights, before anything is known but that a track stands. Even-handed among what happens every day and what must not be
 *  missed; no one of them decides, since each finding moves the balance by factors of e² and more. */
export const PRIOR: Readonly<Record<Hypothesis, number>> = {
  'ballistic-missile': 1,
  'space-launch': 1,
  'powered-return': 0.1,
  satellite: 1,
  decay: 0.3,
  'sun-glint': 0.3,
  'moon-echo': 0.1,
  'stationary-heat': 1,
  unknown: 0.05,
};

/** Probability and evidence of every hypothesis, most probable first (ties in the order of HYPOTHESES).
 *  Independent findings, multiplied: naive, and said so; what is correlated (speed and angle) is one finding. */
export function weigh(features: Features): HypothesisProbability[] {
  const findings = findingsOn(features);
  const logs = HYPOTHESES.map((_, i) => {
    let sum = 0;
    for (const { likelihoods } of findings) sum += likelihoods[i];
    return sum;
  });
  const best = Math.max(...logs);
  const weights = HYPOTHESES.map((h, i) => PRIOR[h] * exp(logs[i] - best));
  let total = 0;
  for (const w of weights) total += w;
  return HYPOTHESES.map((hypothesis, i) => ({
    hypothesis,
    probability: weights[i] / total,
    evidence: evidenceFor(i, findings),
  })).sort((a, b) => b.probability - a.probability);
}

function evidenceFor(column: number, findings: readonly WeighedFinding[]): Evidence[] {
  return findings.map(({ finding, likelihoods }) => ({ finding, logLikelihood: likelihoods[column] - Math.max(...likelihoods) }));
}
