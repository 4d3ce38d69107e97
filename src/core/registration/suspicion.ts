import { exp, log } from '../math/elementary.ts';
import { cholesky, invertSymmetric } from '../math/matrix.ts';
import type { Micros, Seconds } from '../units.ts';
import { AZIMUTH, BIASES, ELEVATION, RANGE, type SensorBias, TIME, vectorOf } from './bias.ts';
import type { Told } from './eliminate.ts';

// Which one of several sensors is wrong, where they cannot all be right. Asked by comparing explanations: that all are sound, and of each sensor that it
// alone is grossly wrong.

/** What has been seen of the biases of all sensors, older things less. Plain data; m = 4 × sensors. */
export type Evidence = {
  /** Information on the biases, m×m, and its right-hand side, m, as in `Told`. */
  information: Float64Array;
  score: Float64Array;
  /** Σ (residual/sigma)² with no biases, and how many numbers are left of it when the targets' own unknowns are taken out. */
  squares: number;
  freedom: number;
  /** Looks of each sensor. */
  looks: number[];
  at_us: Micros;
};

/** How wrong each kind of sensor may be, one sigma: when it is sound, and when it is not. A part that is zero is one that it does not have. */
export type Wrongness = { readonly sound: SensorBias; readonly gross: SensorBias };

export function noEvidence(sensors: number, at_us: Micros): Evidence {
  const m = sensors * BIASES.length;
  return {
    information: new Float64Array(m * m),
    score: new Float64Array(m),
    squares: 0,
    freedom: 0,
    looks: Array.from({ length: sensors }, () => 0),
    at_us,
  };
}

const LN_2 = 0.6931471805599453;

/** Lets what is known weigh half after each `half_s`. */
export function fade(evidence: Evidence, at_us: Micros, half_s: Seconds): void {
  const passed_s = Math.max(0, (at_us - evidence.at_us) / 1e6);
  evidence.at_us = Math.max(at_us, evidence.at_us);
  const left = exp((-LN_2 * passed_s) / half_s);
  for (const part of [evidence.information, evidence.score]) for (let k = 0; k < part.length; k++) part[k] *= left;
  evidence.squares *= left;
  evidence.freedom *= left;
  evidence.looks = evidence.looks.map((count) => count * left);
}

/** Adds what a target told, of which `unknowns` were fitted. */
export function learn(evidence: Evidence, told: Told, unknowns: number, sensorOfEachLook: readonly number[]): void {
  told.information.forEach((v, k) => {
    evidence.information[k] += v;
  });
  told.score.forEach((v, k) => {
    evidence.score[k] += v;
  });
  evidence.squares += told.squares;
  evidence.freedom += told.count - unknowns;
  for (const sensor of sensorOfEachLook) evidence.looks[sensor] += 1;
}

/** That a sensor is the other of sound and grossly wrong than it is held to be. */
export type Turnabout = {
  /** ln of how many times likelier all that was seen is, the biases integrated out. */
  readonly gain: number;
  /** Its bias then, in the order of BIASES. */
  readonly bias: Float64Array;
  /** Squares that are left for each degree of freedom. */
  readonly ratio: number;
};

/** For each sensor, how its turning about would explain what was seen, while all others stay what they are held to be.
 *    Λ information, s score, P the prior, b ~ N(0, P):   ln p = ½ sᵀ(Λ+P⁻¹)⁻¹s − ½ ln det(I + PΛ)
 *    With Σ = (Λ+P⁻¹)⁻¹, b₀ = Σ s, and another prior of sensor k only, P'ₖ⁻¹ = Pₖ⁻¹ − D (D ≷ 0):
 *    Δ ln p = ½ b₀ₖᵀ (D⁻¹ − Σₖₖ)⁻¹ b₀ₖ − ½ ln det(I − DΣₖₖ) + ½ ln det(P'ₖ⁻¹ Pₖ),   bₖ' = b₀ₖ + Σₖₖ (D⁻¹ − Σₖₖ)⁻¹ b₀ₖ
 *  Source  [KR1995] (the ratio of marginal likelihoods); the two identities are Woodbury's and the determinant lemma for one sensor's block.
 *  Why not the size of a residual: with one wrong sensor all residuals grow. An explanation that fits no better than another's is no reason to name anybody. */
