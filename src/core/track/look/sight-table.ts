import { tangentBasis } from '../../frames/line-of-sight.ts';
import { bucketOrder } from '../../math/bucket-order.ts';
import { cos, sin } from '../../math/elementary.ts';
import { dot, type Vec3, vec3 } from '../../math/vector.ts';
import type { PolarPlot, SightPlot } from '../../sense/corrections.ts';
import { SIGHT_PLOT } from '../kernels/sight.ts';
import { compareMore, PlotMemory, type PlotTable, plotTable, turned } from './plot-table.ts';
import { kernelsOf, type SensorView } from './sensor-view.ts';

/** The directions of one scan as a plot table: in canonical order (azimuth, then elevation, then stated errors), without ranges, each with the record that the kernels of lines
 *  of sight read. What stood in the memory before is lost. */
export function sightTable(plots: readonly SightPlot[], sensor: SensorView, memory = new PlotMemory()): PlotTable {
  const n = plots.length;
  memory.reserve(n);
  const { reported } = memory;
  plots.forEach(({ azimuth_rad, elevation_rad }, i) => {
    reported.azimuth_rad[i] = turned(azimuth_rad - sensor.azimuthOrigin_rad);
    reported.elevation_rad[i] = elevation_rad;
  });
  const table: PlotTable = { count: n, mount: sensor.mount, kernels: kernelsOf(sensor), ...memory.columns };
  const { source, records, cosElevation } = table;
  bucketOrder(
    source,
    reported.azimuth_rad,
    n,
    reported.start,
    (a, b) => reported.elevation_rad[a] - reported.elevation_rad[b] || compareMore(plots[a], plots[b]) || a - b,
  );
  for (let j = 0; j < n; j++) {
    const from = source[j];
    const azimuth_rad = reported.azimuth_rad[from];
    const elevation_rad = reported.elevation_rad[from];
    table.range_m[j] = 0;
    table.rangeRateSpan_mps[j] = 1;
    table.azimuth_rad[j] = azimuth_rad;
    table.elevation_rad[j] = elevation_rad;
    cosElevation[j] = cos(elevation_rad);
    setRecord(records, j, plots[from], sensor, azimuth_rad, elevation_rad, cosElevation[j]);
  }
  return table;
}

/** The plots of a scan as a table, whatever the sensor measures. */
export function tableOf(plots: readonly PolarPlot[] | readonly SightPlot[], sensor: SensorView, memory: PlotMemory): PlotTable {
  if (sensor.sigmaRange_m === undefined) return sightTable(plots as readonly SightPlot[], sensor, memory);
  return plotTable(plots as readonly PolarPlot[], sensor, memory);
}

/** Pointing and covariance. Errors are stated level and upright; the kernels' axes across a sight are those that have no pole. */
function setRecord(
  records: Float64Array,
  j: number,
  plot: SightPlot,
  { mount, sigmaAzimuth_rad, sigmaElevation_rad }: SensorView,
  azimuth_rad: number,
  elevation_rad: number,
  flat: number,
): void {
  const [first, second, up] = [axisOf(mount, 3), axisOf(mount, 6), axisOf(mount, 9)];
  const [c, s] = [cos(azimuth_rad), sin(azimuth_rad)];
  const high = sin(elevation_rad);
  const pointing = sum(first, flat * c, second, flat * s, up, high);
  const level = sum(first, -s, second, c, up, 0);
  const upright = sum(first, -high * c, second, -high * s, up, flat);
  const axes = tangentBasis(pointing);
  // A plot states its error in azimuth, a spec the one across the sight.
  const across = plot.sigmaAzimuth_rad === undefined ? sigmaAzimuth_rad : plot.sigmaAzimuth_rad * flat;
  const along = plot.sigmaElevation_rad ?? sigmaElevation_rad;
  const covariance = (a: Vec3, b: Vec3): number =>
    across * across * dot(level, a) * dot(level, b) + along * along * dot(upright, a) * dot(upright, b);
  records.set([pointing.x, pointing.y, pointing.z], SIGHT_PLOT.length * j + SIGHT_PLOT.pointing);
  records.set(
    [covariance(axes.right, axes.right), covariance(axes.right, axes.up), covariance(axes.up, axes.up)],
    SIGHT_PLOT.length * j + SIGHT_PLOT.covariance,
  );
}

function axisOf(mount: Float64Array, at: number): Vec3 {
  return vec3(mount[at], mount[at + 1], mount[at + 2]);
}

function sum(a: Vec3, ka: number, b: Vec3, kb: number, c: Vec3, kc: number): Vec3 {
  return vec3(ka * a.x + kb * b.x + kc * c.x, ka * a.y + kb * b.y + kc * c.y, ka * a.z + kb * b.z + kc * c.z);
}
