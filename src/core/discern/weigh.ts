import { exp, log } from '../math/elementary.ts';
import { type Evidence, logLikelihoodUnder } from './evidence.ts';
import type { Features } from './features.ts';
import { findingsOn, OF_MOTION } from './findings.ts';
import type { WeighedFinding } from './likelihood.ts';
import type { LauncherPaths } from './launcher-paths.ts';
import type { Finding, Whole } from './finding.ts';
import { MOST_WHILE_OPEN, mayBecomeOrbit, partOf, SETTLED_S, weighPath } from './launchers.ts';
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
 *  `seen`: what was found of the motion before, where it still stands: of a track that is only computed forward since, or that the air has in hand.
 *  `whole`: what it parted from, of a stage that is spent. */
export function weigh(features: Features, seen?: readonly Evidence[], whole?: Whole): Weighed {
  const now = findingsOn(features).map(evidenceOf);
  const isOfMotion = ({ finding: { feature } }: Evidence): boolean => OF_MOTION.has(feature);
  const found = seen === undefined ? now : [...now.filter((one) => !isOfMotion(one)), ...seen.filter(isOfMotion)];
  if (whole === undefined) return heldBack(found, mayBecomeOrbit(features), features);
  const own = found.filter(({ finding: { feature } }) => !OF_WHOLE.has(feature)).map(indifferent);
  const evidence = [...own, evidenceOf(partOf(whole))];
  return { hypotheses: probabilitiesOf(evidence), evidence };
}

/** How far and how it would fly on is a matter of the whole: the spent stage of a launcher falls, as a missile does. */
const OF_WHOLE: ReadonlySet<Finding['feature']> = new Set(['speed-and-flight-path', 'coast-seen', 'burn-time', 'stage-open', 'part-of']);

/** Evidence that says nothing between missile and launcher. */
function indifferent({ finding, against }: Evidence): Evidence {
  const either = Math.max(against['ballistic-missile'] ?? 0, against['space-launch'] ?? 0);
  return { finding, against: { ...against, 'ballistic-missile': either, 'space-launch': either } };
}

/** What would be said of the same evidence if launchers climbed on other paths: for who tries likelihoods on families that they were not made from. */
export function weighEvidence(evidence: readonly Evidence[], paths: LauncherPaths): Weighed {
  const open = evidence.map(({ finding }) => finding).find((finding) => finding.feature === 'orbit-open');
  const stage = evidence.map(({ finding }) => finding).find((finding) => finding.feature === 'stage-open');
  const found = evidence.flatMap((one): Evidence[] => {
    const { finding } = one;
    if (finding.feature === 'orbit-open' || finding.feature === 'stage-open') return [];
    return [finding.feature === 'speed-and-flight-path' ? evidenceOf(weighPath(finding, paths)) : one];
  });
  return heldBack(found, open && { deltaV_mps: open.toOrbit_mps, decidedAt_us: open.decidedAt_us }, stage ?? {});
}

type Burn = Pick<OrbitWithinReach, 'deltaV_mps' | 'decidedAt_us'>;

/** While the next stage may light, or a last one at the top of the path, nobody can know that it is a missile. */
function heldBack(
  found: readonly Evidence[],
  within: Burn | undefined,
  { sinceBurnout_s }: Pick<Partial<Features>, 'sinceBurnout_s'>,
): Weighed {
  const open: Finding[] = [];
  if (sinceBurnout_s !== undefined && sinceBurnout_s < SETTLED_S) open.push({ feature: 'stage-open', sinceBurnout_s });
  if (within !== undefined) open.push({ feature: 'orbit-open', toOrbit_mps: within.deltaV_mps, decidedAt_us: within.decidedAt_us });
  const evidence = open.reduce<readonly Evidence[]>((all, finding) => [...all, { finding, against: heldAgainst(all) }], found);
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

/** As much is said against a missile as brings it down to what can be known. */
function heldAgainst(found: readonly Evidence[]): Evidence['against'] {
  const [{ hypothesis, probability }] = probabilitiesOf(found);
  if (hypothesis !== 'ballistic-missile' || probability <= MOST_WHILE_OPEN) return {};
  return { [hypothesis]: log((MOST_WHILE_OPEN * (1 - probability)) / ((1 - MOST_WHILE_OPEN) * probability)) };
}

function evidenceOf({ finding, likelihoods }: WeighedFinding): Evidence {
  const best = Math.max(...likelihoods);
  const against: Partial<Record<Hypothesis, number>> = {};
  HYPOTHESES.forEach((hypothesis, i) => {
    if (likelihoods[i] < best) against[hypothesis] = likelihoods[i] - best;
  });
  return { finding, against };
}
