import { log } from '../math/elementary.ts';
import { cholesky, forwardSubstitute, invertSymmetric, symmetrise } from '../math/matrix.ts';
import type { Linearised } from './measurement.ts';

/** The innovation of a measurement against a predicted state, with what gating and updating need. */
export type Innovation = {
  /** Squared Mahalanobis length of the residual. */
  readonly distance2: number;
  /** ln of the Gaussian density of the residual, in the measurement's own units. */
  readonly logLikelihood: number;
  /** S⁻¹, nz×nz. */
  readonly inverse: Float64Array;
};

/** S = H P Hᵀ + R, its inverse and the residual's likelihood. `undefined` when S is not positive definite (a broken covariance).
 *  H's columns beyond six are zero: no sensor measures acceleration or drag.  Scaled before it is factored, see GOTCHAS. */
export function innovate(z: Linearised, p: Float64Array, n: number): Innovation | undefined {
  const nz = z.dimension;
  const s = new Float64Array(nz * nz);
  for (let i = 0; i < nz; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = z.r[i * nz + j];
      for (let a = 0; a < 6; a++) {
        const ha = z.h[i * 6 + a];
        if (ha === 0) continue;
        for (let b = 0; b < 6; b++) sum += ha * p[a * n + b] * z.h[j * 6 + b];
      }
      s[i * nz + j] = sum;
      s[j * nz + i] = sum;
    }
  }
  return evaluate(s, z.residual, nz);
}

function evaluate(s: Float64Array, residual: Float64Array, nz: number): Innovation | undefined {
  // Factor the matrix scaled to unit diagonal; ln|S| = 2 Σ ln(L_ii · scale_i).
  const scaled = new Float64Array(nz * nz);
  const sigma = new Float64Array(nz);
  for (let i = 0; i < nz; i++) {
    if (!(s[i * nz + i] > 0)) return undefined;
    sigma[i] = Math.sqrt(s[i * nz + i]);
  }
  for (let i = 0; i < nz; i++) for (let j = 0; j < nz; j++) scaled[i * nz + j] = s[i * nz + j] / (sigma[i] * sigma[j]);
  if (!cholesky(scaled, scaled, nz)) return undefined;
  const y = new Float64Array(nz);
  for (let i = 0; i < nz; i++) y[i] = residual[i] / sigma[i];
  forwardSubstitute(scaled, y, nz);
  let distance2 = 0;
  let logDeterminant = 0;
  for (let i = 0; i < nz; i++) {
    distance2 += y[i] * y[i];
    logDeterminant += 2 * log(scaled[i * nz + i] * sigma[i]);
  }
  const inverse = new Float64Array(nz * nz);
  if (!invertSymmetric(inverse, s, nz)) return undefined;
  return { distance2, logLikelihood: -0.5 * (distance2 + logDeterminant + nz * LOG_TWO_PI), inverse };
}

const LOG_TWO_PI = 1.8378770664093453;

/** Kalman measurement update, Joseph form, in place.
 *    K = P Hᵀ S⁻¹    x⁺ = x + K y    P⁺ = (I−KH) P (I−KH)ᵀ + K R Kᵀ
 *  Why Joseph: the short form loses symmetry and then definiteness when R is small beside H P Hᵀ, as a range of 30 m is beside a
 *  prior of 60 km.
 *  Source  [BSLK2001] eq. 5.2.3-18.   Shapes  x n, P n×n; z as `Linearised`. */
export function update(x: Float64Array, p: Float64Array, n: number, z: Linearised, innovation: Innovation): void {
  const nz = z.dimension;
  const pht = new Float64Array(n * nz);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < nz; j++) {
      let sum = 0;
      for (let a = 0; a < 6; a++) sum += p[i * n + a] * z.h[j * 6 + a];
      pht[i * nz + j] = sum;
    }
  }
  const k = new Float64Array(n * nz);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < nz; j++) {
      let sum = 0;
      for (let a = 0; a < nz; a++) sum += pht[i * nz + a] * innovation.inverse[a * nz + j];
      k[i * nz + j] = sum;
    }
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < nz; j++) x[i] += k[i * nz + j] * z.residual[j];
  joseph(p, n, k, z);
}

function joseph(p: Float64Array, n: number, k: Float64Array, z: Linearised): void {
  const nz = z.dimension;
  // M = I − K H
  const m = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    m[i * n + i] = 1;
    for (let j = 0; j < 6; j++) for (let a = 0; a < nz; a++) m[i * n + j] -= k[i * nz + a] * z.h[a * 6 + j];
  }
  const mp = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let a = 0; a < n; a++) {
      const mia = m[i * n + a];
      if (mia === 0) continue;
      for (let j = 0; j < n; j++) mp[i * n + j] += mia * p[a * n + j];
    }
  }
  const kr = new Float64Array(n * nz);
  for (let i = 0; i < n; i++) for (let j = 0; j < nz; j++) for (let a = 0; a < nz; a++) kr[i * nz + j] += k[i * nz + a] * z.r[a * nz + j];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let a = 0; a < n; a++) sum += mp[i * n + a] * m[j * n + a];
      for (let a = 0; a < nz; a++) sum += kr[i * nz + a] * k[j * nz + a];
      p[i * n + j] = sum;
    }
  }
  symmetrise(p, n);
}
