import type { Objects, Picture, Tracks } from '../../score/picture.ts';
import type { TableProblem } from '../csv-table/csv-table.ts';
import { COVARIANCES, rowsByScan, SAME_TIME_S, type ScanOfRows, type States, STATES } from './states.ts';

export type Pictures =
  | {
      readonly kind: 'pictures';
      readonly pictures: readonly Picture[] /** Reports below the threshold of existence. */;
      readonly tentative: number;
    }
  | { readonly kind: 'rejected'; readonly problems: readonly TableProblem[] };

type Side = { readonly file: string; readonly states: States };

/** Scans that neither table has are empty ones, up to this many for each that they have. */
const EMPTY_SCANS_max = 20;

/** Puts truth and tracks side by side, scan by scan. A track counts from the existence `confirmed` on. Scans between the first and the last
 *  that are in neither table are empty: nothing was there, and nothing was said. The pictures look into the columns of the tables. */
export function picturesOf(truth: Side, tracks: Side, confirmed: number): Pictures {
  const times = new Map<number, ScanOfRows & { readonly file: string }>();
  for (const { file, states } of [truth, tracks])
    for (const scan of states.scans) {
      const known = times.get(scan.scan);
      if (known === undefined) times.set(scan.scan, { ...scan, file });
      else if (Math.abs(known.time_s - scan.time_s) > SAME_TIME_S)
        return refused(
          file,
          scan.line,
          't',
          `scan ${scan.scan} is at ${scan.time_s} s here and at ${known.time_s} s in ${known.file}:${known.line}`,
        );
    }
  const scans = [...times.values()].sort((a, b) => a.scan - b.scan);
  for (let k = 1; k < scans.length; k++) {
    const [before, after] = [scans[k - 1], scans[k]];
    if (after.time_s <= before.time_s)
      return refused(
        after.file,
        after.line,
        't',
        `scan ${after.scan} at ${after.time_s} s is not later than scan ${before.scan} at ${before.time_s} s`,
      );
  }
  const span = scans.length === 0 ? 0 : scans[scans.length - 1].scan - scans[0].scan + 1;
  if (span > EMPTY_SCANS_max * scans.length)
    return refused(
      truth.file,
      0,
      'scan',
      `scans from ${scans[0].scan} on would be ${span}, of which ${scans.length} have states`,
      'number the scans one by one',
    );
  const truthAt = shelves(truth.states, 0);
  const tracksAt = shelves(tracks.states, confirmed);
  const pictures = withEmpty(scans).map(([scan, time_s]): Picture => {
    const confirmedRows = tracksAt.rowsOf(scan);
    return { scan, time_s, truth: objectsOf(truth.states, truthAt.rowsOf(scan)), tracks: tracksOf(tracks.states, confirmedRows) };
  });
  return { kind: 'pictures', pictures, tentative: tracksAt.leftOut };
}

function refused(file: string, line: number, column: string, message: string, remedy = 'give truth and tracks of the same run'): Pictures {
  return { kind: 'rejected', problems: [{ file, line, column, message, remedy }] };
}

/** Numbers and times of the scans, and of the empty ones between them. */
function withEmpty(scans: readonly ScanOfRows[]): [number, number][] {
  return scans.flatMap(({ scan, time_s }, k): [number, number][] => {
    const own: [number, number] = [scan, time_s];
    if (k === 0) return [own];
    const before = scans[k - 1];
    const step_s = (time_s - before.time_s) / (scan - before.scan);
    const empty = Array.from({ length: scan - before.scan - 1 }, (_, n): [number, number] => [
      before.scan + 1 + n,
      before.time_s + (n + 1) * step_s,
    ]);
    return [...empty, own];
  });
}

const NO_ROWS = new Int32Array(0);

/** The rows of each scan, in the order of the file, without those below the existence `least`. */
function shelves(states: States, least: number): { rowsOf(scan: number): Int32Array; readonly leftOut: number } {
  const { rows, from } = rowsByScan(states);
  const { existence, scans } = states;
  // A row that says nothing of its existence counts.
  const counts = (row: number): boolean => existence === undefined || !(existence[row] < least);
  const byScan = new Map<number, Int32Array>();
  let leftOut = 0;
  scans.forEach(({ scan }, k) => {
    const all = rows.subarray(from[k], from[k + 1]);
    const counted = all.every(counts) ? all : all.filter(counts);
    leftOut += all.length - counted.length;
    byScan.set(scan, counted);
  });
  return { rowsOf: (scan) => byScan.get(scan) ?? NO_ROWS, leftOut };
}

function objectsOf(states: States, rows: Int32Array): Objects {
  const { names, name, state } = states;
  return { ids: Array.from(rows, (row) => names[name[row]]), states: part(state, rows, STATES) };
}

/** `width` numbers of each row: a view of them where the rows lie one behind the other, as they mostly do. */
function part(column: Float64Array, rows: Int32Array, width: number): Float64Array {
  const first = rows[0] ?? 0;
  if (rows.length === 0 || rows[rows.length - 1] - first === rows.length - 1)
    return column.subarray(width * first, width * (first + rows.length));
  const out = new Float64Array(width * rows.length);
  rows.forEach((row, k) => out.set(column.subarray(width * row, width * (row + 1)), width * k));
  return out;
}

function tracksOf(states: States, rows: Int32Array): Tracks {
  const { covariance, coasted, latency_s } = states;
  const says = (column: Float64Array | undefined): column is Float64Array =>
    column !== undefined && rows.some((row) => !Number.isNaN(column[row]));
  const tracks = {
    ...objectsOf(states, rows),
    ...(says(coasted) && { coasted: Uint8Array.from(rows, (row) => (coasted[row] === 1 ? 1 : 0)) }),
    ...(says(latency_s) && { latency_s: part(latency_s, rows, 1) }),
  };
  if (covariance === undefined || rows.length === 0) return tracks;
  // Views are made when they are asked for: a million of them would take more memory than the numbers.
  const covariances = (): Float64Array[] => Array.from(rows, (row) => covariance.subarray(COVARIANCES * row, COVARIANCES * (row + 1)));
  return Object.defineProperty(tracks, 'covariances', { get: covariances, enumerable: true });
}
