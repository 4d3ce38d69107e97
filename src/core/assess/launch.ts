import { enuBasis } from '../frames/enu.ts';
import { geodetic, geodeticFromEcefVec } from '../frames/geodetic.ts';
import { intersectHeight, tangentBasis } from '../frames/line-of-sight.ts';
import { backSubstitute, cholesky, forwardSubstitute, invertSymmetric } from '../math/matrix.ts';
import { dot, type Vec3, vec3 } from '../math/vector.ts';
import type { EarlySighting } from '../track/track.ts';
import type { LaunchEstimate } from './assessment.ts';

/** The first minute of a boost, seen from launch:   up(τ) = ½ a τ² + ⅙ j τ³,   east(τ) = e τ³,   north(τ) = n τ³,   τ = t − t₀.
 *  Thrust per mass grows as fuel burns (j); a gravity turn starts from the vertical, so its horizontal path starts cubic.
 *  Parameters: east₀, north₀ (m, about the reference), t₀ (s after the first sighting), a, j, e, n.
 *  Source  the idea of fitting launch point and time to lines of sight through a boost profile: [D1993], [YP1995]. */
const [EAST, NORTH, START, ACCELERATION, JERK, TURN_EAST, TURN_NORTH] = [0, 1, 2, 3, 4, 5, 6];
const COUNT = 7;

/** What is known of any rocket before it is seen: mean and one sigma. Position is left free (its sigma is a continent). The rest is
 *  what the public liquid and solid boosters span: 5…20 m/s² net at lift-off. */
const PRIOR_MEAN = [0, 0, -15, 9, 0.2, 0, 0];
const PRIOR_SIGMA = [3e6, 3e6, 20, 5, 0.2, 0.06, 0.06];

/** Sites lie between sea level and high ground, and no rocket follows the polynomial exactly. */
const SIGMA_MODEL_M = 250;
const SIGMA_MODEL_S = 1;
const MIN_SIGHTINGS = 4;
const ITERATIONS = 8;

export type LaunchFit = { readonly kind: 'fitted'; readonly launch: LaunchEstimate } | { readonly kind: 'too-few-sightings' } | { readonly kind: 'did-not-converge' };

/** Launch point and time from the first minute of sightings, with their covariance, by Gauss–Newton with priors.
 *  Sightings in order of time, any number of satellites; with one only, the priors carry the depth and the covariance says so. */
export function fitLaunch(sightings: readonly EarlySighting[]): LaunchFit {
  if (sightings.length < MIN_SIGHTINGS) return { kind: 'too-few-sightings' };
  const first = sightings[0];
  const ground = intersectHeight(first.satelliteEcef_m, first.detection.lineOfSightEcef, 0);
  if (ground === undefined) return { kind: 'did-not-converge' };
  const origin = { point: ground, ...enuBasis(geodeticFromEcefVec(ground)) };
  const theta = Float64Array.from(PRIOR_MEAN);
  const normal = new Float64Array(COUNT * COUNT);
  let chi2 = 0;
  for (let i = 0; i < ITERATIONS; i++) {
    const gradient = new Float64Array(COUNT);
    chi2 = accumulate(sightings, origin, theta, normal, gradient);
    const factor = new Float64Array(COUNT * COUNT);
    if (!cholesky(factor, scaled(normal), COUNT)) return { kind: 'did-not-converge' };
    const step = gradient.map((g, k) => g * PRIOR_SIGMA[k]);
    forwardSubstitute(factor, step, COUNT);
    backSubstitute(factor, step, COUNT);
    for (let k = 0; k < COUNT; k++) theta[k] += step[k] * PRIOR_SIGMA[k];
    // The first sighting comes after ignition, and gravity has to be beaten.
    theta[START] = Math.min(theta[START], 0);
    theta[ACCELERATION] = Math.max(theta[ACCELERATION], 1);
  }
  return finish(theta, normal, chi2 / Math.max(1, 2 * sightings.length - COUNT), origin, first.at_us);
}

type Origin = { readonly point: Vec3; readonly east: Vec3; readonly north: Vec3; readonly up: Vec3 };

