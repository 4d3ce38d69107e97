import { invertSymmetric } from '../math/matrix.ts';
import { eliminate, type Told } from './eliminate.ts';
import type { Target } from './target.ts';

/** Biases and targets that agree best with all measured numbers and with what was known before. */
export type Fit =
  | {
      readonly kind: 'fitted';
      readonly b: Float64Array;
      readonly covariance: Float64Array;
      /** What the targets together say of the biases, whatever was known before: information, and its right-hand side about the biases before. */
      readonly information: Float64Array;
      readonly score: Float64Array;
      /** For each target that told something: how well it agrees. */
      readonly agreement: readonly { readonly target: Target; readonly squares: number; readonly freedom: number }[];
      readonly x: readonly Float64Array[];
    }
  | { readonly kind: 'nothing-told' }
  | { readonly kind: 'did-not-converge'; readonly rounds: number };

const MAX_ROUNDS = 12;
/** The step, in sigmas, that ends the rounds. */
const SETTLED = 1e-3;

/** Gauss-Newton on biases and targets together; the targets are eliminated one by one.
 *    (C⁻¹ + Σ S) δb = Σ s + C⁻¹ (b₀ − b)
 *  Shapes  b0 m, c0 m×m (definite).   Targets whose sights do not fix them say nothing and are left out. */
export function fitBiases(b0: Float64Array, c0: Float64Array, targets: readonly Target[]): Fit {
  const m = b0.length;
  const before = new Float64Array(m * m);
  if (!invertSymmetric(before, c0, m)) throw new Error('what was known of the biases is no covariance');
  const b = b0.slice();
  const open = targets.map((target) => ({ target, x: target.start.slice(), prior: priorOf(target) }));
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    const told = open.map(({ target, x, prior }) => eliminate(target, x, prior, target.rows(x, b), m));
    if (told.every((one) => one === undefined)) return { kind: 'nothing-told' };
    const { information, score } = sum(told, m);
    const covariance = new Float64Array(m * m);
    if (
      !invertSymmetric(
        covariance,
        information.map((v, k) => v + before[k]),
        m,
      )
    )
      return { kind: 'did-not-converge', rounds: round };
    const pull = score.map((v, i) => v + rowTimes(before, i, m, (j) => b0[j] - b[j]));
    const step = b.map((_, i) => rowTimes(covariance, i, m, (j) => pull[j]));
    let largest = 0;
    for (let i = 0; i < m; i++) largest = Math.max(largest, Math.abs(step[i]) / Math.sqrt(covariance[i * m + i]));
    told.forEach((one, k) => {
      if (one !== undefined) largest = Math.max(largest, stepTarget(open[k].x, one, step));
    });
    b.forEach((_, i) => {
      b[i] += step[i];
    });
    if (largest > SETTLED) continue;
    return {
      kind: 'fitted',
      b,
      covariance,
      information,
      score: score.map((v, i) => v + rowTimes(information, i, m, (j) => b[j] - step[j] - b0[j])),
      agreement: told.flatMap((one, k) =>
        one === undefined
          ? []
          : [{ target: open[k].target, squares: one.squares, freedom: one.count - (open[k].prior === undefined ? open[k].x.length : 0) }],
      ),
      x: open.map(({ x }) => x),
    };
  }
  return { kind: 'did-not-converge', rounds: MAX_ROUNDS };
}

/** Moves a target with the biases; how much of the step was felt, in sigmas of what was measured. */
function stepTarget(x: Float64Array, { own, cross, stiffness }: Told, step: Float64Array): number {
  const m = step.length;
  let largest = 0;
  for (let i = 0; i < x.length; i++) {
    const by = own[i] - rowTimes(cross, i, m, (j) => step[j]);
    x[i] += by;
    largest = Math.max(largest, Math.abs(by) * Math.sqrt(stiffness[i]));
  }
  return largest;
}

function sum(told: readonly (Told | undefined)[], m: number): { information: Float64Array; score: Float64Array } {
  const information = new Float64Array(m * m);
  const score = new Float64Array(m);
  for (const one of told) {
    if (one === undefined) continue;
    for (let k = 0; k < m * m; k++) information[k] += one.information[k];
    for (let i = 0; i < m; i++) score[i] += one.score[i];
  }
  return { information, score };
}

function priorOf({ id, prior, start }: Target): Float64Array | undefined {
  if (prior === undefined) return undefined;
  const information = new Float64Array(prior.length);
  if (!invertSymmetric(information, prior, start.length)) throw new Error(`the prior of ${id} is no covariance`);
  return information;
}

function rowTimes(matrix: Float64Array, i: number, m: number, of: (j: number) => number): number {
  let total = 0;
  for (let j = 0; j < m; j++) total += matrix[i * m + j] * of(j);
  return total;
}
