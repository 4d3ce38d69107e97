import { asin, atan2 } from '../../math/elementary.ts';
import { innovatePolar3, POLAR3_INNOVATION, POLAR3_WORK } from '../kernels/polar3.ts';
import { projectPolar3Of9, updatePolar3Of9 } from '../kernels/polar3-of-9.ts';
import { predictSeparatedCoast, predictSeparatedConstantVelocity } from '../kernels/predict-separated.ts';
import { AZIMUTH, ELEVATION, GATE, HEADER, type ObjectFilter, RANGE, VAR_AZIMUTH, VAR_ELEVATION, VAR_RANGE } from './filter.ts';
import { PLOT_RECORD, type PlotTable } from './plot-table.ts';
import type { SensorView } from './sensor-view.ts';

/** How objects move between two scans. `psd` is the spectral density of the white acceleration that the model leaves open, m²/s³ an axis. */
export type Motion =
  | { readonly kind: 'constant-velocity'; readonly psd_m2ps3: number }
  | { readonly kind: 'coast'; readonly psd_m2ps3: number };

/** Position, velocity, and the velocity of the body that the object may have separated from (companions.ts); 45 of covariance. */
const N = 9;
const RECORD = N + (N * (N + 1)) / 2;
/** Speed at which pieces leave a body, one sigma each axis, m/s: springs and small charges give 1 to 20. */
const SIGMA_SEPARATION_MPS = 15;
/** RK4 at 10 s is good to 2 mm over a 10,000-km arc in vacuum (SPEED). */
const LONGEST_STEP_S = 10;

/** An extended Kalman filter of position and velocity on range, azimuth and elevation: one motion model, generated kernels.
 *  Why extended: on arcs like these an unscented filter gave no accuracy for 3.5 times the cost. */
export function kinematicFilter(motion: Motion): ObjectFilter {
  const step = motion.kind === 'coast' ? predictSeparatedCoast : predictSeparatedConstantVelocity;
  const longest_s = motion.kind === 'coast' ? LONGEST_STEP_S : Infinity;
  const innovation = new Float64Array(POLAR3_INNOVATION.length);
  return {
    stateSize: RECORD,
    workSize: HEADER + POLAR3_WORK.length,
    predict(s, o, dt_s) {
      if (dt_s === 0) return;
      const steps = Math.max(1, Math.ceil(dt_s / longest_s));
      for (let i = 0; i < steps; i++) step(s, o, dt_s / steps, motion.psd_m2ps3);
    },
    project(s, o, sensor, w, wo) {
      projectPolar3Of9(s, o, sensor.mount, 0, w, wo + HEADER);
      writeHeader(w, wo, sensor.mount);
    },
    logDensity(w, wo, plots, j) {
      if (!innovatePolar3(w, wo + HEADER, plots.records, j * PLOT_RECORD, innovation, 0)) return -Infinity;
      return innovation[POLAR3_INNOVATION.distance2] < GATE ? innovation[POLAR3_INNOVATION.logLikelihood] : -Infinity;
    },
    update(s, from, w, wo, to, plots, j) {
      innovatePolar3(w, wo + HEADER, plots.records, j * PLOT_RECORD, innovation, 0);
      updatePolar3Of9(s, from, w, wo + HEADER, innovation, 0, s, to);
    },
    start: startFromPlot,
    estimate(s, o, out, at) {
      for (let i = 0; i < 6; i++) out[at + i] = s[o + i];
      for (let k = 0; k < 21; k++) out[at + 6 + k] = s[o + N + k];
    },
    blend,
  };
}

/** The header from the predicted sight, its range and H P Hᵀ. */
function writeHeader(w: Float64Array, wo: number, mount: Float64Array): void {
  const at = wo + HEADER;
  const sight = at + POLAR3_WORK.sight;
  const hph = at + POLAR3_WORK.hph;
  const first = along(w, sight, mount, 3);
  const second = along(w, sight, mount, 6);
  const up = along(w, sight, mount, 9);
  w[wo + RANGE] = w[at + POLAR3_WORK.range];
  w[wo + AZIMUTH] = atan2(second, first);
  w[wo + ELEVATION] = asin(up > 1 ? 1 : up < -1 ? -1 : up);
  w[wo + VAR_RANGE] = w[hph];
  w[wo + VAR_AZIMUTH] = w[hph + 2] / Math.max(1 - up * up, LEAST_COS2);
  w[wo + VAR_ELEVATION] = w[hph + 5];
}

/** Near the zenith azimuth means nothing, and its variance stops growing here. */
const LEAST_COS2 = 1e-6;

function along(w: Float64Array, at: number, mount: Float64Array, axis: number): number {
  return w[at] * mount[axis] + w[at + 1] * mount[axis + 1] + w[at + 2] * mount[axis + 2];
}

/** Position as measured, in the axes of the plot's own sight; velocity zero with the prior's spread. */
function startFromPlot(plots: PlotTable, j: number, sensor: SensorView, s: Float64Array, o: number): void {
  const { records } = plots;
  const z = j * PLOT_RECORD;
  const range = records[z];
  const { mount } = sensor;
  for (let i = 0; i < 3; i++) {
    s[o + i] = mount[i] + range * records[z + 1 + i];
    s[o + 3 + i] = 0;
  }
  // Axes across the measured sight: right is level, above completes.
  const [ux, uy, uz] = [records[z + 1], records[z + 2], records[z + 3]];
  let [rx, ry, rz] = [mount[10] * uz - mount[11] * uy, mount[11] * ux - mount[9] * uz, mount[9] * uy - mount[10] * ux];
  const length = Math.sqrt(rx * rx + ry * ry + rz * rz);
  if (length > 1e-8) [rx, ry, rz] = [rx / length, ry / length, rz / length];
  else [rx, ry, rz] = [mount[6], mount[7], mount[8]];
  const [ax, ay, az] = [uy * rz - uz * ry, uz * rx - ux * rz, ux * ry - uy * rx];
  const axes = [ux, rx, ax, uy, ry, ay, uz, rz, az];
  const variances = [records[z + 4], records[z + 5] * range * range, records[z + 6] * range * range];
  s.fill(0, o + 6, o + RECORD);
  for (let a = 0; a < 3; a++)
    for (let b = 0; b <= a; b++) for (let i = 0; i < 3; i++) s[o + covarianceAt(a, b)] += axes[3 * a + i] * variances[i] * axes[3 * b + i];
  const body = sensor.priorVelocity_mps * sensor.priorVelocity_mps;
  for (let i = 0; i < 3; i++) {
    s[o + covarianceAt(3 + i, 3 + i)] = body + SIGMA_SEPARATION_MPS * SIGMA_SEPARATION_MPS;
    s[o + covarianceAt(6 + i, 3 + i)] = body;
    s[o + covarianceAt(6 + i, 6 + i)] = body;
  }
}

/** Index of P[i][j], j ≤ i, in a record. */
function covarianceAt(i: number, j: number): number {
  return N + (i * (i + 1)) / 2 + j;
}

/** Mean and covariance of a mixture of records. */
function blend(s: Float64Array, from: readonly number[], weights: readonly number[], to: number): void {
  s.fill(0, to, to + RECORD);
  from.forEach((o, m) => {
    for (let a = 0; a < N; a++) s[to + a] += weights[m] * s[o + a];
  });
  from.forEach((o, m) => {
    for (let a = 0; a < N; a++)
      for (let b = 0; b <= a; b++) {
        const k = covarianceAt(a, b);
        s[to + k] += weights[m] * (s[o + k] + (s[o + a] - s[to + a]) * (s[o + b] - s[to + b]));
      }
  });
}
