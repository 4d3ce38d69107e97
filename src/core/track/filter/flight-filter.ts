import { exp, log } from '../../math/elementary.ts';
import { heightAbove } from '../../frames/geodetic.ts';
import { addMeanOf6, addMeanOf7, addSpreadOf6, addSpreadOf7 } from '../kernels/mixture.ts';
import { iteratedPolarUpdate } from './iterated-polar.ts';
import { DISTANCE2, LOG_LIKELIHOOD, type MeasurementKernels, POLAR3 } from '../look/measurement-kernels.ts';
import { estimateModes, modeSet, predictModes } from './mode-set.ts';
import { COAST, CONSTANT_VELOCITY, ENTRY } from './models.ts';
import { LOG_DRAG_PRIOR, SIGMA_LOG_DRAG } from './conversion.ts';
import { packedIndex } from '../../math/packed.ts';
import { GATE, HEADER, type ObjectFilter } from './object-filter.ts';
import { startFromPlot, takeRangeRate, writeHeader } from './polar.ts';
import { PLOT_RECORD } from '../look/plot-table.ts';

/** Three ways of flying over the Earth at once (IMM), on range, azimuth, elevation and, with those kernels, range rate: coast, entry with its drag parameter, and straight but for
 *  accelerations of any cause (thrust, lift, an aircraft that does not fall). The structure varies: above the air nothing enters, and a coast is
 *  left only by the rare burn (H7).   Source  [BSLK2001] §11.6.6, [LJ2005] §VI (mode-set.ts has the equations). */
const SET = modeSet(COAST, ENTRY, CONSTANT_VELOCITY);
const MODES = SET.models.length;
const [IN_COAST, IN_ENTRY, STRAIGHT] = [0, 1, 2];

/** In a slot the records stand first, then the weights; in a work slot the header, the weights, then a work record for each mode. */
const SLOT = SET.size + MODES;

/** Below this weight a mode is neither looked at nor updated in this scan: it could not change what is decided. */
const SILENT = 1e-6;

/** Rates of the changes of mode, 1/s. */
const BURNS_AGAIN = 1 / 3000;
const DISTURBED_IN_AIR = 1 / 100;
const SETTLES = 1 / 30;
const AIR_FELT = 0.3;
const AIR_BEGINS_M = 100_000;

export function flightFilter(kernels: MeasurementKernels = POLAR3): ObjectFilter {
  const { dimension, workLength, innovate } = kernels;
  const workOf = (mode: number): number => HEADER + MODES + mode * workLength;
  const update = SET.models.map(({ dimension: n }) => iteratedPolarUpdate(kernels, n));
  const transitions = new Float64Array(MODES * MODES);
  const innovation = new Float64Array(kernels.innovationLength);
  const estimate = new Float64Array(27);
  const estimateWork = new Float64Array(workLength);
  const likelihood = new Float64Array(MODES);
  const share = new Float64Array(1);
  return {
    model: `flight, ${dimension} measured`,
    stateSize: SLOT,
    workSize: HEADER + MODES * (1 + workLength),
    predict(s, o, dt_s) {
      if (dt_s === 0) return;
      setTransitions(transitions, heightAbove(s[o], s[o + 1], s[o + 2]), dt_s);
      predictModes(SET, s, o, s, o + SET.size, transitions, dt_s);
    },
    project(s, o, sensor, w, wo) {
      for (let m = 0; m < MODES; m++) {
        w[wo + HEADER + m] = s[o + SET.size + m];
        if (w[wo + HEADER + m] > SILENT) kernels.project[SET.models[m].dimension](s, o + SET.at[m], sensor.mount, 0, w, wo + workOf(m));
      }
      const alone = onlyMode(w, wo);
      if (alone >= 0) writeHeader(w, wo, kernels, w, wo + workOf(alone), sensor.mount);
      else {
        estimateModes(SET, s, o, s, o + SET.size, estimate, 0);
        kernels.project[6](estimate, 0, sensor.mount, 0, estimateWork, 0);
        writeHeader(w, wo, kernels, estimateWork, 0, sensor.mount);
      }
    },
    logDensity(w, wo, plots, j) {
      let sum = 0;
      let nearest = Infinity;
      for (let m = 0; m < MODES; m++) {
        const weight = w[wo + HEADER + m];
        if (weight <= SILENT || !innovate(w, wo + workOf(m), plots.records, j * PLOT_RECORD, innovation, 0)) continue;
        if (innovation[DISTANCE2] < nearest) nearest = innovation[DISTANCE2];
        sum += weight * exp(innovation[LOG_LIKELIHOOD]);
      }
      return nearest < GATE[dimension] && sum > 0 ? log(sum) : -Infinity;
    },
    update(s, from, w, wo, to, plots, j) {
      if (from !== to) s.copyWithin(to, from, from + SLOT);
      let total = 0;
      for (let m = 0; m < MODES; m++) {
        likelihood[m] = 0;
        const weight = w[wo + HEADER + m];
        if (weight <= SILENT || !innovate(w, wo + workOf(m), plots.records, j * PLOT_RECORD, innovation, 0)) continue;
        update[m](s, to + SET.at[m], plots.mount, 0, w, wo + workOf(m), plots.records, j * PLOT_RECORD, s, to + SET.at[m]);
        likelihood[m] = weight * exp(innovation[LOG_LIKELIHOOD]);
        total += likelihood[m];
      }
      if (total > 0) for (let m = 0; m < MODES; m++) s[to + SET.size + m] = likelihood[m] / total;
    },
    start(plots, j, sensor, s, o) {
      s.fill(0, o, o + SLOT);
      for (let m = 0; m < MODES; m++) startFromPlot(plots, j, sensor, s, o + SET.at[m], SET.models[m].dimension);
      const entry = o + SET.at[IN_ENTRY];
      s[entry + 6] = LOG_DRAG_PRIOR;
      s[entry + 7 + packedIndex(6, 6)] = SIGMA_LOG_DRAG * SIGMA_LOG_DRAG;
      if (dimension === 4) for (let m = 0; m < MODES; m++) takeRangeRate(plots, j, s, o + SET.at[m], SET.models[m].dimension);
      const inAir = heightAbove(s[o], s[o + 1], s[o + 2]) < AIR_BEGINS_M;
      s[o + SET.size + IN_COAST] = inAir ? 0.1 : 0.6;
      s[o + SET.size + IN_ENTRY] = inAir ? 0.4 : 0;
      s[o + SET.size + STRAIGHT] = inAir ? 0.5 : 0.4;
    },
    estimate(s, o, out, at) {
      estimateModes(SET, s, o, s, o + SET.size, out, at);
    },
    blend(s, from, weights, to) {
      s.fill(0, to, to + SLOT);
      from.forEach((o, i) => {
        for (let m = 0; m < MODES; m++) s[to + SET.size + m] += weights[i] * s[o + SET.size + m];
      });
      for (let m = 0; m < MODES; m++) blendMode(s, from, weights, to, m, share);
    },
  };
}

