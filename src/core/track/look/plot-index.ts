/** Three columns of measurement space, of which the first `count` entries are plots. */
export type Columns = {
  readonly count: number;
  readonly range_m: Float64Array;
  readonly azimuth_rad: Float64Array;
  readonly elevation_rad: Float64Array;
};

/** A gate's box in measurement space. */
export type Box = {
  rangeLow_m: number;
  rangeHigh_m: number;
  azimuthLow_rad: number;
  azimuthHigh_rad: number;
  elevationLow_rad: number;
  elevationHigh_rad: number;
};

/** Cells a plot; more make the cells of a fresh track's wide gate too many to visit. */
const CELLS_PER_PLOT = 2;

/** A counting-sort grid over the plots' own extent. A query visits the cells that a box touches, so no gate looks at all plots.
 *  Why one level is enough: a fresh track's gate covers a few percent of each axis, not most of the view (SPEED: two levels pay when
 *  gates of 100 km meet plots in hundreds of thousands). */
export class PlotIndex {
  private readonly table: Columns;
  private readonly low: readonly [number, number, number];
  private readonly perUnit: readonly [number, number, number];
  private readonly cells: readonly [number, number, number];
  private readonly start: Int32Array;
  private readonly order: Int32Array;

  constructor(table: Columns) {
    this.table = table;
    const axes = [table.range_m, table.azimuth_rad, table.elevation_rad] as const;
    const side = Math.max(1, Math.floor(cubeRoot(CELLS_PER_PLOT * table.count)));
    const low = axes.map((axis) => least(axis, table.count)) as [number, number, number];
    const span = axes.map((axis, i) => Math.max(greatest(axis, table.count) - low[i], 1e-9));
    this.low = low;
    this.cells = [side, side, side];
    this.perUnit = span.map((s) => (side * (1 - 1e-12)) / s) as [number, number, number];
    const cellOf = new Int32Array(table.count);
    this.start = new Int32Array(side * side * side + 1);
    for (let j = 0; j < table.count; j++) {
      cellOf[j] = (this.cell(0, axes[0][j]) * side + this.cell(1, axes[1][j])) * side + this.cell(2, axes[2][j]);
      this.start[cellOf[j] + 1] += 1;
    }
    for (let c = 0; c < side * side * side; c++) this.start[c + 1] += this.start[c];
    const next = this.start.slice();
    this.order = new Int32Array(table.count);
    for (let j = 0; j < table.count; j++) this.order[next[cellOf[j]]++] = j;
  }

  /** Writes the plots inside the box to `out` from `n` on and returns where it ends; by cell, and in the table's order within a cell. */
  inside(box: Box, out: Int32Array, from: number): number {
    if (this.table.count === 0) return from;
    const { range_m, azimuth_rad, elevation_rad } = this.table;
    const [side] = this.cells;
    const r0 = this.cell(0, box.rangeLow_m);
    const r1 = this.cell(0, box.rangeHigh_m);
    const a0 = this.cell(1, box.azimuthLow_rad);
    const a1 = this.cell(1, box.azimuthHigh_rad);
    const e0 = this.cell(2, box.elevationLow_rad);
    const e1 = this.cell(2, box.elevationHigh_rad);
    let n = from;
    for (let r = r0; r <= r1; r++) {
      for (let a = a0; a <= a1; a++) {
        const row = (r * side + a) * side;
        for (let i = this.start[row + e0]; i < this.start[row + e1 + 1]; i++) {
          const j = this.order[i];
          if (range_m[j] < box.rangeLow_m || range_m[j] > box.rangeHigh_m) continue;
          if (azimuth_rad[j] < box.azimuthLow_rad || azimuth_rad[j] > box.azimuthHigh_rad) continue;
          if (elevation_rad[j] < box.elevationLow_rad || elevation_rad[j] > box.elevationHigh_rad) continue;
          if (n < out.length) out[n++] = j;
        }
      }
    }
    return n;
  }

  private cell(axis: 0 | 1 | 2, value: number): number {
    const c = Math.floor((value - this.low[axis]) * this.perUnit[axis]);
    return c < 0 ? 0 : c >= this.cells[axis] ? this.cells[axis] - 1 : c;
  }
}

function cubeRoot(n: number): number {
  let k = 1;
  while ((k + 1) * (k + 1) * (k + 1) <= n) k += 1;
  return k;
}

function least(values: Float64Array, count: number): number {
  let low = Infinity;
  for (let i = 0; i < count; i++) if (values[i] < low) low = values[i];
  return count === 0 ? 0 : low;
}

function greatest(values: Float64Array, count: number): number {
  let high = -Infinity;
  for (let i = 0; i < count; i++) if (values[i] > high) high = values[i];
  return count === 0 ? 0 : high;
}
