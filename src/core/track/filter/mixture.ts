import { addMeanOf6, addMeanOf7, addMeanOf9, addSpreadOf6, addSpreadOf7, addSpreadOf9 } from '../kernels/mixture.ts';

/** A component of a mixture: a record at `s[o]`, and its share. */
export type Part = { readonly s: Float64Array; readonly o: number; readonly share: number };

const MEAN = { 6: addMeanOf6, 7: addMeanOf7, 9: addMeanOf9 } as const;
const SPREAD = { 6: addSpreadOf6, 7: addSpreadOf7, 9: addSpreadOf9 } as const;
const shareInHand = new Float64Array(1);

/** Writes the moment-matched mixture of records of n states to `t[to]`, which is none of them; shares sum to one.
 *    x = Σ s_e x_e     P = Σ s_e (P_e + (x_e − x)(x_e − x)ᵀ) */
export function mixRecords(n: 6 | 7 | 9, parts: readonly Part[], t: Float64Array, to: number): void {
  t.fill(0, to, to + n + (n * (n + 1)) / 2);
  for (const { s, o, share } of parts) {
    shareInHand[0] = share;
    MEAN[n](s, o, shareInHand, 0, t, to);
  }
  for (const { s, o, share } of parts) {
    shareInHand[0] = share;
    SPREAD[n](s, o, s, o + n, shareInHand, 0, t, to);
  }
}
