import { quadraticForm } from '../core/math/matrix.ts';
import type { Association } from './association.ts';
import { neesBand } from './nees-band.ts';
import { NONE, type Picture } from './picture.ts';

const STATES = 6;

export type ConsistencyScan = {
  readonly scan: number;
  readonly time_s: number;
  /** Pairs whose track gives a covariance. */
  readonly pairs: number;
  /** Mean over them; 6 when the covariances are right. */
  readonly nees: number;
  /** The 95 % band of that mean. */
  readonly band: readonly [low: number, high: number];
};

export type ScoreConsistency = {
  readonly scans: readonly ConsistencyScan[];
  readonly pairs: number;
  readonly nees: number;
  readonly shareInBand: number;
};

/** What the tracks say of their own errors against what these are: NEES over position and velocity, scan by scan. Undefined when no pair
 *  has a covariance. The band takes the pairs of a scan as independent; objects close together are less so.
 *  Source  [BSLK2001] §5.4.2. */
export function scoreConsistency(pictures: readonly Picture[], associations: readonly Association[]): ScoreConsistency | undefined {
  const scans = pictures.flatMap((picture, k): ConsistencyScan[] => {
    const values = neesOf(picture, associations[k]);
    if (values.length === 0) return [];
    const { scan, time_s } = picture;
    return [{ scan, time_s, pairs: values.length, nees: mean(values), band: neesBand(values.length, STATES) }];
  });
  if (scans.length === 0) return undefined;
  const pairs = scans.reduce((total, scan) => total + scan.pairs, 0);
  const nees = scans.reduce((total, scan) => total + scan.nees * scan.pairs, 0) / pairs;
  const inside = scans.filter((scan) => scan.nees >= scan.band[0] && scan.nees <= scan.band[1]).length;
  return { scans, pairs, nees, shareInBand: inside / scans.length };
}

/** eᵀ P⁻¹ e of one track: error and covariance of the same states (NEES), or innovation and its covariance (NIS).
 *  Shape: packed lower triangle by rows.  Undefined when it is not positive definite. */
export function squaredInSigmas(error: Float64Array, covariance: Float64Array): number | undefined {
  const n = error.length;
  const square = new Float64Array(n * n);
  for (let i = 0, at = 0; i < n; i++)
    for (let j = 0; j <= i; j++, at++) {
      square[i * n + j] = covariance[at];
      square[j * n + i] = covariance[at];
    }
  return quadraticForm(square, error, n);
}

function neesOf({ truth, tracks }: Picture, { trackOf }: Association): number[] {
  const values: number[] = [];
  const error = new Float64Array(STATES);
  trackOf.forEach((track, i) => {
    const covariance = track === NONE ? undefined : tracks.covariances?.[track];
    if (covariance === undefined) return;
    for (let a = 0; a < STATES; a++) error[a] = tracks.states[STATES * track + a] - truth.states[STATES * i + a];
    const value = squaredInSigmas(error, covariance);
    if (value !== undefined) values.push(value);
  });
  return values;
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
