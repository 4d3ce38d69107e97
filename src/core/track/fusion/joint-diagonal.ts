import { cholesky, forwardSubstitute } from '../../math/matrix.ts';
import { symmetricEigen } from '../../math/symmetric-eigen.ts';

/** Mean and covariance of one object's state; p n×n row-major. */
export type StateEstimate = { readonly x: Float64Array; readonly p: Float64Array };

/** Two estimates of one state on axes on which both covariances are diagonal:  A = T Tᵀ,  B = T diag(λ) Tᵀ.  On them every way to
 *  fuse the two is a matter of n numbers, so that a weight is found without inverting anything twice.
 *    A = L Lᵀ,   L⁻¹ B L⁻ᵀ = U diag(λ) Uᵀ,   T = L U,   d = T⁻¹ (b − a).
 *  Shapes  t n×n row-major; lambda, d n.   `undefined` when one of the covariances is not positive definite. */
export type JointDiagonal = {
  readonly n: number;
  readonly t: Float64Array;
  readonly lambda: Float64Array;
  readonly d: Float64Array;
};

export function jointDiagonal(a: StateEstimate, b: StateEstimate): JointDiagonal | undefined {
  const n = a.x.length;
  const l = new Float64Array(n * n);
  // Scaled to unit diagonal first: metres stand beside metres per second.
  const scale = Float64Array.from({ length: n }, (_, i) => Math.sqrt(a.p[i * n + i]));
  if (!scale.every((s) => s > 0) || !cholesky(l, scaled(a.p, scale, n), n)) return undefined;
  const m = scaled(b.p, scale, n);
  whitenRows(l, m, n);
  transpose(m, n);
  whitenRows(l, m, n);
  const { values, vectors } = symmetricEigen(m, n);
  if (!(values[0] > 0)) return undefined;
  const t = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k <= i; k++) sum += l[i * n + k] * vectors[k * n + j];
      t[i * n + j] = scale[i] * sum;
    }
  }
  const y = Float64Array.from({ length: n }, (_, i) => (b.x[i] - a.x[i]) / scale[i]);
  forwardSubstitute(l, y, n);
  const d = new Float64Array(n);
  for (let j = 0; j < n; j++) for (let k = 0; k < n; k++) d[j] += vectors[k * n + j] * y[k];
  return { n, t, lambda: values, d };
}

/** The estimate that on each of the axes has this variance, and this share of the way from a to b. */
export function onAxes(a: StateEstimate, { n, t, d }: JointDiagonal, variance: Float64Array, share: Float64Array): StateEstimate {
  const x = a.x.slice(0, n);
  const p = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) x[i] += t[i * n + k] * share[k] * d[k];
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += t[i * n + k] * variance[k] * t[j * n + k];
      p[i * n + j] = sum;
      p[j * n + i] = sum;
    }
  }
  return { x, p };
}

function scaled(p: Float64Array, scale: Float64Array, n: number): Float64Array {
  return p.slice(0, n * n).map((v, k) => v / (scale[Math.floor(k / n)] * scale[k % n]));
}

/** m ← L⁻¹ m, column by column. */
function whitenRows(l: Float64Array, m: Float64Array, n: number): void {
  const column = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < n; i++) column[i] = m[i * n + j];
    forwardSubstitute(l, column, n);
    for (let i = 0; i < n; i++) m[i * n + j] = column[i];
  }
}

function transpose(m: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) [m[i * n + j], m[j * n + i]] = [m[j * n + i], m[i * n + j]];
}
