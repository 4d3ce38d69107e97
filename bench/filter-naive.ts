import {
  determinant,
  type Matrix,
  type NaiveModel,
  naiveDistance2,
  naivePredict,
  naiveUpdate,
  type NaiveState,
  plus,
  times,
  transposed,
} from '../tests/support/naive-filter.ts';
import { naiveBoost, naiveCoast, naiveConstantVelocity, naiveEntry, naiveManoeuvre } from '../tests/support/naive-motion.ts';
import { type FilterCase, MODEL_ORDER, MOUNT, processorTime, RESTART, type Timed, TRANSITIONS } from './filter-cases.ts';
import { LOG_DRAG_PRIOR, SIGMA_LOG_DRAG } from '../src/core/track/filter/conversion.ts';
import type { MotionModel } from '../src/core/track/filter/models.ts';
import { unpacked } from '../src/core/math/packed.ts';

/** The cases of the bench as the textbook writes them: arrays of arrays, map and reduce. */
const NAIVE_MODELS: readonly NaiveModel[] = [
  naiveConstantVelocity(25),
  naiveCoast(1e-6),
  naiveEntry(1e-4),
  naiveBoost(0.4),
  naiveManoeuvre(16),
];
const NOISE: Matrix = [
  [2500, 0, 0],
  [0, 1e-6, 0],
  [0, 0, 1e-6],
];
const DETECTION = 0.9;
/** A mode of less share is not blended into the others, as in mode-set.ts. */
const BLENDED = 5e-3;

export function runNaive(one: FilterCase): (steps: number) => Timed {
  const starts = statesOf(one);
  return (steps) => {
    let states = starts;
    let weights = starts.map(() => 1 / starts.length);
    const ns = processorTime(() => {
      for (let i = 0; i < steps; i++) {
        if (i % RESTART === 0) {
          states = starts;
          weights = starts.map(() => 1 / starts.length);
        }
        ({ states, weights } = stepped(one, states, weights));
      }
    });
    return { ns: ns / steps, state: recordsOf(states) };
  };
}

function stepped({ models, dt_s }: FilterCase, states: NaiveState[], weights: number[]): { states: NaiveState[]; weights: number[] } {
  const predictedWeights = weights.map((_, j) => weights.reduce((sum, w, i) => sum + TRANSITIONS[i * weights.length + j] * w, 0));
  const mixed = states.length === 1 ? states : states.map((_, j) => mixedFor(j, models, states, weights, predictedWeights[j]));
  const predicted = mixed.map((state, j) => predictedOver(models[j], state, dt_s));
  const plot = sightOf(predicted[0]);
  const updates = predicted.map((state) => taken(state, plot));
  if (states.length === 1) return { states: [updates[0].state], weights };
  const joint = updates.map(({ logLikelihood }, j) => predictedWeights[j] * DETECTION * Math.exp(logLikelihood));
  const total = joint.reduce((sum, v) => sum + v, 0);
  return { states: updates.map(({ state }) => state), weights: joint.map((v) => v / total) };
}

function predictedOver(model: MotionModel, state: NaiveState, dt_s: number): NaiveState {
  const steps = model.dimension === 7 ? model.steps(recordsOf([state]), 0, dt_s) : 1;
  const naive = NAIVE_MODELS[MODEL_ORDER.indexOf(model)];
  return Array.from({ length: steps }).reduce<NaiveState>((now) => naivePredict(naive, now, dt_s / steps), state);
}

function mixedFor(j: number, models: readonly MotionModel[], states: NaiveState[], weights: number[], weight: number): NaiveState {
  const n = models[j].dimension;
  const shares = weights.map((w, i) => (TRANSITIONS[i * weights.length + j] * w) / weight).map((share) => (share > BLENDED ? share : 0));
  const kept = shares.reduce((sum, share) => sum + share, 0);
  const parts = states.map((state, i) => ({ share: shares[i] / kept, state: i === j ? state : convertedTo(n, state) }));
  const x = parts[0].state.x.map((_, a) => parts.reduce((sum, { share, state }) => sum + share * state.x[a], 0));
  const p = x.map((_, a) =>
    x.map((_e, b) => parts.reduce((sum, { share, state }) => sum + share * (state.p[a][b] + (state.x[a] - x[a]) * (state.x[b] - x[b])), 0)),
  );
  return { x, p };
}

function convertedTo(n: number, { x, p }: NaiveState): NaiveState {
  const six = { x: x.slice(0, 6), p: p.slice(0, 6).map((row) => row.slice(0, 6)) };
  if (n === 6) return six;
  return { x: [...six.x, LOG_DRAG_PRIOR], p: [...six.p.map((row) => [...row, 0]), [0, 0, 0, 0, 0, 0, SIGMA_LOG_DRAG * SIGMA_LOG_DRAG]] };
}

type Sight = { readonly range: number; readonly u: number[]; readonly right: number[]; readonly above: number[] };

function sightOf({ x }: NaiveState): Sight {
  const [origin, first, second, up] = [0, 3, 6, 9].map((at) => Array.from(MOUNT.subarray(at, at + 3)));
  const d = origin.map((v, i) => x[i] - v);
  const range = Math.sqrt(dot(d, d));
  const u = d.map((v) => v / range);
  const [a, b] = [dot(u, first), dot(u, second)];
  const level = Math.sqrt(a * a + b * b);
  const right = first.map((v, i) => (a * second[i] - b * v) / level);
  const above = up.map((v, i) => level * v - dot(u, up) * ((a * first[i] + b * second[i]) / level));
  return { range, u, right, above };
}

function taken(state: NaiveState, plot: Sight): { state: NaiveState; logLikelihood: number } {
  const { range, u, right, above } = sightOf(state);
  const rest = state.x.slice(3).map(() => 0);
  const h = [u, right.map((v) => v / range), above.map((v) => v / range)].map((row) => [...row, ...rest]);
  const along = dot(plot.u, u);
  const y = [plot.range + 12 - range, dot(plot.u, right) / along, dot(plot.u, above) / along];
  const s = plus(times(times(h, state.p), transposed(h)), NOISE);
  const logLikelihood = -0.5 * (naiveDistance2(state, y, h, NOISE) + Math.log(determinant(s)) + 3 * Math.log(2 * Math.PI));
  return { state: naiveUpdate(state, y, h, NOISE), logLikelihood };
}

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, v, i) => sum + v * b[i], 0);

function statesOf({ models, start }: FilterCase): NaiveState[] {
  let at = 0;
  return models.map(({ dimension, size }) => {
    const p = unpacked(start, at + dimension, dimension);
    const state = {
      x: Array.from(start.subarray(at, at + dimension)),
      p: Array.from({ length: dimension }, (_, i) => Array.from(p.subarray(i * dimension, (i + 1) * dimension))),
    };
    at += size;
    return state;
  });
}

function recordsOf(states: NaiveState[]): Float64Array {
  return Float64Array.from(states.flatMap(({ x, p }) => [...x, ...p.flatMap((row, i) => row.slice(0, i + 1))]));
}
