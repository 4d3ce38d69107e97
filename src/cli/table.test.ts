import { expect, test } from 'vitest';
import { figure, renderTable, share } from './table.ts';

test('columns are as wide as what stands in them, and figures stand to the right', () => {
  const lines = renderTable<{ name: string; km: number }>(
    [
      { title: 'flight', cell: (row) => row.name },
      { title: 'km', align: 'right', cell: (row) => figure(row.km, 1) },
    ],
    [
      { name: 'one', km: 4.25 },
      { name: 'number two', km: 1000 },
    ],
  );
  expect(lines).toEqual(['flight          km', '----------  ------', 'one            4.3', 'number two  1000.0']);
});

test('no line of a table ends in blanks', () => {
  const lines = renderTable<{ a: string; b: string }>(
    [
      { title: 'a', cell: (row) => row.a },
      { title: 'b', cell: (row) => row.b },
    ],
    [
      { a: 'x', b: '' },
      { a: 'y', b: 'long' },
    ],
  );
  for (const line of lines) expect(line).toBe(line.trimEnd());
});

test('a figure that is missing or not finite is a dash, never an empty cell', () => {
  expect([figure(undefined, 1), figure(null, 1), figure(Number.NaN, 1), figure(Infinity, 0), figure(0, 1)]).toEqual([
    '-',
    '-',
    '-',
    '-',
    '0.0',
  ]);
});

test('a share says of how many', () => {
  expect(share(3, 4)).toBe('75.0 % (3/4)');
  expect(share(0, 0)).toBe('-');
});
