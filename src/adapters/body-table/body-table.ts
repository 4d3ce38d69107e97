import type { BodyTable } from '../../sim/scenario.ts';
import { MOST_PROBLEMS, recordsOf, type Refuse, type TableProblem } from '../csv-table/csv-table.ts';
import { unpacked } from '../packed-file/packed-file.ts';

/** Longest table of states, bytes unpacked: two days in rows of a second. */
const MOST_BYTES = 20e6;
/** Farthest from the Earth's centre that anything here is simulated. */
const FARTHEST_M = 1e9;

const HEADER = ['t_s', 'x_m', 'y_m', 'z_m', 'heat_W_per_sr', 'rcs_m2'] as const;

export type BodyTableFile =
  | { readonly kind: 'table'; readonly table: BodyTable }
  | { readonly kind: 'rejected'; readonly problems: readonly TableProblem[] };

/** Reads the states of one body, CSV or gzipped CSV: `t_s,x_m,y_m,z_m,heat_W_per_sr,rcs_m2`, columns by name, in any order, others left alone. Either
 *  all of it is right or nothing of it is used. `file` is a name for the messages. */
export function readBodyTable(bytes: Uint8Array, file: string): BodyTableFile {
  const problems: TableProblem[] = [];
  const refuse: Refuse = (line, column, message, remedy) => {
    problems.push({ file, line, column, message, remedy });
  };
  const rows = rowsOf(bytes, refuse);
  if (problems.length === 0 && rows.length < 2)
    refuse(0, '', `${rows.length} rows of states`, 'give two at least: a body is between its rows');
  if (problems.length > 0) return { kind: 'rejected', problems: problems.slice(0, MOST_PROBLEMS) };
  const column = (k: number): Float64Array => Float64Array.from(rows, (row) => row[k]);
  const table = {
    time_s: column(0),
    positionEcef_m: Float64Array.from(rows.flatMap((row) => row.slice(1, 4))),
    heat_Wpsr: column(4),
    crossSection_m2: column(5),
  };
  return { kind: 'table', table };
}

/** The rows in the order of `HEADER`, in order of time. */
function rowsOf(packed: Uint8Array, refuse: Refuse): number[][] {
  let bytes: Uint8Array;
  try {
    bytes = unpacked(packed, MOST_BYTES);
  } catch (error) {
    refuse(0, '', error instanceof Error ? error.message : String(error), 'give a CSV file, plain or gzipped, with fewer rows');
    return [];
  }
  const [header, ...records] = recordsOf(bytes, refuse);
  const names = header?.cells ?? [];
  const missing = HEADER.filter((column) => names.indexOf(column) < 0 || names.indexOf(column) !== names.lastIndexOf(column));
  if (missing.length > 0) {
    refuse(header?.line ?? 0, '', `no column ${missing.join(', ')}, or two of a name`, `begin with the line ${HEADER.join(',')}`);
    return [];
  }
  const places = HEADER.map((column) => names.indexOf(column));
  const rows: number[][] = [];
  let problems = 0;
  for (const { line, cells } of records) {
    const row = places.map((place) => (cells[place] === undefined || cells[place] === '' ? Number.NaN : Number(cells[place])));
    const wrong = faultOf(row, rows.at(-1));
    if (wrong === undefined) rows.push(row);
    else refuse(line, HEADER[wrong.column], wrong.message, wrong.remedy);
    if (wrong !== undefined && ++problems >= MOST_PROBLEMS) break;
  }
  return rows;
}

function faultOf(
  row: readonly number[],
  before: readonly number[] | undefined,
): { readonly column: number; readonly message: string; readonly remedy: string } | undefined {
  const unread = row.findIndex((value) => !Number.isFinite(value));
  if (unread >= 0) return { column: unread, message: 'no number', remedy: 'write a plain number' };
  const [t_s, x_m, y_m, z_m] = row;
  if (before !== undefined && t_s <= before[0])
    return {
      column: 0,
      message: `${t_s} s is not after the row before, at ${before[0]} s`,
      remedy: 'give the rows in order of time, each once',
    };
  if (Math.hypot(x_m, y_m, z_m) > FARTHEST_M)
    return {
      column: 1,
      message: `farther than ${FARTHEST_M / 1000} km from the Earth’s centre`,
      remedy: 'give Earth-fixed axes in metres',
    };
  const negative = row.findIndex((value, k) => k >= 4 && value < 0);
  if (negative >= 0) return { column: negative, message: `${row[negative]} is below zero`, remedy: 'write 0 where there is none' };
  return undefined;
}
