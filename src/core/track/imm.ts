import { exp, log } from '../math/elementary.ts';
import type { Linearised, Measurement } from './measurement.ts';
import { MODELS, MODES } from './models.ts';
import { predict } from './predict.ts';
import { type Situation, transitionMatrix } from './transitions.ts';
import { type Innovation, innovate, update } from './update.ts';

/** One mode's estimate: state n, covariance n×n. */
export type ModeState = { readonly x: Float64Array; readonly p: Float64Array };

/** Interacting multiple models over boost, coast, entry and manoeuvre.
 *  Source  [BSLK2001] §11.6.6; states of unequal length are mixed as in [GWBS2015]: what a mode does not estimate it takes from its
 *  prior, never from another mode's guess. */
export type Imm = { readonly modes: ModeState[]; readonly weights: Float64Array };

/** Mean and covariance over all modes, of position and velocity. */
export type Estimate = { readonly x: Float64Array; readonly p: Float64Array };

/** Prior of thrust when an engine lights: along the velocity, m/s². Upper stages start at 8, first stages at 15. */
const IGNITION_MPS2 = 15;
const SIGMA_IGNITION_MPS2 = 12;
const SIGMA_LIFT_MPS2 = 20;
/** Prior of the drag parameter: β = 5,000 kg/m², two sigmas from 1,500 (an empty stage) to 17,000 (a slender cone). */
export const LOG_DRAG_PRIOR = -8.517193191416238;
export const SIGMA_LOG_DRAG = 0.6;

/** A mode of less weight than this is not carried on. */
const NEGLIGIBLE = 1e-10;
/** A mode of less share than this keeps its weight, but is not blended into another's estimate or into the reported one: a thousandth
 *  of "it burns again, at some 15 m/s²" would double the covariance of a coast that is known to 0.3 m/s. */
const BLENDED = 5e-3;
const PI = new Float64Array(16);

/** Mixes, then predicts every mode by dt. */
export function predictImm(imm: Imm, situation: Situation, dt_s: number): void {
  if (dt_s <= 0) return;
  transitionMatrix(PI, situation, dt_s);
  const weights = new Float64Array(4);
  for (let j = 0; j < 4; j++) for (let i = 0; i < 4; i++) weights[j] += PI[i * 4 + j] * imm.weights[i];
  const mixed = MODES.map((_, j) => (weights[j] > NEGLIGIBLE ? mixInto(imm, j, weights[j], dt_s) : undefined));
  for (let j = 0; j < 4; j++) {
    const state = mixed[j];
    imm.weights[j] = state === undefined ? 0 : weights[j];
    if (state !== undefined) imm.modes[j] = state;
  }
  normalise(imm.weights);
  for (let j = 0; j < 4; j++) if (imm.weights[j] > 0) predict(MODELS[j], imm.modes[j].x, imm.modes[j].p, dt_s);
}

/** The moment-matched mixture that mode j starts from. */
function mixInto(imm: Imm, j: number, weight: number, dt_s: number): ModeState {
  const parts: { share: number; state: ModeState }[] = [];
  for (let i = 0; i < 4; i++) {
    const share = (PI[i * 4 + j] * imm.weights[i]) / weight;
    if (share > BLENDED) parts.push({ share, state: i === j ? imm.modes[i] : convert(imm.modes[i], i, j, dt_s) });
  }
  return momentMatch(parts, MODELS[j].dimension);
}

function momentMatch(unscaled: readonly { share: number; state: ModeState }[], n: number): ModeState {
  let total = 0;
  for (const { share } of unscaled) total += share;
  const parts = unscaled.map(({ share, state }) => ({ share: share / total, state }));
  const x = new Float64Array(n);
  const p = new Float64Array(n * n);
  for (const { share, state } of parts) for (let a = 0; a < n; a++) x[a] += share * state.x[a];
  for (const { share, state } of parts) {
    for (let a = 0; a < n; a++) {
      const da = state.x[a] - x[a];
      for (let b = 0; b < n; b++) p[a * n + b] += share * (state.p[a * n + b] + da * (state.x[b] - x[b]));
    }
  }
  return { x, p };
}

/** Mode i's estimate as mode j would start from it. */
function convert(from: ModeState, i: number, j: number, dt_s: number): ModeState {
  const target = MODELS[j].dimension;
  const source = MODELS[i].dimension;
  const x = new Float64Array(target);
  const p = new Float64Array(target * target);
  for (let a = 0; a < 6; a++) {
    x[a] = from.x[a];
    for (let b = 0; b < 6; b++) p[a * target + b] = from.p[a * source + b];
  }
  if (MODES[i] === 'boost' && target < 9) addBurnoutKick(from, x, p, target, dt_s);
  if (MODES[j] === 'boost') setAccelerationPrior(x, p, IGNITION_MPS2, SIGMA_IGNITION_MPS2);
  if (MODES[j] === 'manoeuvre') setAccelerationPrior(x, p, 0, SIGMA_LIFT_MPS2);
  if (MODES[j] === 'entry') {
    x[6] = LOG_DRAG_PRIOR;
    p[6 * 7 + 6] = SIGMA_LOG_DRAG * SIGMA_LOG_DRAG;
  }
  return { x, p };
}

/** Thrust ended somewhere in the coming step, evenly likely anywhere: the step still brings u·dt of it, u uniform on 0…1.
 *    Δv = a dt u,  Δr = a dt² (u − u²/2);   E u = 1/2, E(u − u²/2) = 1/3;  variances 1/12 and 1/45, covariance 1/24. */
