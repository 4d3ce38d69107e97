import { DisjointSets } from './disjoint-sets.ts';

/** Which rows want a column in common, directly or by way of others. `eachColumn` calls `visit` with every column that a row wants. */
export function contenders(
  rows: number,
  columns: number,
  eachColumn: (row: number, visit: (column: number) => void) => void,
): DisjointSets {
  const together = new DisjointSets(rows);
  const first = new Int32Array(columns).fill(-1);
  let row = 0;
  const claim = (column: number): void => {
    if (first[column] < 0) first[column] = row;
    else together.unite(first[column], row);
  };
  for (row = 0; row < rows; row++) eachColumn(row, claim);
  return together;
}
