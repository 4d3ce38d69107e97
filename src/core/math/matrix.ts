/** Small dense matrices as flat row-major `Float64Array`s. `out` comes first and may not be one of the inputs unless said.
 *  Sizes here are 2…10, so plain loops are quick enough; a hot kernel earns its own unrolled form with a line in the bench. */

/** out(n×p) = A(n×m) B(m×p). */
export function multiply(out: Float64Array, a: Float64Array, b: Float64Array, n: number, m: number, p: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < p; j++) {
      let sum = 0;
      for (let k = 0; k < m; k++) sum += a[i * m + k] * b[k * p + j];
      out[i * p + j] = sum;
    }
  }
}

/** out(n×p) = A(n×m) Bᵀ, B(p×m). */
export function multiplyTransposed(out: Float64Array, a: Float64Array, b: Float64Array, n: number, m: number, p: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < p; j++) {
      let sum = 0;
      for (let k = 0; k < m; k++) sum += a[i * m + k] * b[j * m + k];
      out[i * p + j] = sum;
    }
  }
}

/** Makes an n×n matrix symmetric by averaging with its transpose, in place. */
export function symmetrise(a: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const mean = 0.5 * (a[i * n + j] + a[j * n + i]);
      a[i * n + j] = mean;
      a[j * n + i] = mean;
    }
  }
}

/** Lower Cholesky factor L of a symmetric n×n matrix A = L Lᵀ; `out` may be `a`. False when A is not positive definite. */
export function cholesky(out: Float64Array, a: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j];
      for (let k = 0; k < j; k++) sum -= out[i * n + k] * out[j * n + k];
      if (i === j) {
        if (!(sum > 0)) return false;
        out[i * n + i] = Math.sqrt(sum);
      } else {
        out[i * n + j] = sum / out[j * n + j];
      }
    }
    for (let j = i + 1; j < n; j++) out[i * n + j] = 0;
  }
  return true;
}

/** Solves L y = b in place, L lower triangular n×n. */
export function forwardSubstitute(l: Float64Array, b: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    let sum = b[i];
    for (let k = 0; k < i; k++) sum -= l[i * n + k] * b[k];
    b[i] = sum / l[i * n + i];
  }
}

/** Solves Lᵀ x = y in place, L lower triangular n×n. */
export function backSubstitute(l: Float64Array, y: Float64Array, n: number): void {
  for (let i = n - 1; i >= 0; i--) {
    let sum = y[i];
    for (let k = i + 1; k < n; k++) sum -= l[k * n + i] * y[k];
    y[i] = sum / l[i * n + i];
  }
}

/** Inverse of a symmetric positive definite n×n matrix. Scaled to unit diagonal before it is factored, because metres beside
 *  radians give condition numbers of 1e12. False when it is not positive definite. */
export function invertSymmetric(out: Float64Array, a: Float64Array, n: number): boolean {
  const scale = new Float64Array(n);
  const scaled = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    if (!(a[i * n + i] > 0)) return false;
    scale[i] = 1 / Math.sqrt(a[i * n + i]);
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) scaled[i * n + j] = a[i * n + j] * scale[i] * scale[j];
  if (!cholesky(scaled, scaled, n)) return false;
  const column = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    column.fill(0);
    column[j] = 1;
    forwardSubstitute(scaled, column, n);
    backSubstitute(scaled, column, n);
    for (let i = 0; i < n; i++) out[i * n + j] = column[i] * scale[i] * scale[j];
  }
  symmetrise(out, n);
  return true;
}

/** dᵀ A⁻¹ d for symmetric positive definite A, or undefined when it is not. The squared Mahalanobis length: NEES, NIS, gates. */
export function quadraticForm(a: Float64Array, d: Float64Array, n: number): number | undefined {
  const inverse = new Float64Array(n * n);
  if (!invertSymmetric(inverse, a, n)) return undefined;
  let sum = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) sum += d[i] * inverse[i * n + j] * d[j];
  return sum;
}

/** Semi-axes and direction of the ellipse of a 2×2 covariance: standard deviations along the axes, and the angle of the major
 *  axis from the first coordinate's axis, as its cosine and sine. */
export function ellipseAxes(xx: number, xy: number, yy: number): { major: number; minor: number; cos: number; sin: number } {
  const half = 0.5 * (xx - yy);
  const mean = 0.5 * (xx + yy);
  const root = Math.sqrt(half * half + xy * xy);
  const large = mean + root;
  const small = mean - root;
  // The eigenvector of the larger eigenvalue; of its two equal forms the one without cancellation.
  let x = half >= 0 ? half + root : xy;
  let y = half >= 0 ? xy : root - half;
  const length = Math.sqrt(x * x + y * y);
  if (length > 0) {
    x /= length;
    y /= length;
  } else {
    x = 1;
    y = 0;
  }
  return { major: Math.sqrt(Math.max(large, 0)), minor: Math.sqrt(Math.max(small, 0)), cos: x, sin: y };
}
