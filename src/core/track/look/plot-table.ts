import { cos, sin } from '../../math/elementary.ts';
import type { PolarPlot } from '../../sense/corrections.ts';
import { POLAR4_PLOT } from '../kernels/polar4.ts';
import type { SensorView } from './sensor-view.ts';

/** Numbers a plot has in `PlotTable.records`: the plot record of four measurements, of which that of three is the beginning. */
export const PLOT_RECORD = POLAR4_PLOT.length;

/** The plots of one scan in columns, in canonical order, so that the order in which they came cannot matter. */
export type PlotTable = {
  readonly count: number;
  readonly range_m: Float64Array;
  readonly azimuth_rad: Float64Array;
  readonly elevation_rad: Float64Array;
  /** What the kernels read of each plot: range, m; pointing as a unit vector in world axes; variances of range and of the two angles across the
   *  sight, m² and rad²; range rate and its variance where the sensor measures it. */
  readonly records: Float64Array;
  /** Where the sensor stood (SensorView.mount). */
  readonly mount: Float64Array;
  /** Cosine of the elevation: a step in azimuth is so much shorter across the sight. */
  readonly cosElevation: Float64Array;
  /** Where each plot stood in the list that came in. */
  readonly source: Int32Array;
};

/** Sorts the plots of a scan by range, then azimuth, then elevation, and works out what every gate will ask of them. */
export function plotTable(plots: readonly PolarPlot[], sensor: SensorView): PlotTable {
  const n = plots.length;
  const order = canonicalOrder(plots);
  const table: PlotTable = {
    count: n,
    range_m: new Float64Array(n),
    azimuth_rad: new Float64Array(n),
    elevation_rad: new Float64Array(n),
    records: new Float64Array(PLOT_RECORD * n),
    mount: sensor.mount,
    cosElevation: new Float64Array(n),
    source: order,
  };
  const { mount } = sensor;
  for (let j = 0; j < n; j++) {
    const { range_m, azimuth_rad: reported_rad, elevation_rad, rangeRate_mps } = plots[order[j]];
    const azimuth_rad = turned(reported_rad - sensor.azimuthOrigin_rad);
    table.range_m[j] = range_m;
    table.azimuth_rad[j] = azimuth_rad;
    table.elevation_rad[j] = elevation_rad;
    const flat = cos(elevation_rad);
    const first = flat * cos(azimuth_rad);
    const second = flat * sin(azimuth_rad);
    const up = sin(elevation_rad);
    const at = PLOT_RECORD * j;
    table.cosElevation[j] = flat;
    table.records[at] = range_m;
    for (let i = 0; i < 3; i++) table.records[at + 1 + i] = first * mount[3 + i] + second * mount[6 + i] + up * mount[9 + i];
    const across = sensor.sigmaAzimuth_rad * flat;
    table.records[at + 4] = sensor.sigmaRange_m * sensor.sigmaRange_m;
    table.records[at + 5] = across * across;
    table.records[at + 6] = sensor.sigmaElevation_rad * sensor.sigmaElevation_rad;
    if (sensor.sigmaRangeRate_mps === undefined) continue;
    if (rangeRate_mps === undefined)
      throw new RangeError(`plot ${order[j]} has no range rate, but the sensor's spec states an error for it`);
    table.records[at + POLAR4_PLOT.rate] = rangeRate_mps;
    table.records[at + POLAR4_PLOT.rateVariance] = sensor.sigmaRangeRate_mps * sensor.sigmaRangeRate_mps;
  }
  return table;
}

/** Plots by range, then azimuth, then elevation, then as they came. Sorted into as many buckets of range as there are plots, which leaves an insertion
 *  sort next to nothing to do; where ranges crowd, by comparison. */
function canonicalOrder(plots: readonly PolarPlot[]): Int32Array {
  const n = plots.length;
  const range_m = new Float64Array(n);
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < n; i++) {
    range_m[i] = plots[i].range_m;
    if (range_m[i] < low) low = range_m[i];
    if (range_m[i] > high) high = range_m[i];
  }
  const before = (a: number, b: number): number => range_m[a] - range_m[b] || compareAngles(plots[a], plots[b]) || a - b;
  const perMetre = high > low ? (n - 1) / (high - low) : 0;
  const start = new Int32Array(n + 1);
  let fullest = 0;
  for (let i = 0; i < n; i++) fullest = Math.max(fullest, ++start[Math.floor((range_m[i] - low) * perMetre) + 1]);
  if (fullest > CROWDED) return Int32Array.from(plots, (_, i) => i).sort(before);
  for (let c = 0; c < n; c++) start[c + 1] += start[c];
  const order = new Int32Array(n);
  for (let i = 0; i < n; i++) order[start[Math.floor((range_m[i] - low) * perMetre)]++] = i;
  for (let i = 1; i < n; i++) {
    const plot = order[i];
    let at = i;
    for (; at > 0 && before(order[at - 1], plot) > 0; at--) order[at] = order[at - 1];
    order[at] = plot;
  }
  return order;
}

/** Plots in a bucket beyond which comparing is cheaper. */
const CROWDED = 64;

function compareAngles(a: PolarPlot, b: PolarPlot): number {
  return a.azimuth_rad - b.azimuth_rad || a.elevation_rad - b.elevation_rad;
}

/** Into −π…π. */
function turned(angle_rad: number): number {
  const turn = 2 * Math.PI;
  return angle_rad - turn * Math.round(angle_rad / turn);
}
