/** Normal and χ² distributions, for gates and consistency checks.
 *
 *  Source  [AS1964] 6.1.41 (log Γ), 6.5.29 and 6.5.31 (incomplete Γ),
 *          26.2.23 (first guess of the normal quantile), 26.4.17 (first guess of the χ² quantile).
 *  Checked chi-squared.test.ts: published tables; quantile and distribution undo each other to 1e-12. */

import { exp, log } from './elementary.ts';

const TERMS_MAX = 10_000;

/** P(X ≤ x) for χ² with k degrees of freedom (k > 0, need not be an integer). */
export function chiSquaredCdf(x: number, k: number): number {
  if (!(x > 0)) return 0;
  return x < k + 2 ? lowerGamma(k / 2, x / 2) : 1 - upperGamma(k / 2, x / 2);
}

/** The x that a χ² variable with k degrees of freedom stays below with probability p; 0 ≤ p < 1. Infinity at p = 1. */
export function chiSquaredQuantile(p: number, k: number): number {
  if (!(p > 0)) return 0;
  if (p >= 1) return Infinity;
  const spread = Math.sqrt(2 / (9 * k));
  const root = 1 - 2 / (9 * k) + normalQuantile(p) * spread;
  return invert((x) => chiSquaredCdf(x, k) - p, Math.max(root * root * root * k, 1e-3 * k));
}

/** P(Z ≤ z) for the standard normal distribution. */
export function normalCdf(z: number): number {
  const tail = 0.5 * upperHalfGamma((z * z) / 2);
  return z < 0 ? tail : 1 - tail;
}

/** The z that a standard normal variable stays below with probability p; ∓Infinity at 0 and 1. */
export function normalQuantile(p: number): number {
  if (!(p > 0)) return -Infinity;
  if (p >= 1) return Infinity;
  if (p > 0.5) return -normalQuantile(1 - p);
  const t = Math.sqrt(-2 * log(p));
  let z = (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
  // Newton with its second-order term (Halley); the guess is good to 4.5e-4, so two rounds reach the last digits
  for (let round = 0; round < 3; round++) {
    const density = exp((-z * z) / 2) / 2.5066282746310002;
    const step = (normalCdf(z) - p) / density;
    z -= step / (1 + (z * step) / 2);
  }
  return z;
}

/** Q(½, x): the normal distribution is the incomplete Γ function at a = ½. */
function upperHalfGamma(x: number): number {
  return x < 1.5 ? 1 - lowerGamma(0.5, x) : upperGamma(0.5, x);
}

/** Regularised lower incomplete Γ by its power series; quick for x < a + 1. */
function lowerGamma(a: number, x: number): number {
  if (x === 0) return 0;
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < TERMS_MAX && term > sum * 1e-17; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum * exp(a * log(x) - x - logGamma(a));
}

/** Regularised upper incomplete Γ by its continued fraction (evaluated forward, after Lentz); quick for x > a + 1. */
function upperGamma(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < TERMS_MAX; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    const factor = c * d;
    fraction *= factor;
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  return fraction * exp(a * log(x) - x - logGamma(a));
}

/** log Γ(a), a > 0: Stirling's series, after stepping a up to 12, where six terms give 1e-16. */
function logGamma(a: number): number {
  let shift = 1;
  let y = a;
  for (; y < 12; y++) shift *= y;
  const w = 1 / (y * y);
  const series = (1 / 12 - w * (1 / 360 - w * (1 / 1260 - w * (1 / 1680 - w * (1 / 1188 - (w * 691) / 360360))))) / y;
  return (y - 0.5) * log(y) - y + 0.9189385332046727 + series - log(shift);
}

/** The positive root of a rising function: a bracket grown from the guess, then halved by bisection and false position in turn (Illinois). */
function invert(f: (x: number) => number, guess: number): number {
  let low = guess;
  let high = guess;
  while (f(low) > 0) low *= 0.5;
  while (f(high) < 0) high *= 2;
  let fLow = f(low);
  let fHigh = f(high);
  for (let round = 0; round < 200 && high - low > 4e-16 * high; round++) {
    const middle = round % 3 === 2 || fHigh === fLow ? 0.5 * (low + high) : low - (fLow * (high - low)) / (fHigh - fLow);
    const x = Math.min(Math.max(middle, low), high);
    const fx = f(x);
    if (fx === 0) return x;
    if (fx < 0) {
      if (x === low) break;
      low = x;
      fLow = fx;
    } else {
      if (x === high) break;
      high = x;
      fHigh = fx;
    }
  }
  return 0.5 * (low + high);
}
