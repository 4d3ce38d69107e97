import { expAt } from '../../math/elementary.ts';
import { GATE_WEIGHT } from '../look/gates.ts';
import { DISTANCE2, LOG_LIKELIHOOD, type MeasurementKernels } from '../look/measurement-kernels.ts';
import { iteratedPolarUpdate, type PolarUpdate } from './iterated-polar.ts';
import { iteratedSightUpdate } from './iterated-sight.ts';
import type { ModeSet } from './mode-set.ts';

/** Several modes before a measurement: what each predicts of it, how well it explains it, and what it becomes with it (mode-set.ts has the equations).
 *
 *  A work slot at `w[wo]` holds which measurement was weighed last and its least distance²; the modes' weights, each times its probability to be seen;
 *  the weighted likelihoods of that measurement; then for each mode a work record and what was found of that measurement, so that taking it need not find it again.
 *  Modes below the gate's weight are neither looked at nor taken along: they could not change what is decided. Nothing is allocated. */
export type ModeUpdate = {
  readonly workSize: number;
  /** Predicts what a sensor at `mount` would measure, into the work slot. `detection[j]`: mode j's probability to be seen; absent, all are alike. */
  project(
    s: Float64Array,
    o: number,
    g: Float64Array,
    go: number,
    mount: Float64Array,
    w: Float64Array,
    wo: number,
    detection?: Float64Array,
  ): void;
  /** Weighs record j of `records` against the prediction; returns the least distance², infinite when no mode explains it. */
  weigh(w: Float64Array, wo: number, records: Float64Array, j: number): number;
  /** Σ_j w_j Pd_j p_j(z) of what was weighed last. */
  likelihood(w: Float64Array, wo: number): number;
  /** Takes record j into every mode, in place, and reweighs them. */
  take(
    s: Float64Array,
    o: number,
    g: Float64Array,
    go: number,
    mount: Float64Array,
    w: Float64Array,
    wo: number,
    records: Float64Array,
    j: number,
  ): void;
  /** Where the work record of a mode begins in the slot. */
  workOf(mode: number): number;
};

const NONE = -1;
const NEAREST = 1;

export function modeUpdate(set: ModeSet, kernels: MeasurementKernels): ModeUpdate {
  const { workLength, innovationLength, recordLength, innovate } = kernels;
  const { models, at } = set;
  const modes = models.length;
  const weights = NEAREST + 1;
  const likelihoods = weights + modes;
  const workOf = (mode: number): number => likelihoods + modes + mode * (workLength + innovationLength);
  const projections = models.map(({ dimension }) => kernels.project[dimension]);
  const updates = models.map(({ dimension }) => updateOf(kernels, dimension));
  const find = (w: Float64Array, wo: number, records: Float64Array, j: number): void => {
    let nearest = Infinity;
    for (let m = 0; m < modes; m++) {
      w[wo + likelihoods + m] = 0;
      const weight = w[wo + weights + m];
      const found = wo + workOf(m) + workLength;
      if (weight === 0 || !innovate(w, wo + workOf(m), records, j * recordLength, w, found)) continue;
      if (w[found + DISTANCE2] < nearest) nearest = w[found + DISTANCE2];
      const at = wo + likelihoods + m;
      w[at] = w[found + LOG_LIKELIHOOD];
      expAt(w, at);
      w[at] *= weight;
    }
    w[wo] = j;
    w[wo + NEAREST] = nearest;
  };
  return {
    workSize: workOf(modes),
    workOf,
    project(s, o, g, go, mount, w, wo, detection) {
      w[wo] = NONE;
      for (let m = 0; m < modes; m++) {
        const weight = g[go + m];
        w[wo + weights + m] = weight > GATE_WEIGHT ? (detection === undefined ? weight : weight * detection[m]) : 0;
        if (weight > GATE_WEIGHT) projections[m](s, o + at[m], mount, 0, w, wo + workOf(m));
      }
    },
    weigh(w, wo, records, j) {
      find(w, wo, records, j);
      return w[wo + NEAREST];
    },
    likelihood(w, wo) {
      let sum = 0;
      for (let m = 0; m < modes; m++) sum += w[wo + likelihoods + m];
      return sum;
    },
    take(s, o, g, go, mount, w, wo, records, j) {
      if (w[wo] !== j) find(w, wo, records, j);
      let total = 0;
      for (let m = 0; m < modes; m++) {
        const likelihood = w[wo + likelihoods + m];
        total += likelihood;
        if (likelihood === 0) continue;
        const record = o + at[m];
        const work = wo + workOf(m);
        updates[m](s, record, mount, 0, w, work, records, j * recordLength, w, work + workLength, s, record);
      }
      if (total > 0) for (let m = 0; m < modes; m++) g[go + m] = w[wo + likelihoods + m] / total;
    },
  };
}

/** Polar measurements bend where a lot is unknown across the sight; lines of sight only where a lot is unknown along it, for a sensor that is near. */
export function updateOf(kernels: MeasurementKernels, n: 6 | 7 | 9): PolarUpdate {
  if (kernels.dimension !== 2) return iteratedPolarUpdate(kernels, n);
  if (kernels.bends) return iteratedSightUpdate(kernels, n);
  const update = kernels.update[n];
  return (s, o, _mount, _mo, w, wo, _z, _zo, v, vo, t, to) => update(s, o, w, wo, v, vo, t, to);
}
