/** One track's way to explain a scan: which detections it could have made, at what cost, and what it costs to have made none. */
export type Row = { readonly missed: number; readonly candidates: readonly { readonly column: number; readonly cost: number }[] };

/** Optimal assignment of rows to columns, each column used at most once; every row has a private "missed" way out, so a solution
 *  always exists. Exact: successive shortest augmenting paths with potentials over the sparse candidates.
 *  Source  [JV1987]; the private column as in [BSLK2001] §7.  Returns the column of each row, −1 for missed.
 *  Order of rows and candidates decides between equal costs, so equal input gives equal output. */
export function assign(rows: readonly Row[], columns: number): Int32Array {
  const total = columns + rows.length;
  const rowOf = new Int32Array(total).fill(-1);
  const columnOf = new Int32Array(rows.length).fill(-1);
  const potential = new Float64Array(total);
  const rowPotential = new Float64Array(rows.length);
  for (let row = 0; row < rows.length; row++) augment(rows, row, columns, { rowOf, columnOf, potential, rowPotential });
  return columnOf.map((column) => (column < columns ? column : -1));
}

type Matching = {
  readonly rowOf: Int32Array;
  readonly columnOf: Int32Array;
  readonly potential: Float64Array;
  readonly rowPotential: Float64Array;
};

/** Dijkstra over reduced costs from one free row to the nearest free column, then flips the path. */
function augment(rows: readonly Row[], start: number, columns: number, m: Matching): void {
  const total = m.rowOf.length;
  const distance = new Float64Array(total).fill(Infinity);
  const previous = new Int32Array(total).fill(-1);
  const done = new Uint8Array(total);
  const touched: number[] = [];
  let row = start;
  let base = 0;
  let last = -1;
  while (true) {
    relax(rows[row], row, columns, base, m, distance, previous, done, touched, last);
    let nearest = -1;
    for (const c of touched) if (done[c] === 0 && (nearest < 0 || distance[c] < distance[nearest])) nearest = c;
    done[nearest] = 1;
    base = distance[nearest];
    last = nearest;
    if (m.rowOf[nearest] < 0) break;
    row = m.rowOf[nearest];
  }
  // Potentials first, while the old matching still tells which row stands at each finished column.
  m.rowPotential[start] += base;
  for (const c of touched) {
    if (done[c] === 0 || c === last) continue;
    m.potential[c] += distance[c] - base;
    m.rowPotential[m.rowOf[c]] += base - distance[c];
  }
  let column = last;
  while (column >= 0) {
    const before = previous[column];
    const owner = before < 0 ? start : m.rowOf[before];
    m.rowOf[column] = owner;
    m.columnOf[owner] = column;
    column = before;
  }
}

function relax(
  item: Row,
  row: number,
  columns: number,
  base: number,
  m: Matching,
  distance: Float64Array,
  previous: Int32Array,
  done: Uint8Array,
  touched: number[],
  from: number,
): void {
  const reach = (column: number, cost: number): void => {
    if (done[column] === 1) return;
    const length = base + cost - m.rowPotential[row] - m.potential[column];
    if (distance[column] === Infinity) touched.push(column);
    if (length < distance[column]) {
      distance[column] = length;
      previous[column] = from;
    }
  };
  for (const { column, cost } of item.candidates) reach(column, cost);
  reach(columns + row, item.missed);
}
