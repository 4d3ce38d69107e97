/** A component of a mixture: a record at `s[o]`, and its share. */
export type Part = { readonly s: Float64Array; readonly o: number; readonly share: number };

/** Writes the moment-matched mixture of records of n states to `t[to]`, which is none of them; shares sum to one.
 *    x = Σ s_e x_e     P = Σ s_e (P_e + (x_e − x)(x_e − x)ᵀ)
 *  By differences, because Σ s x xᵀ − x̄ x̄ᵀ loses all digits where the components are close beside their size.
 *  Source  [BSLK2001] §1.4.16. */
export function mixRecords(n: 6 | 7 | 9, parts: readonly Part[], t: Float64Array, to: number): void {
  t.fill(0, to, to + n + (n * (n + 1)) / 2);
  for (const { s, o, share } of parts) for (let i = 0; i < n; i++) t[to + i] += share * s[o + i];
  for (const { s, o, share } of parts) addSpread(n, s, o, share, t, to);
}

const off = new Float64Array(9);

function addSpread(n: number, s: Float64Array, o: number, share: number, t: Float64Array, to: number): void {
  // As in the kernels: sums of what is below 2³⁰ are not checked.
  o &= 0x3fffffff;
  to &= 0x3fffffff;
  for (let i = 0; i < n; i++) off[i] = s[o + i] - t[to + i];
  for (let i = 0, k = n; i < n; i++) for (let j = 0; j <= i; j++, k++) t[to + k] += share * (s[o + k] + off[i] * off[j]);
}
