import type { ScoreSheet } from '../score/sheet.ts';
import { grouped } from './words.ts';

/** A figure of a metric as a line of the table. */
export type FigureRow = { readonly metric: string; readonly figure: string; readonly value: string; readonly unit: string };

/** What can be asked for, in the order of the output. `json` is the library's own result. */
export const METRICS: Readonly<
  Record<string, { readonly json: (sheet: ScoreSheet) => object; readonly rows: (sheet: ScoreSheet) => Omit<FigureRow, 'metric'>[] }>
> = {
  gospa: {
    json: ({ peers, rule }) => ({ c_m: rule.c_m, p: rule.p, alpha: rule.alpha, ...peers }),
    rows: ({ peers }) => [
      line('mean', metres(peers.gospaMean_m), 'm'),
      line('localisation RMS', metres(peers.locRmse_m), 'm'),
      line('objects missed', percent(peers.missedFraction), '%'),
      line('false tracks', peers.falsePerScan.toFixed(2), 'a scan'),
      line('  of them extra ones', peers.extraPerScan.toFixed(2), 'a scan'),
      line('changes of track', String(peers.switches), ''),
    ],
  },
  ospa: {
    json: ({ peers, ospa2 }) => ({ mean_m: peers.ospaMean_m, histories_m: ospa2.distance_m }),
    rows: ({ peers, ospa2 }) => [line('mean', metres(peers.ospaMean_m), 'm'), line('of whole histories', metres(ospa2.distance_m), 'm')],
  },
  switching: {
    json: ({ switching }) => ({ ...switching }),
    rows: ({ switching }) => [
      line('GOSPA with changes, mean', metres(switching.mean_m), 'm'),
      line('changes, half for lost and found', switching.changes.toFixed(1), ''),
    ],
  },
  trajectory: {
    json: ({ trajectory }) => ({ ...trajectory }),
    rows: ({ trajectory }) => [
      line('GOSPA of histories, per scan', metres(trajectory.perScan_m), 'm'),
      line('changes, half for lost and found', trajectory.changes.toFixed(1), ''),
    ],
  },
  siap: {
    json: ({ siap }) => ({ ...siap }),
    rows: ({ siap }) => [
      line('completeness', siap.completeness.toFixed(4), '1 is best'),
      line('ambiguity', siap.ambiguity.toFixed(4), '1 is best'),
      line('spuriousness', siap.spuriousness.toFixed(4), '0 is best'),
      line('position accuracy', metres(siap.positionAccuracy_m), 'm'),
      line('velocity accuracy', siap.velocityAccuracy_mps.toFixed(1), 'm/s'),
      line('track number changes', (1000 * siap.trackNumberChangeRate_hz).toFixed(2), 'in 1,000 s'),
      line('longest track segment', siap.longestTrackSegment.toFixed(4), '1 is best'),
    ],
  },
  continuity: {
    json: ({ continuity: { lifelines, ...sums } }) => ({ objects: lifelines.length, ...sums }),
    rows: ({ continuity }) => [
      line('objects', String(continuity.lifelines.length), ''),
      line('never held', String(continuity.neverHeld), ''),
      line('changes of track', String(continuity.switches), 'whole run'),
      line('breaks', String(continuity.breaks), 'whole run'),
      line('initiation delay, mean', seconds(continuity.initiationDelay_s), 's'),
      line('deletion delay, mean', seconds(continuity.deletionDelay_s), 's'),
      line('longest unbroken tracks', percent(continuity.longestShare), '% of lives'),
    ],
  },
  mot: {
    json: ({ mot }) => ({ ...mot }),
    rows: ({ mot }) => [
      line('MOTA', mot.mota.toFixed(4), '1 is best'),
      line('MOTP', metres(mot.motp_m), 'm'),
      line('IDF1', mot.idf1.toFixed(4), '1 is best'),
      line('switches', String(mot.switches), ''),
      line('fragmentations', String(mot.fragmentations), ''),
      line('mostly tracked, partly, lost', `${mot.mostlyTracked}, ${mot.partlyTracked}, ${mot.mostlyLost}`, 'objects'),
    ],
  },
  nees: {
    json: ({ consistency }) => consistency ?? { nees: null },
    rows: ({ consistency }) =>
      consistency === undefined
        ? [line('the tracks give no covariances', '-', '')]
        : [
            line('mean', consistency.pairs === 0 ? '-' : consistency.nees.toFixed(2), '6 is right'),
            line('scans in the 95 % band', percent(consistency.shareInBand), '%'),
            line('pairs', String(consistency.pairs), ''),
            line('covariances not positive definite', String(consistency.notPositiveDefinite), 'left out of the mean'),
          ],
  },
};

function line(figure: string, value: string, unit: string): Omit<FigureRow, 'metric'> {
  return { figure, value, unit };
}

function metres(value: number): string {
  return value >= 1000 ? grouped(value) : value.toFixed(1);
}

function percent(share: number): string {
  return (100 * share).toFixed(2);
}

function seconds(value: number | undefined): string {
  return value === undefined ? '-' : value.toFixed(1);
}
