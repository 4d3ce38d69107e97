/** One object's ways to explain a scan, as an assignment problem sees them: what a miss costs, and what each gated plot costs. Costs are
 *  negative log-likelihood ratios; any finite value is allowed. */
export type Choices = { readonly missed: number; readonly columns: readonly number[]; readonly costs: readonly number[] };

/** One joint assignment: the column of each row, −1 for missed, and its cost. */
export type JointAssignment = { readonly cost: number; readonly columnOf: Int32Array };

const MISSED = -1;

/** The k cheapest joint assignments of rows to columns, each column used at most once, cheapest first; fewer when there are fewer.
 *  Method   Murty's partition of the solutions, each part solved anew by shortest augmenting paths; the rows of a part that are fixed
 *           leave the problem.   Source  [Murty1968]; with private "missed" columns as in [CM1995].
 *  Equal costs keep the order in which the parts were made, so equal input gives equal output. */
export function kBest(rows: readonly Choices[], columns: number, k: number): JointAssignment[] {
  if (k < 1) return [];
  const first = solve(rows, columns, NOTHING, 0, NOTHING);
  if (first === undefined) return [];
  const found: JointAssignment[] = [];
  const open: Part[] = [{ ...first, fixed: 0, excluded: NOTHING }];
  while (open.length > 0 && found.length < k) {
    const part = takeCheapest(open);
    found.push({ cost: part.cost, columnOf: part.columnOf });
    if (found.length < k) branch(rows, columns, part, open);
  }
  return found;
}

/** The solutions that agree with `columnOf` in the first `fixed` rows and give row `fixed` none of the excluded columns. */
type Part = JointAssignment & { readonly fixed: number; readonly excluded: readonly number[] };

const NOTHING: readonly number[] = [];

function takeCheapest(open: Part[]): Part {
  let best = 0;
  for (let i = 1; i < open.length; i++) if (open[i].cost < open[best].cost) best = i;
  return open.splice(best, 1)[0];
}

function branch(rows: readonly Choices[], columns: number, part: Part, open: Part[]): void {
  for (let row = part.fixed; row < rows.length; row++) {
    const excluded = row === part.fixed ? [...part.excluded, part.columnOf[row]] : [part.columnOf[row]];
    const next = solve(rows, columns, part.columnOf, row, excluded);
    if (next !== undefined) open.push({ ...next, fixed: row, excluded });
  }
}

let rowAt = new Int32Array(64);
let columnPotential = new Float64Array(64);
let distance = new Float64Array(64);
let previous = new Int32Array(64);
let state = new Uint8Array(64);
let rowPotential = new Float64Array(64);

function reserve(total: number): void {
  if (total <= rowAt.length) return;
  const size = 2 * total;
  rowAt = new Int32Array(size);
  columnPotential = new Float64Array(size);
  distance = new Float64Array(size);
  previous = new Int32Array(size);
  state = new Uint8Array(size);
  rowPotential = new Float64Array(size);
}

/** Cheapest assignment with the first `fixed` rows as in `given`, and row `fixed` kept off the excluded columns (−1 excludes missing it).
 *  Undefined when there is none. Columns from `columns` on are the rows' private "missed". */
function solve(
  rows: readonly Choices[],
  columns: number,
  given: ArrayLike<number>,
  fixed: number,
  excluded: readonly number[],
): JointAssignment | undefined {
  const total = columns + rows.length;
  reserve(total);
  rowAt.fill(-1, 0, total);
  columnPotential.fill(0, 0, total);
  rowPotential.fill(0, 0, rows.length);
  for (let row = 0; row < fixed; row++) if (given[row] !== MISSED) rowAt[given[row]] = TAKEN;
  for (let row = fixed; row < rows.length; row++) if (!augment(rows, columns, row, fixed, excluded)) return undefined;
  const columnOf = new Int32Array(rows.length).fill(MISSED);
  for (let row = 0; row < fixed; row++) columnOf[row] = given[row];
  for (let column = 0; column < columns; column++) if (rowAt[column] >= 0) columnOf[rowAt[column]] = column;
  return { cost: costOf(rows, columnOf), columnOf };
}

/** A column that a fixed row holds: no path may use it. */
const TAKEN = -2;
const [UNSEEN, REACHED, DONE] = [0, 1, 2];

/** Dijkstra over reduced costs from one free row to the nearest free column, then flips the path. */
function augment(rows: readonly Choices[], columns: number, start: number, fixed: number, excluded: readonly number[]): boolean {
  const total = columns + rows.length;
  state.fill(UNSEEN, 0, total);
  let row = start;
  let base = 0;
  let last = -1;
  while (true) {
    const { missed, columns: candidates, costs } = rows[row];
    const restricted = row === fixed && excluded.length > 0;
    const offset = base - rowPotential[row];
    for (let c = 0; c <= candidates.length; c++) {
      const own = c === candidates.length;
      const column = own ? columns + row : candidates[c];
      if (state[column] === DONE || rowAt[column] === TAKEN) continue;
      if (restricted && excluded.includes(own ? MISSED : column)) continue;
      const length = offset + (own ? missed : costs[c]) - columnPotential[column];
      if (state[column] === UNSEEN || length < distance[column]) {
        state[column] = REACHED;
        distance[column] = length;
        previous[column] = last;
      }
    }
    let nearest = -1;
    for (let c = 0; c < total; c++) if (state[c] === REACHED && (nearest < 0 || distance[c] < distance[nearest])) nearest = c;
    if (nearest < 0) return false;
    state[nearest] = DONE;
    base = distance[nearest];
    last = nearest;
    if (rowAt[nearest] < 0) break;
    row = rowAt[nearest];
  }
  // Potentials first, while the old matching still tells which row stands at each finished column.
  rowPotential[start] += base;
  for (let c = 0; c < total; c++) {
    if (state[c] !== DONE || c === last) continue;
    columnPotential[c] += distance[c] - base;
    rowPotential[rowAt[c]] += base - distance[c];
  }
  for (let column = last; column >= 0; ) {
    const before = previous[column];
    rowAt[column] = before < 0 ? start : rowAt[before];
    column = before;
  }
  return true;
}

function costOf(rows: readonly Choices[], columnOf: Int32Array): number {
  let cost = 0;
  for (let row = 0; row < rows.length; row++) {
    const { missed, columns, costs } = rows[row];
    cost += columnOf[row] === MISSED ? missed : costs[columns.indexOf(columnOf[row])];
  }
  return cost;
}
