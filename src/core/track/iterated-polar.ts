import { innovatePolar3, POLAR3_INNOVATION, POLAR3_WORK } from './kernels/polar3.ts';

/** The measurement update of a record (x n, P packed) with a plot, linearised again where the sphere of equal range bends within the state's
 *  own uncertainty.
 *
 *  A track's second plot meets a prediction that is unsure by tens of kilometres across the sight: 25 km at 2,000 km of range bend by 150 m,
 *  more than a radar's 100 m. Linearised once, the range counts along a line that is off by that, and the covariance never forgets it: over
 *  1,000 runs of the ballistic benchmark NEES stands at 6.2 to 6.4 for a minute instead of 6.0. Two more rounds mend it and are needed for the
 *  first two or three plots of a track only.
 *    xᵢ₊₁ = x + K (z − h(xᵢ) − H (x − xᵢ)),   H, K taken at xᵢ with the prior's P
 *  Source  [BSLK2001] §10.5.   Slots  as the kernels'; `t` may be `s`. */
export type PolarUpdate = (
  s: Float64Array,
  o: number,
  mount: Float64Array,
  mo: number,
  w: Float64Array,
  wo: number,
  z: Float64Array,
  zo: number,
  t: Float64Array,
  to: number,
) => void;

/** The two kernels of a record of n states, position first. */
export type PolarKernels = {
  readonly states: number;
  readonly project: (s: Float64Array, o: number, mount: Float64Array, mo: number, w: Float64Array, wo: number) => void;
  readonly update: (
    s: Float64Array,
    o: number,
    w: Float64Array,
    wo: number,
    v: Float64Array,
    vo: number,
    t: Float64Array,
    to: number,
  ) => void;
};

const ROUNDS = 3;
/** Share of the range's sigma that its curvature may reach before another round is worth its price. */
const BEND = 0.1;

/** An update with scratch of its own. The work record is what `project` made of the same state. */
export function iteratedPolarUpdate({ states, project, update }: PolarKernels): PolarUpdate {
  const length = states + (states * (states + 1)) / 2;
  const prior = new Float64Array(length);
  const guess = new Float64Array(length);
  const work = new Float64Array(POLAR3_WORK.length);
  const v = new Float64Array(POLAR3_INNOVATION.length);
  return (s, o, mount, mo, w, wo, z, zo, t, to) => {
    innovatePolar3(w, wo, z, zo, v, 0);
    if (!bends(w, wo, v)) {
      update(s, o, w, wo, v, 0, t, to);
      return;
    }
    for (let i = 0; i < length; i++) prior[i] = s[o + i];
    update(prior, 0, w, wo, v, 0, t, to);
    for (let round = 1; round < ROUNDS; round++) {
      guess.set(prior);
      for (let i = 0; i < states; i++) guess[i] = t[to + i];
      project(guess, 0, mount, mo, work, 0);
      innovatePolar3(work, 0, z, zo, v, 0);
      addStep(v, work, prior, guess);
      update(prior, 0, work, 0, v, 0, t, to);
    }
  };
}

/** Whether half the square of the spread across the sight, over the range, is a noticeable part of the range's sigma. */
function bends(w: Float64Array, wo: number, v: Float64Array): boolean {
  const hph = wo + POLAR3_WORK.hph;
  const bend = 0.5 * w[wo + POLAR3_WORK.range] * (w[hph + 2] + w[hph + 5]);
  return bend * bend > BEND * BEND * v[POLAR3_INNOVATION.noise];
}

/** The residual as seen from the prior: y − H (x − xᵢ). */
function addStep(v: Float64Array, work: Float64Array, prior: Float64Array, guess: Float64Array): void {
  const { sight, right, above } = POLAR3_WORK;
  const [dx, dy, dz] = [prior[0] - guess[0], prior[1] - guess[1], prior[2] - guess[2]];
  const y = POLAR3_INNOVATION.residual;
  const along = (at: number): number => work[at] * dx + work[at + 1] * dy + work[at + 2] * dz;
  v[y] -= along(sight);
  v[y + 1] -= along(right) / work[POLAR3_WORK.range];
  v[y + 2] -= along(above) / work[POLAR3_WORK.range];
}
