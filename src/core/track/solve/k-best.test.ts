import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../../../tests/support/properties.ts';
import { type Choices, kBest } from './k-best.ts';

/** Every joint assignment there is, by trying them all: the oracle. */
function everyCost(rows: readonly Choices[]): number[] {
  const costs: number[] = [];
  const go = (row: number, cost: number, used: ReadonlySet<number>): void => {
    if (row === rows.length) {
      costs.push(cost);
      return;
    }
    go(row + 1, cost + rows[row].missed, used);
    rows[row].columns.forEach((column, i) => {
      if (!used.has(column)) go(row + 1, cost + rows[row].costs[i], new Set([...used, column]));
    });
  };
  go(0, 0, new Set());
  return costs.sort((a, b) => a - b);
}

const COLUMNS = 4;
const choices = fc
  .record({
    missed: fc.integer({ min: -20, max: 20 }),
    columns: fc.uniqueArray(fc.nat(COLUMNS - 1), { maxLength: COLUMNS }),
    costs: fc.array(fc.integer({ min: -30, max: 30 }), { minLength: COLUMNS, maxLength: COLUMNS }),
  })
  .map(({ missed, columns, costs }): Choices => ({ missed, columns, costs: costs.slice(0, columns.length) }));

test('the k best joint assignments are the cheapest of all there are, in order', () => {
  holds(
    fc.property(fc.array(choices, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 60 }), (rows, k) => {
      expect(kBest(rows, COLUMNS, k).map(({ cost }) => cost)).toEqual(everyCost(rows).slice(0, k));
    }),
    { runs: 500 },
  );
});

test('nothing dearer than the limit is looked for', () => {
  const rows: Choices[] = [{ missed: 5, columns: [0, 1], costs: [0, 1] }];
  expect(kBest(rows, 2, 10, Infinity, 1).map(({ columnOf }) => columnOf[0])).toEqual([0, 1]);
  expect(kBest(rows, 2, 10, 0.5).map(({ columnOf }) => columnOf[0])).toEqual([0]);
});

test('no column is used twice, and every solution comes once', () => {
  const rows: Choices[] = Array.from({ length: 5 }, (_, i) => ({
    missed: 7,
    columns: [0, 1, 2, 3, 4],
    costs: [0, 1, 2, 3, 4].map((j) => (i * 7 + j * 5) % 11),
  }));
  const found = kBest(rows, 5, 300);
  for (const { columnOf } of found) {
    const taken = [...columnOf].filter((column) => column >= 0);
    expect(new Set(taken).size).toBe(taken.length);
  }
  expect(new Set(found.map(({ columnOf }) => columnOf.join())).size).toBe(300);
});
