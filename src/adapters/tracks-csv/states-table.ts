import type { CsvRow } from '../csv-table/csv-line.ts';
import { createCsvReader, type CsvHeader, type CsvReader, type Refuse } from '../csv-table/csv-reader.ts';
import { MOST_PROBLEMS, type TableProblem } from '../csv-table/csv-table.ts';
import { whyNoNumber } from '../csv-table/decimal.ts';
import { PackedFileError, unpacked, unpackedStream } from '../packed-file/packed-file.ts';
import { COVARIANCES, rowsByScan, type States, STATES, StatesBuilder } from './states.ts';

export type StatesTable =
  | { readonly kind: 'states'; readonly states: States; readonly comments: number }
  | { readonly kind: 'rejected'; readonly problems: readonly TableProblem[] };

export type Side = 'truth' | 'tracks';

const STATE = ['x', 'y', 'z', 'vx', 'vy', 'vz'];

/** Names of the 21 columns of a covariance, m and m/s, lower triangle by rows: cx_x, cy_x, cy_y, … cvz_vz. */
export const COVARIANCE_COLUMNS: readonly string[] = STATE.flatMap((row, i) => STATE.slice(0, i + 1).map((column) => `c${row}_${column}`));

/** A table of more rows is refused: all are held. */
const MOST_ROWS = 10_000_000;

/** Reads a table of truth (scan,t,target,x,y,z,vx,vy,vz) or of tracks (scan,t,track,x,…,vz, and where they are given: existence, coasted,
 *  latency_s and the columns of a covariance), plain or gzipped; columns by name, in any order, others left alone. Either all of it is
 *  right or nothing of it is used. `file` is a name for the messages; `comments` counts the lines that begin with # and were passed over.
 *  `most` is for tests. */
export function readStates(bytes: Uint8Array, file: string, of: Side, most: number = MOST_ROWS): StatesTable {
  const reading = beginReading(file, of, most);
  try {
    reading.reader.push(unpacked(bytes));
  } catch (error) {
    reading.damaged(error);
  }
  return reading.end();
}

/** The same of a table that comes in pieces and is never held as text. */
export async function readStatesStream(chunks: AsyncIterable<Uint8Array>, file: string, of: Side): Promise<StatesTable> {
  const reading = beginReading(file, of, MOST_ROWS);
  try {
    for await (const chunk of unpackedStream(chunks)) {
      reading.reader.push(chunk);
      if (reading.reader.isStopped) break;
    }
  } catch (error) {
    reading.damaged(error);
  }
  return reading.end();
}

type Reading = {
  readonly reader: CsvReader;
  /** Notes that the bytes could not be unpacked; throws any other error on. */
  damaged(error: unknown): void;
  end(): StatesTable;
};

