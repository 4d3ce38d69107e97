/** One object's ways to explain a scan, as an assignment problem sees them: what a miss costs, and what each gated plot costs. Costs are
 *  negative log-likelihood ratios; any finite value is allowed. */
export type Choices = { readonly missed: number; readonly columns: readonly number[]; readonly costs: readonly number[] };

/** One joint assignment: the column of each row, −1 for missed, and its cost. */
export type JointAssignment = { readonly cost: number; readonly columnOf: Int32Array };

const MISSED = -1;

/** The k cheapest joint assignments of rows to columns, each column used at most once, cheapest first; fewer when there are fewer, or when
 *  the next would cost more than `most`, or more than the cheapest by `within`.
 *  Method   Murty's partition of the solutions. A part inherits its parent's assignment and potentials and augments one row anew, so that
 *           a further solution costs one shortest path and not n.
 *  Source   [Murty1968]; inherited potentials as in [MSC1997]; private "missed" columns as in [CM1995].
 *  Equal costs keep the order in which the parts were made, so equal input gives equal output. */
export function kBest(rows: readonly Choices[], columns: number, k: number, within = Infinity, most = Infinity): JointAssignment[] {
  if (k < 1) return [];
  if (rows.length === 1) return kBestOfOne(rows[0], k, within, most);
  const root = rootPart(rows, columns);
  const limit = Math.min(most, root.cost + within);
  const open: Part[] = [root];
  const found: JointAssignment[] = [];
  while (open.length > 0) {
    const part = takeCheapest(open);
    if (part.cost > limit) break;
    found.push({ cost: part.cost, columnOf: part.columnOf });
    if (found.length === k) break;
    for (let row = part.fixed; row < rows.length; row++) {
      const child = childPart(rows, columns, part, row);
      if (child !== undefined && child.cost <= limit) open.push(child);
    }
  }
  return found;
}

/** One row chooses freely. */
function kBestOfOne({ missed, columns, costs }: Choices, k: number, within: number, most: number): JointAssignment[] {
  const all = [{ cost: missed, columnOf: Int32Array.of(MISSED) }];
  for (let c = 0; c < columns.length; c++) all.push({ cost: costs[c], columnOf: Int32Array.of(columns[c]) });
  all.sort((a, b) => a.cost - b.cost);
  const limit = Math.min(most, all[0].cost + within);
  return all.filter(({ cost }) => cost <= limit).slice(0, k);
}

/** The solutions that agree with `columnOf` in the first `fixed` rows and give row `fixed` none of the excluded columns; and the cheapest
 *  of them, with the potentials that prove it. */
type Part = JointAssignment & {
  readonly fixed: number;
  readonly excluded: readonly number[];
  readonly rowPotential: Float64Array;
  readonly columnPotential: Float64Array;
};

const NOTHING: readonly number[] = [];

function takeCheapest(open: Part[]): Part {
  let best = 0;
  for (let i = 1; i < open.length; i++) if (open[i].cost < open[best].cost) best = i;
  return open.splice(best, 1)[0];
}

let rowAt = new Int32Array(64);
let distance = new Float64Array(64);
let previous = new Int32Array(64);
let state = new Uint8Array(64);

function reserve(total: number): void {
  if (total <= rowAt.length) return;
  rowAt = new Int32Array(2 * total);
  distance = new Float64Array(2 * total);
  previous = new Int32Array(2 * total);
  state = new Uint8Array(2 * total);
}

/** The cheapest assignment of all. Columns from `columns` on are the rows' private "missed", so there always is one. */
function rootPart(rows: readonly Choices[], columns: number): Part {
  const total = columns + rows.length;
  reserve(total);
  rowAt.fill(-1, 0, total);
  const rowPotential = new Float64Array(rows.length);
  const columnPotential = new Float64Array(total);
  for (let row = 0; row < rows.length; row++) augment(rows, columns, row, NOTHING, rowPotential, columnPotential, ANY_FREE);
  return { ...assignmentNow(rows, columns), fixed: 0, excluded: NOTHING, rowPotential, columnPotential };
}

