import type { Hypothesis, HypothesisProbability } from '../discern/hypotheses.ts';
import { exp, log } from '../math/elementary.ts';
import { BODY_ALONE, type EchoStrength, likelihoodOf, WITH_TANKS } from '../track/look/echo-strength.ts';
import type { MetresPerSecond } from '../units.ts';

/** What the tracker's air has taught of ln(1/β): a Gaussian likelihood; precision 0 where it has taught nothing. */
export type DragLikelihood = { readonly mean: number; readonly precision: number };

/** One kind of body that it may be: ln(1/β) normal, β in kg/m². */
export type DragPart = { readonly weight: number; readonly mean: number; readonly sigma: number };

/** A missile's body comes down blunt and whole from a short range, with some 5,000 kg/m²; what crosses an ocean needs a more slender cone. Two
 *  sigmas span 2,500 to 10,000. */
const BODY_KGPM2 = 5_000;
const BODY_GROWTH_PER_MPS = 5e-5;
const SHORT_RANGE_MPS = 2_000;
const SIGMA_BODY = 0.35;
/** Empty stages, tanks and capsules, two sigmas from 80 to 830. */
const HOLLOW_KGPM2 = 260;
const SIGMA_HOLLOW = 0.58;

/** A kind of body whose share is less than what the area may miss anyhow is not drawn: a launcher at one per cent would make every missile's
 *  area a hundred kilometres long. */
const LEAST_SHARE = 0.05;

/** However sure the cause: the air may teach otherwise. */
const NEVER_LESS = 0.01;

/** What is dense out of an orbit: what was built to come down, engines, the cores of satellites; two sigmas from 550 to 7,300. */
const COMPACT_KGPM2 = 2_000;
const SIGMA_COMPACT = 0.65;

/** Share of missiles' bodies, and of what else is dense, among what each cause brings down; the rest is hollow. From orbits come hollow stages and satellites,
 *  capsules, and now and then what is dense. */
const DENSE: Readonly<Record<Exclude<Hypothesis, 'ballistic-missile'>, { readonly body?: number; readonly compact?: number }>> = {
  'space-launch': {},
  'powered-return': {},
  satellite: { compact: 0.1 },
  're-entry': { compact: 0.25 },
  aircraft: {},
  meteor: { body: 1 },
  'sun-glint': { body: 0.5 },
  'moon-echo': { body: 0.5 },
  'stationary-heat': { body: 0.5 },
  unknown: { body: 0.5 },
};

/** Of what a body parts into, one is what it carried and one is left empty; before the air tells, nobody knows which. */
const DENSE_OF_PIECES = 0.5;

/** What is known of a body besides its cause: how fast it was sent, what the air has taught of its drag, how strong its echoes have been since its thrust ended,
 *  and whether it is one of several pieces. */
export type BodyKnown = {
  readonly surfaceSpeed_mps: MetresPerSecond;
  readonly taught: DragLikelihood;
  readonly echoStrength: EchoStrength;
  readonly parted?: boolean;
};

/** What kinds of body it may be, by its causes and what is known of it: Bayes' rule over a mixture of normal priors with a normal likelihood. Shares add up to
 *  one, the largest first. */
export function dragParts(
  hypotheses: readonly HypothesisProbability[],
  { surfaceSpeed_mps, taught, echoStrength, parted = false }: BodyKnown,
): readonly DragPart[] {
  const { body, compact, hollow } = sharesOf(hypotheses, denseOfMissiles(echoStrength, surfaceSpeed_mps), parted);
  const growth = BODY_GROWTH_PER_MPS * Math.max(0, surfaceSpeed_mps - SHORT_RANGE_MPS);
  const parts = [
    updated({ weight: body, mean: -log(BODY_KGPM2) - growth, sigma: SIGMA_BODY }, taught),
    updated({ weight: compact, mean: -log(COMPACT_KGPM2), sigma: SIGMA_COMPACT }, taught),
    updated({ weight: hollow, mean: -log(HOLLOW_KGPM2), sigma: SIGMA_HOLLOW }, taught),
  ];
  const drawn = normalised(parts).filter(({ weight }) => weight >= LEAST_SHARE);
  return normalised(drawn).sort((a, b) => b.weight - a.weight);
}

/** Of what is taken for a missile by its path so many are launchers whose thrust has failed: of thirty launches to orbit one fails, and before its thrust ends
 *  such a launcher looks as much like the one as like the other. */
const FAILED = 0.03;
/** Share of missiles that come down with their tanks. Most of those that fly up to some 650 km do; what is sent faster parts, as the air would break it. */
const WHOLE_SHORT = 0.8;
const WHOLE_UP_TO_MPS = 2_400;
const WHOLE_FALLS_MPS = 200;
const WHOLE_FAST = 0.01;

/** Share of dense bodies among what is taken for a missile, by Bayes' rule over what has left its tanks, what comes down with them, and empty tanks. Where no echo
 *  tells of its size, the cause has said all that is known. */
function denseOfMissiles(echoStrength: EchoStrength, surfaceSpeed_mps: MetresPerSecond): number {
  if (echoStrength.looks === 0) return 1;
  const faster_mps = Math.max(0, surfaceSpeed_mps - WHOLE_UP_TO_MPS);
  const whole = Math.max(WHOLE_FAST, WHOLE_SHORT * exp(-faster_mps / WHOLE_FALLS_MPS));
  const [alone, withTanks] = [likelihoodOf(echoStrength, BODY_ALONE), likelihoodOf(echoStrength, WITH_TANKS)];
  const dense = (1 - FAILED) * (whole * withTanks + (1 - whole) * alone);
  return dense / (dense + FAILED * withTanks);
}

/** Shares of the three kinds over all causes; neither what is dense nor what is hollow is ever excluded. */
function sharesOf(
  hypotheses: readonly HypothesisProbability[],
  ofMissiles: number,
  parted: boolean,
): { readonly body: number; readonly compact: number; readonly hollow: number } {
  let [body, compact] = [0, 0];
  for (const { hypothesis, probability } of hypotheses) {
    const of = hypothesis === 'ballistic-missile' ? { body: ofMissiles } : DENSE[hypothesis];
    body += probability * (of.body ?? 0);
    compact += probability * (of.compact ?? 0);
  }
  const dense = Math.max(NEVER_LESS, Math.min(1 - NEVER_LESS, body + compact));
  const share = parted ? DENSE_OF_PIECES : 1;
  return { body: share * (dense - compact), compact: share * compact, hollow: 1 - share * dense };
}

/** A part after the likelihood; its weight not yet normalised. */
function updated({ weight, mean, sigma }: DragPart, taught: DragLikelihood): DragPart {
  if (!(taught.precision > 0)) return { weight, mean, sigma };
  const spread = sigma * sigma + 1 / taught.precision;
  const off = taught.mean - mean;
  const total = 1 / (sigma * sigma) + taught.precision;
  return {
    // Never quite nothing, where neither explains it.
    weight: (weight * exp(-Math.min(300, (0.5 * off * off) / spread))) / Math.sqrt(spread),
    mean: (mean / (sigma * sigma) + taught.precision * taught.mean) / total,
    sigma: 1 / Math.sqrt(total),
  };
}

function normalised(parts: readonly DragPart[]): DragPart[] {
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  return parts.map((part) => ({ ...part, weight: part.weight / total }));
}
