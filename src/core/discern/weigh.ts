import { exp } from '../math/elementary.ts';
import { type Evidence, logLikelihoodUnder } from './evidence.ts';
import type { Features } from './features.ts';
import { findingsOn, OF_MOTION, type WeighedFinding } from './findings.ts';
import { HYPOTHESES, type Hypothesis, type HypothesisProbability } from './hypotheses.ts';

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

/** What a track may be, and what speaks for it. */
export type Weighed = {
  /** Most probable first; ties in the order of HYPOTHESES. */
  readonly hypotheses: readonly HypothesisProbability[];
  readonly evidence: readonly Evidence[];
};

/** The probability of every hypothesis, and the evidence it rests on.
 *  Independent findings, multiplied: naive, and said so; what is correlated (speed and angle) is one finding.
 *  `seen`: the evidence as of when the object was last seen, where the features are those of a track that is only computed forward since. */
export function weigh(features: Features, seen?: readonly Evidence[]): Weighed {
  const now = findingsOn(features).map(evidenceOf);
  const isOfMotion = ({ finding: { feature } }: Evidence): boolean => OF_MOTION.has(feature);
  const evidence = seen === undefined ? now : [...now.filter((one) => !isOfMotion(one)), ...seen.filter(isOfMotion)];
  const logs = HYPOTHESES.map((hypothesis) => {
    let sum = 0;
    for (const one of evidence) sum += logLikelihoodUnder(hypothesis, one);
    return sum;
  });
  const best = Math.max(...logs);
  const weights = HYPOTHESES.map((h, i) => PRIOR[h] * exp(logs[i] - best));
  let total = 0;
  for (const w of weights) total += w;
  const hypotheses = HYPOTHESES.map((hypothesis, i) => ({ hypothesis, probability: weights[i] / total }));
  return { hypotheses: hypotheses.sort((a, b) => b.probability - a.probability), evidence };
}

function evidenceOf({ finding, likelihoods }: WeighedFinding): Evidence {
  const best = Math.max(...likelihoods);
  const against: Partial<Record<Hypothesis, number>> = {};
  HYPOTHESES.forEach((hypothesis, i) => {
    if (likelihoods[i] < best) against[hypothesis] = likelihoods[i] - best;
  });
  return { finding, against };
}
