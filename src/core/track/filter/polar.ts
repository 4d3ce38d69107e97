import { asin, atan2 } from '../../math/elementary.ts';
import { POLAR3_WORK } from '../kernels/polar3.ts';
import type { MetresPerSecond } from '../../units.ts';
import { POLAR4_PLOT, POLAR4_WORK } from '../kernels/polar4.ts';
import { SIGHT_WORK } from '../kernels/sight.ts';
import type { MeasurementKernels } from '../look/measurement-kernels.ts';
import { varianceAlong } from './iterated-sight.ts';
import { packedIndex } from '../../math/packed.ts';
import { AZIMUTH, ELEVATION, RANGE, VAR_AZIMUTH, VAR_ELEVATION, VAR_RANGE } from './object-filter.ts';
import { PLOT_RECORD, type PlotTable } from '../look/plot-table.ts';

/** What the filters on range, azimuth and elevation share, and those on directions. */

/** Writes the header of a work slot from a work record of those kernels: predicted range and angles from the sight, their variances from H P Hᵀ; where no
 *  range is measured, that of the range from the packed covariance at `s[p]`. */
export function writeHeader(
  w: Float64Array,
  wo: number,
  kernels: MeasurementKernels,
  record: Float64Array,
  at: number,
  mount: Float64Array,
  s: Float64Array,
  p: number,
): void {
  const sight = at + POLAR3_WORK.sight;
  const hph = at + (kernels.dimension === 4 ? POLAR4_WORK.hph : POLAR3_WORK.hph);
  const first = along(record, sight, mount, 3);
  const second = along(record, sight, mount, 6);
  const up = along(record, sight, mount, 9);
  w[wo + RANGE] = record[at + POLAR3_WORK.range];
  w[wo + AZIMUTH] = atan2(second, first);
  w[wo + ELEVATION] = asin(up > 1 ? 1 : up < -1 ? -1 : up);
  if (kernels.dimension === 2) {
    writeSightVariances(w, wo, record, at, up, mount);
    w[wo + VAR_RANGE] = varianceAlong(s, p, record, sight);
    return;
  }
  w[wo + VAR_RANGE] = record[hph];
  w[wo + VAR_AZIMUTH] = record[hph + 2] / Math.max(1 - up * up, LEAST_COS2);
  w[wo + VAR_ELEVATION] = record[hph + 5];
}

/** H P Hᵀ of a direction stands in axes without a pole; azimuth and elevation are level and upright. */
function writeSightVariances(w: Float64Array, wo: number, record: Float64Array, at: number, up: number, mount: Float64Array): void {
  const { right, above, hph } = SIGHT_WORK;
  // Both axes are square to the sight, so that what they have of the vertical is the cosine of the elevation, parted in two.
  const r = along(record, at + right, mount, 9);
  const a = along(record, at + above, mount, 9);
  const cos2 = Math.max(1 - up * up, LEAST_COS2);
  const [rr, ra, aa] = [record[at + hph], record[at + hph + 1], record[at + hph + 2]];
  w[wo + VAR_ELEVATION] = (r * r * rr + 2 * r * a * ra + a * a * aa) / cos2;
  w[wo + VAR_AZIMUTH] = (a * a * rr - 2 * r * a * ra + r * r * aa) / (cos2 * cos2);
}

/** Near the zenith azimuth means nothing, and its variance stops growing here. */
const LEAST_COS2 = 1e-6;

function along(u: Float64Array, at: number, mount: Float64Array, axis: number): number {
  return u[at] * mount[axis] + u[at + 1] * mount[axis + 1] + u[at + 2] * mount[axis + 2];
}

/** A record of n states from one plot: position as measured, in the axes of the plot's own sight; velocity zero with the prior's spread; the
 *  states that follow zero and known, for the caller to set. A range rate is for `takeRangeRate`, when all is set. */
export function startFromPlot(
  { records, mount }: Pick<PlotTable, 'records' | 'mount'>,
  j: number,
  priorVelocity_mps: MetresPerSecond,
  s: Float64Array,
  o: number,
  n: number,
): void {
  const z = j * PLOT_RECORD;
  const range = records[z];
  const p = o + n;
  s.fill(0, o, p + packedIndex(n, 0));
  for (let i = 0; i < 3; i++) s[o + i] = mount[i] + range * records[z + 1 + i];
  // Axes across the measured sight: right is level, above completes. Numbers and no arrays: thousands of objects are started in a scan.
  const ux = records[z + 1];
  const uy = records[z + 2];
  const uz = records[z + 3];
  let rx = mount[10] * uz - mount[11] * uy;
  let ry = mount[11] * ux - mount[9] * uz;
  let rz = mount[9] * uy - mount[10] * ux;
  const length = Math.sqrt(rx * rx + ry * ry + rz * rz);
  const isLevel = length > 1e-8;
  rx = isLevel ? rx / length : mount[6];
  ry = isLevel ? ry / length : mount[7];
  rz = isLevel ? rz / length : mount[8];
  const ax = uy * rz - uz * ry;
  const ay = uz * rx - ux * rz;
  const az = ux * ry - uy * rx;
  const along = records[z + 4];
  const right = records[z + 5] * range * range;
  const above = records[z + 6] * range * range;
  s[p] = ux * along * ux + rx * right * rx + ax * above * ax;
  s[p + 1] = uy * along * ux + ry * right * rx + ay * above * ax;
  s[p + 2] = uy * along * uy + ry * right * ry + ay * above * ay;
  s[p + 3] = uz * along * ux + rz * right * rx + az * above * ax;
  s[p + 4] = uz * along * uy + rz * right * ry + az * above * ay;
  s[p + 5] = uz * along * uz + rz * right * rz + az * above * az;
  for (let i = 3; i < 6; i++) s[p + packedIndex(i, i)] = priorVelocity_mps * priorVelocity_mps;
}

/** Takes the range rate of the plot that a record of n states was started from: the speed along the sight, known from then on.
 *    h = (0, u, 0)    K = P hᵀ / (h P hᵀ + σ²)    P⁺ = P − K h P       (one number, and the prior is far wider than σ: no Joseph needed) */
export function takeRangeRate(plots: Pick<PlotTable, 'records'>, j: number, s: Float64Array, o: number, n: number): void {
  const z = j * PLOT_RECORD;
  const u = plots.records.subarray(z + POLAR4_PLOT.pointing, z + POLAR4_PLOT.pointing + 3);
  const p = o + n;
  const ph = new Float64Array(n);
  let variance = plots.records[z + POLAR4_PLOT.rateVariance];
  let residual = plots.records[z + POLAR4_PLOT.rate];
  for (let a = 0; a < n; a++)
    for (let i = 0; i < 3; i++) ph[a] += s[p + (a >= 3 + i ? packedIndex(a, 3 + i) : packedIndex(3 + i, a))] * u[i];
  for (let i = 0; i < 3; i++) {
    variance += u[i] * ph[3 + i];
    residual -= u[i] * s[o + 3 + i];
  }
  for (let a = 0; a < n; a++) {
    s[o + a] += (ph[a] * residual) / variance;
    for (let b = 0; b <= a; b++) s[p + packedIndex(a, b)] -= (ph[a] * ph[b]) / variance;
  }
}
