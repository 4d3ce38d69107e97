import { expect, test } from 'vitest';
import { convert, LOG_DRAG_PRIOR, SIGMA_LOG_DRAG } from './conversion.ts';
import { DISTANCE2, LOG_LIKELIHOOD, POLAR3 } from '../look/measurement-kernels.ts';
import { modeUpdate } from './mode-update.ts';
import { estimateModes, type ModeSet, modeSet, predictModes } from './mode-set.ts';
import { BOOST, COAST, CONSTANT_VELOCITY, ENTRY, MANOEUVRE, type MotionModel } from './models.ts';
import { predict } from './predict.ts';
import { packedIndex } from '../../math/packed.ts';

/** 300 km above 40°N 130°E, climbing; `shift` moves it along all states. */
function recordFor(model: MotionModel, shift = 0): Float64Array {
  const record = new Float64Array(model.size);
  record.set([-3_290_000, 3_920_000, 4_290_000, -1500, -900, 2200]);
  if (model.dimension === 7) record[6] = -8.4;
  if (model.dimension === 9) record.set([-8, 9, 14], 6);
  for (let i = 0; i < model.dimension; i++) {
    const sigma = i < 3 ? 500 : i < 6 ? 20 : model.dimension === 7 ? 0.5 : 3;
    record[i] += shift * sigma;
    record[model.dimension + packedIndex(i, i)] = sigma * sigma;
  }
  return record;
}

function objectOf(set: ModeSet, shifts: readonly number[]): Float64Array {
  const s = new Float64Array(set.size);
  set.models.forEach((model, j) => s.set(recordFor(model, shifts[j]), set.at[j]));
  return s;
}

const identity = (k: number): Float64Array => Float64Array.from({ length: k * k }, (_, i) => (i % (k + 1) === 0 ? 1 : 0));
const recordAt = (set: ModeSet, s: Float64Array, j: number): Float64Array => s.slice(set.at[j], set.at[j] + set.models[j].size);

test('modes that never turn into each other are filters by themselves', () => {
  const set = modeSet(BOOST, COAST, ENTRY, MANOEUVRE);
  const s = objectOf(set, [0, 1, 2, 3]);
  const g = Float64Array.of(0.1, 0.2, 0.3, 0.4);
  predictModes(set, s, 0, g, 0, identity(4), 3);
  set.models.forEach((model, j) => {
    const alone = recordFor(model, j);
    predict(model, alone, 0, 3);
    expect(recordAt(set, s, j)).toEqual(alone);
  });
  [0.1, 0.2, 0.3, 0.4].forEach((w, j) => expect(g[j]).toBeCloseTo(w, 14));
});

test('two modes start from the moments of their mixture, with the shares that the transitions give', () => {
  const set = modeSet(CONSTANT_VELOCITY, COAST);
  const s = objectOf(set, [0, 4]);
  const g = Float64Array.of(0.3, 0.7);
  const transitions = Float64Array.of(0.9, 0.1, 0.2, 0.8);
  const [a, b] = [recordFor(CONSTANT_VELOCITY, 0), recordFor(COAST, 4)];
  predictModes(set, s, 0, g, 0, transitions, 2);
  set.models.forEach((model, j) => {
    const weight = transitions[j] * 0.3 + transitions[2 + j] * 0.7;
    expect(g[j]).toBeCloseTo(weight, 14);
    const [wa, wb] = [(transitions[j] * 0.3) / weight, (transitions[2 + j] * 0.7) / weight];
    const mixture = new Float64Array(27);
    for (let i = 0; i < 6; i++) mixture[i] = wa * a[i] + wb * b[i];
    for (let i = 0; i < 6; i++)
      for (let k = 0; k <= i; k++) {
        const at = 6 + packedIndex(i, k);
        mixture[at] = wa * (a[at] + (a[i] - mixture[i]) * (a[k] - mixture[k])) + wb * (b[at] + (b[i] - mixture[i]) * (b[k] - mixture[k]));
      }
    predict(model, mixture, 0, 2);
    recordAt(set, s, j).forEach((v, i) => expect(Math.abs(v - mixture[i])).toBeLessThan(1e-8 * (1 + Math.abs(mixture[i]))));
  });
});

test('a mode of a thousandth is carried on but not blended into the others, and one of less than 1e-10 is dropped', () => {
  const set = modeSet(BOOST, COAST, ENTRY);
  const s = objectOf(set, [0, 0, 0]);
  const g = Float64Array.of(1e-3, 1 - 1e-3, 0);
  const transitions = Float64Array.of(0.9, 0.1, 0, 0, 1, 1e-11, 0, 0, 1);
  predictModes(set, s, 0, g, 0, transitions, 2);
  const alone = recordFor(COAST);
  predict(COAST, alone, 0, 2);
  expect(recordAt(set, s, 1)).toEqual(alone);
  expect(g[0]).toBeCloseTo(9e-4, 12);
  expect(g[2]).toBe(0);
});

const MOUNT = Float64Array.of(-3.1e6, 3.6e6, 4.1e6, 1, 0, 0, 0, 1, 0, 0, 0, 1);
const PLOT = Float64Array.of(418_400, -0.4541, 0.7648, 0.4541, 2500, 1e-6, 1e-6, 0, 0);

