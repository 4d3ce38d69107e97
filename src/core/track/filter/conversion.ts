import type { MotionModel } from './models.ts';
import { packedIndex } from '../../math/packed.ts';

/** Prior of thrust when an engine lights: along the velocity, m/s². Upper stages start at 8, first stages at 15. */
const IGNITION_MPS2 = 15;
const SIGMA_IGNITION_MPS2 = 12;
const SIGMA_LIFT_MPS2 = 20;
/** Prior of the drag parameter: β = 5,000 kg/m², two sigmas from 1,500 (an empty stage) to 17,000 (a slender cone). */
export const LOG_DRAG_PRIOR = -7.313220387090301;
export const SIGMA_LOG_DRAG = 1.1;

/** Numbers of a packed 6×6 covariance. */
const SIX = 21;

/** One model's record as another would start from it: what a model does not estimate it takes from its prior, never from another's guess.
 *  Source  [GWBS2015]. `t` may not be `s`. */
export function convert(from: MotionModel, s: Float64Array, so: number, to: MotionModel, t: Float64Array, at: number, dt_s: number): void {
  const p = at + to.dimension;
  for (let k = 0; k < 6; k++) t[at + k] = s[so + k];
  for (let k = 0; k < SIX; k++) t[p + k] = s[so + from.dimension + k];
  if (changesMotion(from, to)) addBurnoutKick(s, so, t, at, p, dt_s);
  if (to.dimension === 6) return;
  for (let k = p + SIX; k < at + to.size; k++) t[k] = 0;
  if (to.mode === 'boost') setAccelerationPrior(t, at, IGNITION_MPS2, SIGMA_IGNITION_MPS2);
  if (to.mode === 'manoeuvre') setAccelerationPrior(t, at, 0, SIGMA_LIFT_MPS2);
  if (to.mode === 'entry') setDragPrior(t, at);
}

/** Of the record of an entry at t[at]: nothing is known of its drag but the prior. */
export function setDragPrior(t: Float64Array, at: number): void {
  const p = at + 7;
  for (let k = p + SIX; k < p + SIX + 7; k++) t[k] = 0;
  t[at + 6] = LOG_DRAG_PRIOR;
  t[p + packedIndex(6, 6)] = SIGMA_LOG_DRAG * SIGMA_LOG_DRAG;
}

/** Whether the first six states change as well when one model takes over from the other. */
export function changesMotion(from: MotionModel, to: MotionModel): boolean {
  return from.mode === 'boost' && to.dimension < 9;
}

/** Thrust ended somewhere in the coming step, evenly likely anywhere: the step still brings u·dt of it, u uniform on 0…1.
 *    Δv = a dt u,  Δr = a dt² (u − u²/2);   E u = 1/2, E(u − u²/2) = 1/3;  variances 1/12 and 1/45, covariance 1/24. */
function addBurnoutKick(s: Float64Array, so: number, t: Float64Array, at: number, p: number, dt: number): void {
  const rr = (dt * dt * dt * dt) / 45;
  const rv = (dt * dt * dt) / 24;
  const vv = (dt * dt) / 12;
  for (let i = 0; i < 3; i++) {
    t[at + i] += (s[so + 6 + i] * dt * dt) / 3;
    t[at + 3 + i] += (s[so + 6 + i] * dt) / 2;
    for (let j = 0; j <= i; j++) {
      const aa = s[so + 6 + i] * s[so + 6 + j] + s[so + 9 + packedIndex(6 + i, 6 + j)];
      t[p + packedIndex(i, j)] += aa * rr;
      t[p + packedIndex(3 + i, j)] += aa * rv;
      if (j < i) t[p + packedIndex(3 + j, i)] += aa * rv;
      t[p + packedIndex(3 + i, 3 + j)] += aa * vv;
    }
  }
}

function setAccelerationPrior(t: Float64Array, at: number, along_mps2: number, sigma_mps2: number): void {
  const v = Math.sqrt(t[at + 3] * t[at + 3] + t[at + 4] * t[at + 4] + t[at + 5] * t[at + 5]);
  for (let i = 0; i < 3; i++) {
    t[at + 6 + i] = v > 0 ? (along_mps2 * t[at + 3 + i]) / v : 0;
    t[at + 9 + packedIndex(6 + i, 6 + i)] = sigma_mps2 * sigma_mps2;
  }
}
