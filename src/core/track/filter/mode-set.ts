import { changesMotion, convert } from './conversion.ts';
import { mergeOf6, mergeOf7, mergeOf9, mixTwoOf6 } from '../kernels/mixture.ts';
import type { MotionModel } from './models.ts';
import { predict } from './predict.ts';

/** Several ways of moving, filtered side by side and mixed: interacting multiple models on flat arrays.
 *
 *    w⁻_j = Σ_i π_ij w_i        mode j starts from the moments of the others' estimates with shares π_ij w_i / w⁻_j
 *    w_j ∝ w⁻_j Pd_j p_j(z)     p_j(z) the likelihood of the measurement under mode j
 *
 *  An object is a run of records at `s[o]`, one for each mode at `at[j]`, and its weights at `g[go]`. Nothing is allocated.
 *  Source  [BSLK2001] §11.6.6; states of unequal length are mixed as in [GWBS2015] (conversion.ts). */
export type ModeSet = { readonly models: readonly MotionModel[]; readonly at: readonly number[]; readonly size: number };

export const MOST_MODES = 4;

export function modeSet(...models: MotionModel[]): ModeSet {
  const at: number[] = [];
  let size = 0;
  for (const model of models) {
    at.push(size);
    size += model.size;
  }
  return { models, at, size };
}

/** A mode of less weight than this is not carried on. */
const NEGLIGIBLE = 1e-10;
/** A mode of less share than this keeps its weight, but is not blended into another's estimate or into the reported one: a thousandth
 *  of "it burns again, at some 15 m/s²" would double the covariance of a coast that is known to 0.3 m/s. */
const BLENDED = 5e-3;

const LONGEST_RECORD = 54;
const MERGE = { 6: mergeOf6, 7: mergeOf7, 9: mergeOf9 };
/** Numbers of a packed 6×6 covariance. */
const SIX = 21;

const weights = new Float64Array(MOST_MODES);
const shares = new Float64Array(MOST_MODES);
const mixed = new Float64Array(MOST_MODES * LONGEST_RECORD);
const converted = new Float64Array(LONGEST_RECORD);

/** Mixes, then predicts every mode by dt. `transitions` is π, k×k row-major, k the number of modes. */
export function predictModes(
  set: ModeSet,
  s: Float64Array,
  o: number,
  g: Float64Array,
  go: number,
  transitions: Float64Array,
  dt_s: number,
): void {
  const k = set.models.length;
  for (let j = 0; j < k; j++) {
    let weight = 0;
    for (let i = 0; i < k; i++) weight += transitions[i * k + j] * g[go + i];
    weights[j] = weight <= NEGLIGIBLE ? 0 : weight;
  }
  mixModes(set, s, o, g, go, transitions, dt_s);
  let sum = 0;
  for (let j = 0; j < k; j++) sum += weights[j];
  for (let j = 0; j < k; j++) {
    g[go + j] = weights[j] / sum;
    if (weights[j] > 0) predict(set.models[j], s, o + set.at[j], dt_s);
  }
}

/** Every mode's mixture is made of the others' old records, so the new ones wait in `mixed` until all are made. */
function mixModes(set: ModeSet, s: Float64Array, o: number, g: Float64Array, go: number, transitions: Float64Array, dt_s: number): void {
  const k = set.models.length;
  let changed = 0;
  for (let j = 0; j < k; j++) {
    if (weights[j] === 0) continue;
    for (let i = 0; i < k; i++) shares[i] = (transitions[i * k + j] * g[go + i]) / weights[j];
    keepBlended(k);
    if (shares[j] === 1) continue;
    mixInto(set, s, o, j, dt_s);
    changed |= 1 << j;
  }
  for (let j = 0; j < k; j++) {
    if ((changed & (1 << j)) === 0) continue;
    copy(mixed, set.at[j], s, o + set.at[j], set.models[j].size);
  }
}

