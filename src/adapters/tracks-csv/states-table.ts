import type { CsvRow } from '../csv-table/csv-line.ts';
import { createCsvReader, type CsvHeader, type Refuse } from '../csv-table/csv-reader.ts';
import { MOST_PROBLEMS, type TableProblem } from '../csv-table/csv-table.ts';
import { whyNoNumber } from '../csv-table/decimal.ts';
import { unpacked } from '../packed-file/packed-file.ts';

/** States of truth or of tracks as they stand in a file, a row each. */
export type StateRow = {
  readonly line: number;
  readonly scan: number;
  readonly time_s: number;
  readonly id: string;
  /** x, y, z, m; vx, vy, vz, m/s. */
  readonly state: readonly number[];
  readonly existence: number;
  /** Packed lower triangle, 21 numbers, where the table has these columns. */
  readonly covariance: Float64Array | undefined;
  readonly coasted: boolean | undefined;
  readonly latency_s: number | undefined;
};

export type StatesTable =
  | { readonly kind: 'rows'; readonly rows: readonly StateRow[] }
  | { readonly kind: 'rejected'; readonly problems: readonly TableProblem[] };

const STATE = ['x', 'y', 'z', 'vx', 'vy', 'vz'];

/** Names of the 21 columns of a covariance, m and m/s, lower triangle by rows: cx_x, cy_x, cy_y, … cvz_vz. */
export const COVARIANCE_COLUMNS: readonly string[] = STATE.flatMap((row, i) => STATE.slice(0, i + 1).map((column) => `c${row}_${column}`));

/** Reads a table of truth (scan,t,target,x,y,z,vx,vy,vz) or of tracks (scan,t,track,x,…,vz, and where they are given: existence, coasted,
 *  latency_s and the columns of a covariance), plain or gzipped; columns by name, in any order, others left alone. Either all of it is
 *  right or nothing of it is used. `file` is a name for the messages. */
export function readStates(bytes: Uint8Array, file: string, of: 'truth' | 'tracks'): StatesTable {
  const problems: TableProblem[] = [];
  const rows: StateRow[] = [];
  let read: ((row: CsvRow) => StateRow | undefined) | undefined;
  const refuse: Refuse = (line, column, message, remedy) => {
    problems.push({ file, line, column, message, remedy });
    if (problems.length >= MOST_PROBLEMS) reader.stop();
  };
  const reader = createCsvReader({
    example: exampleOf(of),
    header(header) {
      read = readerOf(header, of, refuse);
      if (read === undefined) reader.stop();
    },
    row(cells) {
      const row = read?.(cells);
      if (row !== undefined) rows.push(row);
    },
    refuse,
    fail: refuse,
  });
  try {
    reader.push(unpacked(bytes));
    reader.end();
  } catch (error) {
    refuse(0, '', error instanceof Error ? error.message : String(error), 'give a CSV file, plain or gzipped');
  }
  refuseTwice(rows, of, refuse);
  return problems.length > 0 ? { kind: 'rejected', problems: problems.slice(0, MOST_PROBLEMS) } : { kind: 'rows', rows };
}

/** Where each column stands; −1 where there is none. */
type Places = {
  readonly names: readonly string[];
  readonly scan: number;
  readonly time: number;
  readonly id: number;
  readonly state: readonly number[];
  readonly existence: number;
  readonly coasted: number;
  readonly latency: number;
  /** Empty when the table gives none. */
  readonly covariance: readonly number[];
};

/** Checks the header and returns what reads a row by it; nothing when a column is missing. */
function readerOf(header: CsvHeader, of: 'truth' | 'tracks', refuse: Refuse): ((row: CsvRow) => StateRow | undefined) | undefined {
  const names = header.names.map((name) => name.toLowerCase());
  const name = of === 'truth' ? 'target' : 'track';
  const missing = ['scan', 't', name, ...STATE].filter((column) => !names.includes(column));
  const twice = names.find((column, k) => column !== '' && names.indexOf(column) !== k);
  const absent = COVARIANCE_COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0) refuse(header.line, missing[0], `no column ${missing.join(', ')}`, `the header has to name ${exampleOf(of)}`);
  if (twice !== undefined) refuse(header.line, twice, `two columns ${twice}`, 'name each column once');
  if (of === 'tracks' && absent.length > 0 && absent.length < COVARIANCE_COLUMNS.length)
    refuse(header.line, absent[0], `a part of a covariance: no ${absent.join(', ')}`, 'give all 21 columns of the lower triangle or none');
  if (missing.length > 0 || twice !== undefined) return undefined;
  const at = (column: string): number => names.indexOf(column);
  const optional = (column: string): number => (of === 'tracks' ? at(column) : -1);
  const places: Places = {
    names,
    scan: at('scan'),
    time: at('t'),
    id: at(name),
    state: STATE.map(at),
    existence: optional('existence'),
    coasted: optional('coasted'),
    latency: optional('latency_s'),
    covariance: of === 'tracks' && absent.length === 0 ? COVARIANCE_COLUMNS.map(at) : [],
  };
  return (row) => rowOf(row, places, refuse);
}

/** A row whose every cell is what it has to be; each cell that is not is refused. */
function rowOf(cells: CsvRow, places: Places, refuse: Refuse): StateRow | undefined {
  const { names } = places;
  const { line } = cells;
  let sound = true;
  const number = (column: number, what: string, holds: (value: number) => boolean = Number.isFinite): number => {
    const value = cells.number(column);
    if (holds(value)) return value;
    const why = Number.isFinite(value)
      ? { message: `"${cells.text(column)}" is not ${what}`, remedy: `write ${what} here` }
      : whyNoNumber(cells.text(column));
    refuse(line, names[column], why.message, why.remedy);
    sound = false;
    return value;
  };
  const orAbsent = (column: number, what: string, holds?: (value: number) => boolean): number | undefined =>
    column < 0 || cells.isBlank(column) ? undefined : number(column, what, holds);
  const id = cells.text(places.id);
  if (id === '') refuse(line, names[places.id], `the ${names[places.id]} has no name`, 'give every row a name or number here');
  const coasted = orAbsent(places.coasted, '0 or 1', (value) => value === 0 || value === 1);
  const row: StateRow = {
    line,
    scan: number(places.scan, 'a whole number', Number.isSafeInteger),
    time_s: number(places.time, 'a number of seconds'),
    id,
    state: places.state.map((column) => number(column, 'a number')),
    existence: orAbsent(places.existence, 'a probability from 0 to 1', (value) => value >= 0 && value <= 1) ?? 1,
    coasted: coasted === undefined ? undefined : coasted === 1,
    latency_s: orAbsent(places.latency, 'a number of seconds'),
    covariance: places.covariance.length === 0 ? undefined : Float64Array.from(places.covariance, (column) => number(column, 'a number')),
  };
  return sound && id !== '' ? row : undefined;
}

function exampleOf(of: 'truth' | 'tracks'): string {
  return of === 'truth' ? 'scan,t,target,x,y,z,vx,vy,vz' : 'scan,t,track,x,y,z,vx,vy,vz,existence';
}

/** One object cannot be in two places in one scan. */
function refuseTwice(rows: readonly StateRow[], of: 'truth' | 'tracks', refuse: Refuse): void {
  const seen = new Map<string, number>();
  const name = of === 'truth' ? 'target' : 'track';
  for (const { line, scan, id } of rows) {
    const key = `${scan},${id}`;
    const before = seen.get(key);
    if (before !== undefined)
      return refuse(line, name, `${name} ${id} is in scan ${scan} already, on line ${before}`, 'give each one row a scan');
    seen.set(key, line);
  }
}
