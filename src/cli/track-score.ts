import { inputBytes } from '../adapters/input-file/input-file.ts';
import type { PlotScan } from '../adapters/plots/scans.ts';
import { picturesOf } from '../adapters/tracks-csv/pictures.ts';
import { StatesBuilder } from '../adapters/tracks-csv/states.ts';
import { readStates } from '../adapters/tracks-csv/states-table.ts';
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
  const truth = readStates(inputBytes(file), file, 'truth');
  if (truth.kind === 'rejected') return refuseTable(truth.problems);
  const { states } = truth;
  const tracks = new StatesBuilder({ existence: true, coasted: false, latency: false, covariance: true });
  return {
    hear({ scan, t_s: time_s }, estimates) {
      for (const { id, x: state, p: covariance, existence } of estimates)
        tracks.add({ line: 0, scan, time_s, name: id, state, existence, covariance });
    },
    score() {
      const run = picturesOf({ file, states }, { file: 'the tracks', states: tracks.end() }, 0);
      if (run.kind === 'rejected') return refuseTable(run.problems);
      // A run that ends before the scans in which trackers settle is scored whole.
      const isLong = run.pictures.some(({ scan }) => scan >= DEFAULT_RULE.fromScan);
      const rule = isLong ? DEFAULT_RULE : { ...DEFAULT_RULE, fromScan: 0 };
      return { sheet: scoreSheet(run.pictures, rule), pictures: run.pictures };
    },
  };
}
