import { bucketOrder } from '../math/bucket-order.ts';
import type { Micros } from '../units.ts';
import { addFactor, covarianceAt, FACTOR, factorOf, inverted, takeFactor } from '../track/filter/body-velocity.ts';
import { GATES } from '../track/look/gates.ts';
import type { Hypotheses } from '../track/object/hypotheses.ts';

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

/** For each slot, position, velocity and covariance with what its companions know; the slot's own where it has none or the
 *  filter knows no bodies.
 *  Returned as 27 numbers a slot, `stride` apart. */
export function withCompanions(slots: ArrayLike<number>, h: Hypotheses, stride = 27): Float64Array {
  const out = new Float64Array(stride * slots.length);
  for (let i = 0; i < slots.length; i++) h.filter.estimate(h.state, h.stateAt(slots[i]), out, stride * i);
  if (h.filter.body === undefined) return out;
  // Along x, in one run of numbers: nearly all pairs that a sweep looks at are far apart, and looking must cost little.
  const x = Float64Array.from(slots, (_, i) => out[stride * i]);
  const order = new Int32Array(slots.length);
  bucketOrder(order, x, slots.length, new Int32Array(slots.length + 1), (a, b) => a - b);
  const place = new Float64Array(3 * slots.length);
  for (let m = 0; m < order.length; m++) for (let k = 0; k < 3; k++) place[3 * m + k] = out[stride * order[m] + k];
  const sums = new Map<number, Float64Array>();
  const factors = new Map<number, Float64Array>();
  const share = (from: number, to: number): void => {
    const factor = factors.get(from) ?? factorOf(h.state, h.stateAt(slots[from]), h.priorVariance[slots[from]]);
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
  for (const [i, sum] of sums) takeFactor(h.state, h.stateAt(slots[i]), sum, out, stride * i);
  return out;
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
  for (let i = 0; i < 3; i++)
    for (let j = 0; j < 3; j++) sum[3 * i + j] = h.state[oa + covarianceAt(6 + i, 6 + j)] + h.state[ob + covarianceAt(6 + i, 6 + j)];
  const inverse = inverted(sum);
  let distance2 = 0;
  for (let i = 0; i < 3; i++)
    for (let j = 0; j < 3; j++)
      distance2 += (h.state[oa + 6 + i] - h.state[ob + 6 + i]) * inverse[3 * i + j] * (h.state[oa + 6 + j] - h.state[ob + 6 + j]);
  return distance2 < GATES.sameBody[3];
}
