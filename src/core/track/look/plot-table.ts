import { cos, sin } from '../../math/elementary.ts';
import type { PolarPlot } from '../../sense/corrections.ts';
import { RANGE_RATE_SPAN_MPS, viewVolume_mrad2 } from '../../sense/measurement-spec.ts';
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
  /** Range rates that clutter spreads over, m/s: a false plot is so much less likely to have just this one. One where the sensor measures none. */
  readonly rangeRateSpan_mps: Float64Array;
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
    rangeRateSpan_mps: new Float64Array(n),
    source: order,
  };
  const { mount } = sensor;
  for (let j = 0; j < n; j++) {
    const plot = plots[order[j]];
    const { range_m, azimuth_rad: reported_rad, elevation_rad, rangeRate_mps = 0 } = plot;
    const { sigmaRange_m = sensor.sigmaRange_m, sigmaElevation_rad = sensor.sigmaElevation_rad } = plot;
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
    const across = (plot.sigmaAzimuth_rad ?? sensor.sigmaAzimuth_rad) * flat;
    table.records[at + 4] = sigmaRange_m * sigmaRange_m;
    table.records[at + 5] = across * across;
    table.records[at + 6] = sigmaElevation_rad * sigmaElevation_rad;
    table.rangeRateSpan_mps[j] = 1;
    if (sensor.sigmaRangeRate_mps === undefined) continue;
    const isMeasured = plot.rangeRate_mps !== undefined;
    const sigmaRangeRate_mps = isMeasured ? (plot.sigmaRangeRate_mps ?? sensor.sigmaRangeRate_mps) : NOTHING_KNOWN_MPS;
    table.rangeRateSpan_mps[j] = isMeasured ? RANGE_RATE_SPAN_MPS : NOTHING_KNOWN_MPS * ROOT_OF_TWO_PI;
    table.records[at + POLAR4_PLOT.rate] = rangeRate_mps;
    table.records[at + POLAR4_PLOT.rateVariance] = sigmaRangeRate_mps * sigmaRangeRate_mps;
  }
  return table;
}

/** Density, at each plot, of so many plots that are even in range, azimuth and elevation over the view: per metre, rad² across the sight and, where it is
 *  measured, m/s. Across the sight an azimuth is shorter by the cosine of the elevation, and the density that much higher. */
export function densityOf(plotsPerScan: number, { cosElevation, rangeRateSpan_mps }: PlotTable, { view }: SensorView): Float64Array {
  const perVolume = plotsPerScan / viewVolume_mrad2(view);
  return cosElevation.map((cosine, j) => perVolume / (Math.max(cosine, LEAST_COS) * rangeRateSpan_mps[j]));
}

/** At the zenith azimuth means nothing. */
const LEAST_COS = 1e-3;

/** A plot without a range rate, of a sensor that measures it, is one whose range rate has an error from which nothing can be learnt; clutter is taken to
 *  spread as widely, so that it is as likely as before to be an object's. */
const NOTHING_KNOWN_MPS = 1e7;
const ROOT_OF_TWO_PI = 2.5066282746310002;

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