function addBurnoutKick(from: ModeState, x: Float64Array, p: Float64Array, n: number, dt: number): void {
  const a = [from.x[6], from.x[7], from.x[8]];
  for (let i = 0; i < 3; i++) {
    x[i] += (a[i] * dt * dt) / 3;
    x[3 + i] += (a[i] * dt) / 2;
    for (let j = 0; j < 3; j++) {
      const aa = a[i] * a[j] + from.p[(6 + i) * 9 + 6 + j];
      p[i * n + j] += (aa * dt * dt * dt * dt) / 45;
      p[i * n + 3 + j] += (aa * dt * dt * dt) / 24;
      p[(3 + i) * n + j] += (aa * dt * dt * dt) / 24;
      p[(3 + i) * n + 3 + j] += (aa * dt * dt) / 12;
    }
  }
}

function setAccelerationPrior(x: Float64Array, p: Float64Array, along_mps2: number, sigma_mps2: number): void {
  const v = Math.sqrt(x[3] * x[3] + x[4] * x[4] + x[5] * x[5]);
  for (let i = 0; i < 3; i++) {
    x[6 + i] = v > 0 ? (along_mps2 * x[3 + i]) / v : 0;
    p[(6 + i) * 9 + 6 + i] = sigma_mps2 * sigma_mps2;
  }
}

/** What a measurement would do to each mode; made once for the gate and used again for the update. */
export type Match = {
  readonly linearised: readonly (Linearised | undefined)[];
  readonly innovations: readonly (Innovation | undefined)[];
  /** Smallest squared Mahalanobis distance over the modes that count. */
  readonly distance2: number;
  /** ln Σ w_j Pd_j p_j(z): how likely this measurement is from this object. −∞ when no mode explains it. */
  readonly logLikelihood: number;
};

/** Modes below this share do not open the gate. */
const GATE_WEIGHT = 1e-6;

/** Evaluates a measurement against all modes. `detection[j]` is mode j's probability to be seen by this sensor now. */
export function match(imm: Imm, measurement: Measurement, detection: Float64Array): Match {
  const linearised: (Linearised | undefined)[] = [];
  const innovations: (Innovation | undefined)[] = [];
  let distance2 = Infinity;
  let best = -Infinity;
  const logs = new Float64Array(4).fill(-Infinity);
  for (let j = 0; j < 4; j++) {
    const active = imm.weights[j] > 0;
    const z = active ? measurement.linearise(imm.modes[j].x) : undefined;
    const innovation = z === undefined ? undefined : innovate(z, imm.modes[j].p, MODELS[j].dimension);
    linearised.push(z);
    innovations.push(innovation);
    if (innovation === undefined) continue;
    logs[j] = log(imm.weights[j] * detection[j]) + innovation.logLikelihood;
    best = Math.max(best, logs[j]);
    if (imm.weights[j] > GATE_WEIGHT) distance2 = Math.min(distance2, innovation.distance2);
  }
  let sum = 0;
  if (best > -Infinity) for (let j = 0; j < 4; j++) if (logs[j] > -Infinity) sum += exp(logs[j] - best);
  return { linearised, innovations, distance2, logLikelihood: best > -Infinity ? best + log(sum) : -Infinity };
}

/** Takes a matched measurement into every mode and reweighs them. */
export function updateImm(imm: Imm, found: Match, detection: Float64Array): void {
  const logs = new Float64Array(4).fill(-Infinity);
  for (let j = 0; j < 4; j++) {
    const z = found.linearised[j];
    const innovation = found.innovations[j];
    if (z === undefined || innovation === undefined || imm.weights[j] === 0) continue;
    logs[j] = log(imm.weights[j] * detection[j]) + innovation.logLikelihood;
    update(imm.modes[j].x, imm.modes[j].p, MODELS[j].dimension, z, innovation);
  }
  reweigh(imm.weights, logs);
}

/** A look that should have seen the object and did not: each mode loses what it had promised. */
export function missImm(imm: Imm, detection: Float64Array): void {
  for (let j = 0; j < 4; j++) imm.weights[j] *= 1 - detection[j];
  normalise(imm.weights);
}

function reweigh(weights: Float64Array, logs: Float64Array): void {
  let best = -Infinity;
  for (let j = 0; j < 4; j++) best = Math.max(best, logs[j]);
  if (best === -Infinity) return;
  for (let j = 0; j < 4; j++) weights[j] = logs[j] > -Infinity ? exp(logs[j] - best) : 0;
  normalise(weights);
}

function normalise(weights: Float64Array): void {
  let sum = 0;
  for (let j = 0; j < 4; j++) sum += weights[j];
  for (let j = 0; j < 4; j++) weights[j] /= sum;
}

/** Position and velocity over all modes, moment-matched. */
export function estimate(imm: Imm): Estimate {
  const parts: { share: number; state: ModeState }[] = [];
  for (let j = 0; j < 4; j++)
    if (imm.weights[j] > BLENDED) parts.push({ share: imm.weights[j], state: firstSix(imm.modes[j], MODELS[j].dimension) });
  return momentMatch(parts, 6);
}

/** The position–velocity part of one mode. */
export function firstSix(state: ModeState, n: number): ModeState {
  if (n === 6) return state;
  const p = new Float64Array(36);
  for (let a = 0; a < 6; a++) for (let b = 0; b < 6; b++) p[a * 6 + b] = state.p[a * n + b];
  return { x: state.x.slice(0, 6), p };
}
