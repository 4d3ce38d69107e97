import { exp, pow } from '../../core/math/elementary.ts';
import { cholesky } from '../../core/math/matrix.ts';
import type { Gaussian } from '../../core/track/estimators/filter.ts';
import type { RandomStream } from '../random.ts';

/** A bootstrap particle filter: a cloud that is moved with its noise, weighed by the likelihood and drawn again.
 *  With so little noise in the motion a cloud that is only copied would soon be a few points. So each copy is moved by a kernel of width
 *  h = (4/(N (n+2)))^(1/(n+4)) of the cloud's own covariance, and drawn towards the mean by √(1−h²), so that the covariance stays.
 *  Source  [RAG2004] §3.5 (bootstrap, systematic resampling, regularisation); the drawing in is Liu and West's. */
export type Cloud = {
  move(step: (state: Float64Array) => void): void;
  /** `logLikelihood` up to a constant. */
  weigh(logLikelihood: (state: Float64Array) => number): void;
  /** Mean and covariance. */
  moments(): Gaussian;
};

export function cloudAround({ x, p }: Gaussian, count: number, random: RandomStream): Cloud {
  const n = x.length;
  let states = Array.from({ length: count }, () => x.slice());
  let copies = Array.from({ length: count }, () => new Float64Array(n));
  const weights = new Float64Array(count).fill(1 / count);
  const width = pow(4 / (count * (n + 2)), 1 / (n + 4));
  const inwards = Math.sqrt(1 - width * width);
  const root = new Float64Array(n * n);
  const deviates = new Float64Array(n);
  const spread = (state: Float64Array, factor: number): void => {
    for (let i = 0; i < n; i++) deviates[i] = factor * random.normal();
    for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) state[i] += root[i * n + j] * deviates[j];
  };
  cholesky(root, p, n);
  for (const state of states) spread(state, 1);
  return {
    move: (step) => states.forEach(step),
    weigh(logLikelihood) {
      for (let k = 0; k < count; k++) weights[k] = logLikelihood(states[k]);
      normalise(weights);
      const { x: mean, p: covariance } = momentsOf(states, weights);
      draw(copies, states, weights, random.uniform());
      [states, copies] = [copies, states];
      weights.fill(1 / count);
      // Fewer than n distinct points are left: nothing to spread them by, and the moments will tell.
      if (!cholesky(root, covariance, n)) return;
      for (const state of states) {
        for (let i = 0; i < n; i++) state[i] = mean[i] + inwards * (state[i] - mean[i]);
        spread(state, width);
      }
    },
    moments: () => momentsOf(states, weights),
  };
}

/** From logarithms to weights that sum to one. */
function normalise(weights: Float64Array): void {
  let best = -Infinity;
  for (const w of weights) best = Math.max(best, w);
  let sum = 0;
  for (let k = 0; k < weights.length; k++) {
    weights[k] = exp(Math.max(-700, weights[k] - best));
    sum += weights[k];
  }
  for (let k = 0; k < weights.length; k++) weights[k] /= sum;
}

/** Systematic resampling: N equally spaced marks on the running sum of the weights. */
function draw(to: readonly Float64Array[], from: readonly Float64Array[], weights: Float64Array, offset: number): void {
  const count = weights.length;
  let source = 0;
  let sum = weights[0];
  for (let k = 0; k < count; k++) {
    while (sum < (k + offset) / count && source < count - 1) sum += weights[++source];
    to[k].set(from[source]);
  }
}

function momentsOf(states: readonly Float64Array[], weights: Float64Array): Gaussian {
  const n = states[0].length;
  const x = new Float64Array(n);
  const p = new Float64Array(n * n);
  states.forEach((state, k) => {
    for (let i = 0; i < n; i++) x[i] += weights[k] * state[i];
  });
  states.forEach((state, k) => {
    for (let i = 0; i < n; i++) {
      const d = weights[k] * (state[i] - x[i]);
      for (let j = 0; j <= i; j++) p[i * n + j] += d * (state[j] - x[j]);
    }
  });
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) p[j * n + i] = p[i * n + j];
  return { x, p };
}
