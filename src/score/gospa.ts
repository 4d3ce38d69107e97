import { type Matching, match } from './matching.ts';
import { NUMBERS_OF_STATE } from './picture.ts';
import { power, root } from './power.ts';
import { checkParameters } from './valid.ts';

export type GospaParameters = {
  readonly c_m: number;
  readonly p: number;
  /** Above 0, at most 2; 2 charges a missed and a false object cᵖ/2 each. */
  readonly alpha: number;
};

/** A distance of two sets of states, and what it is made of. */
export type Gospa = {
  readonly distance_m: number;
  /** Parts of distanceᵖ, mᵖ. With α = 2 a pair beyond c is one missed and one false; with a smaller α it is a pair at cᵖ, as in OSPA. */
  readonly localisation: number;
  readonly missed: number;
  readonly false: number;
  readonly missedCount: number;
  readonly falseCount: number;
  readonly matching: Matching;
};

/** Generalised OSPA: what the tracks are off, what they miss and what they invent, summed instead of averaged.
 *    ( min over pairings Σ min(d, c)ᵖ + (cᵖ/α) |n − m| )^(1/p);   α = 2:  Σ dᵖ over pairs nearer than c + (cᵖ/2)(missed + false)
 *  Source  [RGS2017] def. 1 and prop. 1.   Shapes  six numbers an object.
 *  Throws `RangeError` that names place and remedy for a set that is none, and for parameters that cannot be (1 ≤ p ≤ 20, 0 < α ≤ 2). */
export function gospa(truth: Float64Array, tracks: Float64Array, parameters: GospaParameters): Gospa {
  checkParameters(parameters, ['c_m', 'p', 'alpha']);
  const { c_m, p, alpha } = parameters;
  const matching = match(truth, tracks, c_m, p);
  const n = truth.length / NUMBERS_OF_STATE;
  const m = tracks.length / NUMBERS_OF_STATE;
  const { matched, powerSum } = matching;
  const cut = power(c_m, p);
  const paired = alpha === 2 ? matched : Math.min(n, m);
  const localisation = powerSum + cut * (paired - matched);
  const missed = (cut / alpha) * (n - paired);
  const falseCost = (cut / alpha) * (m - paired);
  return {
    distance_m: root(localisation + missed + falseCost, p),
    localisation,
    missed,
    false: falseCost,
    missedCount: n - matched,
    falseCount: m - matched,
    matching,
  };
}
