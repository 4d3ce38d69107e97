import { readFileSync } from 'node:fs';
import type { PlotScan } from '../adapters/plots/scans.ts';
import { picturesOf } from '../adapters/tracks-csv/pictures.ts';
import { readStates, type StateRow } from '../adapters/tracks-csv/states-table.ts';
import type { TrackEstimate } from '../core/plot-track/index.ts';
import type { Picture } from '../score/picture.ts';
import { DEFAULT_RULE, type ScoreSheet, scoreSheet } from '../score/sheet.ts';
import { refuseTable } from './table-refused.ts';

/** The truth of a run, kept from the tracker and compared with its tracks when it has ended. */
export type TruthAside = {
  hear(scan: PlotScan, tracks: readonly TrackEstimate[]): void;
  score(): { readonly sheet: ScoreSheet; readonly pictures: readonly Picture[] };
};

/** Reads the table of truth, so that a fault of it is told before the tracker has worked. */
export function setTruthAside(file: string): TruthAside {
  const truth = readStates(readFileSync(file), file, 'truth');
  if (truth.kind === 'rejected') refuseTable(truth.problems);
  const { rows } = truth as { readonly rows: readonly StateRow[] };
  const tracks: StateRow[] = [];
  return {
    hear({ scan, t_s }, estimates) {
      for (const { id, x, p, existence } of estimates)
        tracks.push({
          line: 0,
          scan,
          time_s: t_s,
          id: String(id),
          state: [...x],
          existence,
          covariance: p,
          coasted: undefined,
          latency_s: undefined,
        });
    },
    score() {
      const run = picturesOf({ file, rows }, { file: 'the tracks', rows: tracks }, 0);
      if (run.kind === 'rejected') return refuseTable(run.problems);
      // A run that ends before the scans in which trackers settle is scored whole.
      const isLong = run.pictures.some(({ scan }) => scan >= DEFAULT_RULE.fromScan);
      const rule = isLong ? DEFAULT_RULE : { ...DEFAULT_RULE, fromScan: 0 };
      return { sheet: scoreSheet(run.pictures, rule), pictures: run.pictures };
    },
  };
}
