import { invertSymmetric, multiply, multiplyTransposed, symmetrise } from '../core/math/matrix.ts';

/** Posterior Cramér–Rao bound: no estimator's mean squared error lies below it, whatever it does with the same measurements. A recursion on
 *  its covariance P, n×n row-major, with the derivatives taken at the truth:
 *    moved   P⁺ = Φ P Φᵀ + Q                    seen   P⁺ = (P⁻¹ + HᵀR⁻¹H)⁻¹
 *  Where the motion is disturbed at random, the truth differs from run to run and the derivatives are averaged over runs:
 *    moved   P⁺ = (Q⁻¹ − Q⁻¹ E[Φ] (P⁻¹ + E[ΦᵀQ⁻¹Φ])⁻¹ E[Φ]ᵀ Q⁻¹)⁻¹        seen   P⁺ = (P⁻¹ + E[HᵀR⁻¹H])⁻¹
 *  which for one run is the first form again; that one also holds for Q = 0.
 *  Source  [TMN1998] eq. 21, with additive Gaussian noise.   Failure  RangeError where a matrix that has to be inverted cannot be. */
export function moved(p: Float64Array, phis: readonly Float64Array[], q: Float64Array, n: number): Float64Array {
  if (phis.length === 1) return plus(sandwich(phis[0], p, n, n), q, n);
  const qInverse = inverse(q, n);
  const between = new Float64Array(n * n);
  const inner = inverse(p, n);
  const product = new Float64Array(n * n);
  for (const phi of phis) {
    multiply(product, qInverse, phi, n, n, n);
    const outer = transposedProduct(phi, product, n, n);
    for (let k = 0; k < n * n; k++) {
      between[k] += product[k] / phis.length;
      inner[k] += outer[k] / phis.length;
    }
  }
  const lost = sandwich(between, inverse(inner, n), n, n);
  return inverse(
    qInverse.map((value, k) => value - lost[k]),
    n,
  );
}

/** One measurement of m components with covariance `r`, or the same seen in several runs: slopes H, m×n, and the covariance in each. */
export function seen(
  p: Float64Array,
  views: readonly { readonly h: Float64Array; readonly r: Float64Array }[],
  n: number,
  m: number,
): Float64Array {
  const information = inverse(p, n);
  const weighed = new Float64Array(m * n);
  for (const { h, r } of views) {
    multiply(weighed, inverse(r, m), h, m, m, n);
    const gained = transposedProduct(h, weighed, n, m);
    for (let k = 0; k < n * n; k++) information[k] += gained[k] / views.length;
  }
  return inverse(information, n);
}

/** Root of the mean squared error that is left in the components from `first` to `last`, both counted. */
export function rootOf(p: Float64Array, n: number, first: number, last: number): number {
  let sum = 0;
  for (let i = first; i <= last; i++) sum += p[i * n + i];
  return Math.sqrt(sum);
}

function inverse(a: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  symmetrise(a, n);
  if (!invertSymmetric(out, a, n)) throw new RangeError('the bound needs a positive definite matrix here');
  return out;
}

/** A P Aᵀ. */
function sandwich(a: Float64Array, p: Float64Array, rows: number, n: number): Float64Array {
  const ap = new Float64Array(rows * n);
  const out = new Float64Array(rows * rows);
  multiply(ap, a, p, rows, n, n);
  multiplyTransposed(out, ap, a, rows, n, rows);
  return out;
}

/** Aᵀ B, both m×n. */
function transposedProduct(a: Float64Array, b: Float64Array, n: number, m: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) for (let k = 0; k < m; k++) out[i * n + j] += a[k * n + i] * b[k * n + j];
  return out;
}

function plus(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const out = a.map((value, k) => value + b[k]);
  symmetrise(out, n);
  return out;
}
