import { cholesky, forwardSubstitute, backSubstitute } from '../math/matrix.ts';
import { BIASES, TIME } from './bias.ts';
import type { Row, Target } from './target.ts';

/** What a target tells of the biases when nothing is held to be known of the target itself but its prior. */
export type Told = {
  /** Information on the biases, m×m, and its right-hand side, m. */
  readonly information: Float64Array;
  readonly score: Float64Array;
  /** The step of the target that goes with a step of the biases: δx = own − cross δb;  n,  n×m. */
  readonly own: Float64Array;
  readonly cross: Float64Array;
  /** Diagonal of Λ_xx, n: how much a step of each of the target's unknowns alone would be felt. */
  readonly stiffness: Float64Array;
  /** Σ (residual/sigma)², and how many numbers. */
  readonly squares: number;
  readonly count: number;
};

/** Eliminates a target from its measured numbers, by the Schur complement of the normal equations.
 *    residual = B δb + H δx + noise        B has 1 at the number's own bias and −rate at its sensor's clock
 *    Λ_xx = Σ HᵀH/σ² + P₀⁻¹   Λ_bx = Σ BᵀH/σ²   Λ_bb = Σ BᵀB/σ²   g_x = Σ Hᵀr/σ² + P₀⁻¹(x₀−x)   g_b = Σ Bᵀr/σ²
 *    S = Λ_bb − Λ_bx Λ_xx⁻¹ Λ_xb,    s = g_b − Λ_bx Λ_xx⁻¹ g_x,    δx = Λ_xx⁻¹ (g_x − Λ_xb δb)
 *  Why this and not differences of tracks: plots are used as they came, so there is no filter whose errors are correlated with its past, any
 *  number of sensors counts, and a target with a prior is the same thing as one without.
 *  Source  [TMHF2000] §6 (elimination), [OC2004] (biases and targets in one estimate).   `undefined` when the sights do not fix the target. */
export function eliminate(
  target: Target,
  x: Float64Array,
  priorInformation: Float64Array | undefined,
  rows: readonly Row[],
  m: number,
): Told | undefined {
  const n = x.length;
  const lxx = priorInformation === undefined ? new Float64Array(n * n) : priorInformation.slice();
  const lxb = new Float64Array(n * m);
  const information = new Float64Array(m * m);
  const gx = new Float64Array(n);
  const score = new Float64Array(m);
  if (priorInformation !== undefined)
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) gx[i] += priorInformation[i * n + j] * (target.start[j] - x[j]);
  let squares = 0;
  for (const { sensor, kind, residual, sigma, rate, gradient } of rows) {
    const weight = 1 / (sigma * sigma);
    const own = sensor * BIASES.length + kind;
    const clock = sensor * BIASES.length + TIME;
    squares += residual * residual * weight;
    for (let i = 0; i < n; i++) {
      const wi = weight * gradient[i];
      for (let j = 0; j < n; j++) lxx[i * n + j] += wi * gradient[j];
      lxb[i * m + own] += wi;
      lxb[i * m + clock] -= wi * rate;
      gx[i] += wi * residual;
    }
    information[own * m + own] += weight;
    information[own * m + clock] -= weight * rate;
    information[clock * m + own] -= weight * rate;
    information[clock * m + clock] += weight * rate * rate;
    score[own] += weight * residual;
    score[clock] -= weight * rate * residual;
  }
  const solve = solver(lxx, n);
  if (solve === undefined) return undefined;
  const own = solve(gx);
  const cross = new Float64Array(n * m);
  const column = new Float64Array(n);
  for (let b = 0; b < m; b++) {
    for (let i = 0; i < n; i++) column[i] = lxb[i * m + b];
    solve(column).forEach((v, i) => {
      cross[i * m + b] = v;
    });
  }
  for (let a = 0; a < m; a++) {
    for (let i = 0; i < n; i++) {
      const la = lxb[i * m + a];
      if (la === 0) continue;
      score[a] -= la * own[i];
      for (let b = 0; b < m; b++) information[a * m + b] -= la * cross[i * m + b];
    }
  }
  return { information, score, own, cross, stiffness: gx.map((_, i) => lxx[i * n + i]), squares, count: rows.length };
}

/** Solves with a symmetric positive definite matrix, scaled to unit diagonal; undefined when it is not, to working precision. */
function solver(a: Float64Array, n: number): ((rhs: Float64Array) => Float64Array) | undefined {
  const scale = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    if (!(a[i * n + i] > 0)) return undefined;
    scale[i] = 1 / Math.sqrt(a[i * n + i]);
  }
  const l = a.map((v, k) => v * scale[Math.floor(k / n)] * scale[k % n]);
  if (!cholesky(l, l, n)) return undefined;
  for (let i = 0; i < n; i++) if (l[i * n + i] < SINGULAR) return undefined;
  return (rhs) => {
    const y = rhs.map((v, i) => v * scale[i]);
    forwardSubstitute(l, y, n);
    backSubstitute(l, y, n);
    return y.map((v, i) => v * scale[i]);
  };
}

/** A pivot below this, of a matrix with ones on its diagonal, is rounding and no information. */
const SINGULAR = 1e-7;