/** The part in which rows before `row` stay as they are in the parent, and `row` leaves its column. Undefined when it is empty. */
function childPart(rows: readonly Choices[], columns: number, parent: Part, row: number): Part | undefined {
  const total = columns + rows.length;
  rowAt.fill(-1, 0, total);
  for (let i = 0; i < rows.length; i++) {
    const column = parent.columnOf[i] === MISSED ? columns + i : parent.columnOf[i];
    if (i !== row) rowAt[column] = i < row ? TAKEN : i;
  }
  const excluded = row === parent.fixed ? [...parent.excluded, parent.columnOf[row]] : [parent.columnOf[row]];
  const left = parent.columnOf[row] === MISSED ? columns + row : parent.columnOf[row];
  const rowPotential = parent.rowPotential.slice();
  const columnPotential = parent.columnPotential.slice();
  if (!augment(rows, columns, row, excluded, rowPotential, columnPotential, left)) return undefined;
  const columnOf = parent.columnOf.slice();
  for (let i = row; i < rows.length; i++) columnOf[i] = MISSED;
  for (let column = 0; column < columns; column++) if (rowAt[column] >= 0) columnOf[rowAt[column]] = column;
  return { cost: costOf(rows, columnOf), columnOf, fixed: row, excluded, rowPotential, columnPotential };
}

function assignmentNow(rows: readonly Choices[], columns: number): JointAssignment {
  const columnOf = new Int32Array(rows.length).fill(MISSED);
  for (let column = 0; column < columns; column++) if (rowAt[column] >= 0) columnOf[rowAt[column]] = column;
  return { cost: costOf(rows, columnOf), columnOf };
}

/** A column that a fixed row holds: no path may use it. */
const TAKEN = -2;
const [UNSEEN, REACHED, DONE] = [0, 1, 2];

/** Dijkstra over reduced costs from one free row, which may not take the excluded columns; flips the path.
 *  While a solution is built the path ends at the nearest free column. When a row has been made to leave its column `end`, that column is
 *  where the path must end: a free column that is reached on the way hands its freedom on to any other one at no cost, so that rows may move
 *  up to what has become free. All free columns have one potential; that is what makes handing on cost nothing between them. */
function augment(
  rows: readonly Choices[],
  columns: number,
  start: number,
  excluded: readonly number[],
  rowPotential: Float64Array,
  columnPotential: Float64Array,
  end: number,
): boolean {
  const total = columns + rows.length;
  state.fill(UNSEEN, 0, total);
  let handedOn = false;
  let last = -1;
  let base = 0;
  let row = start;
  const reach = (column: number, length: number): void => {
    if (state[column] === DONE || rowAt[column] === TAKEN) return;
    if (state[column] !== UNSEEN && length >= distance[column]) return;
    state[column] = REACHED;
    distance[column] = length;
    previous[column] = last;
  };
  while (true) {
    if (row >= 0) {
      const { missed, columns: candidates, costs } = rows[row];
      const offset = base - rowPotential[row];
      const barred = row === start ? excluded : NOTHING;
      for (let c = 0; c < candidates.length; c++)
        if (!barred.includes(candidates[c])) reach(candidates[c], offset + costs[c] - columnPotential[candidates[c]]);
      if (!barred.includes(MISSED)) reach(columns + row, offset + missed - columnPotential[columns + row]);
    } else if (!handedOn) {
      handedOn = true;
      for (let c = 0; c < total; c++) reach(c, base + columnPotential[last] - columnPotential[c]);
    }
    let nearest = -1;
    for (let c = 0; c < total; c++) if (state[c] === REACHED && (nearest < 0 || distance[c] < distance[nearest])) nearest = c;
    if (nearest < 0) return false;
    state[nearest] = DONE;
    base = distance[nearest];
    last = nearest;
    row = rowAt[nearest];
    if (nearest === end || (end === ANY_FREE && row < 0)) break;
  }
  // Potentials first, while the old matching still tells which row stands at each finished column.
  rowPotential[start] += base;
  for (let c = 0; c < total; c++) {
    if (state[c] !== DONE || c === last) continue;
    columnPotential[c] += distance[c] - base;
    if (rowAt[c] >= 0) rowPotential[rowAt[c]] += base - distance[c];
  }
  for (let column = last; column >= 0; ) {
    const before = previous[column];
    rowAt[column] = before < 0 ? start : rowAt[before];
    column = before;
  }
  return true;
}

const ANY_FREE = -1;

function costOf(rows: readonly Choices[], columnOf: Int32Array): number {
  let cost = 0;
  for (let row = 0; row < rows.length; row++) {
    const { missed, columns, costs } = rows[row];
    cost += columnOf[row] === MISSED ? missed : costs[columns.indexOf(columnOf[row])];
  }
  return cost;
}
