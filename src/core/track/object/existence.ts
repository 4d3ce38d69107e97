import { exp, log } from '../../math/elementary.ts';

/** A track's probability of existence, kept as its log-odds  s = ln(P/(1−P)), in which evidence adds and nothing near one is lost.
 *  Source  [MES1994] (integrated probabilistic data association): births, misses with their detection probability, detections against
 *  clutter, and a small chance to end between looks, which bounds P below one, so that an object that has been seen a thousand times can
 *  still be given up after ten misses.  Letters: χ existence, Pd detection probability, ℓ likelihood of a plot (Pd included), λ density of
 *  what else makes plots. */

/** One false confirmation in a million clutter starts (Wald's bound for a test that stops at these odds). */
const CONFIRMED_EXISTENCE = 1 - 1e-6;
/** A confirmed track is lost when this is left of it: eleven misses in a row where nineteen looks of twenty would have shown it. */
const LOST_EXISTENCE = 1e-7;
/** A tentative one is given up when a quarter is left of what the least likely one begins with: there will be another if there is anything. */
const GIVEN_UP_EXISTENCE = 0.0025;
/** Chance for an object to end unseen in a second, other than by coming down, which is reckoned with apart. Once in four months: so small that
 *  it bounds the odds just above the confirmation's. */
const ENDS_PER_S = 1e-7;

export const CONFIRMED_SCORE = scoreOf(CONFIRMED_EXISTENCE);
export const LOST_SCORE = scoreOf(LOST_EXISTENCE);
export const GIVEN_UP_SCORE = scoreOf(GIVEN_UP_EXISTENCE);

export function scoreOf(existence: number): number {
  return log(existence / (1 - existence));
}

export function existenceOf(score: number): number {
  return score >= 0 ? 1 / (1 + exp(-score)) : exp(score) / (1 + exp(score));
}

/** The prior of a track that begins with a detection which nobody else explains:  λ_new / (λ_new + λ_else),  times the probability that
 *  nobody does. */
export function birthScore(newDensity: number, elseDensity: number, unexplained: number): number {
  const odds = (unexplained * newDensity) / (elseDensity + (1 - unexplained) * newDensity);
  return log(odds);
}

/** dt seconds later:  χ⁻ = (1 − h dt) χ. */
export function scoreLater(score: number, dt_s: number): number {
  const ends = Math.min(1, ENDS_PER_S * dt_s);
  return log(1 - ends) - log(exp(-Math.min(score, 700)) + ends);
}

/** After a look that did not show it:  χ⁺ = χ (1 − Pd) / (1 − χ Pd). */
export function scoreMissed(score: number, detectionProbability: number): number {
  return score + log(1 - detectionProbability);
}

/** After a look that for certain showed it or nothing of it: the odds grow by  1 − Pd + ℓ/λ. */
export function scoreDetected(score: number, detectionProbability: number, logRatio: number): number {
  // ln(1 − Pd + e^logRatio), safe for ratios that no exponential holds.
  return logRatio > 600 ? score + logRatio : score + log(1 - detectionProbability + exp(logRatio));
}

/** After a look in which it was missed with probability `missed` (which counts that it may not exist), all joint events weighed:
 *    odds⁺ = odds · [ 1 − Pd + (1 − β₀)/β₀ · (1 − χ Pd)/χ ]        Source  [ME2004] eq. 33-36, solved for the odds. */
export function scoreWeighed(score: number, detectionProbability: number, missed: number): number {
  const existence = existenceOf(score);
  const detected = ((1 - missed) / Math.max(missed, LEAST_MISSED)) * ((1 - existence * detectionProbability) / existence);
  return score + log(1 - detectionProbability + detected);
}

/** The same for one object and one look, as probabilities: the odds grow by the likelihood ratio of "it is there" to "it is not".
 *    χ⁺ = χ L / (1 − χ + χ L) */
export function existenceAfter(existence: number, likelihoodRatio: number): number {
  return (existence * likelihoodRatio) / (1 - existence + existence * likelihoodRatio);
}

/** After a look that did not show it: L = 1 − Pd. */
export function missedExistence(existence: number, detectionProbability: number): number {
  return existenceAfter(existence, 1 - detectionProbability);
}

/** Joint events that are less likely than the best by more than this are not counted; so no miss is known to be rarer. */
export const LEAST_MISSED = 1e-7;
