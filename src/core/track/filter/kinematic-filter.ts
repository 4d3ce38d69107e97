import { predictSeparatedCoast, predictSeparatedConstantVelocity } from '../kernels/predict-separated.ts';
import { DISTANCE2, LOG_LIKELIHOOD, type MeasurementKernels, POLAR3 } from '../look/measurement-kernels.ts';
import { mixRecords } from './mixture.ts';
import { updateOf } from './mode-update.ts';
import { packedIndex } from '../../math/packed.ts';
import { takeFactor } from './body-velocity.ts';
import { HEADER, type ObjectFilter } from './object-filter.ts';
import type { PlotRecords } from '../look/plot-table.ts';
import { GATES } from '../look/gates.ts';
import { startFromPlot, takeRangeRate, writeHeader } from './polar.ts';
import type { SensorView } from '../look/sensor-view.ts';
import { SPEC_RANGES } from '../../sense/valid-spec.ts';
import { choiceFault, numberFault, refuseFault } from '../../valid.ts';

/** How objects move between two scans. `psd` is the spectral density of the white acceleration that the model leaves open, m²/s³ an axis. */
export type Kinematics =
  | { readonly kind: 'constant-velocity'; readonly psd_m2ps3: number }
  | { readonly kind: 'coast'; readonly psd_m2ps3: number };

/** Position, velocity, and the velocity of the body that the object may have separated from (companions.ts); 45 of covariance. */
const N = 9;
const RECORD = N + (N * (N + 1)) / 2;
/** Speed at which pieces leave a body, one sigma each axis, m/s: springs and small charges give 1 to 20. */
const SIGMA_SEPARATION_MPS = 15;
const NO_PLOT = -1;
/** RK4 at 10 s is good to 2 mm over a 10,000-km arc in vacuum (SPEED). */
const LONGEST_STEP_S = 10;

/** An extended Kalman filter of position and velocity on range, azimuth, elevation and, with those kernels, range rate: one motion model.
 *  Why extended: on arcs like these an unscented filter gave no accuracy for 3.5 times the cost.
 *  Throws `RangeError` for a motion that is not known and a density that is none. */
export function kinematicFilter(motion: Kinematics, kernels: MeasurementKernels = POLAR3): ObjectFilter {
  refuseFault(choiceFault('motion.kind', motion.kind, ['constant-velocity', 'coast']));
  refuseFault(numberFault('motion.psd_m2ps3', motion.psd_m2ps3, SPEC_RANGES.accelerationPsd_m2ps3));
  const { dimension, workLength, innovationLength, recordLength, innovate } = kernels;
  const gate = GATES.plot[dimension];
  /** In a work slot, behind header and work record: the plot that was weighed last, and what was found of it. */
  const WEIGHED = HEADER + workLength;
  const FOUND = WEIGHED + 1;
  const project = kernels.project[N];
  const update = updateOf(kernels, N);
  const step = motion.kind === 'coast' ? predictSeparatedCoast : predictSeparatedConstantVelocity;
  const longest_s = motion.kind === 'coast' ? LONGEST_STEP_S : Infinity;
  const innovation = new Float64Array(innovationLength);
  const six = new Float64Array(27);
  const work = new Float64Array(workLength);
  return {
    model: `${motion.kind}, ${motion.psd_m2ps3} m²/s³, ${dimension} measured`,
    stateSize: RECORD,
    workSize: FOUND + innovationLength,
    body: {
      logDensity(s, o, factor, sensor, plots, j) {
        for (let i = 0; i < 6; i++) six[i] = s[o + i];
        for (let k = 0; k < 21; k++) six[6 + k] = s[o + N + k];
        takeFactor(s, o, factor, six, 0);
        kernels.project[6](six, 0, sensor.mount, 0, work, 0);
        return innovate(work, 0, plots.records, j * recordLength, innovation, 0) ? innovation[LOG_LIKELIHOOD] : -Infinity;
      },
    },
    predict(s, o, dt_s) {
      if (dt_s === 0) return;
      const steps = Math.max(1, Math.ceil(dt_s / longest_s));
      for (let i = 0; i < steps; i++) step(s, o, dt_s / steps, motion.psd_m2ps3);
    },
    project(s, o, sensor, w, wo) {
      project(s, o, sensor.mount, 0, w, wo + HEADER);
      w[wo + WEIGHED] = NO_PLOT;
      writeHeader(w, wo, kernels, w, wo + HEADER, sensor.mount, s, o + N);
    },
    logDensity(w, wo, plots, j) {
      w[wo + WEIGHED] = j;
      if (!innovate(w, wo + HEADER, plots.records, j * recordLength, w, wo + FOUND)) return -Infinity;
      return w[wo + FOUND + DISTANCE2] < gate ? w[wo + FOUND + LOG_LIKELIHOOD] : -Infinity;
    },
    update(s, from, w, wo, to, plots, j) {
      if (w[wo + WEIGHED] !== j) innovate(w, wo + HEADER, plots.records, j * recordLength, w, wo + FOUND);
      w[wo + WEIGHED] = j;
      update(s, from, plots.mount, 0, w, wo + HEADER, plots.records, j * recordLength, w, wo + FOUND, s, to);
    },
    start(plots, j, sensor, s, o) {
      start(plots, j, sensor, s, o);
      if (dimension === 4) takeRangeRate(plots, j, s, o, N);
    },
    estimate(s, o, out, at) {
      for (let i = 0; i < 6; i++) out[at + i] = s[o + i];
      for (let k = 0; k < 21; k++) out[at + 6 + k] = s[o + N + k];
    },
    blend(s, from, weights, to) {
      mixRecords(
        N,
        from.map((o, i) => ({ s, o, share: weights[i] })),
        s,
        to,
      );
    },
  };
}

/** Position as measured, velocity with the prior's spread; the body's velocity is as unknown, and the same but for the separation. */
function start(plots: PlotRecords, j: number, sensor: SensorView, s: Float64Array, o: number): void {
  startFromPlot(plots, j, sensor.priorVelocity_mps, s, o, N);
  const body = sensor.priorVelocity_mps * sensor.priorVelocity_mps;
  for (let i = 0; i < 3; i++) {
    s[o + N + packedIndex(3 + i, 3 + i)] = body + SIGMA_SEPARATION_MPS * SIGMA_SEPARATION_MPS;
    s[o + N + packedIndex(6 + i, 3 + i)] = body;
    s[o + N + packedIndex(6 + i, 6 + i)] = body;
  }
}