/** Normal matrix and gradient of the weighted squares at θ; returns χ² of the sightings alone. */
function accumulate(sightings: readonly EarlySighting[], origin: Origin, theta: Float64Array, normal: Float64Array, gradient: Float64Array): number {
  normal.fill(0);
  for (let k = 0; k < COUNT; k++) {
    const weight = 1 / (PRIOR_SIGMA[k] * PRIOR_SIGMA[k]);
    normal[k * COUNT + k] = weight;
    gradient[k] = weight * (PRIOR_MEAN[k] - theta[k]);
  }
  let chi2 = 0;
  for (const sighting of sightings) {
    const tau = Math.max(0, (sighting.at_us - sightings[0].at_us) / 1e6 - theta[START]);
    const { position, derivatives } = climb(origin, theta, tau);
    const from = sighting.satelliteEcef_m;
    const d = vec3(position.x - from.x, position.y - from.y, position.z - from.z);
    const range = Math.sqrt(dot(d, d));
    const u = vec3(d.x / range, d.y / range, d.z / range);
    const axes = tangentBasis(u);
    const { rightRight, upUp } = sighting.detection.covariance_rad2;
    for (const [axis, variance] of [[axes.right, rightRight], [axes.up, upUp]] as const) {
      const residual = dot(sighting.detection.lineOfSightEcef, axis);
      const row = derivatives.map((v) => dot(v, axis) / range);
      chi2 += (residual * residual) / variance;
      for (let i = 0; i < COUNT; i++) {
        gradient[i] += (row[i] * residual) / variance;
        for (let j = 0; j < COUNT; j++) normal[i * COUNT + j] += (row[i] * row[j]) / variance;
      }
    }
  }
  return chi2;
}

/** Position at τ and its derivatives with respect to each parameter, ECEF. */
function climb(origin: Origin, theta: Float64Array, tau: number): { position: Vec3; derivatives: Vec3[] } {
  const t2 = tau * tau;
  const t3 = t2 * tau;
  const along = (e: number, n: number, u: number): Vec3 =>
    vec3(
      origin.east.x * e + origin.north.x * n + origin.up.x * u,
      origin.east.y * e + origin.north.y * n + origin.up.y * u,
      origin.east.z * e + origin.north.z * n + origin.up.z * u,
    );
  const offset = along(theta[EAST] + theta[TURN_EAST] * t3, theta[NORTH] + theta[TURN_NORTH] * t3, 0.5 * theta[ACCELERATION] * t2 + (theta[JERK] * t3) / 6);
  const velocity = along(3 * theta[TURN_EAST] * t2, 3 * theta[TURN_NORTH] * t2, theta[ACCELERATION] * tau + 0.5 * theta[JERK] * t2);
  return {
    position: vec3(origin.point.x + offset.x, origin.point.y + offset.y, origin.point.z + offset.z),
    derivatives: [
      along(1, 0, 0),
      along(0, 1, 0),
      vec3(-velocity.x, -velocity.y, -velocity.z),
      along(0, 0, 0.5 * t2),
      along(0, 0, t3 / 6),
      along(t3, 0, 0),
      along(0, t3, 0),
    ],
  };
}

/** The normal matrix in units of the prior sigmas: its condition falls from 1e20 to something a factorisation bears. */
function scaled(normal: Float64Array): Float64Array {
  return normal.map((v, k) => v * PRIOR_SIGMA[Math.floor(k / COUNT)] * PRIOR_SIGMA[k % COUNT]);
}

function finish(theta: Float64Array, normal: Float64Array, misfit: number, origin: Origin, first_us: number): LaunchFit {
  const covariance = new Float64Array(COUNT * COUNT);
  if (!invertSymmetric(covariance, normal, COUNT)) return { kind: 'did-not-converge' };
  // A fit worse than its noise says that the polynomial misses: its covariance grows by as much.
  const inflate = Math.max(1, misfit);
  const point = geodeticFromEcefVec(
    vec3(
      origin.point.x + origin.east.x * theta[EAST] + origin.north.x * theta[NORTH],
      origin.point.y + origin.east.y * theta[EAST] + origin.north.y * theta[NORTH],
      origin.point.z + origin.east.z * theta[EAST] + origin.north.z * theta[NORTH],
    ),
  );
  return {
    kind: 'fitted',
    launch: {
      point: geodetic(point.latitude_rad, point.longitude_rad, 0),
      covarianceEast_m2: covariance[0] * inflate + SIGMA_MODEL_M * SIGMA_MODEL_M,
      covarianceEastNorth_m2: covariance[1] * inflate,
      covarianceNorth_m2: covariance[COUNT + 1] * inflate + SIGMA_MODEL_M * SIGMA_MODEL_M,
      time_us: first_us + Math.round(theta[START] * 1e6),
      sigmaTime_s: Math.sqrt(covariance[START * COUNT + START] * inflate + SIGMA_MODEL_S * SIGMA_MODEL_S),
    },
  };
}
