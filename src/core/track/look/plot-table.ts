import { bucketOrder } from '../../math/bucket-order.ts';
import { cos, sin } from '../../math/elementary.ts';
import type { PolarPlot } from '../../sense/corrections.ts';
import { RANGE_RATE_SPAN_MPS, viewSolidAngle_sr, viewVolume_mrad2 } from '../../sense/measurement-spec.ts';
import { POLAR4_PLOT } from '../kernels/polar4.ts';
import type { MeasurementKernels } from './measurement-kernels.ts';
import { kernelsOf, type SensorView } from './sensor-view.ts';

/** Numbers a plot has in `PlotTable.records`: the plot record of four measurements, of which that of three is the beginning. */
export const PLOT_RECORD = POLAR4_PLOT.length;

/** The plots of one scan in columns, in canonical order, so that the order in which they came cannot matter. Columns may be longer than there are
 *  plots: they are kept from scan to scan. */
export type PlotTable = {
  readonly count: number;
  /** What is measured; its records are so long. */
  readonly kernels: MeasurementKernels;
  /** Zero where none is measured. */
  readonly range_m: Float64Array;
  readonly azimuth_rad: Float64Array;
  readonly elevation_rad: Float64Array;
  /** What the kernels read of each plot: range, m; pointing as a unit vector in world axes; variances of range and of the two angles across the
   *  sight, m² and rad²; range rate and its variance where the sensor measures it. Of a direction the pointing and its covariance (sight-table.ts). */
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

/** Room for the plots of a scan, and of the next. Taken anew for each, thirty megabytes a scan of 100,000 plots would make the collector look at
 *  everything every other scan. */
export class PlotMemory {
  private capacity = 0;
  /** As reported. */
  readonly reported = { range_m: EMPTY, azimuth_rad: EMPTY, elevation_rad: EMPTY, start: new Int32Array(0) };
  columns: Omit<PlotTable, 'count' | 'mount' | 'kernels'> = {
    range_m: EMPTY,
    azimuth_rad: EMPTY,
    elevation_rad: EMPTY,
    records: EMPTY,
    cosElevation: EMPTY,
    rangeRateSpan_mps: EMPTY,
    source: new Int32Array(0),
  };

  /** Makes room for n plots. */
  reserve(n: number): void {
    if (n <= this.capacity) return;
    this.capacity = Math.ceil(1.25 * n);
    const column = (): Float64Array => new Float64Array(this.capacity);
    Object.assign(this.reported, {
      range_m: column(),
      azimuth_rad: column(),
      elevation_rad: column(),
      start: new Int32Array(this.capacity + 1),
    });
    this.columns = {
      range_m: column(),
      azimuth_rad: column(),
      elevation_rad: column(),
      records: new Float64Array(PLOT_RECORD * this.capacity),
      cosElevation: column(),
      rangeRateSpan_mps: column(),
      source: new Int32Array(this.capacity),
    };
  }
}

const EMPTY = new Float64Array(0);

/** What a filter reads of plots. */
export type PlotRecords = Pick<PlotTable, 'kernels' | 'mount' | 'records'>;

/** Sorts the plots of a scan by range, then azimuth, then elevation, then what else they say, and works out what every gate will ask of them. What stood in the memory before is
 *  lost. */
export function plotTable(plots: readonly PolarPlot[], sensor: SensorView, memory = new PlotMemory()): PlotTable {
  const n = plots.length;
  memory.reserve(n);
  const { reported } = memory;
  // The objects are read once, in the order in which they came; from here on there are columns.
  let areAlike = true;
  for (let i = 0; i < n; i++) {
    const plot = plots[i];
    areAlike &&= !hasItsOwn(plot);
    reported.range_m[i] = plot.range_m;
    reported.azimuth_rad[i] = plot.azimuth_rad;
    reported.elevation_rad[i] = plot.elevation_rad;
  }
  const table: PlotTable = { count: n, mount: sensor.mount, kernels: kernelsOf(sensor), ...memory.columns };
  const { records, source } = table;
  bucketOrder(
    source,
    reported.range_m,
    n,
    reported.start,
    (a, b) =>
      reported.azimuth_rad[a] - reported.azimuth_rad[b] ||
      reported.elevation_rad[a] - reported.elevation_rad[b] ||
      compareMore(plots[a], plots[b]) ||
      a - b,
  );
  const { mount } = sensor;
  for (let j = 0; j < n; j++) {
    const from = source[j];
    // Read again in another order each is a way to memory: only where one says more than three numbers.
    const plot = areAlike ? NO_MORE : plots[from];
    const { sigmaRange_m = sensor.sigmaRange_m as number, sigmaElevation_rad = sensor.sigmaElevation_rad, rangeRate_mps = 0 } = plot;
    const range_m = reported.range_m[from];
    const azimuth_rad = turned(reported.azimuth_rad[from] - sensor.azimuthOrigin_rad);
    const elevation_rad = reported.elevation_rad[from];
    table.range_m[j] = range_m;
    table.azimuth_rad[j] = azimuth_rad;
    table.elevation_rad[j] = elevation_rad;
    const flat = cos(elevation_rad);
    const first = flat * cos(azimuth_rad);
    const second = flat * sin(azimuth_rad);
    const up = sin(elevation_rad);
    const at = PLOT_RECORD * j;
    table.cosElevation[j] = flat;
    records[at] = range_m;
    for (let i = 0; i < 3; i++) records[at + 1 + i] = first * mount[3 + i] + second * mount[6 + i] + up * mount[9 + i];
    const across = (plot.sigmaAzimuth_rad ?? sensor.sigmaAzimuth_rad) * flat;
    records[at + 4] = sigmaRange_m * sigmaRange_m;
    records[at + 5] = across * across;
    records[at + 6] = sigmaElevation_rad * sigmaElevation_rad;
    records[at + POLAR4_PLOT.rate] = 0;
    records[at + POLAR4_PLOT.rateVariance] = 0;
    table.rangeRateSpan_mps[j] = 1;
    if (sensor.sigmaRangeRate_mps === undefined) continue;
    const isMeasured = plot.rangeRate_mps !== undefined;
    const sigmaRangeRate_mps = isMeasured ? (plot.sigmaRangeRate_mps ?? sensor.sigmaRangeRate_mps) : NOTHING_KNOWN_MPS;
    table.rangeRateSpan_mps[j] = isMeasured ? RANGE_RATE_SPAN_MPS : NOTHING_KNOWN_MPS * ROOT_OF_TWO_PI;
    records[at + POLAR4_PLOT.rate] = rangeRate_mps;
    records[at + POLAR4_PLOT.rateVariance] = sigmaRangeRate_mps * sigmaRangeRate_mps;
  }
  return table;
}

/** What a plot may say besides its three numbers. */
type More = Pick<PolarPlot, (typeof MORE)[number]>;
const NO_MORE: More = {};

/** Orders plots of one place by what else they say, so that only plots that say the same are left to the order in which they came. */
export function compareMore(a: More, b: More): number {
  for (const key of MORE) {
    // What is not said comes first.
    const [ofA = -Infinity, ofB = -Infinity] = [a[key], b[key]];
    if (ofA !== ofB) return ofA < ofB ? -1 : 1;
  }
  return 0;
}

const MORE = ['sigmaRange_m', 'sigmaAzimuth_rad', 'sigmaElevation_rad', 'rangeRate_mps', 'sigmaRangeRate_mps'] as const;

function hasItsOwn({ sigmaRange_m, sigmaAzimuth_rad, sigmaElevation_rad, rangeRate_mps, sigmaRangeRate_mps }: More): boolean {
  const errors = sigmaRange_m ?? sigmaAzimuth_rad ?? sigmaElevation_rad;
  return (errors ?? rangeRate_mps ?? sigmaRangeRate_mps) !== undefined;
}

/** Writes the density, at each plot, of so many plots that are even in range, azimuth and elevation over the view: per metre, rad² across the sight and,
 *  where it is measured, m/s. Across the sight an azimuth is shorter by the cosine of the elevation, and the density that much higher. Directions are even
 *  over the solid angle that is looked at: per rad² across the sight. */
export function densityInto(
  out: Float64Array,
  plotsPerScan: number,
  { count, cosElevation, rangeRateSpan_mps }: PlotTable,
  { view, sigmaRange_m }: SensorView,
): Float64Array {
  if (sigmaRange_m === undefined) return out.fill(plotsPerScan / viewSolidAngle_sr(view), 0, count);
  const perVolume = plotsPerScan / viewVolume_mrad2(view);
  for (let j = 0; j < count; j++) out[j] = perVolume / (Math.max(cosElevation[j], LEAST_COS) * rangeRateSpan_mps[j]);
  return out;
}

/** At the zenith azimuth means nothing. */
const LEAST_COS = 1e-3;

/** A plot without a range rate, of a sensor that measures it, is one whose range rate has an error from which nothing can be learnt; clutter is taken to
 *  spread as widely, so that it is as likely as before to be an object's. */
const NOTHING_KNOWN_MPS = 1e7;
const ROOT_OF_TWO_PI = 2.5066282746310002;

/** Into −π…π. */
export function turned(angle_rad: number): number {
  const turn = 2 * Math.PI;
  return angle_rad - turn * Math.round(angle_rad / turn);
}
