/** exp, log, log10 and pow; see elementary.ts for what they promise. */

import { binaryExponent, productError, sumError, timesPowerOfTwo } from './bits.ts';

/** Not the global of that name: a branch that has never run and looks a global up keeps V8 from inlining; exp then takes 80 ns, not 17, and
 *  boxes its result. */
const INFINITE = 1 / 0;
const LN2_HIGH = 0.6931471805598903; // 42 bits, so that k · LN2_HIGH is exact for every exponent k of a double
const LN2_LOW = 5.497923018708371e-14;
const INVERSE_LN2 = 1.4426950408889634;
const INVERSE_LN10 = 0.4342944819032518;
const INVERSE_LN10_LOW = 1.098319650216765e-17;
const TWO_THIRDS = 0.6666666666666666;
const TWO_THIRDS_LOW = 3.700743415417188e-17;

/** eˣ. */
export function exp(x: number): number {
  CELL[0] = x;
  expAt(CELL, 0);
  return CELL[0];
}

/** The same of a number in memory, in its place. Where `exp` is one call of many V8 does not inline it, and boxes what goes in and what comes out. */
export function expAt(t: Float64Array, at: number): void {
  expOfSum(t, at, 0);
}

const CELL = new Float64Array(1);

/** e^(x + tail), where |tail| is below the last bit of x, in the place of x. */
function expOfSum(t: Float64Array, at: number, tail: number): void {
  const x = t[at];
  if (x > 709.79) t[at] = INFINITE;
  else if (x < -745.14) t[at] = 0;
  else if (x === x) t[at] = expInRange(x, tail);
}

function expInRange(x: number, tail: number): number {
  const k = Math.floor(x * INVERSE_LN2 + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW - tail;
  const r = high - low;
  const lost = high - r - low;
  // eʳ = 1 + r + r²/2 + r³ p(r), |r| ≤ ln(2)/2
  const p =
    0.16666666666666669 +
    r *
      (0.041666666666666664 +
        r *
          (0.008333333333330062 +
            r *
              (0.0013888888888886552 +
                r *
                  (0.00019841269863053618 +
                    r *
                      (2.4801587317144498e-5 +
                        r *
                          (2.7557268459997064e-6 +
                            r * (2.755728296954995e-7 + r * (2.510038549551032e-8 + r * 2.0911236630261545e-9))))))));
  const r2 = r * r;
  return timesPowerOfTwo(1 + (r + (lost + lost * r + (0.5 * r2 + r2 * r * p))), k);
}

/** Natural logarithm; NaN below zero, −∞ at zero. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  const k = binaryExponent(x);
  const f = timesPowerOfTwo(x, -k) - 1;
  // log(1+f) = 2 atanh(s), s = f/(2+f); written around f, which is exact, so that the rounding of s enters only in second order
  const s = f / (2 + f);
  const z = s * s;
  const half = 0.5 * f * f;
  const q =
    z *
    (TWO_THIRDS +
      z *
        (0.40000000000000024 +
          z *
            (0.28571428571338453 +
              z *
                (0.22222222271127243 +
                  z * (0.18181808243480016 + z * (0.1538557509255743 + z * (0.1328594759441496 + z * 0.12913739291129622)))))));
  return k * LN2_HIGH - (half - (s * (half + q) + k * LN2_LOW) - f);
}

/** For the two-part logarithm, which needs more terms: (2 atanh(s) − 2s − 2s³/3) / s⁵ as a polynomial in z = s², |s| ≤ 0.1716. */
function logTail(z: number): number {
  return (
    0.4 +
    z *
      (0.28571428571428564 +
        z *
          (0.22222222222228435 +
            z *
              (0.181818181796556 +
                z *
                  (0.1538461576136298 +
                    z * (0.13333296519287247 + z * (0.11766813776159434 + z * (0.10456312590395662 + z * 0.10762557435735054)))))))
  );
}

/** log(x) = high + low to about 64 bits, for positive finite x; the low part is left in `logLow`. */
function logHigh(x: number): number {
  const k = binaryExponent(x);
  const f = timesPowerOfTwo(x, -k) - 1;
  const d = 2 + f;
  const dLow = sumError(2, f, d);
  const s = f / d;
  const sd = s * d;
  const sLow = (f - sd - productError(s, d, sd) - s * dLow) / d;
  const z = s * s;
  const zLow = productError(s, s, z) + 2 * s * sLow;
  // g = 2 + 2z/3 + z² tail(z), the first two terms with their rounding errors
  const t = TWO_THIRDS * z;
  const tLow = productError(TWO_THIRDS, z, t) + TWO_THIRDS * zLow + TWO_THIRDS_LOW * z;
  const g = 2 + t;
  const gLow = sumError(2, t, g) + tLow + z * z * logTail(z);
  const m = s * g;
  const mLow = productError(s, g, m) + s * gLow + sLow * g;
  const base = k * LN2_HIGH;
  const sum = base + m;
  const low = sumError(base, m, sum) + mLow + k * LN2_LOW;
  const high = sum + low;
  logLow[0] = low - (high - sum);
  return high;
}
const logLow = new Float64Array(1);

/** Logarithm to base ten; exact powers of ten give integers. */
export function log10(x: number): number {
  if (!(x > 0) || x === Infinity) return log(x);
  const high = logHigh(x);
  const product = high * INVERSE_LN10;
  return product + (productError(high, INVERSE_LN10, product) + high * INVERSE_LN10_LOW + logLow[0] * INVERSE_LN10);
}

/** x to the power y, with the special cases of ECMAScript's `Math.pow`. */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (x !== x || y !== y) return NaN;
  const size = Math.abs(x);
  const isInteger = Math.floor(y) === y;
  const isOdd = isInteger && Math.abs(y) < 9007199254740992 && y % 2 !== 0;
  const negative = isOdd && (x < 0 || (x === 0 && 1 / x < 0));
  if (x < 0 && size !== Infinity && Math.abs(y) !== Infinity && !isInteger) return NaN;
  let result: number;
  if (size === 1) result = Math.abs(y) === Infinity ? NaN : 1;
  else if (size === 0 || size === Infinity || Math.abs(y) === Infinity) result = size > 1 === y > 0 ? Infinity : 0;
  else result = powPositive(size, y);
  return negative ? -result : result;
}

function powPositive(x: number, y: number): number {
  const high = logHigh(x);
  const product = y * high;
  if (product > 710) return Infinity;
  if (product < -746) return 0;
  CELL[0] = product;
  expOfSum(CELL, 0, productError(y, high, product) + y * logLow[0]);
  return CELL[0];
}