/** One mode's mixture over several slots. Where none of them gives it weight it is the mixture by the slots' own weights. */
function blendMode(s: Float64Array, from: readonly number[], weights: readonly number[], to: number, m: number, share: Float64Array): void {
  const n = SET.models[m].dimension;
  const total = s[to + SET.size + m];
  const at = to + SET.at[m];
  const shareOf = (i: number): number => (total > 0 ? (weights[i] * s[from[i] + SET.size + m]) / total : weights[i]);
  for (let i = 0; i < from.length; i++) {
    share[0] = shareOf(i);
    (n === 7 ? addMeanOf7 : addMeanOf6)(s, from[i] + SET.at[m], share, 0, s, at);
  }
  for (let i = 0; i < from.length; i++) {
    share[0] = shareOf(i);
    (n === 7 ? addSpreadOf7 : addSpreadOf6)(s, from[i] + SET.at[m], s, from[i] + SET.at[m] + n, share, 0, s, at);
  }
}

/** The mode that has all the weight that counts, or −1. */
function onlyMode(w: Float64Array, wo: number): number {
  for (let m = 0; m < MODES; m++) if (w[wo + HEADER + m] > 0.995) return m;
  return -1;
}

function setTransitions(out: Float64Array, height_m: number, dt_s: number): void {
  const inAir = height_m < AIR_BEGINS_M;
  const change = (rate: number): number => 1 - exp(-rate * dt_s);
  out.fill(0);
  out[IN_COAST * MODES + IN_ENTRY] = inAir ? change(AIR_FELT) : 0;
  out[IN_COAST * MODES + STRAIGHT] = change(inAir ? DISTURBED_IN_AIR : BURNS_AGAIN);
  out[IN_ENTRY * MODES + IN_COAST] = inAir ? 0 : change(AIR_FELT);
  out[IN_ENTRY * MODES + STRAIGHT] = change(inAir ? DISTURBED_IN_AIR : BURNS_AGAIN);
  out[STRAIGHT * MODES + (inAir ? IN_ENTRY : IN_COAST)] = change(SETTLES);
  for (let i = 0; i < MODES; i++) {
    let left = 1;
    for (let j = 0; j < MODES; j++) if (j !== i) left -= out[i * MODES + j];
    out[i * MODES + i] = left;
  }
}
