import { exp, log, pow } from '../../math/elementary.ts';

/** What is known of an object's radar cross-section: a weight for each value of a grid. Nobody knows it before the object is seen, it spans decades,
 *  and it is the same in every look: so the looks of a radar that cannot see a thing are one piece of evidence and not many. What is weighed is
 *    P(silence) = Σₖ wₖ Πᵢ (1 − Pdᵢ(σₖ)),   look by look:   Pd = Σ wₖ Pd(σₖ),   then  wₖ ∝ wₖ (1 − Pd(σₖ))  after a miss,  wₖ ∝ wₖ Pd(σₖ)  after a hit. */
export type CrossSection = Float64Array;

/** A thousandth of a square metre, a slender body end on, to ten, a whole stage from the side; in decibels of a square metre. */
const GRID_DBSM = [-30, -25, -20, -15, -10, -5, 0, 5, 10];
export const CROSS_SECTIONS_M2: readonly number[] = GRID_DBSM.map((dBsm) => pow(10, dBsm / 10));

/** Before it has been seen: lognormal, a median of 0.2 m² and a spread of 8 dB, which is a factor of six. Own choice; public tables have 0.1 to 0.5 m²
 *  for small missiles and 2 m² for small aircraft (Skolnik, Introduction to Radar Systems, ch. 2), and a body end on has less. */
const MEDIAN_DBSM = -7.5;
const SPREAD_DB = 8;
const PRIOR = normalised(
  Float64Array.from(GRID_DBSM, (dBsm) => {
    const z = (dBsm - MEDIAN_DBSM) / SPREAD_DB;
    return exp(-0.5 * z * z);
  }),
);

/** Share of what was learnt that a hit is not taken to hold for the next look: the body may burn out, part from its stage, or turn another side. */
const MAY_CHANGE = 0.1;

export function unknownCrossSection(): CrossSection {
  return PRIOR.slice();
}

/** Probability of detection over all that it may be. `chances`: that for each value of the grid. */
export function chanceOver(crossSection: CrossSection, chances: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < crossSection.length; k++) sum += crossSection[k] * chances[k];
  return sum;
}

/** The same of an object of which nothing is known. */
export function chanceUnknown(chances: Float64Array): number {
  return chanceOver(PRIOR, chances);
}

/** After a look that did not show it, of which `weight` counts; `share` of the look's chances it would have been told apart from its neighbours with.
 *  Returns −ln of the chance of that silence,  −ln Σₖ wₖ (1 − Pd(σₖ))^weight. */
export function learnSilence(crossSection: CrossSection, chances: Float64Array, share: number, weight: number): number {
  let silent = 0;
  for (let k = 0; k < crossSection.length; k++) {
    crossSection[k] *= exp(weight * log(Math.max(LEAST_MISSED, 1 - chances[k] * share)));
    silent += crossSection[k];
  }
  normalised(crossSection);
  return -log(silent);
}

/** No radar is believed to miss less often than this. */
const LEAST_MISSED = 1e-6;

/** After a look that showed it. */
export function learnHit(crossSection: CrossSection, chances: Float64Array): void {
  for (let k = 0; k < crossSection.length; k++) crossSection[k] *= chances[k];
  normalised(crossSection);
  for (let k = 0; k < crossSection.length; k++) crossSection[k] += MAY_CHANGE * (PRIOR[k] - crossSection[k]);
}

function normalised(weights: Float64Array): Float64Array {
  let total = 0;
  for (const weight of weights) total += weight;
  for (let k = 0; k < weights.length; k++) weights[k] /= total;
  return weights;
}