/** distance² and ln likelihood of the measurement under one record, from the kernels alone. */
function alone(model: MotionModel, record: Float64Array): { distance2: number; logLikelihood: number } {
  const work = new Float64Array(POLAR3.workLength);
  const v = new Float64Array(POLAR3.innovationLength);
  POLAR3.project[model.dimension](record, 0, MOUNT, 0, work, 0);
  expect(POLAR3.innovate(work, 0, PLOT, 0, v, 0)).toBe(true);
  return { distance2: v[DISTANCE2], logLikelihood: v[LOG_LIKELIHOOD] };
}

test('a measurement reweighs the modes by Bayes’ rule, and is as likely as all of them together make it', () => {
  const set = modeSet(COAST, ENTRY, MANOEUVRE);
  const s = objectOf(set, [0, 1, -2]);
  const g = Float64Array.of(0.5, 0.3, 0.2);
  const detection = Float64Array.of(0.9, 0.8, 0.1);
  const each = set.models.map((model, j) => alone(model, recordAt(set, s, j)));
  const joint = each.map(({ logLikelihood }, j) => g[j] * detection[j] * Math.exp(logLikelihood));
  const total = joint.reduce((sum, v) => sum + v, 0);
  const modes = modeUpdate(set, POLAR3);
  const work = new Float64Array(modes.workSize);
  modes.project(s, 0, g, 0, MOUNT, work, 0, detection);
  expect(modes.weigh(work, 0, PLOT, 0)).toBe(Math.min(...each.map(({ distance2 }) => distance2)));
  expect(Math.log(modes.likelihood(work, 0))).toBeCloseTo(Math.log(total), 9);
  modes.take(s, 0, g, 0, MOUNT, work, 0, PLOT, 0);
  joint.forEach((v, j) => expect(g[j]).toBeCloseTo(v / total, 10));
});

test('the estimate of all modes is their mixture, without those of less than five thousandths', () => {
  const set = modeSet(COAST, ENTRY, MANOEUVRE);
  const s = objectOf(set, [0, 2, 100]);
  const estimate = new Float64Array(27);
  estimateModes(set, s, 0, Float64Array.of(0.747, 0.249, 0.004), 0, estimate, 0);
  for (let i = 0; i < 6; i++) {
    const sigma = i < 3 ? 500 : 20;
    expect(Math.abs(estimate[i] - (s[set.at[0] + i] + 0.25 * 2 * sigma))).toBeLessThan(1e-6);
    // Two components two sigmas apart, three to one: 1 + 0.75 · 0.25 · 2² of the variance.
    expect(estimate[6 + packedIndex(i, i)] / (sigma * sigma)).toBeCloseTo(1.75, 9);
  }
});

test('when the engine stops within the step, what it still brings has the moments of a stop that is evenly likely anywhere', () => {
  const boosting = recordFor(BOOST);
  const out = new Float64Array(COAST.size);
  const dt = 4;
  convert(BOOST, boosting, 0, COAST, out, 0, dt);
  // Position and velocity along x by quadrature over the moment of the stop; the thrust's own variance goes along with its square.
  const shares = Array.from({ length: 20_000 }, (_, k) => (k + 0.5) / 20_000);
  const average = (f: (u: number) => number): number => shares.reduce((sum, u) => sum + f(u), 0) / shares.length;
  const dr = (u: number): number => dt * dt * (u - (u * u) / 2);
  const dv = (u: number): number => dt * u;
  const [meanR, meanV] = [average(dr), average(dv)];
  const a2 = boosting[6] * boosting[6] + 9;
  expect(out[0] - boosting[0]).toBeCloseTo(boosting[6] * meanR, 5);
  expect(out[3] - boosting[3]).toBeCloseTo(boosting[6] * meanV, 5);
  const at = (i: number, j: number): number => 6 + packedIndex(i, j);
  expect(out[at(0, 0)] - 250_000).toBeCloseTo(a2 * average((u) => (dr(u) - meanR) ** 2), 4);
  expect(out[at(3, 0)]).toBeCloseTo(a2 * average((u) => (dr(u) - meanR) * (dv(u) - meanV)), 4);
  expect(out[at(3, 3)] - 400).toBeCloseTo(a2 * average((u) => (dv(u) - meanV) ** 2), 4);
});

test('what a mode does not estimate it takes from its prior', () => {
  const entering = new Float64Array(ENTRY.size);
  convert(COAST, recordFor(COAST), 0, ENTRY, entering, 0, 1);
  expect(entering[6]).toBe(LOG_DRAG_PRIOR);
  expect(entering[7 + packedIndex(6, 6)]).toBeCloseTo(SIGMA_LOG_DRAG * SIGMA_LOG_DRAG, 14);
  const lighting = new Float64Array(BOOST.size);
  convert(COAST, recordFor(COAST), 0, BOOST, lighting, 0, 1);
  const speed = Math.sqrt(lighting[3] ** 2 + lighting[4] ** 2 + lighting[5] ** 2);
  // 15 m/s² along the velocity, 12 m/s² unsure each way.
  [0, 1, 2].forEach((i) => expect(lighting[6 + i]).toBeCloseTo((15 * lighting[3 + i]) / speed, 12));
  expect(lighting[9 + packedIndex(6, 6)]).toBe(144);
});
