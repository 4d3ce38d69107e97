import { cholesky, forwardSubstitute } from '../core/math/matrix.ts';
import type { Association } from './association.ts';
import { neesBand } from './nees-band.ts';
import { NONE, type Picture } from './picture.ts';
import { checkAssociations } from './valid.ts';

const STATES = 6;

/** Least pivot of a covariance whose diagonal is one: below it a correlation is complete but for rounding. */
const LEAST_PIVOT = 1e-14;

export type ConsistencyScan = {
  readonly scan: number;
  readonly time_s: number;
  /** Pairs whose track gives a covariance that is one. */
  readonly pairs: number;
  /** Pairs whose track gives one that is singular, has a negative variance or a value that is not finite: of no account in the mean. */
  readonly notPositiveDefinite: number;
  /** Mean over the pairs; 6 when the covariances are right. */
  readonly nees: number;
  /** The 95 % band of that mean. */
  readonly band: readonly [low: number, high: number];
};

export type ScoreConsistency = {
  /** Scans with at least one pair. */
  readonly scans: readonly ConsistencyScan[];
  readonly pairs: number;
  /** Of all scans. */
  readonly notPositiveDefinite: number;
  /** Not a number where no covariance is one. */
  readonly nees: number;
  /** Scans in which a paired track gives a covariance, of whatever kind. */
  readonly scansGiven: number;
  /** Of these scans; a covariance that is none puts its scan outside. */
  readonly shareInBand: number;
};

/** What the tracks say of their own errors against what these are: NEES over position and velocity, scan by scan. Undefined when no pair
 *  has a covariance. The band takes the pairs of a scan as independent; objects close together are less so.
 *  Source  [BSLK2001] §5.4.2.
 *  Throws `RangeError` that names place and remedy for pictures that are not whole or not in order, and for associations of others. */
export function scoreConsistency(pictures: readonly Picture[], associations: readonly Association[]): ScoreConsistency | undefined {
  checkAssociations(pictures, associations);
  const scans: ConsistencyScan[] = [];
  const form = createForm(STATES);
  let [scansGiven, inside, pairs, notPositiveDefinite, sum] = [0, 0, 0, 0, 0];
  pictures.forEach((picture, k) => {
    const found = neesOf(picture, associations[k], form);
    if (found.values.length + found.refused === 0) return;
    scansGiven += 1;
    notPositiveDefinite += found.refused;
    if (found.values.length === 0) return;
    const { scan, time_s } = picture;
    const nees = mean(found.values);
    const band = neesBand(found.values.length, STATES);
    scans.push({ scan, time_s, pairs: found.values.length, notPositiveDefinite: found.refused, nees, band });
    pairs += found.values.length;
    sum += nees * found.values.length;
    if (found.refused === 0 && nees >= band[0] && nees <= band[1]) inside += 1;
  });
  return scansGiven === 0
    ? undefined
    : { scans, pairs, notPositiveDefinite, nees: sum / pairs, scansGiven, shareInBand: inside / scansGiven };
}

/** eᵀ P⁻¹ e of one track: error and covariance of the same states (NEES), or innovation and its covariance (NIS). Scaled to unit diagonal
 *  before it is factored, because metres stand beside metres per second or radians.
 *  Shape: packed lower triangle by rows.  Undefined when it is not positive definite, or not but for rounding, or not finite. */
export function squaredInSigmas(error: Float64Array, covariance: Float64Array): number | undefined {
  return createForm(error.length)(error, covariance);
}

/** The same for many of one size, in memory that is made once. */
function createForm(n: number): (error: Float64Array, covariance: Float64Array) => number | undefined {
  const scale = new Float64Array(n);
  const factor = new Float64Array(n * n);
  const whitened = new Float64Array(n);
  return (error, covariance) => {
    for (let i = 0; i < n; i++) scale[i] = 1 / Math.sqrt(covariance[(i * (i + 3)) / 2]);
    for (let i = 0, at = 0; i < n; i++) for (let j = 0; j <= i; j++, at++) factor[i * n + j] = covariance[at] * scale[i] * scale[j];
    if (!cholesky(factor, factor, n)) return undefined;
    for (let i = 0; i < n; i++) {
      if (factor[i * n + i] * factor[i * n + i] < LEAST_PIVOT) return undefined;
      whitened[i] = error[i] * scale[i];
    }
    forwardSubstitute(factor, whitened, n);
    const squared = whitened.reduce((total, value) => total + value * value, 0);
    return Number.isFinite(squared) ? squared : undefined;
  };
}

function neesOf(
  { truth, tracks }: Picture,
  { trackOf }: Association,
  form: ReturnType<typeof createForm>,
): { readonly values: readonly number[]; readonly refused: number } {
  const values: number[] = [];
  let refused = 0;
  const error = new Float64Array(STATES);
  const { covariances } = tracks;
  trackOf.forEach((track, i) => {
    const covariance = track === NONE ? undefined : covariances?.[track];
    if (covariance === undefined) return;
    for (let a = 0; a < STATES; a++) error[a] = tracks.states[STATES * track + a] - truth.states[STATES * i + a];
    const value = form(error, covariance);
    if (value === undefined) refused += 1;
    else values.push(value);
  });
  return { values, refused };
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
