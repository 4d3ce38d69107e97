import { exp, log } from '../../math/elementary.ts';
import { WGS84 } from '../../frames/earth.ts';
import { heightAbove } from '../../frames/geodetic.ts';
import { modeUpdate } from './mode-update.ts';
import { type MeasurementKernels, POLAR3 } from '../look/measurement-kernels.ts';
import { estimateModes, modeSet, predictModes } from './mode-set.ts';
import { COAST, CONSTANT_VELOCITY, ENTRY } from './models.ts';
import { LOG_DRAG_PRIOR, SIGMA_LOG_DRAG } from './conversion.ts';
import { projectionMixer } from './mixed-projection.ts';
import { mixRecords } from './mixture.ts';
import { packedIndex } from '../../math/packed.ts';
import { HEADER, type ObjectFilter } from './object-filter.ts';
import { GATES } from '../look/gates.ts';
import { startFromPlot, takeRangeRate, writeHeader } from './polar.ts';

/** Three ways of flying over the Earth at once (IMM), on range, azimuth, elevation and, with those kernels, range rate: coast, entry with its drag parameter, and straight but for
 *  accelerations of any cause (thrust, lift, an aircraft that does not fall). The structure varies: above the air nothing enters, and a coast is
 *  left only by the rare burn (H7).   Source  [BSLK2001] §11.6.6, [LJ2005] §VI (mode-set.ts has the equations). */
const SET = modeSet(COAST, ENTRY, CONSTANT_VELOCITY);
const MODES = SET.models.length;
const [IN_COAST, IN_ENTRY, STRAIGHT] = [0, 1, 2];

/** In a slot the records stand first, then the weights; in a work slot the header, then what the modes need (mode-update.ts). */
const SLOT = SET.size + MODES;

/** Rates of the changes of mode, 1/s. */
const BURNS_AGAIN = 1 / 3000;
const DISTURBED_IN_AIR = 1 / 100;
const SETTLES = 1 / 30;
const AIR_FELT = 0.3;
const AIR_BEGINS_M = 100_000;

/** The filter of what is launched: its modes are coast, entry and straight, its states ECEF metres and seconds. `kernels` are of what the
 *  sensors measure: range and two angles unless given. */
export function flightFilter(kernels: MeasurementKernels = POLAR3): ObjectFilter {
  const { dimension, workLength } = kernels;
  const gate = GATES.plot[dimension];
  const modes = modeUpdate(SET, kernels);
  // Chances of the changes of mode above the air and in it, for the step that was taken last: a scan's objects all take the same one.
  const above = new Float64Array(MODES * MODES);
  const inside = new Float64Array(MODES * MODES);
  const ofStep = Float64Array.of(0);
  const mixProjections = projectionMixer(modes, MODES, kernels);
  const together = new Float64Array(workLength);
  const estimate = new Float64Array(27);
  return {
    model: `flight, ${dimension} measured`,
    stateSize: SLOT,
    workSize: HEADER + modes.workSize,
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
      modes.project(s, o, s, o + SET.size, sensor.mount, w, wo + HEADER);
      const alone = onlyMode(s, o + SET.size);
      if (alone >= 0) {
        const p = o + SET.at[alone] + SET.models[alone].dimension;
        writeHeader(w, wo, kernels, w, wo + HEADER + modes.workOf(alone), sensor.mount, s, p);
      } else if (dimension === 2) {
        estimateModes(SET, s, o, s, o + SET.size, estimate, 0);
        kernels.project[6](estimate, 0, sensor.mount, 0, together, 0);
        writeHeader(w, wo, kernels, together, 0, sensor.mount, estimate, 6);
      } else {
        mixProjections(w, wo + HEADER, s, o + SET.size, together);
        writeHeader(w, wo, kernels, together, 0, sensor.mount, s, o);
      }
    },
    logDensity(w, wo, plots, j) {
      const nearest = modes.weigh(w, wo + HEADER, plots.records, j);
      if (nearest >= gate) return -Infinity;
      const sum = modes.likelihood(w, wo + HEADER);
      return sum > 0 ? log(sum) : -Infinity;
    },
    update(s, from, w, wo, to, plots, j) {
      if (from !== to) s.copyWithin(to, from, from + SLOT);
      modes.take(s, to, s, to + SET.size, plots.mount, w, wo + HEADER, plots.records, j);
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
function onlyMode(g: Float64Array, go: number): number {
  for (let m = 0; m < MODES; m++) if (g[go + m] > 0.995) return m;
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