function beginReading(file: string, of: Side, most: number): Reading {
  const problems: TableProblem[] = [];
  let builder: StatesBuilder | undefined;
  let take: ((row: CsvRow) => void) | undefined;
  const refuse: Refuse = (line, column, message, remedy) => {
    problems.push({ file, line, column, message, remedy });
    if (problems.length >= MOST_PROBLEMS) reader.stop();
  };
  const reader = createCsvReader({
    example: exampleOf(of),
    header(header) {
      const places = placesOf(header, of, refuse);
      if (places === undefined) return reader.stop();
      builder = new StatesBuilder({
        existence: places.existence >= 0,
        coasted: places.coasted >= 0,
        latency: places.latency >= 0,
        covariance: places.covariance.length > 0,
      });
      take = rowTaker(builder, places, file, refuse);
    },
    row(row) {
      take?.(row);
      if (builder === undefined || builder.rows <= most) return;
      refuse(row.line, '', `the table has more than ${most} rows`, 'split it');
      reader.stop();
    },
    refuse,
    fail: refuse,
  });
  return {
    reader,
    damaged(error) {
      if (!(error instanceof PackedFileError)) throw error;
      refuse(0, '', error.message, 'give a CSV file, plain or gzipped');
      reader.stop();
    },
    end() {
      reader.end();
      const states = builder?.end();
      if (states !== undefined && problems.length < MOST_PROBLEMS) refuseTwice(states, of, refuse);
      if (states === undefined || problems.length > 0) return { kind: 'rejected', problems: problems.slice(0, MOST_PROBLEMS) };
      return { kind: 'states', states, comments: reader.comments };
    },
  };
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

/** Checks the header; nothing when a column is missing. */
function placesOf(header: CsvHeader, of: Side, refuse: Refuse): Places | undefined {
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
  return {
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
}

const isFlag = (value: number): boolean => value === 0 || value === 1;
const isProbability = (value: number): boolean => value >= 0 && value <= 1;

/** What takes a row whose every cell is what it has to be; each cell that is not is refused. */
function rowTaker(builder: StatesBuilder, places: Places, file: string, refuse: Refuse): (row: CsvRow) => void {
  const { names } = places;
  const state = new Float64Array(STATES);
  const covariance = new Float64Array(COVARIANCES);
  let cells: CsvRow;
  let sound = true;
  const number = (column: number, what: string, holds: (value: number) => boolean): number => {
    const value = cells.number(column);
    if (holds(value)) return value;
    const text = cells.text(column);
    const why = Number.isFinite(value) ? { message: `"${text}" is not ${what}`, remedy: `write ${what} here` } : whyNoNumber(text);
    refuse(cells.line, names[column], why.message, why.remedy);
    sound = false;
    return value;
  };
  const orAbsent = (column: number, what: string, holds: (value: number) => boolean): number | undefined =>
    column < 0 || cells.isBlank(column) ? undefined : number(column, what, holds);
  return (row) => {
    cells = row;
    sound = true;
    const { line } = row;
    const name = row.text(places.id);
    if (name === '') refuse(line, names[places.id], `the ${names[places.id]} has no name`, 'give every row a name or number here');
    const scan = number(places.scan, 'a whole number', Number.isSafeInteger);
    const time_s = number(places.time, 'a number of seconds', Number.isFinite);
    for (let k = 0; k < STATES; k++) state[k] = number(places.state[k], 'a number', Number.isFinite);
    const existence = orAbsent(places.existence, 'a probability from 0 to 1', isProbability);
    const coasted = orAbsent(places.coasted, '0 or 1', isFlag);
    const latency_s = orAbsent(places.latency, 'a number of seconds', Number.isFinite);
    for (let k = 0; k < places.covariance.length; k++) covariance[k] = number(places.covariance[k], 'a number', Number.isFinite);
    if (!sound || name === '') return;
    const before = builder.add({ line, scan, time_s, name, state, existence, coasted, latency_s, covariance });
    if (before !== undefined)
      refuse(
        line,
        't',
        `scan ${scan} is at ${time_s} s here and at ${before.time_s} s in ${file}:${before.line}`,
        'give each scan one time',
      );
  };
}

function exampleOf(of: Side): string {
  return of === 'truth' ? 'scan,t,target,x,y,z,vx,vy,vz' : 'scan,t,track,x,y,z,vx,vy,vz,existence';
}

/** One object cannot be in two places in one scan. */
function refuseTwice(states: States, of: Side, refuse: Refuse): void {
  const { names, name, scans, line } = states;
  const kind = of === 'truth' ? 'target' : 'track';
  const { rows, from } = rowsByScan(states);
  const lastScan = new Int32Array(names.length).fill(-1);
  const lastRow = new Int32Array(names.length);
  for (let k = 0; k < scans.length; k++)
    for (const row of rows.subarray(from[k], from[k + 1])) {
      const one = name[row];
      if (lastScan[one] === k) {
        const message = `${kind} ${names[one]} is in scan ${scans[k].scan} already, on line ${line[lastRow[one]]}`;
        return refuse(line[row], kind, message, 'give each one row a scan');
      }
      lastScan[one] = k;
      lastRow[one] = row;
    }
}
