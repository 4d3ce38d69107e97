import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sharedText } from '../../../../tests/support/shared.ts';
import { exactMarginals, loopyMarginals, type PairingProblem } from './marginals.ts';

/** By going through every joint event: the oracle. */
function byEvents({ rows, columns, missed, weights }: PairingProblem): Float64Array {
  const sums = new Float64Array(rows * (columns + 1));
  let total = 0;
  const go = (row: number, weight: number, taken: readonly number[]): void => {
    if (weight === 0) return;
    if (row === rows) {
      total += weight;
      taken.forEach((column, i) => {
        sums[i * (columns + 1) + 1 + column] += weight;
      });
      return;
    }
    go(row + 1, weight * missed[row], [...taken, -1]);
    for (let j = 0; j < columns; j++) if (!taken.includes(j)) go(row + 1, weight * weights[row * columns + j], [...taken, j]);
  };
  go(0, 1, []);
  return sums.map((sum) => sum / total);
}

const weight = fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 20, noNaN: true }));
const problems = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 4 })).chain(([rows, columns]) =>
  fc.record({
    rows: fc.constant(rows),
    columns: fc.constant(columns),
    missed: fc.array(fc.double({ min: 0.05, max: 1, noNaN: true }), { minLength: rows, maxLength: rows }).map((m) => Float64Array.from(m)),
    weights: fc.array(weight, { minLength: rows * columns, maxLength: rows * columns }).map((w) => Float64Array.from(w)),
  }),
);

test('exact marginals are those of all joint events', () => {
  fc.assert(
    fc.property(problems, (problem) => {
      const exact = exactMarginals(problem);
      byEvents(problem).forEach((p, k) => expect(Math.abs(exact[k] - p)).toBeLessThan(1e-12));
    }),
    { numRuns: 300 },
  );
});

test('belief propagation is exact where the graph is a tree, and near elsewhere', () => {
  // Two tracks that share one plot: a tree.
  const tree: PairingProblem = { rows: 2, columns: 2, missed: Float64Array.of(0.3, 0.2), weights: Float64Array.of(4, 2, 0, 3) };
  const loopy = loopyMarginals(tree);
  exactMarginals(tree).forEach((p, k) => expect(Math.abs(loopy[k] - p)).toBeLessThan(1e-6));
  fc.assert(
    fc.property(problems, (problem) => {
      const near = loopyMarginals(problem);
      exactMarginals(problem).forEach((p, k) => expect(Math.abs(near[k] - p)).toBeLessThan(0.25));
    }),
    { numRuns: 200 },
  );
});

test('more tracks and plots than can be summed are refused with what to use instead', () => {
  const many = { rows: 20, columns: 20, missed: new Float64Array(20).fill(0.1), weights: new Float64Array(400).fill(1) };
  expect(() => exactMarginals(many)).toThrow(/loopyMarginals/);
});

type Golden = {
  readonly likelihood_ratio: readonly (number | readonly number[])[];
  readonly miss_weight: readonly number[];
  readonly beta_meas_then_miss: readonly (readonly number[])[];
};

// The tracker component library of the US Naval Research Laboratory computes them exactly, too.
test('an independent library has the same marginals (skipped without ../shared/peers)', (context) => {
  const { jpda } = JSON.parse(sharedText('peers/golden/nrl_tcl.json', context)) as { jpda: readonly Golden[] };
  for (const { likelihood_ratio, miss_weight, beta_meas_then_miss } of jpda) {
    const rows = miss_weight.length;
    // One plot for several tracks is written as a flat list.
    const table = likelihood_ratio.map((row) => (typeof row === 'number' ? [row] : [...row]));
    const columns = table[0].length;
    const weights = Float64Array.from(table.length === rows ? table.flat() : (table[0] ?? []));
    const exact = exactMarginals({ rows, columns, missed: Float64Array.from(miss_weight), weights });
    beta_meas_then_miss.forEach((row, i) =>
      row.forEach((p, k) => {
        const at = i * (columns + 1) + (k === columns ? 0 : k + 1);
        expect(Math.abs(exact[at] - p)).toBeLessThan(1e-12);
      }),
    );
  }
});
