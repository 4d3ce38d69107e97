import { packedIndex } from '../../math/packed.ts';
import { SIGHT_INNOVATION, SIGHT_WORK } from '../kernels/sight.ts';
import type { MeasurementKernels } from '../look/measurement-kernels.ts';
import type { PolarUpdate } from './iterated-polar.ts';

/** The measurement update of a record with a direction, linearised again where the object's distance is so little known that the direction bends.
 *
 *  An object that one sensor has seen lies anywhere on a line of hundreds of kilometres. The direction from another place picks the point on that line,
 *  and the farther the point is from the middle of what was known, the less a step along the line turns the direction as it does there:
 *    t = d / (r + c)       d across the sight, c along it;  the bend  d·c/r²  is what is compared with the direction's error
 *  As in iterated-polar.ts, x stays the prior and H moves:  xᵢ₊₁ = x + K (z − h(xᵢ) − H (x − xᵢ)).
 *  Source  [BSLK2001] §10.5 */
const MOST_ROUNDS = 8;
/** Share of the direction's sigma that the bend may reach before another round is worth its price. */
const BEND = 0.1;
/** Rounds end when the place moves by less than this share of its own sigma. */
const SETTLED = 0.03;
/** A guess from which the measured direction is farther off than this (a cosine) is no point to linearise at: half the step is taken. */
const SAME_SIDE = 0.5;
const MOST_HALVINGS = 6;

export function iteratedSightUpdate(kernels: MeasurementKernels, n: 6 | 7 | 9): PolarUpdate {
  const { innovate, workLength, innovationLength } = kernels;
  const project = kernels.project[n];
  const update = kernels.update[n];
  const length = n + (n * (n + 1)) / 2;
  const prior = new Float64Array(length);
  const guess = new Float64Array(length);
  const work = new Float64Array(workLength);
  const again = new Float64Array(innovationLength);
  return (s, o, mount, mo, w, wo, z, zo, v, vo, t, to) => {
    if (!bends(s, o + n, w, wo, v, vo)) {
      update(s, o, w, wo, v, vo, t, to);
      return;
    }
    for (let i = 0; i < length; i++) prior[i] = s[o + i];
    guess.set(prior);
    update(prior, 0, w, wo, v, vo, t, to);
    for (let round = 1; round < MOST_ROUNDS; round++) {
      const moved2 = distance2(t, to, guess);
      const known2 = t[to + n] + t[to + n + packedIndex(1, 1)] + t[to + n + packedIndex(2, 2)];
      if (round > 1 && moved2 < SETTLED * SETTLED * known2) return;
      for (let i = 0; i < n; i++) guess[i] = t[to + i];
      project(guess, 0, mount, mo, work, 0);
      for (let half = 0; half < MOST_HALVINGS && cosine(work, z, zo) < SAME_SIDE; half++) {
        for (let i = 0; i < n; i++) guess[i] = 0.5 * (guess[i] + prior[i]);
        project(guess, 0, mount, mo, work, 0);
      }
      innovate(work, 0, z, zo, again, 0);
      seenFromPrior(again, work, prior, guess);
      update(prior, 0, work, 0, again, 0, t, to);
    }
  };
}

function bends(s: Float64Array, p: number, w: Float64Array, wo: number, v: Float64Array, vo: number): boolean {
  const hph = wo + SIGHT_WORK.hph;
  const noise = vo + SIGHT_INNOVATION.noise;
  const range = w[wo + SIGHT_WORK.range];
  const across = Math.max(w[hph], w[hph + 2]);
  const bend2 = (across * varianceAlong(s, p, w, wo + SIGHT_WORK.sight)) / (range * range);
  return bend2 > BEND * BEND * Math.max(v[noise], v[noise + 2]);
}

/** Variance of the distance along a unit vector u, uᵀPu, of the packed covariance at `s[p]`. */
export function varianceAlong(s: Float64Array, p: number, u: Float64Array, uo: number): number {
  const [x, y, z] = [u[uo], u[uo + 1], u[uo + 2]];
  return s[p] * x * x + s[p + 2] * y * y + s[p + 5] * z * z + 2 * (s[p + 1] * x * y + s[p + 3] * x * z + s[p + 4] * y * z);
}

function cosine(work: Float64Array, z: Float64Array, zo: number): number {
  let sum = 0;
  for (let i = 0; i < 3; i++) sum += work[SIGHT_WORK.sight + i] * z[zo + i];
  return sum;
}

/** The residual as seen from the prior: y − H (x − xᵢ). */
function seenFromPrior(v: Float64Array, work: Float64Array, prior: Float64Array, guess: Float64Array): void {
  const { right, above, range } = SIGHT_WORK;
  const y = SIGHT_INNOVATION.residual;
  for (let i = 0; i < 3; i++) {
    const step = prior[i] - guess[i];
    v[y] -= (work[right + i] * step) / work[range];
    v[y + 1] -= (work[above + i] * step) / work[range];
  }
}

function distance2(t: Float64Array, to: number, guess: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < 3; i++) sum += (t[to + i] - guess[i]) * (t[to + i] - guess[i]);
  return sum;
}
