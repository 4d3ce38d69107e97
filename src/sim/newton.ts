/** Outcome of a search for the zero of a vector function. */
export type Root =
  | { readonly kind: 'solved'; readonly u: readonly number[]; readonly evaluations: number }
  | { readonly kind: 'did-not-converge'; readonly u: readonly number[]; readonly residual: number; readonly evaluations: number };

export type RootOptions = {
  /** Step of each unknown for the difference quotients. */
  readonly steps: readonly number[];
  /** Largest change of each unknown in one step. */
  readonly limits: readonly number[];
  /** Length of the residual at which it is solved. */
  readonly tolerance: number;
  readonly evaluationsMax: number;
};

/** Damped Newton search for f(u) = 0 with as many unknowns as residuals. The Jacobian comes from differences and is then carried along by
 *  Broyden's rank-one update; it is formed anew when a step no longer helps. f may return undefined where it is not defined.
 *  Source  Dennis & Schnabel, Numerical Methods for Unconstrained Optimization and Nonlinear Equations, ch. 6 and 8. */
export function findRoot(f: (u: readonly number[]) => readonly number[] | undefined, start: readonly number[], options: RootOptions): Root {
  const n = start.length;
  let evaluations = 0;
  const value = (u: readonly number[]): readonly number[] | undefined => {
    evaluations++;
    return f(u);
  };
  let u = [...start];
  let r = value(u);
  let jacobian: number[][] | undefined;
  let fresh = false;
  while (r !== undefined && evaluations < options.evaluationsMax) {
    const size = lengthOf(r);
    if (size <= options.tolerance) return { kind: 'solved', u, evaluations };
    if (jacobian === undefined) {
      jacobian = differences(value, u, r, options.steps);
      fresh = true;
    }
    const full: number[] | undefined =
      jacobian &&
      solveLinear(
        jacobian,
        r.map((x) => -x),
      );
    if (jacobian === undefined || full === undefined) break;
    const limit = full.reduce((most, d, i) => Math.max(most, Math.abs(d) / options.limits[i]), 1);
    const accepted = lineSearch(
      value,
      u,
      size,
      full.map((d) => d / limit),
    );
    if (accepted === undefined) {
      if (fresh) break;
      jacobian = undefined;
      continue;
    }
    jacobian = accepted.size > 0.7 * size && !fresh ? undefined : broyden(jacobian, accepted.step, r, accepted.r, n);
    fresh = false;
    u = accepted.u;
    r = accepted.r;
  }
  return { kind: 'did-not-converge', u, residual: r === undefined ? Infinity : lengthOf(r), evaluations };
}

type Accepted = { readonly u: number[]; readonly r: readonly number[]; readonly step: number[]; readonly size: number };

/** Halves the step until the residual falls. */
function lineSearch(
  value: (u: readonly number[]) => readonly number[] | undefined,
  u: readonly number[],
  size: number,
  full: readonly number[],
): Accepted | undefined {
  for (let share = 1; share > 1 / 40; share /= 2) {
    const step = full.map((d) => d * share);
    const next = u.map((x, i) => x + step[i]);
    const r = value(next);
    if (r !== undefined && lengthOf(r) < size * (1 - 1e-3 * share)) return { u: next, r, step, size: lengthOf(r) };
  }
  return undefined;
}

function differences(
  value: (u: readonly number[]) => readonly number[] | undefined,
  u: readonly number[],
  r: readonly number[],
  steps: readonly number[],
): number[][] | undefined {
  const columns: number[][] = [];
  for (let j = 0; j < u.length; j++) {
    const forward = value(u.map((x, i) => (i === j ? x + steps[j] : x)));
    if (forward !== undefined) {
      columns.push(forward.map((x, i) => (x - r[i]) / steps[j]));
      continue;
    }
    const backward = value(u.map((x, i) => (i === j ? x - steps[j] : x)));
    if (backward === undefined) return undefined;
    columns.push(backward.map((x, i) => (r[i] - x) / steps[j]));
  }
  return r.map((_, i) => columns.map((column) => column[i]));
}

/** J⁺ = J + (Δr − J Δu) Δuᵀ / (Δuᵀ Δu). */
function broyden(
  jacobian: readonly number[][],
  step: readonly number[],
  before: readonly number[],
  after: readonly number[],
  n: number,
): number[][] {
  const square = step.reduce((sum, d) => sum + d * d, 0);
  return jacobian.map((row, i) => {
    let predicted = 0;
    for (let j = 0; j < n; j++) predicted += row[j] * step[j];
    const miss = after[i] - before[i] - predicted;
    return row.map((x, j) => x + (miss * step[j]) / square);
  });
}

/** Gaussian elimination with row pivots; undefined when the matrix is singular. */
function solveLinear(matrix: readonly number[][], right: readonly number[]): number[] | undefined {
  const n = right.length;
  const a = matrix.map((row, i) => [...row, right[i]]);
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(a[i][k]) > Math.abs(a[pivot][k])) pivot = i;
    if (!(Math.abs(a[pivot][k]) > 1e-300)) return undefined;
    [a[k], a[pivot]] = [a[pivot], a[k]];
    for (let i = k + 1; i < n; i++) {
      const factor = a[i][k] / a[k][k];
      for (let j = k; j <= n; j++) a[i][j] -= factor * a[k][j];
    }
  }
  const x = right.map(() => 0);
  for (let i = n - 1; i >= 0; i--) {
    let sum = a[i][n];
    for (let j = i + 1; j < n; j++) sum -= a[i][j] * x[j];
    x[i] = sum / a[i][i];
  }
  return x.every(Number.isFinite) ? x : undefined;
}

function lengthOf(r: readonly number[]): number {
  return Math.sqrt(r.reduce((sum, x) => sum + x * x, 0));
}
