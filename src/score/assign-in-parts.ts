import { assign, type Row } from '../core/track/solve/assignment.ts';
import { NONE } from './picture.ts';

/** Optimal assignment where most rows have a choice of one or two: the rows fall into parts that share no column, and each part is solved
 *  for itself. The same result as `assign` on the whole, up to ties. */
export function assignInParts(rows: readonly Row[], columns: number): Int32Array {
  const columnOf = new Int32Array(rows.length).fill(NONE);
  const local = new Int32Array(columns).fill(NONE);
  for (const part of partsOf(rows, columns)) {
    if (part.length === 1) columnOf[part[0]] = cheapest(rows[part[0]]);
    else solvePart(rows, part, local, columnOf);
  }
  return columnOf;
}

function cheapest({ missed, candidates }: Row): number {
  let best = NONE;
  let cost = missed;
  for (const candidate of candidates) {
    if (candidate.cost >= cost) continue;
    best = candidate.column;
    cost = candidate.cost;
  }
  return best;
}

/** Numbers the part's columns from 0 in the order in which they are met. `local` is all NONE before and after. */
function solvePart(rows: readonly Row[], part: readonly number[], local: Int32Array, columnOf: Int32Array): void {
  const globals: number[] = [];
  const own = part.map((row): Row => {
    const candidates = rows[row].candidates.map(({ column, cost }) => {
      if (local[column] === NONE) local[column] = globals.push(column) - 1;
      return { column: local[column], cost };
    });
    return { missed: rows[row].missed, candidates };
  });
  const found = assign(own, globals.length);
  part.forEach((row, k) => {
    columnOf[row] = found[k] === NONE ? NONE : globals[found[k]];
  });
  for (const column of globals) local[column] = NONE;
}

/** Rows that share columns, directly or through others; in order of their first row. */
function partsOf(rows: readonly Row[], columns: number): number[][] {
  const parent = Int32Array.from({ length: rows.length }, (_, row) => row);
  const find = (row: number): number => {
    let top = row;
    while (parent[top] !== top) top = parent[top];
    for (let at = row; parent[at] !== top; ) [at, parent[at]] = [parent[at], top];
    return top;
  };
  const firstAt = new Int32Array(columns).fill(NONE);
  rows.forEach(({ candidates }, row) => {
    for (const { column } of candidates) {
      if (firstAt[column] === NONE) firstAt[column] = row;
      else {
        const [a, b] = [find(firstAt[column]), find(row)];
        parent[Math.max(a, b)] = Math.min(a, b);
      }
    }
  });
  const parts = new Map<number, number[]>();
  rows.forEach((_, row) => {
    const top = find(row);
    const part = parts.get(top);
    if (part === undefined) parts.set(top, [row]);
    else part.push(row);
  });
  return [...parts.values()];
}
