import type { PolarSensing } from '../../core/sense/measurement-spec.ts';
import type { PolarPlot } from '../../core/sense/corrections.ts';
import type { TrackEstimate } from '../../core/plot-track/index.ts';

/** The squared innovation of a track's plot in its own sigmas, found from what the tracker reports: position and covariance after the update.
 *  For a Kalman update the residual that is left, r = z − h(x⁺), has the covariance R − H P⁺ Hᵀ, and
 *    r ᵀ (R − H P⁺ Hᵀ)⁻¹ r  =  ν ᵀ S⁻¹ ν,
 *  so the tracker need not keep its innovations, and whatever motion it follows, the same figure holds: 3 when its covariances are right.
 *  The plot is taken to be the nearest one within the gate. Where the plot made up nearly the whole estimate (a track's first plots) nothing
 *  is left to measure, and there is no figure.   Source  [BSLK2001] §5.4.2; the identity follows from r = R S⁻¹ ν. */
export function nisOf(track: TrackEstimate, plots: readonly PolarPlot[], sensing: PolarSensing, mount: Float64Array): number | undefined {
  const view = lookAt(track, mount);
  const slack_m = GATE_SIGMAS * Math.sqrt(sensing.sigmaRange_m * sensing.sigmaRange_m + view.hph[0]);
  let nearest: number | undefined;
  for (const plot of plots) {
    if (Math.abs(plot.range_m - view.range_m) > slack_m) continue;
    const nis = squared(plot, view, sensing, mount);
    if (nis !== undefined && nis < (nearest ?? GATE)) nearest = nis;
  }
  return nearest;
}

const GATE_SIGMAS = 5;
/** As wide as the tracker's own gate. */
const GATE = 20;
/** A plot that makes up more of the estimate than this in any direction leaves nothing to measure. */
const MOST_OWN_SHARE = 0.9;

/** A track as the sensor sees it: range, unit axes along the sight, level across it and above, and H P Hᵀ on them (packed lower). */
type View = { readonly range_m: number; readonly axes: readonly (readonly number[])[]; readonly hph: readonly number[] };

function lookAt({ x, p }: TrackEstimate, mount: Float64Array): View {
  const d = [x[0] - mount[0], x[1] - mount[1], x[2] - mount[2]];
  const range_m = Math.hypot(...d);
  const sight = d.map((value) => value / range_m);
  const up = [mount[9], mount[10], mount[11]];
  const level = unit(cross(up, sight));
  const axes = [sight, level, cross(sight, level)];
  const rows = axes.map((axis, i) => axis.map((value) => (i === 0 ? value : value / range_m)));
  const covariance = (i: number, j: number): number => (i >= j ? p[(i * (i + 1)) / 2 + j] : p[(j * (j + 1)) / 2 + i]);
  const between = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, ai, i) => sum + ai * b.reduce((inner, bj, j) => inner + covariance(i, j) * bj, 0), 0);
  const hph = [0, 1, 2].flatMap((i) => Array.from({ length: i + 1 }, (_, j) => between(rows[i], rows[j])));
  return { range_m, axes, hph };
}

function squared(plot: PolarPlot, { range_m, axes, hph }: View, sensing: PolarSensing, mount: Float64Array): number | undefined {
  const flat = Math.cos(plot.elevation_rad);
  const parts = [flat * Math.cos(plot.azimuth_rad), flat * Math.sin(plot.azimuth_rad), Math.sin(plot.elevation_rad)];
  const pointing = [0, 1, 2].map((i) => parts[0] * mount[3 + i] + parts[1] * mount[6 + i] + parts[2] * mount[9 + i]);
  const along = dot(pointing, axes[0]);
  const residual = [plot.range_m - range_m, dot(pointing, axes[1]) / along, dot(pointing, axes[2]) / along];
  const variances = [sensing.sigmaRange_m, sensing.sigmaAzimuth_rad * flat, sensing.sigmaElevation_rad].map((sigma) => sigma * sigma);
  if ([0, 2, 5].some((at, i) => hph[at] > MOST_OWN_SHARE * variances[i])) return undefined;
  // Scaled to the sensor's sigmas first: metres beside radians do not solve.
  const scale = variances.map(Math.sqrt);
  const left = [0, 1, 2].flatMap((i) =>
    Array.from({ length: i + 1 }, (_, j) => (i === j ? 1 : 0) - hph[(i * (i + 1)) / 2 + j] / (scale[i] * scale[j])),
  );
  return quadratic(
    left,
    residual.map((value, i) => value / scale[i]),
  );
}

/** r ᵀ A⁻¹ r by Cholesky; undefined where A is not positive definite. A packed lower, 3×3. */
function quadratic(a: readonly number[], r: readonly number[]): number | undefined {
  const l: number[] = [];
  const y: number[] = [];
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[(i * (i + 1)) / 2 + j];
      for (let k = 0; k < j; k++) sum -= l[(i * (i + 1)) / 2 + k] * l[(j * (j + 1)) / 2 + k];
      if (i === j && sum <= 0) return undefined;
      l.push(i === j ? Math.sqrt(sum) : sum / l[(j * (j + 1)) / 2 + j]);
    }
    const row = (i * (i + 1)) / 2;
    y.push(y.reduce((rest, yk, k) => rest - l[row + k] * yk, r[i]) / l[row + i]);
  }
  return y.reduce((sum, yi) => sum + yi * yi, 0);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function cross(a: readonly number[], b: readonly number[]): number[] {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function unit(a: readonly number[]): number[] {
  const length = Math.hypot(...a);
  return a.map((value) => value / length);
}
