import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../../../tests/support/properties.ts';
import { assign, type Row } from './assignment.ts';

/** Tries everything: the oracle. */
function cheapest(rows: readonly Row[], row = 0, taken: ReadonlySet<number> = new Set()): number {
  if (row === rows.length) return 0;
  let best = rows[row].missed + cheapest(rows, row + 1, taken);
  for (const { column, cost } of rows[row].candidates) {
    if (!taken.has(column)) best = Math.min(best, cost + cheapest(rows, row + 1, new Set([...taken, column])));
  }
  return best;
}

function costOf(rows: readonly Row[], columnOf: Int32Array): number {
  let sum = 0;
  rows.forEach((row, i) => {
    sum += columnOf[i] < 0 ? row.missed : (row.candidates.find(({ column }) => column === columnOf[i])?.cost ?? Infinity);
  });
  return sum;
}

const problem = fc.record({ rows: fc.integer({ min: 1, max: 6 }), columns: fc.integer({ min: 0, max: 6 }) }).chain(({ rows, columns }) =>
  fc.record({
    columns: fc.constant(columns),
    rows: fc.array(
      fc.record({
        missed: fc.double({ min: -5, max: 20, noNaN: true }),
        costs: fc.array(fc.option(fc.double({ min: -30, max: 30, noNaN: true })), { minLength: columns, maxLength: columns }),
      }),
      { minLength: rows, maxLength: rows },
    ),
  }),
);

test('the assignment costs as little as the best of all possible ones', () => {
  holds(
    fc.property(problem, ({ rows, columns }) => {
      const sparse = rows.map(({ missed, costs }) => ({
        missed,
        candidates: costs.flatMap((cost, column) => (cost === null ? [] : [{ column, cost }])),
      }));
      const columnOf = assign(sparse, columns);
      const used = [...columnOf].filter((c) => c >= 0);
      expect(new Set(used).size).toBe(used.length);
      expect(costOf(sparse, columnOf)).toBeCloseTo(cheapest(sparse), 9);
    }),
    { runs: 500 },
  );
});

test('a track with no candidate is missed, and an empty scan misses everybody', () => {
  expect([...assign([{ missed: 1, candidates: [] }], 3)]).toEqual([-1]);
  expect([
    ...assign(
      [
        { missed: 1, candidates: [] },
        { missed: 2, candidates: [] },
      ],
      0,
    ),
  ]).toEqual([-1, -1]);
});

test('two tracks that want the same detection: the one that needs it more gets it', () => {
  const rows = [
    {
      missed: 5,
      candidates: [
        { column: 0, cost: -10 },
        { column: 1, cost: -9 },
      ],
    },
    { missed: 5, candidates: [{ column: 0, cost: -10 }] },
  ];
  expect([...assign(rows, 2)]).toEqual([1, 0]);
});
