import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../tests/support/properties.ts';
import { assign, type Row } from '../core/track/solve/assignment.ts';
import { assignInParts } from './assign-in-parts.ts';
import { NONE } from './picture.ts';

const COLUMNS = 8;
const row = fc
  .record({
    missed: fc.integer({ min: 0, max: 6 }),
    costs: fc.dictionary(fc.integer({ min: 0, max: COLUMNS - 1 }).map(String), fc.nat(9), { maxKeys: 3 }),
  })
  .map(
    ({ missed, costs }): Row => ({ missed, candidates: Object.entries(costs).map(([column, cost]) => ({ column: Number(column), cost })) }),
  );

const costOf = (rows: readonly Row[], columnOf: Int32Array): number =>
  rows.reduce((sum, { missed, candidates }, k) => {
    if (columnOf[k] === NONE) return sum + missed;
    return sum + (candidates.find(({ column }) => column === columnOf[k])?.cost ?? Number.NaN);
  }, 0);

test('part by part costs what the whole costs, and no column is given twice', () => {
  holds(
    fc.property(fc.array(row, { maxLength: 8 }), (rows) => {
      const found = assignInParts(rows, COLUMNS);
      const given = [...found].filter((column) => column !== NONE);
      expect(new Set(given).size).toBe(given.length);
      expect(costOf(rows, found)).toBe(costOf(rows, assign(rows, COLUMNS)));
    }),
    { runs: 500 },
  );
});

test('of equal costs the first candidate is taken, as in the whole', () => {
  const rows = [{ missed: 5, candidates: [3, 1, 2].map((column) => ({ column, cost: 4 })) }];
  expect([...assignInParts(rows, 4)]).toEqual([3]);
  expect([...assign(rows, 4)]).toEqual([3]);
});
