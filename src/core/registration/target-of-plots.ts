import { atan2 } from '../math/elementary.ts';
import type { Micros } from '../units.ts';
import { AZIMUTH, biasAt, ELEVATION, RANGE } from './bias.ts';
import type { Motion } from './motion.ts';
import type { Mount, ReportedPlot } from './reported-plot.ts';
import type { Row, Target } from './target.ts';
import { checkSights, checkTargets, checkTime } from './valid.ts';

export type { Mount, ReportedPlot } from './reported-plot.ts';

/** Nearer to the zenith than this an azimuth says nothing. */
const ZENITH = 0.05;

/** A target from plots of sensors on the ground. `start` is its state at `epoch_us` by true time, and `prior` how well that is known.
 *  Shapes  start n (6 with `freeFall` and `straight`, on their axes, m and m/s), prior n×n row-major.
 *  Throws `RangeError` that names the field, its unit and the remedy for other shapes, numbers that are not finite, sigmas that are not above 0, and
 *  plots of a sensor without a mount. */
export function targetOfPlots(
  id: string,
  mounts: readonly Mount[],
  motion: Motion,
  epoch_us: Micros,
  plots: readonly ReportedPlot[],
  start: Float64Array,
  prior?: Float64Array,
): Target {
  checkSights(mounts, plots);
  checkTime('epoch_us', epoch_us);
  const target: Target = {
    id,
    start,
    prior,
    rows: (x, biases) => plots.flatMap((plot) => rowsOf(plot, plot.mount ?? mounts[plot.sensor], motion, epoch_us, x, biases)),
  };
  checkTargets([target]);
  return target;
}

/** The rows of one plot:  predicted = h(r(t − τ)) + b,  with the sensor's own guess of b and τ. */
export function rowsOf(plot: ReportedPlot, mount: Mount, motion: Motion, epoch_us: Micros, x: Float64Array, biases: Float64Array): Row[] {
  const bias = biasAt(biases, plot.sensor);
  const { r, v, dr } = motion(x, (plot.at_us - epoch_us) / 1e6 - bias.time_s);
  const d = Float64Array.of(r[0] - mount[0], r[1] - mount[1], r[2] - mount[2]);
  const [a, b, c] = [along(mount, 3, d), along(mount, 6, d), along(mount, 9, d)];
  const flat2 = a * a + b * b;
  const range2 = flat2 + c * c;
  const range = Math.sqrt(range2);
  const flat = Math.sqrt(flat2);
  const rows: Row[] = [];
  const add = (
    kind: number,
    measured: number | undefined,
    residual: (measured: number) => number,
    sigma: number,
    slope: Float64Array,
  ): void => {
    if (measured === undefined) return;
    rows.push({ sensor: plot.sensor, kind, residual: residual(measured), sigma, rate: dot(slope, v), gradient: chain(slope, dr) });
  };
  add(
    RANGE,
    plot.range_m,
    (z) => z - range - bias.range_m,
    plot.sigmaRange_m,
    d.map((u) => u / range),
  );
  if (flat > ZENITH * range) {
    const azimuth = atan2(b, a);
    const slope = d.map((_, i) => (a * mount[6 + i] - b * mount[3 + i]) / flat2);
    add(AZIMUTH, plot.azimuth_rad, (z) => wrapped(z - azimuth - bias.azimuth_rad), plot.sigmaAzimuth_rad, slope);
  }
  const slope = d.map((u, i) => (mount[9 + i] - (c * u) / range2) / flat);
  add(ELEVATION, plot.elevation_rad, (z) => z - atan2(c, flat) - bias.elevation_rad, plot.sigmaElevation_rad, slope);
  return rows;
}

function along(mount: Mount, o: number, d: Float64Array): number {
  return mount[o] * d[0] + mount[o + 1] * d[1] + mount[o + 2] * d[2];
}

function dot(a: Float64Array, b: Float64Array): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function chain(slope: Float64Array, dr: Float64Array): Float64Array {
  const n = dr.length / 3;
  const out = new Float64Array(n);
  for (let j = 0; j < n; j++) out[j] = slope[0] * dr[j] + slope[1] * dr[n + j] + slope[2] * dr[2 * n + j];
  return out;
}

function wrapped(angle: number): number {
  return angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
}
