/** States of truth or of tracks, a row each: an object at a scan. Columns, not rows, so that a million of them are 70 MB, and 170 MB more
 *  with covariances. */
export type States = {
  readonly rows: number;
  /** Each name once; `name` holds its place. */
  readonly names: readonly string[];
  readonly name: Int32Array;
  /** The scans that there are rows of, in the order in which they come; `scan` holds their place. */
  readonly scans: readonly ScanOfRows[];
  readonly scan: Int32Array;
  /** Line of the file. */
  readonly line: Int32Array;
  /** Six numbers a row: x, y, z, m; vx, vy, vz, m/s. */
  readonly state: Float64Array;
  /** What the table may leave out. Where it has it, a row that says nothing is not a number. */
  readonly existence: Float64Array | undefined;
  readonly coasted: Float64Array | undefined;
  readonly latency_s: Float64Array | undefined;
  /** 21 numbers a row: packed lower triangle. */
  readonly covariance: Float64Array | undefined;
};

/** A scan as its first row has it. */
export type ScanOfRows = { readonly scan: number; readonly time_s: number; readonly line: number };

export type StateRow = {
  readonly line: number;
  readonly scan: number;
  readonly time_s: number;
  readonly name: string;
  readonly state: ArrayLike<number>;
  readonly existence?: number | undefined;
  readonly coasted?: number | undefined;
  readonly latency_s?: number | undefined;
  readonly covariance?: ArrayLike<number> | undefined;
};

/** Which of the columns that a table may leave out it has. */
export type StateColumns = {
  readonly existence: boolean;
  readonly coasted: boolean;
  readonly latency: boolean;
  readonly covariance: boolean;
};

/** Times of one scan may differ by this much: writers round. */
export const SAME_TIME_S = 1e-3;

/** Takes rows one by one; `row` may be the same object each time. */
export class StatesBuilder {
  #rows = 0;
  readonly #nameAt = new Map<string, number>();
  readonly #scanAt = new Map<number, number>();
  readonly #scans: ScanOfRows[] = [];
  readonly #name = new Growing(Int32Array);
  readonly #scan = new Growing(Int32Array);
  readonly #line = new Growing(Int32Array);
  readonly #state = new Growing(Float64Array);
  readonly #existence: Growing<Float64Array> | undefined;
  readonly #coasted: Growing<Float64Array> | undefined;
  readonly #latency_s: Growing<Float64Array> | undefined;
  readonly #covariance: Growing<Float64Array> | undefined;

  constructor({ existence, coasted, latency, covariance }: StateColumns) {
    const column = (has: boolean): Growing<Float64Array> | undefined => (has ? new Growing(Float64Array) : undefined);
    this.#existence = column(existence);
    this.#coasted = column(coasted);
    this.#latency_s = column(latency);
    this.#covariance = column(covariance);
  }

  get rows(): number {
    return this.#rows;
  }

  /** Takes a row. Where an earlier one has another time for its scan, that is the answer. */
  add({ line, scan, time_s, name, state, existence, coasted, latency_s, covariance }: StateRow): ScanOfRows | undefined {
    const at = placeOf(this.#scanAt, scan);
    if (at === this.#scans.length) this.#scans.push({ scan, time_s, line });
    this.#rows += 1;
    this.#scan.push(at);
    this.#name.push(placeOf(this.#nameAt, name));
    this.#line.push(line);
    for (let k = 0; k < STATES; k++) this.#state.push(state[k]);
    this.#existence?.push(existence ?? Number.NaN);
    this.#coasted?.push(coasted ?? Number.NaN);
    this.#latency_s?.push(latency_s ?? Number.NaN);
    if (this.#covariance !== undefined) for (let k = 0; k < COVARIANCES; k++) this.#covariance.push(covariance?.[k] ?? Number.NaN);
    return Math.abs(this.#scans[at].time_s - time_s) > SAME_TIME_S ? this.#scans[at] : undefined;
  }

  end(): States {
    return {
      rows: this.#rows,
      names: [...this.#nameAt.keys()],
      name: this.#name.values(),
      scans: this.#scans,
      scan: this.#scan.values(),
      line: this.#line.values(),
      state: this.#state.values(),
      existence: this.#existence?.values(),
      coasted: this.#coasted?.values(),
      latency_s: this.#latency_s?.values(),
      covariance: this.#covariance?.values(),
    };
  }
}

export const STATES = 6;
export const COVARIANCES = 21;

/** Per scan, by its place in `scans`, its rows in the order of the file: those of scan k are `rows` from `from[k]` to before `from[k + 1]`. */
export function rowsByScan({ scan, scans }: States): { readonly rows: Int32Array; readonly from: Int32Array } {
  const from = new Int32Array(scans.length + 1);
  for (const at of scan) from[at + 1] += 1;
  for (let k = 0; k < scans.length; k++) from[k + 1] += from[k];
  const next = from.slice();
  const rows = new Int32Array(scan.length);
  scan.forEach((at, row) => {
    rows[next[at]] = row;
    next[at] += 1;
  });
  return { rows, from };
}

/** The place of a key in the order of their first coming. */
function placeOf<K>(places: Map<K, number>, key: K): number {
  const known = places.get(key);
  if (known !== undefined) return known;
  places.set(key, places.size);
  return places.size - 1;
}

type Column = Float64Array | Int32Array;

/** A column that grows by doubling; what is not yet written costs no memory. */
class Growing<T extends Column> {
  readonly #of: new (
    length: number,
  ) => T;
  #values: T;
  #length = 0;

  constructor(of: new (length: number) => T) {
    this.#of = of;
    this.#values = new of(1024);
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const longer = new this.#of(2 * this.#length);
      longer.set(this.#values);
      this.#values = longer;
    }
    this.#values[this.#length] = value;
    this.#length += 1;
  }

  values(): T {
    return this.#values.subarray(0, this.#length) as T;
  }
}
