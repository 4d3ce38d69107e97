import { packedIndex } from '../../math/packed.ts';

/** What the plots of one object say of the velocity of the body that it may have separated from, as a Gaussian factor in information form: a record
 *  of nine states carries that velocity in its last three. */

/** Numbers of a factor: information matrix (9, by rows) and information vector (3). */
export const FACTOR = 12;

export function addFactor(sum: Float64Array, factor: Float64Array): void {
  for (let k = 0; k < FACTOR; k++) sum[k] += factor[k];
}

/** What an object's own plots say of the body's velocity: its posterior with the prior divided out.   Λ = Γ⁻¹ − Π⁻¹,  η = Γ⁻¹ γ. */
export function factorOf(s: Float64Array, o: number, priorVariance: number): Float64Array {
  const out = new Float64Array(FACTOR);
  const gamma = new Float64Array(9);
  for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) gamma[3 * i + j] = s[o + covarianceAt(6 + i, 6 + j)];
  const information = inverted(gamma);
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      out[3 * i + j] = information[3 * i + j];
      out[9 + i] += information[3 * i + j] * s[o + 6 + j];
    }
    out[4 * i] -= 1 / priorVariance;
  }
  return out;
}

/** Takes a factor (Λ, η) of the body's velocity into position and velocity.
 *    x⁺ = x + P_b (I + Λ Γ)⁻¹ (η − Λ γ)      P⁺ = P − P_b (I + Λ Γ)⁻¹ Λ P_bᵀ
 *  with γ, Γ the body's velocity and its covariance, P_b the covariance of the state with it. This form needs no inverse of Λ, which is
 *  singular while a companion has one plot. */
export function takeFactor(s: Float64Array, o: number, factor: Float64Array, out: Float64Array, to: number): void {
  for (let a = 0; a < 9; a++) for (let j = 0; j < 3; j++) WITH_BODY[3 * a + j] = s[o + covarianceAt(a, 6 + j)];
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      let sum = i === j ? 1 : 0;
      for (let k = 0; k < 3; k++) sum += factor[3 * i + k] * WITH_BODY[3 * (6 + k) + j];
      MIDDLE[3 * i + j] = sum;
    }
    REST[i] = factor[9 + i];
    for (let j = 0; j < 3; j++) REST[i] -= factor[3 * i + j] * s[o + 6 + j];
  }
  const inverse = inverted(MIDDLE);
  for (let i = 0; i < 3; i++) {
    PUSH[i] = 0;
    for (let j = 0; j < 3; j++) {
      PUSH[i] += inverse[3 * i + j] * REST[j];
      let sum = 0;
      for (let k = 0; k < 3; k++) sum += inverse[3 * i + k] * factor[3 * k + j];
      WEIGHT[3 * i + j] = sum;
    }
  }
  // W P_bᵀ by columns, once: P⁺ takes 63 products of it then, and took 378 with W inside.
  for (let b = 0; b < 6; b++)
    for (let i = 0; i < 3; i++) {
      let sum = 0;
      for (let j = 0; j < 3; j++) sum += WEIGHT[3 * i + j] * WITH_BODY[3 * b + j];
      WEIGHED[3 * b + i] = sum;
    }
  let packed = to + 6;
  for (let a = 0; a < 6; a++) {
    const [x, y, z] = [WITH_BODY[3 * a], WITH_BODY[3 * a + 1], WITH_BODY[3 * a + 2]];
    out[to + a] += x * PUSH[0] + y * PUSH[1] + z * PUSH[2];
    for (let b = 0; b <= a; b++) {
      out[packed] -= x * WEIGHED[3 * b] + y * WEIGHED[3 * b + 1] + z * WEIGHED[3 * b + 2];
      packed += 1;
    }
  }
}

/** Of the factor in hand: P_b and below it Γ (9×3 by rows), I + Λ Γ, η − Λ γ, what is multiplied from the left by P_b, W = (I + Λ Γ)⁻¹ Λ, and W P_bᵀ. */
const WITH_BODY = new Float64Array(27);
const MIDDLE = new Float64Array(9);
const REST = new Float64Array(3);
const PUSH = new Float64Array(3);
const WEIGHT = new Float64Array(9);
const WEIGHED = new Float64Array(18);

export function inverted(m: Float64Array): Float64Array {
  const [a, b, c, d, e, f, g, h, i] = m;
  const determinant = a * (e * i - f * h) + b * (f * g - d * i) + c * (d * h - e * g);
  const k = 1 / determinant;
  return Float64Array.of(
    k * (e * i - f * h),
    k * (c * h - b * i),
    k * (b * f - c * e),
    k * (f * g - d * i),
    k * (a * i - c * g),
    k * (c * d - a * f),
    k * (d * h - e * g),
    k * (b * g - a * h),
    k * (a * e - b * d),
  );
}

/** Index of P[i][j] in a record of nine states. */
export function covarianceAt(i: number, j: number): number {
  return 9 + packedIndex(Math.max(i, j), Math.min(i, j));
}
