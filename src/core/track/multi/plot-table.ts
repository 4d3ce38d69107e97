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

/** Ranges differ nearly always, so they are sorted as plain numbers; what is equal in range is put in order afterwards. */
function canonicalOrder(plots: readonly PolarPlot[]): Int32Array {
  const range_m = Float64Array.from(plots, (plot) => plot.range_m);
  const order = Int32Array.from(plots, (_, i) => i);
  return order.sort((a, b) => range_m[a] - range_m[b] || compareAngles(plots[a], plots[b]) || a - b);
}

function compareAngles(a: PolarPlot, b: PolarPlot): number {
  return a.azimuth_rad - b.azimuth_rad || a.elevation_rad - b.elevation_rad;
}

/** Into −π…π. */
function turned(angle_rad: number): number {
  const turn = 2 * Math.PI;
  return angle_rad - turn * Math.round(angle_rad / turn);
}
