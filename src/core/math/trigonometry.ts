/** sin, cos, tan and their inverses; see elementary.ts for what they promise. */

import { sumError } from './bits.ts';

const PI = 3.141592653589793;
const PI_LOW = 1.2246467991473532e-16;
const HALF_PI = 1.5707963267948966;
const HALF_PI_LOW = 6.123233995736766e-17;
const TWO_PI = 6.283185307179586;
/** π/2 in three parts; the first two have 33 bits, so that their products with k < 2²⁰ are exact. */
const HALF_PI_1 = 1.5707963267341256;
const HALF_PI_2 = 6.077100506303966e-11;
const HALF_PI_3 = 2.0222662487959506e-21;
const TWO_OVER_PI = 0.6366197723675814;

/** Below this sin x, tan x, atan x and x are the same double. */
const TINY = 1e-9;

/** What `reduce` leaves of its argument: r and the tail that r's rounding dropped. */
const rest = new Float64Array(2);

/** x = k π/2 + r + tail with |r| ≤ π/4. Returns k modulo 4; r and the tail are left in `rest`. */
function reduce(x: number): number {
  const y = Math.abs(x) > 1e6 ? x % TWO_PI : x;
  const k = Math.floor(y * TWO_OVER_PI + 0.5);
  const first = y - k * HALF_PI_1;
  const w = k * HALF_PI_2;
  const second = first - w;
  const tail = sumError(first, -w, second) - k * HALF_PI_3;
  const r = second + tail;
  rest[0] = r;
  rest[1] = tail - (r - second);
  return k & 3;
}

/** sin(r + tail), |r| ≤ π/4. */
function sinKernel(r: number, tail: number): number {
  const z = r * r;
  const p =
    0.008333333333333333 +
    z *
      (-0.00019841269841268963 +
        z * (2.7557319222323764e-6 + z * (-2.5052107235693167e-8 + z * (1.6058684257431606e-10 + z * -7.595301509942013e-13))));
  return r + (tail * (1 - 0.5 * z) + r * z * (-0.16666666666666666 + z * p));
}

/** cos(r + tail), |r| ≤ π/4. */
function cosKernel(r: number, tail: number): number {
  const z = r * r;
  const p =
    0.041666666666666664 +
    z *
      (-0.0013888888888887395 +
        z * (2.4801587298763433e-5 + z * (-2.7557317270560326e-7 + z * (2.0876146024689747e-9 + z * -1.1382614868556325e-11))));
  const half = 0.5 * z;
  const w = 1 - half;
  return w + (1 - w - half + (z * z * p - r * tail));
}

/** Sine of an angle in radians. */
export function sin(x: number): number {
  if (Math.abs(x) < TINY) return x;
  const quadrant = reduce(x);
  const size = (quadrant & 1) === 0 ? sinKernel(rest[0], rest[1]) : cosKernel(rest[0], rest[1]);
  return quadrant < 2 ? size : -size;
}

/** Cosine of an angle in radians. */
export function cos(x: number): number {
  const quadrant = reduce(x);
  const size = (quadrant & 1) === 0 ? cosKernel(rest[0], rest[1]) : sinKernel(rest[0], rest[1]);
  return quadrant === 1 || quadrant === 2 ? -size : size;
}

/** Tangent of an angle in radians. */
export function tan(x: number): number {
  if (Math.abs(x) < TINY) return x;
  const odd = (reduce(x) & 1) === 1;
  const s = sinKernel(rest[0], rest[1]);
  const c = cosKernel(rest[0], rest[1]);
  return odd ? -c / s : s / c;
}

/** Arc tangent, −π/2…π/2 rad. */
export function atan(x: number): number {
  const size = Math.abs(x);
  if (size < TINY) return x;
  const angle = atanPositive(size);
  return x < 0 ? -angle : angle;
}

/** atan x = atan c + atan((x − c)/(1 + c x)) with the nearest of c = 0, ½, 1, 2, ∞, so that the polynomial sees at most ¼. */
function atanPositive(x: number): number {
  if (x <= 0.25) return atanFrom(0, 0, x);
  if (x <= 0.75) return atanFrom(0.4636476090008061, 2.2698777452961687e-17, (x - 0.5) / (1 + 0.5 * x));
  if (x <= 1.3333333333333333) return atanFrom(0.7853981633974483, 3.061616997868383e-17, (x - 1) / (1 + x));
  if (x <= 4) return atanFrom(1.1071487177940904, 9.40447137356638e-17, (x - 2) / (1 + 2 * x));
  return atanFrom(HALF_PI, HALF_PI_LOW, -1 / x);
}

function atanFrom(high: number, low: number, t: number): number {
  const z = t * t;
  const p =
    -0.3333333333333333 +
    z *
      (0.19999999999998921 +
        z *
          (-0.14285714285253562 +
            z *
              (0.11111111035291911 +
                z *
                  (-0.09090902827435111 +
                    z * (0.07692016123431836 + z * (-0.06658651772903566 + z * (0.05752619086241913 + z * -0.04101828156464053)))))));
  return high + (t + (t * z * p + low));
}

/** The angle of the point (x, y), −π…π rad; zeros count with their sign, as IEEE 754 has it. */
export function atan2(y: number, x: number): number {
  if (x !== x || y !== y) return NaN;
  const size = atan2Positive(Math.abs(y), x);
  return y < 0 || (y === 0 && 1 / y < 0) ? -size : size;
}

function atan2Positive(y: number, x: number): number {
  const behind = x < 0 || (x === 0 && 1 / x < 0);
  let angle: number;
  if (y === 0) angle = 0;
  else if (y === Infinity && Math.abs(x) === Infinity) angle = HALF_PI / 2;
  else if (x === 0) angle = HALF_PI;
  else angle = atan(y / Math.abs(x));
  return behind ? PI - (angle - PI_LOW) : angle;
}

/** Arc sine, −π/2…π/2 rad; NaN outside −1…1. */
export function asin(x: number): number {
  const size = Math.abs(x);
  if (size <= 0.5) return asinKernel(x);
  const angle = HALF_PI - (2 * asinKernel(Math.sqrt(0.5 * (1 - size))) - HALF_PI_LOW);
  return x < 0 ? -angle : angle;
}

/** Arc cosine, 0…π rad; NaN outside −1…1. */
export function acos(x: number): number {
  if (Math.abs(x) <= 0.5) return HALF_PI - (asinKernel(x) - HALF_PI_LOW);
  if (x > 0) return 2 * asinKernel(Math.sqrt(0.5 * (1 - x)));
  return PI - (2 * asinKernel(Math.sqrt(0.5 * (1 + x))) - PI_LOW);
}

/** asin x, |x| ≤ ½. Beyond, asin x = π/2 − 2 asin √((1−x)/2), whose inner difference is exact. */
function asinKernel(x: number): number {
  if (Math.abs(x) < TINY) return x;
  const z = x * x;
  const p =
    0.07500000000000001 +
    z *
      (0.044642857142842746 +
        z *
          (0.030381944447656746 +
            z *
              (0.02237215881012657 +
                z *
                  (0.017352777130672885 +
                    z *
                      (0.013964502900028411 +
                        z *
                          (0.011557638521049017 +
                            z *
                              (0.009695083336392017 +
                                z *
                                  (0.00890412015874756 +
                                    z *
                                      (0.004629303736034215 +
                                        z * (0.015669616665700322 + z * (-0.013710337261222146 + z * 0.02613648686606292)))))))))));
  return x + x * z * (0.16666666666666666 + z * p);
}
