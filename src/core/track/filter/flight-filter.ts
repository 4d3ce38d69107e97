import { exp, log } from '../../math/elementary.ts';
import { WGS84 } from '../../frames/earth.ts';
import { heightAbove } from '../../frames/geodetic.ts';
import { iteratedPolarUpdate } from './iterated-polar.ts';
import { DISTANCE2, LOG_LIKELIHOOD, type MeasurementKernels, POLAR3 } from '../look/measurement-kernels.ts';
import { estimateModes, modeSet, predictModes } from './mode-set.ts';
import { COAST, CONSTANT_VELOCITY, ENTRY } from './models.ts';
import { LOG_DRAG_PRIOR, SIGMA_LOG_DRAG } from './conversion.ts';
import { mixRecords } from './mixture.ts';
import { packedIndex } from '../../math/packed.ts';
import { HEADER, type ObjectFilter } from './object-filter.ts';
import { GATES } from '../look/gates.ts';
import { startFromPlot, takeRangeRate, writeHeader } from './polar.ts';
import { PLOT_RECORD, type PlotTable } from '../look/plot-table.ts';

/** Three ways of flying over the Earth at once (IMM), on range, azimuth, elevation and, with those kernels, range rate: coast, entry with its drag parameter, and straight but for
 *  accelerations of any cause (thrust, lift, an aircraft that does not fall). The structure varies: above the air nothing enters, and a coast is
 *  left only by the rare burn (H7).   Source  [BSLK2001] §11.6.6, [LJ2005] §VI (mode-set.ts has the equations). */
const SET = modeSet(COAST, ENTRY, CONSTANT_VELOCITY);
const MODES = SET.models.length;
const [IN_COAST, IN_ENTRY, STRAIGHT] = [0, 1, 2];

/** In a slot the records stand first, then the weights. In a work slot: the header; the plot that was weighed last, by its index; the weights; the
 *  weighted likelihoods of that plot; then for each mode a work record and what was found of that plot, so that its update need not find it again. */
const SLOT = SET.size + MODES;
const WEIGHED = HEADER;
const WEIGHTS = WEIGHED + 1;
const LIKELIHOODS = WEIGHTS + MODES;
const WORK = LIKELIHOODS + MODES;
const NO_PLOT = -1;

/** Below this weight a mode is neither looked at nor updated in this scan: it could not change what is decided. */
const SILENT = 1e-6;

/** Rates of the changes of mode, 1/s. */
const BURNS_AGAIN = 1 / 3000;
const DISTURBED_IN_AIR = 1 / 100;
const SETTLES = 1 / 30;
const AIR_FELT = 0.3;
const AIR_BEGINS_M = 100_000;

