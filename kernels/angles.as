// Sines and cosines of two angles at a time, and the arc tangent: the same polynomials as those of src/core/math/trigonometry.ts, to 2 ulp for angles up to 1e6 rad.

/** Added, it leaves a whole number in the last bits. */
const WHOLE = 6755399441055744.0;
const TWO_OVER_PI = 0.6366197723675814;
/** π/2 in three parts, of which the first two have 33 bits. */
const HALF_PI_1 = 1.5707963267341256;
const HALF_PI_2 = 6.077100506303966e-11;
const HALF_PI_3 = 2.0222662487959506e-21;
const HALF_PI = 1.5707963267948966;
const PI = 3.141592653589793;

// @ts-ignore: decorator
@inline
function shifted(x: v128): v128 {
  return f64x2.add(f64x2.mul(x, f64x2.splat(TWO_OVER_PI)), f64x2.splat(WHOLE));
}

/** Whole quarters of a turn, as numbers; and as integers, of which the last two bits count. */
// @ts-ignore: decorator
@inline
export function wholes(x: v128): v128 {
  return f64x2.sub(shifted(x), f64x2.splat(WHOLE));
}

// @ts-ignore: decorator
@inline
export function quadrants(x: v128): v128 {
  return shifted(x);
}

/** What is left of the angles beside them, within a quarter of π. */
// @ts-ignore: decorator
@inline
export function remainder(x: v128, k: v128): v128 {
  const first = f64x2.sub(x, f64x2.mul(k, f64x2.splat(HALF_PI_1)));
  return f64x2.sub(f64x2.sub(first, f64x2.mul(k, f64x2.splat(HALF_PI_2))), f64x2.mul(k, f64x2.splat(HALF_PI_3)));
}

// @ts-ignore: decorator
@inline
function next(sum: v128, z: v128, coefficient: f64): v128 {
  return f64x2.add(f64x2.splat(coefficient), f64x2.mul(z, sum));
}

/** Sines of what is within a quarter of π. */
// @ts-ignore: decorator
@inline
export function sinOf(r: v128): v128 {
  const z = f64x2.mul(r, r);
  let p = f64x2.splat(-7.595301509942013e-13);
  p = next(p, z, 1.6058684257431606e-10);
  p = next(p, z, -2.5052107235693167e-8);
  p = next(p, z, 2.7557319222323764e-6);
  p = next(p, z, -0.00019841269841268963);
  p = next(p, z, 0.008333333333333333);
  p = next(p, z, -0.16666666666666666);
  return f64x2.add(r, f64x2.mul(f64x2.mul(r, z), p));
}

// @ts-ignore: decorator
@inline
export function cosOf(r: v128): v128 {
  const z = f64x2.mul(r, r);
  let p = f64x2.splat(-1.1382614868556325e-11);
  p = next(p, z, 2.0876146024689747e-9);
  p = next(p, z, -2.7557317270560326e-7);
  p = next(p, z, 2.4801587298763433e-5);
  p = next(p, z, -0.0013888888888887395);
  p = next(p, z, 0.041666666666666664);
  const half = f64x2.mul(f64x2.splat(0.5), z);
  const w = f64x2.sub(f64x2.splat(1), half);
  return f64x2.add(w, f64x2.add(f64x2.sub(f64x2.sub(f64x2.splat(1), w), half), f64x2.mul(f64x2.mul(z, z), p)));
}

/** The angle of the point (x, y), −π to π. */
export function atan2(y: f64, x: f64): f64 {
  if (x == 0 && y == 0) return 0;
  const steep = abs(y) > abs(x);
  const slope = steep ? abs(x) / abs(y) : abs(y) / abs(x);
  let angle = atan(slope);
  if (steep) angle = HALF_PI - angle;
  if (x < 0) angle = PI - angle;
  return y < 0 ? -angle : angle;
}

/** Of 0 to 1. */
function atan(x: f64): f64 {
  if (x <= 0.25) return series(x);
  if (x <= 0.75) return 0.4636476090008061 + series((x - 0.5) / (1 + 0.5 * x));
  return 0.7853981633974483 + series((x - 1) / (1 + x));
}

function series(t: f64): f64 {
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
  return t + t * z * p;
}
