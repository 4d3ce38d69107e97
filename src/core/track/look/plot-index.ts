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

/** Arrays of an index, kept from scan to scan. */
export class IndexMemory {
  start = new Int32Array(0);
  order = new Int32Array(0);
  cellOf = new Int32Array(0);
  places = new Float64Array(0);

  reserve(plots: number, cells: number): void {
    if (cells + 1 > this.start.length) this.start = new Int32Array(Math.ceil(1.25 * (cells + 1)));
    if (plots <= this.order.length) return;
    const capacity = Math.ceil(1.25 * plots);
    this.order = new Int32Array(capacity);
    this.cellOf = new Int32Array(capacity);
    this.places = new Float64Array(3 * capacity);
  }
}

/** A counting-sort grid over the plots' own extent. A query visits the cells that a box touches, so no gate looks at all plots.
 *  Why one level is enough: a fresh track's gate covers a few percent of each axis, not most of the view (SPEED: two levels pay when
 *  gates of 100 km meet plots in hundreds of thousands). */
export class PlotIndex {
  private readonly count: number;
  private readonly low = new Float64Array(3);
  private readonly perUnit = new Float64Array(3);
  /** Cells along each axis. */
  private readonly side: number;
  private readonly start: Int32Array;
  /** Plots by cell, and the three columns of each in that order: what a query compares lies side by side. */
  private readonly order: Int32Array;
  private readonly places: Float64Array;

  /** What another index has in the memory is lost. */
  constructor(table: Columns, memory = new IndexMemory()) {
    const { count } = table;
    this.count = count;
    const axes = [table.range_m, table.azimuth_rad, table.elevation_rad] as const;
    const side = Math.max(1, Math.floor(cubeRoot(CELLS_PER_PLOT * count)));
    this.side = side;
    for (let i = 0; i < 3; i++) {
      this.low[i] = least(axes[i], count);
      this.perUnit[i] = (side * (1 - 1e-12)) / Math.max(greatest(axes[i], count) - this.low[i], 1e-9);
    }
    const cells = side * side * side;
    memory.reserve(count, cells);
    const { start, order, cellOf, places } = memory;
    start.fill(0, 0, cells + 1);
    for (let j = 0; j < count; j++) {
      cellOf[j] = (this.cell(0, axes[0][j]) * side + this.cell(1, axes[1][j])) * side + this.cell(2, axes[2][j]);
      start[cellOf[j]] += 1;
    }
    // To where each cell ends; filled from the back, to where it starts.
    for (let c = 0; c < cells; c++) start[c + 1] += start[c];
    for (let j = count - 1; j >= 0; j--) {
      const i = --start[cellOf[j]];
      order[i] = j;
      for (let axis = 0; axis < 3; axis++) places[3 * i + axis] = axes[axis][j];
    }
    this.start = start;
    this.order = order;
    this.places = places;
  }

  /** Writes the plots inside the box to `out` from `n` on and returns where it ends; by cell, and in the table's order within a cell. */
  inside(box: Box, out: Int32Array, from: number): number {
    if (this.count === 0) return from;
    const { start, order, places, side } = this;
    const { rangeLow_m, rangeHigh_m, azimuthLow_rad, azimuthHigh_rad, elevationLow_rad, elevationHigh_rad } = box;
    const r0 = this.cell(0, rangeLow_m);
    const r1 = this.cell(0, rangeHigh_m);
    const a0 = this.cell(1, azimuthLow_rad);
    const a1 = this.cell(1, azimuthHigh_rad);
    const e0 = this.cell(2, elevationLow_rad);
    const e1 = this.cell(2, elevationHigh_rad);
    let n = from;
    for (let r = r0; r <= r1; r++) {
      for (let a = a0; a <= a1; a++) {
        const row = (r * side + a) * side;
        const end = start[row + e1 + 1];
        for (let i = start[row + e0]; i < end; i++) {
          const range_m = places[3 * i];
          const azimuth_rad = places[3 * i + 1];
          const elevation_rad = places[3 * i + 2];
          if (range_m < rangeLow_m || range_m > rangeHigh_m) continue;
          if (azimuth_rad < azimuthLow_rad || azimuth_rad > azimuthHigh_rad) continue;
          if (elevation_rad < elevationLow_rad || elevation_rad > elevationHigh_rad) continue;
          if (n < out.length) out[n++] = order[i];
        }
      }
    }
    return n;
  }

  private cell(axis: 0 | 1 | 2, value: number): number {
    const c = Math.floor((value - this.low[axis]) * this.perUnit[axis]);
    return c < 0 ? 0 : c >= this.side ? this.side - 1 : c;
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
