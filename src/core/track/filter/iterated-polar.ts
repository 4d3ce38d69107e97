import { POLAR3_INNOVATION, POLAR3_WORK } from '../kernels/polar3.ts';
import { POLAR4_INNOVATION, POLAR4_WORK } from '../kernels/polar4.ts';
import type { MeasurementKernels } from '../look/measurement-kernels.ts';

/** The measurement update of a record (x n, P packed) with a plot, linearised again where the sphere of equal range bends within the state's
 *  own uncertainty.
 *
 *  A track's second plot meets a prediction that is unsure by tens of kilometres across the sight: 25 km at 2,000 km of range bend by 150 m,
 *  more than a radar's 100 m. Linearised once, the range counts along a line that is off by that, and the covariance never forgets it: over
 *  1,000 runs of the ballistic benchmark NEES stands at 6.2 to 6.4 for a minute instead of 6.0. Two more rounds mend it and are needed for the
 *  first two or three plots of a track only.
 *    xᵢ₊₁ = x + K (z − h(xᵢ) − H (x − xᵢ)),   H, K taken at xᵢ with the prior's P
 *  Source  [BSLK2001] §10.5.   Slots  as the kernels'; `v` is what `innovate` found of w and z; `t` may be `s`. */
export type PolarUpdate = (
  s: Float64Array,
  o: number,
  mount: Float64Array,
  mo: number,
  w: Float64Array,
  wo: number,
  z: Float64Array,
  zo: number,
  v: Float64Array,
  vo: number,
  t: Float64Array,
  to: number,
) => void;

const ROUNDS = 3;
/** Share of the range's sigma that its curvature may reach before another round is worth its price. */
const BEND = 0.1;

/** An update for records of n states with scratch of its own, by the kernels of three or four polar measurements. The work record is what `project`
 *  made of the same state. */
export function iteratedPolarUpdate(kernels: MeasurementKernels, n: 6 | 7 | 9): PolarUpdate {
  const { innovate, workLength, innovationLength } = kernels;
  const project = kernels.project[n];
  const update = kernels.update[n];
  const offsets = kernels.dimension === 4 ? { ...POLAR4_WORK, ...POLAR4_INNOVATION } : { ...POLAR3_WORK, ...POLAR3_INNOVATION };
  const length = n + (n * (n + 1)) / 2;
  const prior = new Float64Array(length);
  const guess = new Float64Array(length);
  const work = new Float64Array(workLength);
  const again = new Float64Array(innovationLength);
  /** Whether half the square of the spread across the sight, over the range, is a noticeable part of the range's sigma. */
  const bends = (w: Float64Array, wo: number, v: Float64Array, vo: number): boolean => {
    const hph = wo + offsets.hph;
    const bend = 0.5 * w[wo + offsets.range] * (w[hph + 2] + w[hph + 5]);
    return bend * bend > BEND * BEND * v[vo + offsets.noise];
  };
  return (s, o, mount, mo, w, wo, z, zo, v, vo, t, to) => {
    if (!bends(w, wo, v, vo)) {
      update(s, o, w, wo, v, vo, t, to);
      return;
    }
    for (let i = 0; i < length; i++) prior[i] = s[o + i];
    update(prior, 0, w, wo, v, vo, t, to);
    for (let round = 1; round < ROUNDS; round++) {
      guess.set(prior);
      for (let i = 0; i < n; i++) guess[i] = t[to + i];
      project(guess, 0, mount, mo, work, 0);
      innovate(work, 0, z, zo, again, 0);
      addStep(again, work, prior, guess, kernels.dimension === 4);
      update(prior, 0, work, 0, again, 0, t, to);
    }
  };
}

/** The residual as seen from the prior: y − H (x − xᵢ). Range, sight and its axes stand at the same places for three measurements and for four. */
function addStep(v: Float64Array, work: Float64Array, prior: Float64Array, guess: Float64Array, withRate: boolean): void {
  const { sight, right, above, range } = POLAR3_WORK;
  const y = POLAR3_INNOVATION.residual;
  const along = (at: number, state: number): number => {
    let sum = 0;
    for (let i = 0; i < 3; i++) sum += work[at + i] * (prior[state + i] - guess[state + i]);
    return sum;
  };
  v[y] -= along(sight, 0);
  v[y + 1] -= along(right, 0) / work[range];
  v[y + 2] -= along(above, 0) / work[range];
  if (withRate) v[y + 3] -= along(POLAR4_WORK.rateSlope, 0) + along(sight, 3);
}
