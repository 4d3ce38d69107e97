import { chiSquaredQuantile } from '../math/chi-squared.ts';
import { symmetricEigen } from '../math/symmetric-eigen.ts';
import { BIASES } from './bias.ts';

/** What one batch said of one sensor against what was known before, normalised so that it is zero on average while the sensor keeps still:
 *  score u (4) with covariance M (4×4). */
export type Surprise = { readonly u: Float64Array; readonly m: Float64Array };

const K = BIASES.length;

/** The surprise of each sensor in a batch.
 *    u = s − S C⁺ s,   M = S − S C⁺ S,   C⁺ = (C⁻¹ + S)⁻¹;     u is N(0, M) while all stand still, and M δ on average when one has moved by δ
 *  Written without S⁻¹, because a batch need not tell everything.   Shapes  S, C⁺ m×m; s m. */
export function surprises(information: Float64Array, score: Float64Array, after: Float64Array): Surprise[] {
  const m = score.length;
  const sc = new Float64Array(m * m);
  for (let i = 0; i < m; i++)
    for (let k = 0; k < m; k++) for (let j = 0; j < m; j++) sc[i * m + j] += information[i * m + k] * after[k * m + j];
  return Array.from({ length: m / K }, (_, sensor) => {
    const u = new Float64Array(K);
    const block = new Float64Array(K * K);
    for (let i = 0; i < K; i++) {
      const row = sensor * K + i;
      u[i] = score[row];
      for (let k = 0; k < m; k++) u[i] -= sc[row * m + k] * score[k];
      for (let j = 0; j < K; j++) {
        const column = sensor * K + j;
        block[i * K + j] = information[row * m + column];
        for (let k = 0; k < m; k++) block[i * K + j] -= sc[row * m + k] * information[k * m + column];
      }
    }
    return { u, m: block };
  });
}

/** The bound on T below, by the rank of M, that chance passes once in `1/chance` spans. */
export function movementBounds(chance: number): readonly number[] {
  return [Infinity, ...BIASES.map((_, k) => chiSquaredQuantile(1 - chance, k + 1))];
}

/** How unlikely the newest surprises are of a sensor that stands still: the most over all spans that end now, as a multiple of the bound for
 *  its rank. Above 1 it has moved.
 *    T = Uᵀ M⁺ U,  sums over the span:  χ² with the rank of M as its degrees of freedom.   A generalised likelihood ratio for a step. */
export function movement(recent: readonly Surprise[], bounds: readonly number[]): number {
  const u = new Float64Array(K);
  const m = new Float64Array(K * K);
  let most = 0;
  for (let back = recent.length - 1; back >= 0; back--) {
    for (let i = 0; i < K; i++) u[i] += recent[back].u[i];
    for (let i = 0; i < K * K; i++) m[i] += recent[back].m[i];
    const { squares, rank } = pseudoSquares(m, u);
    if (rank > 0) most = Math.max(most, squares / bounds[rank]);
  }
  return most;
}

/** A direction of which less than this part of the best-told one is told is not counted. */
const RANK_FLOOR = 1e-9;

function pseudoSquares(m: Float64Array, u: Float64Array): { squares: number; rank: number } {
  const scale = Float64Array.from({ length: K }, (_, i) => (m[i * K + i] > 0 ? 1 / Math.sqrt(m[i * K + i]) : 0));
  const { values, vectors } = symmetricEigen(
    m.map((v, k) => v * scale[Math.floor(k / K)] * scale[k % K]),
    K,
  );
  let squares = 0;
  let rank = 0;
  for (let k = 0; k < K; k++) {
    if (!(values[k] > RANK_FLOOR)) continue;
    let along = 0;
    for (let i = 0; i < K; i++) along += vectors[i * K + k] * scale[i] * u[i];
    squares += (along * along) / values[k];
    rank += 1;
  }
  return { squares, rank };
}
