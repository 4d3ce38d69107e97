import { exp } from '../math/elementary.ts';
import { type Cluster, mostLikely, slotsOf } from './cluster.ts';
import { AZIMUTH, ELEVATION, RANGE } from '../track/filter/object-filter.ts';
import type { Hypotheses } from '../track/object/hypotheses.ts';
import type { SensorView } from '../track/look/sensor-view.ts';

/** Two objects in one resolution cell make one plot. A miss beside a neighbour that was hit then says little, and both tracks must live through
 *  it (stages and pieces that part, paths that cross).
 *
 *  The chance that a pair is not resolved falls with its distance in range, azimuth and elevation as a Gaussian that is one half at the cell's
 *  edge.   Pu = 2^−(Δr/αr)² · 2^−(Δa/αa)² · 2^−(Δe/αe)²      Source  [KvK1997] eq. 7.
 *  A pair makes 2 − Pu plots' worth of detections: each of the two is given Pd (1 − ½ Pu), which keeps the number of plots right and leaves the
 *  assignment as it is. That the merged plot lies between the two is left out: a cell is a few sigmas of the plots' own errors. */
export function shareCells(clusters: readonly Cluster[], h: Hypotheses, sensor: SensorView): void {
  const tracks = clusters.flatMap((cluster) => mostLikely(cluster).slots.map((slot, i) => ({ slot, cluster, i })));
  const range = (k: number): number => h.work[h.workAt(tracks[k].slot) + RANGE];
  const order = tracks.map((_, k) => k).sort((a, b) => range(a) - range(b) || a - b);
  const merged = new Float64Array(tracks.length);
  for (let m = 0; m < order.length; m++) {
    for (let l = m + 1; l < order.length && range(order[l]) - range(order[m]) < REACH * sensor.resolutionRange_m; l++) {
      const unresolved = unresolvedChance(h, tracks[order[m]].slot, tracks[order[l]].slot, sensor);
      merged[order[m]] += unresolved;
      merged[order[l]] += unresolved;
    }
  }
  tracks.forEach(({ cluster, i }, k) => {
    if (merged[k] < NEGLIGIBLE) return;
    // With several neighbours the cell still makes one plot for all of them.
    const share = Math.max(1 - 0.5 * merged[k], 1 / (1 + merged[k]));
    for (const slot of slotsOf(cluster, i)) h.detection[slot] *= share;
  });
}

/** Whether objects may be nearer to each other than the sensor tells apart. */
export function hasCells(sensor: SensorView): boolean {
  return sensor.resolutionRange_m > 0 && sensor.resolutionAngle_rad > 0;
}

/** Cells beyond which a pair is resolved: 2⁻¹⁶. */
const REACH = 4;
const NEGLIGIBLE = 1e-4;
const LOG_TWO = 0.6931471805599453;

function unresolvedChance(h: Hypotheses, a: number, b: number, sensor: SensorView): number {
  const [wa, wb] = [h.workAt(a), h.workAt(b)];
  const range = (h.work[wa + RANGE] - h.work[wb + RANGE]) / sensor.resolutionRange_m;
  const turn = h.work[wa + AZIMUTH] - h.work[wb + AZIMUTH];
  const azimuth = (turn - 2 * Math.PI * Math.round(turn / (2 * Math.PI))) / sensor.resolutionAngle_rad;
  const elevation = (h.work[wa + ELEVATION] - h.work[wb + ELEVATION]) / sensor.resolutionAngle_rad;
  return exp(-LOG_TWO * (range * range + azimuth * azimuth + elevation * elevation));
}