/** Drops the shares that are too small to blend; the others sum to one. */
function keepBlended(k: number): void {
  let sum = 0;
  for (let i = 0; i < k; i++) {
    if (shares[i] <= BLENDED) shares[i] = 0;
    sum += shares[i];
  }
  for (let i = 0; i < k; i++) shares[i] /= sum;
}

function mixInto(set: ModeSet, s: Float64Array, o: number, j: number, dt_s: number): void {
  const { models, at } = set;
  const to = models[j];
  const n = to.dimension;
  let sum = 0;
  // The first component, while nothing is merged with it: most mixtures are of two, which can be read where they stand.
  let first = -1;
  for (let i = 0; i < models.length; i++) {
    if (shares[i] === 0) continue;
    sum += shares[i];
    if (sum === shares[i]) {
      first = i;
      continue;
    }
    shares[i] /= sum;
    if (first >= 0) {
      const isRead = n === 6 && !needsConversion(models[first], to) && !needsConversion(models[i], to);
      if (isRead) mixTwo(set, s, o, first, i, mixed, at[j]);
      else begin(models[first], s, o + at[first], to, at[j], dt_s);
      first = -1;
      if (isRead) continue;
    }
    if (needsConversion(models[i], to)) {
      convert(models[i], s, o + at[i], to, converted, 0, dt_s);
      MERGE[n](converted, 0, converted, n, shares, i, mixed, at[j]);
    } else MERGE[n](s, o + at[i], s, o + at[i] + models[i].dimension, shares, i, mixed, at[j]);
  }
  if (first >= 0) begin(models[first], s, o + at[first], to, at[j], dt_s);
}

/** Position and velocity of modes i and k, of which `shares[k]` is the second's share, to a record of six. */
function mixTwo({ models, at }: ModeSet, s: Float64Array, o: number, i: number, k: number, t: Float64Array, to: number): void {
  const a = o + at[i];
  const b = o + at[k];
  mixTwoOf6(s, a, s, a + models[i].dimension, s, b, s, b + models[k].dimension, shares, k, t, to);
}

/** The first component stands where the mixture will be. */
function begin(from: MotionModel, s: Float64Array, so: number, to: MotionModel, at: number, dt_s: number): void {
  if (from !== to) {
    convert(from, s, so, to, mixed, at, dt_s);
    return;
  }
  copy(s, so, mixed, at, to.size);
}

/** `set` of a `subarray` would allocate, and `copyWithin` takes longer for so few. */
function copy(s: Float64Array, o: number, t: Float64Array, to: number, count: number): void {
  // As in the kernels: sums of what is below 2³⁰ are not checked.
  o &= 0x3fffffff;
  to &= 0x3fffffff;
  for (let k = 0; k < count; k++) t[to + k] = s[o + k];
}

/** Position and velocity stand first in every record, so for a model that has nothing else they can be read where they are. */
function needsConversion(from: MotionModel, to: MotionModel): boolean {
  return from !== to && (to.dimension > 6 || changesMotion(from, to));
}

/** Position and velocity over all modes, moment-matched, as a record of six at `t[at]`. */
export function estimateModes(set: ModeSet, s: Float64Array, o: number, g: Float64Array, go: number, t: Float64Array, to: number): void {
  const { models, at } = set;
  for (let j = 0; j < models.length; j++) shares[j] = g[go + j];
  keepBlended(models.length);
  let sum = 0;
  let first = -1;
  let merged = 0;
  for (let j = 0; j < models.length; j++) {
    if (shares[j] === 0) continue;
    sum += shares[j];
    if (first < 0) {
      first = j;
      continue;
    }
    shares[j] /= sum;
    const x = o + at[j];
    if (merged === 0) mixTwo(set, s, o, first, j, t, to);
    else mergeOf6(s, x, s, x + models[j].dimension, shares, j, t, to);
    merged += 1;
  }
  if (merged > 0 || first < 0) return;
  const x = o + at[first];
  const p = x + models[first].dimension;
  copy(s, x, t, to, 6);
  copy(s, p, t, to + 6, SIX);
}
