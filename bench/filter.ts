import { fromFlat, type NaiveModel, naivePredict, naiveUpdate, type NaiveState } from '../tests/support/naive-filter.ts';
import { MODELS, type MotionModel } from '../src/core/track/models.ts';
import type { Linearised } from '../src/core/track/measurement.ts';
import { predict } from '../src/core/track/predict.ts';
import { innovate, update } from '../src/core/track/update.ts';

const STEPS = 4000;
const NAIVE_STEPS = 400;
const ROUNDS = 5;
const STEP_S = 1;

/** Nanoseconds for one predict over a second and one update with a radar plot, beside the same written naively; rounds interleaved. */
export function filterBench(): string[] {
  const rows = MODELS.map((model) => {
    const fast: number[] = [];
    const naive: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      fast.push(timeFast(model));
      naive.push(timeNaive(model));
    }
    return { mode: model.mode, states: model.dimension, fast: median(fast), naive: median(naive) };
  });
  return [
    'One filter step (predict 1 s, radar update), nanoseconds:',
    '  model      states      here     naive   naive/here',
    ...rows.map(
      ({ mode, states, fast, naive }) =>
        `  ${mode.padEnd(10)} ${String(states).padStart(6)} ${fast.toFixed(0).padStart(9)} ${naive.toFixed(0).padStart(9)} ${(naive / fast).toFixed(1).padStart(12)}`,
    ),
  ];
}

function timeFast(model: MotionModel): number {
  const z = plot();
  let { x, p } = initial(model);
  const began = performance.now();
  for (let i = 0; i < STEPS; i++) {
    if (i % 20 === 0) ({ x, p } = initial(model));
    predict(model, x, p, STEP_S);
    const innovation = innovate(z, p, model.dimension);
    if (innovation !== undefined) update(x, p, model.dimension, z, innovation);
  }
  return ((performance.now() - began) * 1e6) / STEPS;
}

function timeNaive(model: MotionModel): number {
  const z = plot();
  const n = model.dimension;
  const h = fromFlat(z.h, 6).map((row) => [...row, ...Array.from({ length: n - 6 }, () => 0)]);
  const r = fromFlat(z.r, 4);
  let state = naiveInitial(model);
  const naive = naiveModel(model);
  const began = performance.now();
  for (let i = 0; i < NAIVE_STEPS; i++) {
    if (i % 20 === 0) state = naiveInitial(model);
    state = naivePredict(naive, state, STEP_S);
    state = naiveUpdate(state, [...z.residual], h, r);
  }
  return ((performance.now() - began) * 1e6) / NAIVE_STEPS;
}

/** The same derivative and Jacobian as arrays of arrays: only the way of writing differs. */
function naiveModel(model: MotionModel): NaiveModel {
  const n = model.dimension;
  return {
    derivative: (x) => {
      const out = new Float64Array(n);
      model.derivative(Float64Array.from(x), out);
      return [...out];
    },
    jacobian: (x) => {
      const out = new Float64Array(n * n);
      model.jacobian(Float64Array.from(x), out);
      return fromFlat(out, n);
    },
    noise: (h) => {
      const q = new Float64Array(n * n);
      model.addNoise(new Float64Array(n), h, q);
      return fromFlat(q, n);
    },
  };
}

/** 80 km above 40°N 130°E, climbing. */
function initial(model: MotionModel): { x: Float64Array; p: Float64Array } {
  const n = model.dimension;
  const x = new Float64Array(n);
  x.set([-3_176_000, 3_785_000, 4_146_000, -900, 700, 1500]);
  if (n === 7) x[6] = -8.7;
  if (n === 9) x.set([-8, 9, 14], 6);
  const p = new Float64Array(n * n);
  for (let i = 0; i < n; i++) p[i * n + i] = i < 3 ? 250_000 : i < 6 ? 400 : n === 7 ? 0.3 : 9;
  return { x, p };
}

function naiveInitial(model: MotionModel): NaiveState {
  const { x, p } = initial(model);
  return { x: [...x], p: fromFlat(p, model.dimension) };
}

/** A plot with small residuals from a radar 400 km away. */
function plot(): Linearised {
  const h = new Float64Array(24);
  h.set([0.6, 0.64, 0.48], 0);
  h.set([0.73 / 4e5, -0.68 / 4e5, 0], 6);
  h.set([0.33 / 4e5, 0.35 / 4e5, -0.88 / 4e5], 12);
  h.set([0.6, 0.64, 0.48], 21);
  const r = new Float64Array(16);
  r.set([900, 0, 0, 0, 0, 1e-6, 0, 0, 0, 0, 1e-6, 0, 0, 0, 0, 100]);
  return { dimension: 4, residual: Float64Array.of(12, 3e-4, -2e-4, 4), h, r };
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
