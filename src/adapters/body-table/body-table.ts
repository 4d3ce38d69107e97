import type { BodyTable } from '../../sim/scenario.ts';
import { MOST_PROBLEMS, readColumns, type TableProblem } from '../csv-table/csv-table.ts';

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
  const columns = readColumns(bytes, file, { numbers: HEADER, bytes_max: MOST_BYTES });
  if (columns.kind === 'rejected') return columns;
  const { lines, numbers } = columns;
  const problems: TableProblem[] = [];
  const rowAt = (k: number): number[] => numbers.map((column) => column[k]);
  for (let k = 0; k < lines.length && problems.length < MOST_PROBLEMS; k++) {
    const wrong = faultOf(rowAt(k), k === 0 ? undefined : rowAt(k - 1));
    if (wrong !== undefined) problems.push({ ...wrong, file, line: lines[k], column: HEADER[wrong.column] });
  }
  if (problems.length === 0 && lines.length < 2) {
    const remedy = 'give two at least: a body is between its rows';
    problems.push({ file, line: 0, column: '', message: `${lines.length} rows of states`, remedy });
  }
  if (problems.length > 0) return { kind: 'rejected', problems };
  const [time_s, x_m, y_m, z_m, heat_Wpsr, crossSection_m2] = numbers;
  const positionEcef_m = new Float64Array(3 * lines.length);
  [x_m, y_m, z_m].forEach((axis, i) => axis.forEach((value, k) => (positionEcef_m[3 * k + i] = value)));
  return { kind: 'table', table: { time_s, positionEcef_m, heat_Wpsr, crossSection_m2 } };
}

function faultOf(
  row: readonly number[],
  before: readonly number[] | undefined,
): { readonly column: number; readonly message: string; readonly remedy: string } | undefined {
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
