import { exp, log } from '../math/elementary.ts';
import { type Evidence, logLikelihoodUnder } from './evidence.ts';
import type { Features } from './features.ts';
import { findingsOn, OF_MOTION } from './findings.ts';
import type { WeighedFinding } from './likelihood.ts';
import type { LauncherPaths } from './launcher-paths.ts';
import { MOST_WHILE_OPEN, mayBecomeOrbit, weighPath } from './launchers.ts';
import type { OrbitWithinReach } from './reach.ts';
import { HYPOTHESES, type Hypothesis, type HypothesisProbability } from './hypotheses.ts';

/** Prior weights, before anything is known but that a track stands. Even-handed among what happens every day and what must not be
 *  missed; no one of them decides, since each finding moves the balance by factors of e² and more. What nothing is known of is unknown: that weighs
 *  as much as any three causes, and loses by what is found. */
export const PRIOR: Readonly<Record<Hypothesis, number>> = {
  'ballistic-missile': 1,
  'space-launch': 1,
  'powered-return': 0.1,
  satellite: 1,
  're-entry': 0.3,
  aircraft: 1,
  meteor: 0.1,
  'sun-glint': 0.3,
  'moon-echo': 0.1,
  'stationary-heat': 1,
  unknown: 3,
};

/** What a track may be, and what speaks for it. */
export type Weighed = {
  /** Most probable first; ties in the order of HYPOTHESES. */
  readonly hypotheses: readonly HypothesisProbability[];
  readonly evidence: readonly Evidence[];
};

/** The probability of every hypothesis, and the evidence it rests on.
 *  Independent findings, multiplied: naive, and said so; what is correlated (speed and angle) is one finding.
 *  `seen`: what was found of the motion before, where it still stands: of a track that is only computed forward since, or that the air has in hand. */
export function weigh(features: Features, seen?: readonly Evidence[]): Weighed {
  const now = findingsOn(features).map(evidenceOf);
  const isOfMotion = ({ finding: { feature } }: Evidence): boolean => OF_MOTION.has(feature);
  const found = seen === undefined ? now : [...now.filter((one) => !isOfMotion(one)), ...seen.filter(isOfMotion)];
  return heldBack(found, mayBecomeOrbit(features));
}

/** What would be said of the same evidence if launchers climbed on other paths: for who tries likelihoods on families that they were not made from. */
export function weighEvidence(evidence: readonly Evidence[], paths: LauncherPaths): Weighed {
  const open = evidence.map(({ finding }) => finding).find((finding) => finding.feature === 'orbit-open');
  const found = evidence.flatMap((one): Evidence[] => {
    const { finding } = one;
    if (finding.feature === 'orbit-open') return [];
    return [finding.feature === 'speed-and-flight-path' ? evidenceOf(weighPath(finding, paths)) : one];
  });
  return heldBack(found, open && { deltaV_mps: open.toOrbit_mps, decidedAt_us: open.decidedAt_us });
}

type Burn = Pick<OrbitWithinReach, 'deltaV_mps' | 'decidedAt_us'>;

function heldBack(found: readonly Evidence[], within: Burn | undefined): Weighed {
  const evidence = within === undefined ? found : [...found, ...orbitOpen(found, within)];
  return { hypotheses: probabilitiesOf(evidence), evidence };
}

function probabilitiesOf(evidence: readonly Evidence[]): HypothesisProbability[] {
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
  return hypotheses.sort((a, b) => b.probability - a.probability);
}

/** While a last stage may still light, missile and launcher are held to what can be known: as much is said against the surer one as brings it down to that. */
function orbitOpen(found: readonly Evidence[], { deltaV_mps, decidedAt_us }: Burn): Evidence[] {
  const [{ hypothesis, probability }] = probabilitiesOf(found);
  const finding = { feature: 'orbit-open', toOrbit_mps: deltaV_mps, decidedAt_us } as const;
  if (hypothesis !== 'ballistic-missile' || probability <= MOST_WHILE_OPEN) return [{ finding, against: {} }];
  const odds = (MOST_WHILE_OPEN * (1 - probability)) / ((1 - MOST_WHILE_OPEN) * probability);
  return [{ finding, against: { [hypothesis]: log(odds) } }];
}

function evidenceOf({ finding, likelihoods }: WeighedFinding): Evidence {
  const best = Math.max(...likelihoods);
  const against: Partial<Record<Hypothesis, number>> = {};
  HYPOTHESES.forEach((hypothesis, i) => {
    if (likelihoods[i] < best) against[hypothesis] = likelihoods[i] - best;
  });
  return { finding, against };
}
