import { innovatePolar3, POLAR3_WORK } from '../src/core/track/kernels/polar3.ts';
import { POLAR3 } from '../src/core/track/look/measurement-kernels.ts';
import { type ModeSet, modeSet, predictModes } from '../src/core/track/filter/mode-set.ts';
import { modeUpdate } from '../src/core/track/filter/mode-update.ts';
import { BOOST, COAST, CONSTANT_VELOCITY, ENTRY, MANOEUVRE, type MotionModel } from '../src/core/track/filter/models.ts';
import { packedIndex } from '../src/core/math/packed.ts';

/** A filter step that the bench times: predict over dt, then take a plot of range and two angles. */
export type FilterCase = {
  readonly name: string;
  readonly dt_s: number;
  /** The models that are filtered side by side; one is a plain extended Kalman filter. */
  readonly models: readonly MotionModel[];
  /** Records of all of them, one after the other, at the start of each run of steps. */
  readonly start: Float64Array;
};

/** Steps from one start to the next, so that nothing runs away. */
export const RESTART = 20;
export const MODEL_ORDER: readonly MotionModel[] = [CONSTANT_VELOCITY, COAST, ENTRY, BOOST, MANOEUVRE];

/** A radar some 400 km away from where the records start. */
export const MOUNT = Float64Array.of(-3.1e6, 3.5e6, 4.3e6, 1, 0, 0, 0, 1, 0, 0, 0, 1);
/** π of the three-model filter, and the chance of a plot. */
export const TRANSITIONS = Float64Array.of(0.9, 0.08, 0.02, 0.05, 0.9, 0.05, 0.02, 0.08, 0.9);

const filterCase = (name: string, dt_s: number, ...models: MotionModel[]): FilterCase => ({
  name,
  dt_s,
  models,
  start: Float64Array.from(models.flatMap((model) => [...recordFor(model)])),
});

export const FILTER_CASES: readonly FilterCase[] = [
  filterCase('constant velocity', 5, CONSTANT_VELOCITY),
  filterCase('coast', 5, COAST),
  filterCase('entry', 1, ENTRY),
  filterCase('boost', 2, BOOST),
  filterCase('manoeuvre', 2, MANOEUVRE),
  filterCase('three models, 1 s', 1, CONSTANT_VELOCITY, COAST, ENTRY),
  filterCase('three models, 5 s', 5, CONSTANT_VELOCITY, COAST, ENTRY),
];

/** 80 km above 40°N 130°E, crossing and sinking: it stays in the air. */
function recordFor({ dimension: n, size }: MotionModel): Float64Array {
  const record = new Float64Array(size);
  record.set([-3_176_000, 3_785_000, 4_146_000, -900, -700, 300]);
  if (n === 7) record[6] = -8.7;
  if (n === 9) record.set([-8, 9, 14], 6);
  for (let i = 0; i < n; i++) record[n + packedIndex(i, i)] = i < 3 ? 250_000 : i < 6 ? 400 : n === 7 ? 0.3 : 9;
  return record;
}

/** Nanoseconds a step, and the records after the last. */
export type Timed = { readonly ns: number; readonly state: Float64Array };

/** The kernels as the tracker uses them. */
export function runKernels(one: FilterCase): (steps: number) => Timed {
  const step = one.models.length === 1 ? singleStep(one) : modesStep(one);
  const state = one.start.slice();
  return (steps) => {
    const ns = processorTime(() => {
      for (let i = 0; i < steps; i++) {
        if (i % RESTART === 0) state.set(one.start);
        step(state, i % RESTART === 0);
      }
    });
    return { ns: ns / steps, state: state.slice() };
  };
}

/** Nanoseconds of the processor: what other programs do meanwhile does not count. */
export function processorTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) * 1e3;
}

type Step = (s: Float64Array, fresh: boolean) => void;

function singleStep({ models: [model], dt_s }: FilterCase): Step {
  const project = POLAR3.project[model.dimension];
  const update = POLAR3.update[model.dimension];
  const w = new Float64Array(POLAR3.workLength);
  const v = new Float64Array(POLAR3.innovationLength);
  const z = new Float64Array(7);
  return (s) => {
    model.step(s, 0, dt_s);
    project(s, 0, MOUNT, 0, w, 0);
    plotFrom(w, 0, z);
    if (innovatePolar3(w, 0, z, 0, v, 0)) update(s, 0, w, 0, v, 0, s, 0);
  };
}

function modesStep({ models, dt_s }: FilterCase): Step {
  const set: ModeSet = modeSet(...models);
  const g = new Float64Array(models.length);
  const modes = modeUpdate(set, POLAR3);
  const z = new Float64Array(POLAR3.recordLength);
  const slot = new Float64Array(modes.workSize);
  return (s, fresh) => {
    if (fresh) for (let j = 0; j < g.length; j++) g[j] = 1 / models.length;
    predictModes(set, s, 0, g, 0, TRANSITIONS, dt_s);
    modes.project(s, 0, g, 0, MOUNT, slot, 0);
    plotFrom(slot, modes.workOf(0), z);
    modes.take(s, 0, g, 0, MOUNT, slot, 0, z, 0);
  };
}

/** A plot a little off what is predicted. */
function plotFrom(w: Float64Array, wo: number, z: Float64Array): void {
  z[0] = w[wo + POLAR3_WORK.range] + 12;
  for (let i = 0; i < 3; i++) z[1 + i] = w[wo + POLAR3_WORK.sight + i];
  z[4] = 2500;
  z[5] = 1e-6;
  z[6] = 1e-6;
}
