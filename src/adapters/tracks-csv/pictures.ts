import type { Objects, Picture, Tracks } from '../../score/picture.ts';
import type { TableProblem } from '../csv-table/csv-table.ts';
import type { StateRow } from './states-table.ts';

export type Pictures =
  | {
      readonly kind: 'pictures';
      readonly pictures: readonly Picture[] /** Reports below the threshold of existence. */;
      readonly tentative: number;
    }
  | { readonly kind: 'rejected'; readonly problems: readonly TableProblem[] };

type Side = { readonly file: string; readonly rows: readonly StateRow[] };

/** Times of one scan may differ by this much: writers round. */
const SAME_TIME_s = 1e-3;
/** Scans that neither table has are empty ones, up to this many for each that they have. */
const EMPTY_SCANS_max = 20;

/** Puts truth and tracks side by side, scan by scan. A track counts from the existence `confirmed` on. Scans between the first and the last
 *  that are in neither table are empty: nothing was there, and nothing was said. */
export function picturesOf(truth: Side, tracks: Side, confirmed: number): Pictures {
  const times = new Map<number, { readonly time_s: number; readonly file: string; readonly line: number }>();
  for (const { file, rows } of [truth, tracks])
    for (const { scan, time_s, line } of rows) {
      const known = times.get(scan);
      if (known === undefined) times.set(scan, { time_s, file, line });
      else if (Math.abs(known.time_s - time_s) > SAME_TIME_s)
        return refused(file, line, 't', `scan ${scan} is at ${time_s} s here and at ${known.time_s} s in ${known.file}:${known.line}`);
    }
  const scans = [...times.keys()].sort((a, b) => a - b);
  for (let k = 1; k < scans.length; k++) {
    const [before, after] = [times.get(scans[k - 1]), times.get(scans[k])];
    if (before !== undefined && after !== undefined && after.time_s <= before.time_s)
      return refused(
        after.file,
        after.line,
        't',
        `scan ${scans[k]} at ${after.time_s} s is not later than scan ${scans[k - 1]} at ${before.time_s} s`,
      );
  }
  const span = scans.length === 0 ? 0 : scans[scans.length - 1] - scans[0] + 1;
  if (span > EMPTY_SCANS_max * scans.length)
    return refused(
      truth.file,
      0,
      'scan',
      `scans from ${scans[0]} on would be ${span}, of which ${scans.length} have states`,
      'number the scans one by one',
    );
  const all = new Map(timesWithEmpty(scans, (scan) => times.get(scan)?.time_s ?? 0));
  const truthAt = byScan(truth.rows);
  const tracksAt = byScan(tracks.rows.filter(({ existence }) => existence >= confirmed));
  const pictures = [...all].map(
    ([scan, time_s]): Picture => ({
      scan,
      time_s,
      truth: objectsOf(truthAt.get(scan) ?? []),
      tracks: tracksOf(tracksAt.get(scan) ?? []),
    }),
  );
  return { kind: 'pictures', pictures, tentative: tracks.rows.filter(({ existence }) => existence < confirmed).length };
}

function refused(file: string, line: number, column: string, message: string, remedy = 'give truth and tracks of the same run'): Pictures {
  return { kind: 'rejected', problems: [{ file, line, column, message, remedy }] };
}

function timesWithEmpty(scans: readonly number[], timeOf: (scan: number) => number): [number, number][] {
  return scans.flatMap((scan, k): [number, number][] => {
    const own: [number, number] = [scan, timeOf(scan)];
    if (k === 0) return [own];
    const before = scans[k - 1];
    const step_s = (own[1] - timeOf(before)) / (scan - before);
    const empty = Array.from({ length: scan - before - 1 }, (_, n): [number, number] => [
      before + 1 + n,
      timeOf(before) + (n + 1) * step_s,
    ]);
    return [...empty, own];
  });
}

function byScan(rows: readonly StateRow[]): Map<number, StateRow[]> {
  const scans = new Map<number, StateRow[]>();
  for (const row of rows) {
    const list = scans.get(row.scan);
    if (list === undefined) scans.set(row.scan, [row]);
    else list.push(row);
  }
  return scans;
}

function objectsOf(rows: readonly StateRow[]): Objects {
  return { ids: rows.map(({ id }) => id), states: Float64Array.from(rows.flatMap(({ state }) => state)) };
}

function tracksOf(rows: readonly StateRow[]): Tracks {
  const says = (of: (row: StateRow) => unknown): boolean => rows.some((row) => of(row) !== undefined);
  return {
    ...objectsOf(rows),
    ...(says((row) => row.covariance) ? { covariances: rows.map(({ covariance }) => covariance) } : {}),
    ...(says((row) => row.coasted) ? { coasted: Uint8Array.from(rows, ({ coasted }) => (coasted === true ? 1 : 0)) } : {}),
    ...(says((row) => row.latency_s) ? { latency_s: Float64Array.from(rows, ({ latency_s }) => latency_s ?? Number.NaN) } : {}),
  };
}
