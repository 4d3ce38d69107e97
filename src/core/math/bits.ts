/** The pieces of a double, and sums and products that keep what rounding drops.
 *  Source  T. J. Dekker, A floating-point technique for extending the available precision, Numer. Math. 18 (1971). */

const view = new DataView(new ArrayBuffer(8));

/** 2ᵏ for |k| ≤ 600, exact. */
const POWERS_OF_TWO = new Float64Array(1201);
for (let k = 0, up = 1, down = 1; k <= 600; k++, up *= 2, down *= 0.5) {
  POWERS_OF_TWO[600 + k] = up;
  POWERS_OF_TWO[600 - k] = down;
}

/** y · 2ᵏ for integer |k| ≤ 1200. Two steps, because 2¹⁰²⁴ is no double although y·2¹⁰²⁴ may be one. */
export function timesPowerOfTwo(y: number, k: number): number {
  const half = k >> 1;
  return y * POWERS_OF_TWO[600 + half] * POWERS_OF_TWO[600 + k - half];
}

/** The integer k with x = 2ᵏ · m and m in [√½, √2), for positive finite x. */
export function binaryExponent(x: number): number {
  if (x < 2.2250738585072014e-308) return binaryExponent(x * 18014398509481984) - 54; // subnormal: lift by 2⁵⁴ first
  view.setFloat64(0, x, true);
  const high = view.getUint32(4, true);
  // 0x6a09e is the top of the mantissa of √2
  return (high >>> 20) - ((high & 0xfffff) > 0x6a09e ? 1022 : 1023);
}

/** What a·b loses to rounding: product + productError(a, b, product) is a·b exactly, for |a|, |b| < 1e150. */
export function productError(a: number, b: number, product: number): number {
  const ca = 134217729 * a; // 2²⁷ + 1 cuts 53 bits into 26 and 27
  const aHigh = ca - (ca - a);
  const aLow = a - aHigh;
  const cb = 134217729 * b;
  const bHigh = cb - (cb - b);
  const bLow = b - bHigh;
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
}

/** What a + b loses to rounding, whatever their order of size. */
export function sumError(a: number, b: number, sum: number): number {
  const bPart = sum - a;
  return a - (sum - bPart) + (b - bPart);
}