export function turnabouts(
  { information, score, squares, freedom }: Evidence,
  wrongness: readonly Wrongness[],
  isWrong: (sensor: number) => boolean,
): Turnabout[] | undefined {
  const m = score.length;
  const priors = wrongness.map(({ sound, gross }, k) => {
    const [a, b] = [sound, gross].map((one) => vectorOf(one).map((sigma) => (sigma === 0 ? 0 : 1 / (sigma * sigma))));
    return isWrong(k) ? { held: b, other: a } : { held: a, other: b };
  });
  const sum = information.slice();
  priors.forEach(({ held }, k) => {
    held.forEach((v, i) => {
      const at = k * BIASES.length + i;
      // A part that the sensor does not have is known to be nothing.
      sum[at * m + at] += v === 0 ? 1 : v;
    });
  });
  const sigma = new Float64Array(m * m);
  if (!invertSymmetric(sigma, sum, m)) return undefined;
  const b0 = Float64Array.from({ length: m }, (_, i) => score.reduce((total, s, j) => total + sigma[i * m + j] * s, 0));
  const explained = b0.reduce((total, b, i) => total + b * score[i], 0);
  const left = { sigma, b0, squares: squares - explained, freedom: Math.max(1, freedom) };
  return priors.map(({ held, other }, k) => {
    const ways = (isWrong(k) ? FAULTS.slice(0, 1) : FAULTS)
      .map((parts) => parts.filter((part) => held[part] !== 0))
      .filter((parts) => parts.length > 0)
      .map((parts) => turnabout(left, k, parts, held, other));
    return ways.reduce((best, one) => (one.gain > best.gain ? one : best));
  });
}

/** What may be wrong with one sensor: everything, or one thing, which explains the same with less. */
const FAULTS = [[RANGE, AZIMUTH, ELEVATION, TIME], [AZIMUTH, ELEVATION], [RANGE], [TIME]];

type Left = { readonly sigma: Float64Array; readonly b0: Float64Array; readonly squares: number; readonly freedom: number };

function turnabout(left: Left, sensor: number, parts: readonly number[], held: Float64Array, other: Float64Array): Turnabout {
  const { sigma, b0, squares, freedom } = left;
  const m = b0.length;
  const n = parts.length;
  const at = parts.map((part) => sensor * BIASES.length + part);
  const b = Float64Array.from(at, (i) => b0[i]);
  const sign = held[parts[0]] > other[parts[0]] ? 1 : -1;
  const inner = new Float64Array(n * n);
  let logs = 0;
  parts.forEach((part, i) => {
    const d = Math.abs(held[part] - other[part]);
    logs += log(other[part] / held[part]) - log(d);
    for (let j = 0; j < n; j++) inner[i * n + j] = (i === j ? 1 / d : 0) - sign * sigma[at[i] * m + at[j]];
  });
  const inverse = new Float64Array(n * n);
  const factor = new Float64Array(n * n);
  const bias = new Float64Array(BIASES.length);
  if (!invertSymmetric(inverse, inner, n) || !cholesky(factor, inner, n)) return { gain: -Infinity, bias, ratio: Infinity };
  for (let i = 0; i < n; i++) logs -= 2 * log(factor[i * n + i]);
  const step = Float64Array.from({ length: n }, (_, i) => sign * b.reduce((total, v, j) => total + inverse[i * n + j] * v, 0));
  const square = step.reduce((total, v, i) => total + v * b[i], 0);
  parts.forEach((part, i) => {
    bias[part] = b[i] + step.reduce((total, v, j) => total + sigma[at[i] * m + at[j]] * v, 0);
  });
  return { gain: 0.5 * (square + logs), bias, ratio: (squares - square) / freedom };
}