export function flightFilter(kernels: MeasurementKernels = POLAR3): ObjectFilter {
  const { dimension, workLength, innovationLength, innovate } = kernels;
  const gate = GATES.plot[dimension];
  const workOf = (mode: number): number => WORK + mode * (workLength + innovationLength);
  const update = SET.models.map(({ dimension: n }) => iteratedPolarUpdate(kernels, n));
  // Chances of the changes of mode above the air and in it, for the step that was taken last: a scan's objects all take the same one.
  const above = new Float64Array(MODES * MODES);
  const inside = new Float64Array(MODES * MODES);
  const ofStep = Float64Array.of(0);
  const estimate = new Float64Array(27);
  const estimateWork = new Float64Array(workLength);
  /** Weighs plot j by every mode that counts, into the work slot; returns the least distance², infinite when no mode explains it. */
  const weigh = (w: Float64Array, wo: number, plots: PlotTable, j: number): number => {
    let nearest = Infinity;
    for (let m = 0; m < MODES; m++) {
      w[wo + LIKELIHOODS + m] = 0;
      const weight = w[wo + WEIGHTS + m];
      const found = wo + workOf(m) + workLength;
      if (weight <= SILENT || !innovate(w, wo + workOf(m), plots.records, j * PLOT_RECORD, w, found)) continue;
      if (w[found + DISTANCE2] < nearest) nearest = w[found + DISTANCE2];
      w[wo + LIKELIHOODS + m] = weight * exp(w[found + LOG_LIKELIHOOD]);
    }
    w[wo + WEIGHED] = j;
    return nearest;
  };
  return {
    model: `flight, ${dimension} measured`,
    stateSize: SLOT,
    workSize: workOf(MODES),
    predict(s, o, dt_s) {
      if (dt_s === 0) return;
      if (dt_s !== ofStep[0]) {
        ofStep[0] = dt_s;
        setTransitions(above, false, dt_s);
        setTransitions(inside, true, dt_s);
      }
      predictModes(SET, s, o, s, o + SET.size, isInAir(s[o], s[o + 1], s[o + 2]) ? inside : above, dt_s);
    },
    project(s, o, sensor, w, wo) {
      w[wo + WEIGHED] = NO_PLOT;
      for (let m = 0; m < MODES; m++) {
        w[wo + WEIGHTS + m] = s[o + SET.size + m];
        if (w[wo + WEIGHTS + m] > SILENT) kernels.project[SET.models[m].dimension](s, o + SET.at[m], sensor.mount, 0, w, wo + workOf(m));
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
      const nearest = weigh(w, wo, plots, j);
      let sum = 0;
      for (let m = 0; m < MODES; m++) sum += w[wo + LIKELIHOODS + m];
      return nearest < gate && sum > 0 ? log(sum) : -Infinity;
    },
    update(s, from, w, wo, to, plots, j) {
      if (from !== to) s.copyWithin(to, from, from + SLOT);
      if (w[wo + WEIGHED] !== j) weigh(w, wo, plots, j);
      let total = 0;
      for (let m = 0; m < MODES; m++) {
        const likelihood = w[wo + LIKELIHOODS + m];
        total += likelihood;
        if (likelihood === 0) continue;
        const at = to + SET.at[m];
        const work = wo + workOf(m);
        update[m](s, at, plots.mount, 0, w, work, plots.records, j * PLOT_RECORD, w, work + workLength, s, at);
      }
      if (total > 0) for (let m = 0; m < MODES; m++) s[to + SET.size + m] = w[wo + LIKELIHOODS + m] / total;
    },
    start(plots, j, sensor, s, o) {
      s.fill(0, o, o + SLOT);
      for (let m = 0; m < MODES; m++) startFromPlot(plots, j, sensor.priorVelocity_mps, s, o + SET.at[m], SET.models[m].dimension);
      const entry = o + SET.at[IN_ENTRY];
      s[entry + 6] = LOG_DRAG_PRIOR;
      s[entry + 7 + packedIndex(6, 6)] = SIGMA_LOG_DRAG * SIGMA_LOG_DRAG;
      if (dimension === 4) for (let m = 0; m < MODES; m++) takeRangeRate(plots, j, s, o + SET.at[m], SET.models[m].dimension);
      const inAir = isInAir(s[o], s[o + 1], s[o + 2]);
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
      for (let m = 0; m < MODES; m++) blendMode(s, from, weights, to, m);
    },
  };
}

/** One mode's mixture over several slots. Where none of them gives it weight it is the mixture by the slots' own weights. */
function blendMode(s: Float64Array, from: readonly number[], weights: readonly number[], to: number, m: number): void {
  const total = s[to + SET.size + m];
  const parts = from.map((o, i) => ({ s, o: o + SET.at[m], share: total > 0 ? (weights[i] * s[o + SET.size + m]) / total : weights[i] }));
  mixRecords(SET.models[m].dimension, parts, s, to + SET.at[m]);
}

/** The mode that has all the weight that counts, or −1. */
function onlyMode(w: Float64Array, wo: number): number {
  for (let m = 0; m < MODES; m++) if (w[wo + WEIGHTS + m] > 0.995) return m;
  return -1;
}

/** Whether a place is lower than where air begins. The height over the ellipsoid is between those over the spheres that hold it and that it holds, which
 *  decides for all but a shell of 21 km without its rounds. */
function isInAir(x: number, y: number, z: number): boolean {
  const r = Math.sqrt(x * x + y * y + z * z);
  if (r - WGS84.a_m > AIR_BEGINS_M + ROUNDING_M) return false;
  if (r - WGS84.b_m < AIR_BEGINS_M - ROUNDING_M) return true;
  return heightAbove(x, y, z) < AIR_BEGINS_M;
}

const ROUNDING_M = 1;

function setTransitions(out: Float64Array, inAir: boolean, dt_s: number): void {
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
