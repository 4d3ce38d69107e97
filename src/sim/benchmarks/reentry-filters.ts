import { type Gaussian, predict, update } from '../../core/track/estimators/filter.ts';
import { type Lineariser, regression, tangent, withoutRest } from '../../core/track/estimators/linearise.ts';
import { differenceInto } from '../../core/track/estimators/mapping.ts';
import { cubature, gaussHermite3, unscented } from '../../core/track/estimators/sigma-rules.ts';
import type { RandomStream } from '../random.ts';
import { type Cloud, cloudAround } from './particles.ts';
import { convertedNoise, convertedPlot, polar, POLAR_NOISE, position, REENTRY, type ReentryModel } from './reentry-model.ts';

/** A filter on trial on the re-entry: given the start that all share, then the plots from the third on. */
export type ReentryFilter = {
  readonly name: string;
  /** One of the four that the paper compares. */
  readonly published: boolean;
  /** Evaluations of the motion model a step: computational load on any machine. */
  readonly evaluations: number;
  start(state: Gaussian, random: RandomStream): void;
  step(plot: Float64Array): void;
  state(): Gaussian;
};

const ITERATED = 10;

/** The paper's four, on plots converted to positions as there; then what else one may do. */
export function reentryFilters(model: ReentryModel, particles: number): readonly ReentryFilter[] {
  const n = model.states;
  const points = unscented({ alpha: 0.5, beta: 2 });
  // A tangent costs the model's value and its derivatives: as much as one evaluation for each state.
  return [
    written(model, 'EKF', true, n + 1, tangent),
    written(model, 'statistical linearisation', true, gaussHermite3(n).count, withoutRest(regression(gaussHermite3))),
    written(model, 'UKF', true, points(n).count, regression(points)),
    particleFilter(model, particles),
    written(model, 'CKF', false, 2 * n, regression(cubature)),
    written(model, 'EKF on range and elevation', false, n + 1, tangent, 1),
    written(model, 'iterated EKF on range and elevation', false, n + 1, tangent, ITERATED),
    written(model, 'UKF on range and elevation', false, points(n).count, regression(points), 1),
  ];
}

/** `rounds` of the update with the plot as measured; without it the plot is converted. */
function written(
  { motion, noise }: ReentryModel,
  name: string,
  published: boolean,
  evaluations: number,
  linearise: Lineariser,
  rounds?: number,
): ReentryFilter {
  let state: Gaussian | undefined;
  return {
    name,
    published,
    evaluations,
    start(given) {
      state = given;
    },
    step(plot) {
      const predicted = predict(linearise, started(state), motion, noise);
      if (predicted.kind !== 'predicted') throw new RangeError(`${name}: ${predicted.what} not positive definite`);
      const { state: prior } = predicted;
      const updated =
        rounds === undefined
          ? update(linearise, prior, position, convertedNoise(prior.x[0], prior.x[2]), convertedPlot(plot))
          : update(linearise, prior, polar, POLAR_NOISE, plot, rounds);
      if (updated.kind !== 'updated') throw new RangeError(`${name}: ${updated.what} not positive definite`);
      state = updated.state;
    },
    state: () => started(state),
  };
}

/** Weighs by the likelihood of range and elevation, which needs no conversion. */
function particleFilter({ disturb }: ReentryModel, count: number): ReentryFilter {
  let cloud: Cloud | undefined;
  let random: RandomStream | undefined;
  const miss = new Float64Array(2);
  return {
    name: `particles, ${count}`,
    published: true,
    evaluations: count,
    start(given, stream) {
      random = stream;
      cloud = cloudAround(given, count, stream);
    },
    step(plot) {
      const chance = started(random);
      started(cloud).move((s) => disturb(s, chance));
      started(cloud).weigh((s) => {
        polar.of(miss, s);
        differenceInto(miss, plot, miss, polar);
        return -0.5 * ((miss[0] * miss[0]) / POLAR_NOISE[0] + (miss[1] * miss[1]) / POLAR_NOISE[3]);
      });
    },
    state: () => started(cloud).moments(),
  };
}

function started<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new RangeError('this filter has not been started');
  return value;
}

/** From the first two plots: the later one's position, and the velocity between them with gravity. β, where it is a state, from its prior. */
export function startFromTwo({ states }: ReentryModel, first: Float64Array, second: Float64Array): Gaussian {
  const a = convertedPlot(first);
  const b = convertedPlot(second);
  const earlier = convertedNoise(a[0], a[1]);
  const later = convertedNoise(b[0], b[1]);
  const T = REENTRY.interval_s;
  const x = Float64Array.of(b[0], (b[0] - a[0]) / T, b[1], (b[1] - a[1]) / T - 0.5 * REENTRY.gravity_mps2 * T, REENTRY.beta);
  const p = new Float64Array(states * states);
  const noise = (REENTRY.processNoise_m2ps3 * T) / 3;
  for (let i = 0; i < 2; i++) {
    for (let j = 0; j < 2; j++) {
      const at = 2 * i * states + 2 * j;
      p[at] = later[i * 2 + j];
      p[at + 1] = later[i * 2 + j] / T;
      p[at + states] = later[i * 2 + j] / T;
      p[at + states + 1] = (earlier[i * 2 + j] + later[i * 2 + j]) / (T * T) + (i === j ? noise : 0);
    }
  }
  if (states === 5) p[24] = REENTRY.sigmaBeta * REENTRY.sigmaBeta;
  return { x: x.slice(0, states), p };
}
