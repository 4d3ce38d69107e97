import type { GroundPoint } from '../core/assess/assessment.ts';
import { squaredSigmas } from '../core/assess/area.ts';
import { geodesicInverse } from '../core/frames/geodesic.ts';
import { type Geodetic, upAt } from '../core/frames/geodetic.ts';
import { atan2, log } from '../core/math/elementary.ts';
import { cross, dot, subtract } from '../core/math/vector.ts';

/** χ² for two degrees of freedom that 95 % stay below. */
const CHI2_95 = 5.991;

/** One-sigma half-axes of the error ellipse of a point on the ground, the longer first. */
export function semiAxes(point: GroundPoint): { readonly major_m: number; readonly minor_m: number } {
  const mean = (point.covarianceEast_m2 + point.covarianceNorth_m2) / 2;
  const half = (point.covarianceEast_m2 - point.covarianceNorth_m2) / 2;
  const root = Math.sqrt(half * half + point.covarianceEastNorth_m2 * point.covarianceEastNorth_m2);
  return { major_m: Math.sqrt(Math.max(0, mean + root)), minor_m: Math.sqrt(Math.max(0, mean - root)) };
}

/** Half-axes of the ellipse that holds the point with a probability: χ² with two degrees of freedom is −2·ln(1 − p). */
export function ellipseAt(point: GroundPoint, probability: number): { readonly major_m: number; readonly minor_m: number } {
  const scale = Math.sqrt(-2 * log(1 - probability));
  const axes = semiAxes(point);
  return { major_m: axes.major_m * scale, minor_m: axes.minor_m * scale };
}

/** Root-mean-square distance that the covariance predicts: the square root of its trace. */
export function rmsError_m(point: GroundPoint): number {
  return Math.sqrt(point.covarianceEast_m2 + point.covarianceNorth_m2);
}

/** Distance that half of the errors stay below, by the covariance: the two-line approximation of the circular error probable
 *  (0.562·σ₁ + 0.617·σ₂ for round ellipses, 0.675·σ₁ + σ₂²/(1.2·σ₁) for flat ones; within 2 % of the integral).
 *  Medians of errors are compared with this, because a median and a root mean square are not the same thing. */
export function medianError_m(point: GroundPoint): number {
  const { major_m, minor_m } = semiAxes(point);
  if (major_m === 0) return 0;
  return minor_m > 0.28 * major_m ? 0.562 * major_m + 0.617 * minor_m : 0.675 * major_m + (minor_m * minor_m) / (1.2 * major_m);
}

export type GroundError = {
  readonly error_m: number;
  /** Root mean square that the estimate's own covariance predicts. */
  readonly predicted_m: number;
  readonly predictedMedian_m: number;
  /** Squared Mahalanobis distance of the truth, two degrees of freedom. */
  readonly chi2: number;
  readonly inside95: boolean;
};

/** How far an estimate lies from the truth, beside what the estimate says of itself. */
export function groundError(estimate: GroundPoint, truth: Geodetic): GroundError {
  const chi2 = squaredSigmas(estimate, truth);
  return {
    error_m: geodesicInverse(estimate.point, truth).distance_m,
    predicted_m: rmsError_m(estimate),
    predictedMedian_m: medianError_m(estimate),
    chi2,
    inside95: chi2 <= CHI2_95,
  };
}

/** Whether a closed ring (first point not repeated) holds a point. The ring is laid on the plane of distances and bearings from
 *  the point, and the turns that it makes around the point are counted: no seam at the antimeridian, none at a pole. */
export function ringContains(ring: readonly Geodetic[], point: Geodetic): boolean {
  if (ring.length < 3) return false;
  const bearings = ring.map((corner) => geodesicInverse(point, corner).azimuth_rad);
  // Around the whole ring the differences of bearings cancel out: what is left is the turns that were taken out of each.
  let turns = 0;
  for (let at = 0; at < bearings.length; at++) turns += Math.round((bearings[(at + 1) % bearings.length] - bearings[at]) / (2 * Math.PI));
  return turns !== 0;
}

/** The middle value; of an even number the mean of the two in the middle; undefined of none. */
export function median(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Area inside a ring on a sphere of the Earth's mean radius: good to half a per cent, for people to picture it. The sum of the spherical excesses
 *  of the triangles from the first corner, which knows no pole and no antimeridian.
 *    tan(E/2) = a·(b × c) / (1 + a·b + b·c + c·a)
 *  Source  A. van Oosterom, J. Strackee, The solid angle of a plane triangle, IEEE Trans. Biomed. Eng. 30 (1983). */
export function ringArea_m2(ring: readonly Geodetic[]): number {
  const [a, ...others] = ring.map(({ latitude_rad, longitude_rad }) => upAt(latitude_rad, longitude_rad));
  let sum = 0;
  for (let k = 1; k < others.length; k++) {
    const [b, c] = [others[k - 1], others[k]];
    // From differences, so that a ring of some metres keeps its digits.
    const volume = dot(a, cross(subtract(b, a), subtract(c, a)));
    sum += 2 * atan2(volume, 1 + dot(a, b) + dot(b, c) + dot(c, a));
  }
  return Math.abs(sum) * EARTH_RADIUS_M * EARTH_RADIUS_M;
}
const EARTH_RADIUS_M = 6_371_008.8;
