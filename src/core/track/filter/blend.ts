import { type Imm, THEATRE_MODES } from './imm.ts';
import { mixRecords } from './mixture.ts';

/** A copy that shares nothing. */
export function copyImm({ modes, weights }: Imm): Imm {
  return { modes: modes.slice(), weights: weights.slice() };
}

/** Sets `imm` to the mixture of what it would be after each of several events, none of which is `imm` itself, mode by mode: a mode's weight is its mean weight, and its state
 *  the moment-matched mixture of its states, weighted by event and by what the mode weighs there.
 *    w_j = Σ_e β_e w_je     x_j = Σ_e s_e x_je     P_j = Σ_e s_e (P_je + (x_je − x_j)(x_je − x_j)ᵀ),   s_e = β_e w_je / w_j
 *  Source  [BSLK2001] §6.4 (the spread of the innovations is in the last term).  `shares` sum to one. */
export function blendInto(imm: Imm, after: readonly Imm[], shares: readonly number[]): void {
  THEATRE_MODES.models.forEach(({ dimension }, j) => {
    let weight = 0;
    for (let e = 0; e < after.length; e++) weight += shares[e] * after[e].weights[j];
    imm.weights[j] = weight;
    if (weight === 0) return;
    const parts = after
      .map(({ modes, weights }, e) => ({ s: modes, o: THEATRE_MODES.at[j], share: (shares[e] * weights[j]) / weight }))
      .filter(({ share }) => share > 0);
    mixRecords(dimension, parts, imm.modes, THEATRE_MODES.at[j]);
  });
}
