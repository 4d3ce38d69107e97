import type { Micros } from '../../units.ts';
import { type Hypotheses } from './hypotheses.ts';

/** Objects that separated from one body set out with its velocity, to a few metres a second. What each of them has learnt of that velocity by
 *  its own plots is worth as much to the others: their cross-range error halves while they are young.
 *
 *  Every state carries the velocity of the body that it may have separated from, known at first no better than its own. What one object's
 *  plots say of it is a Gaussian factor; given that velocity, objects are independent, so an object's best estimate is its own with the
 *  product of its companions' factors taken in. Factors are made anew at every report from each one's own plots and never fed back, so that
 *  nothing is counted twice. No joint state is needed: five pieces cost five filters of nine states, not one of thirty. */

/** Objects farther apart than this are no companions. */
export const NEAR_M = 10_000;
/** Objects that began within this time of each other may be companions. */
const TOGETHER_US: Micros = 30_000_000;
/** χ² of three at 1 − 1.1e-3: what they know of the body's velocity must agree. */
const AGREE = 16;

/** Numbers of a factor: information matrix (9, by rows) and information vector (3). */
export const FACTOR = 12;

/** For each slot, position, velocity and covariance with what its companions know; the slot's own where it has none or the
 *  filter knows no bodies.
 *  Returned as 27 numbers a slot. */
export function withCompanions(slots: readonly number[], h: Hypotheses): Float64Array {
  const out = new Float64Array(27 * slots.length);
  for (let i = 0; i < slots.length; i++) h.filter.estimate(h.state, h.stateAt(slots[i]), out, 27 * i);
  if (h.filter.body === undefined) return out;
  // Along x, in one run of numbers: nearly all pairs that a sweep looks at are far apart, and looking must cost little.
  const x = Float64Array.from(slots, (_, i) => out[27 * i]);
  const order = Int32Array.from(slots, (_, i) => i).sort((a, b) => x[a] - x[b] || a - b);
  const place = new Float64Array(3 * slots.length);
  for (let m = 0; m < order.length; m++) for (let k = 0; k < 3; k++) place[3 * m + k] = out[27 * order[m] + k];
  const sums = new Map<number, Float64Array>();
  const factors = new Map<number, Float64Array>();
  const share = (from: number, to: number): void => {
    const factor = factors.get(from) ?? factorOf(h, slots[from]);
    factors.set(from, factor);
    const sum = sums.get(to) ?? new Float64Array(FACTOR);
    sums.set(to, sum);
    addFactor(sum, factor);
  };
  for (let m = 0; m < order.length; m++) {
    for (let l = m + 1; l < order.length && place[3 * l] - place[3 * m] <= NEAR_M; l++) {
      if (!near(place, 3 * m, 3 * l)) continue;
      const [i, j] = [order[m], order[l]];
      if (!agree(h, slots[i], slots[j])) continue;
      share(i, j);
      share(j, i);
    }
  }
  for (const [i, sum] of sums) takeFactor(h.state, h.stateAt(slots[i]), sum, out, 27 * i);
  return out;
}

export function addFactor(sum: Float64Array, factor: Float64Array): void {
  for (let k = 0; k < FACTOR; k++) sum[k] += factor[k];
}

function near(x: Float64Array, a: number, b: number): boolean {
  const dx = x[a] - x[b];
  const dy = x[a + 1] - x[b + 1];
  const dz = x[a + 2] - x[b + 2];
  return dx * dx + dy * dy + dz * dz <= NEAR_M * NEAR_M;
}

function agree(h: Hypotheses, a: number, b: number): boolean {
  const apart_us = h.startedAt_us[a] - h.startedAt_us[b];
  if (Math.abs(apart_us) > TOGETHER_US) return false;
  const [oa, ob] = [h.stateAt(a), h.stateAt(b)];
  const sum = new Float64Array(9);
  for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) sum[3 * i + j] = h.state[oa + at(6 + i, 6 + j)] + h.state[ob + at(6 + i, 6 + j)];
  const inverse = inverted(sum);
  let distance2 = 0;
  for (let i = 0; i < 3; i++)
    for (let j = 0; j < 3; j++)
      distance2 += (h.state[oa + 6 + i] - h.state[ob + 6 + i]) * inverse[3 * i + j] * (h.state[oa + 6 + j] - h.state[ob + 6 + j]);
  return distance2 < AGREE;
}

/** Index of P[i][j] in a nine-state record. */
function at(i: number, j: number): number {
  return 9 + (i >= j ? (i * (i + 1)) / 2 + j : (j * (j + 1)) / 2 + i);
}

/** What an object's own plots say of the body's velocity: its posterior with the prior divided out.   Λ = Γ⁻¹ − Π⁻¹,  η = Γ⁻¹ γ. */
export function factorOf(h: Hypotheses, slot: number): Float64Array {
  const out = new Float64Array(FACTOR);
  const o = h.stateAt(slot);
  const gamma = new Float64Array(9);
  for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) gamma[3 * i + j] = h.state[o + at(6 + i, 6 + j)];
  const information = inverted(gamma);
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      out[3 * i + j] = information[3 * i + j];
      out[9 + i] += information[3 * i + j] * h.state[o + 6 + j];
    }
    out[4 * i] -= 1 / h.priorVariance[slot];
  }
  return out;
}

/** Takes a factor (Λ, η) of the body's velocity into position and velocity.
 *    x⁺ = x + P_b (I + Λ Γ)⁻¹ (η − Λ γ)      P⁺ = P − P_b (I + Λ Γ)⁻¹ Λ P_bᵀ
 *  with γ, Γ the body's velocity and its covariance, P_b the covariance of the state with it. This form needs no inverse of Λ, which is
 *  singular while a companion has one plot. */
export function takeFactor(s: Float64Array, o: number, factor: Float64Array, out: Float64Array, to: number): void {
  const m = new Float64Array(9);
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      let sum = i === j ? 1 : 0;
      for (let k = 0; k < 3; k++) sum += factor[3 * i + k] * s[o + at(6 + k, 6 + j)];
      m[3 * i + j] = sum;
    }
  }
  const inverse = inverted(m);
  const weight = new Float64Array(9);
  const push = new Float64Array(3);
  for (let i = 0; i < 3; i++) {
    for (let k = 0; k < 3; k++) {
      let rest = factor[9 + k];
      for (let j = 0; j < 3; j++) {
        weight[3 * i + j] += inverse[3 * i + k] * factor[3 * k + j];
        rest -= factor[3 * k + j] * s[o + 6 + j];
      }
      push[i] += inverse[3 * i + k] * rest;
    }
  }
  let packed = to + 6;
  for (let a = 0; a < 6; a++) {
    for (let j = 0; j < 3; j++) out[to + a] += s[o + at(a, 6 + j)] * push[j];
    for (let b = 0; b <= a; b++) {
      for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) out[packed] -= s[o + at(a, 6 + i)] * weight[3 * i + j] * s[o + at(b, 6 + j)];
      packed += 1;
    }
  }
}

function inverted(m: Float64Array): Float64Array {
  const [a, b, c, d, e, f, g, h, i] = m;
  const determinant = a * (e * i - f * h) + b * (f * g - d * i) + c * (d * h - e * g);
  const k = 1 / determinant;
  return Float64Array.of(
    k * (e * i - f * h),
    k * (c * h - b * i),
    k * (b * f - c * e),
    k * (f * g - d * i),
    k * (a * i - c * g),
    k * (c * d - a * f),
    k * (d * h - e * g),
    k * (b * g - a * h),
    k * (a * e - b * d),
  );
}
