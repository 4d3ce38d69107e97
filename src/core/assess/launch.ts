import { enuBasis } from '../frames/enu.ts';
import { geodetic, geodeticFromEcefVec } from '../frames/geodetic.ts';
import { intersectHeight, tangentBasis } from '../frames/line-of-sight.ts';
import { exp, log } from '../math/elementary.ts';
import { backSubstitute, cholesky, forwardSubstitute, invertSymmetric } from '../math/matrix.ts';
import { dot, scale, subtract, type Vec3, vec3 } from '../math/vector.ts';
import { BOOST_PROFILES } from '../physics/boost.ts';
import type { EarlySighting } from '../theatre-track/track.ts';
import type { LaunchEstimate } from './assessment.ts';

/** The first minute of a boost, in closed form, from launch at t₀, with τ = t − t₀:
 *    up(τ)    = (a/κ²) [(1 − κτ) ln(1 − κτ) + κτ] − ½ g τ² − 3/2 (e² + n²) τ⁴/a      thrust a/(1 − κτ): constant force, falling mass
 *    east(τ)  = e τ³,   north(τ) = n τ³                                              a gravity turn begins as a cube
 *  The last term of `up` is what the turn takes from the climb. Parameters: east₀, north₀ (m, about the reference), t₀ (s after the
 *  first sighting), a (m/s²), κ (1/s), e, n (m/s³).
 *  Source  the idea of fitting launch point and time to lines of sight through a boost profile: [D1993], [YP1995]. */
const [EAST, NORTH, START, THRUST, BURN, TURN_EAST, TURN_NORTH] = [0, 1, 2, 3, 4, 5, 6];
const COUNT = 7;

/** What is known of a rocket before it is seen: mean and one sigma of each parameter. Position is left free (its sigma is a continent),
 *  ignition is some time before the first sighting, and thrust and burning are those of the generic profile of one class. */
type Prior = { readonly mean: readonly number[]; readonly sigma: readonly number[] };

const SIGMA_THRUST_MPS2 = 2;
const SIGMA_BURN = 0.0015;
const SIGMA_TURN = 0.05;

const PRIORS: readonly Prior[] = Object.values(BOOST_PROFILES).map(({ stages }) => {
  const { thrustAccelerationStart_mps2: first, thrustAccelerationEnd_mps2: last, burn_s } = stages[0];
  return {
    mean: [0, 0, -20, first, (1 - first / last) / burn_s, 0, 0],
    sigma: [3e6, 3e6, 25, SIGMA_THRUST_MPS2, SIGMA_BURN, SIGMA_TURN, SIGMA_TURN],
  };
});

/** Sites lie between sea level and high ground. */
const SIGMA_MODEL_M = 250;
const SIGMA_MODEL_S = 2.5;
/** No rocket follows the form exactly: what it misses grows with the fourth power of the time since a first sight at some 20 s.
 *  Late sightings so count for less, whatever launch time the fit tries. */
const MISFIT_MPS4 = 5e-4;
const TYPICAL_FIRST_SIGHT_S = 20;
const MIN_SIGHTINGS = 4;
const ITERATIONS = 20;

export type LaunchFit =
  | { readonly kind: 'fitted'; readonly launch: LaunchEstimate }
  | { readonly kind: 'too-few-sightings' }
  | { readonly kind: 'did-not-converge' };

/** Launch point and time from the first minute of sightings, with their covariance: Levenberg–Marquardt with the prior of each class in
 *  turn, and the mixture of what they say, each weighed by how well it fits.
 *  Sightings in order of time, any number of satellites; with one only, the profiles carry the depth and the covariance says so. */
export function fitLaunch(sightings: readonly EarlySighting[]): LaunchFit {
  if (sightings.length < MIN_SIGHTINGS) return { kind: 'too-few-sightings' };
  const first = sightings[0];
  const ground = intersectHeight(first.satelliteEcef_m, first.detection.lineOfSightEcef, 0);
  if (ground === undefined) return { kind: 'did-not-converge' };
  const origin = { point: ground, ...enuBasis(geodeticFromEcefVec(ground)) };
  const fits = PRIORS.flatMap((prior) => fitOne(sightings, origin, prior) ?? []);
  return fits.length === 0 ? { kind: 'did-not-converge' } : finish(mixed(fits), origin, first.at_us);
}

/** East, north (m) and start (s) with their 3×3 covariance, and twice the negative log-likelihood. */
type Fit = { readonly at: readonly number[]; readonly covariance: readonly number[]; readonly cost: number };

function fitOne(sightings: readonly EarlySighting[], origin: Origin, prior: Prior): Fit | undefined {
  let theta: Float64Array = Float64Array.from(prior.mean);
  let [normal, triedNormal] = [new Float64Array(COUNT * COUNT), new Float64Array(COUNT * COUNT)];
  let [gradient, triedGradient] = [new Float64Array(COUNT), new Float64Array(COUNT)];
  let fit = accumulate(sightings, origin, prior, theta, normal, gradient);
  let damping = 1e-3;
  for (let i = 0; i < ITERATIONS; i++) {
    const step = dampedStep(normal, gradient, prior, damping);
    if (step === undefined) return undefined;
    const next = bounded(theta.map((v, k) => v + step[k]));
    const tried = accumulate(sightings, origin, prior, next, triedNormal, triedGradient);
    if (tried.cost <= fit.cost) {
      const gained = fit.cost - tried.cost;
      theta = next;
      fit = tried;
      [normal, triedNormal] = [triedNormal, normal];
      [gradient, triedGradient] = [triedGradient, gradient];
      damping = Math.max(damping / 10, 1e-9);
      if (gained < 1e-3) break;
    } else {
      damping *= 10;
    }
  }
  const covariance = new Float64Array(COUNT * COUNT);
  if (!invertSymmetric(covariance, normal, COUNT)) return undefined;
  // A fit worse than its noise says that the form misses: its covariance grows by as much.
  const inflate = Math.max(1, fit.chi2 / Math.max(1, 2 * sightings.length - COUNT));
  const block = [0, 1, 2].flatMap((a) => [0, 1, 2].map((b) => covariance[a * COUNT + b] * inflate));
  return { at: [theta[EAST], theta[NORTH], theta[START]], covariance: block, cost: fit.cost };
}

/** Moments of the mixture of the classes' fits. */
function mixed(fits: readonly Fit[]): Fit {
  const least = Math.min(...fits.map(({ cost }) => cost));
  const weights = fits.map(({ cost }) => exp(-0.5 * (cost - least)));
  let total = 0;
  for (const w of weights) total += w;
  const at = [0, 1, 2].map((a) => fits.reduce((sum, fit, k) => sum + (weights[k] / total) * fit.at[a], 0));
  const covariance = [0, 1, 2].flatMap((a) =>
    [0, 1, 2].map((b) =>
      fits.reduce((sum, fit, k) => sum + (weights[k] / total) * (fit.covariance[a * 3 + b] + (fit.at[a] - at[a]) * (fit.at[b] - at[b])), 0),
    ),
  );
  return { at, covariance, cost: least };
}

/** Levenberg's step in units of the prior sigmas: (N + λ diag N) δ = g. */
function dampedStep(normal: Float64Array, gradient: Float64Array, prior: Prior, damping: number): Float64Array | undefined {
  const factor = scaled(normal, prior);
  for (let k = 0; k < COUNT; k++) factor[k * COUNT + k] *= 1 + damping;
  if (!cholesky(factor, factor, COUNT)) return undefined;
  const step = gradient.map((g, k) => g * prior.sigma[k]);
  forwardSubstitute(factor, step, COUNT);
  backSubstitute(factor, step, COUNT);
  return step.map((v, k) => v * prior.sigma[k]);
}

/** Ignition comes before the first sighting, gravity has to be beaten, and fuel neither lasts for ever nor burns in a flash. */
function bounded(theta: Float64Array): Float64Array {
  theta[START] = Math.min(theta[START], 0);
  theta[THRUST] = Math.max(theta[THRUST], 11);
  theta[BURN] = Math.min(Math.max(theta[BURN], 1e-3), 0.016);
  return theta;
}

type Origin = { readonly point: Vec3; readonly east: Vec3; readonly north: Vec3; readonly up: Vec3 };

/** Normal matrix and gradient of the weighted squares at θ; returns χ² of the sightings alone, and the cost with the priors'. */
function accumulate(
  sightings: readonly EarlySighting[],
  origin: Origin,
  prior: Prior,
  theta: Float64Array,
  normal: Float64Array,
  gradient: Float64Array,
): { chi2: number; cost: number } {
  normal.fill(0);
  let priors = 0;
  for (let k = 0; k < COUNT; k++) {
    const weight = 1 / (prior.sigma[k] * prior.sigma[k]);
    normal[k * COUNT + k] = weight;
    gradient[k] = weight * (prior.mean[k] - theta[k]);
    priors += weight * (prior.mean[k] - theta[k]) * (prior.mean[k] - theta[k]);
  }
  let chi2 = 0;
  const row = new Float64Array(COUNT);
  for (const sighting of sightings) {
    const seen_s = (sighting.at_us - sightings[0].at_us) / 1e6;
    const climb = climbOf(theta, Math.max(0, seen_s - theta[START]));
    const d = subtract(placeOf(origin, climb), sighting.satelliteEcef_m);
    const range = Math.sqrt(dot(d, d));
    const axes = tangentBasis(scale(d, 1 / range));
    const misfit = misfit_m(seen_s) / range;
    const { rightRight, upUp } = sighting.detection.covariance_rad2;
    for (const [axis, noise] of [
      [axes.right, rightRight],
      [axes.up, upUp],
    ] as const) {
      const variance = noise + misfit * misfit;
      const residual = dot(sighting.detection.lineOfSightEcef, axis);
      slopesAlong(row, climb, dot(axis, origin.east) / range, dot(axis, origin.north) / range, dot(axis, origin.up) / range);
      chi2 += (residual * residual) / variance;
      for (let i = 0; i < COUNT; i++) {
        const weighted = row[i] / variance;
        gradient[i] += weighted * residual;
        for (let j = 0; j <= i; j++) normal[i * COUNT + j] += weighted * row[j];
      }
    }
  }
  for (let i = 0; i < COUNT; i++) for (let j = i + 1; j < COUNT; j++) normal[i * COUNT + j] = normal[j * COUNT + i];
  return { chi2, cost: chi2 + priors };
}

function misfit_m(seen_s: number): number {
  const tau = seen_s + TYPICAL_FIRST_SIGHT_S;
  return MISFIT_MPS4 * tau * tau * tau * tau;
}

const STANDARD_GRAVITY_MPS2 = 9.80665;

/** Place and velocity at τ on east, north and up, m and m/s, and the slopes of the place over the parameters that have one of their own. */
type Climb = {
  readonly place: readonly [east: number, north: number, up: number];
  readonly velocity: readonly [east: number, north: number, up: number];
  /** Of `up` over thrust, over burning, and over the two turns. */
  readonly upByThrust: number;
  readonly upByBurn: number;
  readonly upByTurn: readonly [east: number, north: number];
  /** Of east over the eastward turn, and of north over the northward one: τ³. */
  readonly byTurn: number;
};

function climbOf(theta: Float64Array, tau: number): Climb {
  const t2 = tau * tau;
  const t3 = t2 * tau;
  const [east0, north0, , a, kappa, e, n] = theta;
  const { height, speed, byBurn } = rise(kappa, tau);
  const turn2 = e * e + n * n;
  const loss = (1.5 * turn2 * t3 * tau) / a;
  return {
    place: [east0 + e * t3, north0 + n * t3, a * height - 0.5 * STANDARD_GRAVITY_MPS2 * t2 - loss],
    velocity: [3 * e * t2, 3 * n * t2, a * speed - STANDARD_GRAVITY_MPS2 * tau - (6 * turn2 * t3) / a],
    upByThrust: height + loss / a,
    upByBurn: a * byBurn,
    upByTurn: [(-3 * e * t3 * tau) / a, (-3 * n * t3 * tau) / a],
    byTurn: t3,
  };
}

function placeOf({ point, east, north, up }: Origin, { place: [e, n, u] }: Climb): Vec3 {
  return vec3(
    point.x + east.x * e + north.x * n + up.x * u,
    point.y + east.y * e + north.y * n + up.y * u,
    point.z + east.z * e + north.z * n + up.z * u,
  );
}

/** Slopes over every parameter of the place's part along a direction given on east, north and up. A later start is an earlier place. */
function slopesAlong(row: Float64Array, climb: Climb, east: number, north: number, up: number): void {
  const { velocity, upByThrust, upByBurn, upByTurn, byTurn } = climb;
  row[EAST] = east;
  row[NORTH] = north;
  row[START] = -(east * velocity[0] + north * velocity[1] + up * velocity[2]);
  row[THRUST] = up * upByThrust;
  row[BURN] = up * upByBurn;
  row[TURN_EAST] = east * byTurn + up * upByTurn[0];
  row[TURN_NORTH] = north * byTurn + up * upByTurn[1];
}

/** Height and speed per unit of thrust, and the height's derivative with respect to κ.
 *  The logarithm is written as a series where κτ is small: its terms cancel to second order. */
function rise(kappa: number, tau: number): { height: number; speed: number; byBurn: number } {
  const k = Math.min(kappa * tau, 0.95);
  let height = 0;
  let byBurn = 0;
  let power = 1;
  // [(1−k) ln(1−k) + k]/k² = Σ kᵐ/((m+1)(m+2)),  m = 0, 1, …
  for (let m = 0; m < 60 && power > 1e-17; m++) {
    const term = power / ((m + 1) * (m + 2));
    height += term;
    byBurn += m > 0 ? (m * term) / k : 0;
    power *= k;
  }
  const speed = k > 1e-6 ? -log(1 - k) / k : 1 + k / 2;
  return { height: height * tau * tau, speed: speed * tau, byBurn: byBurn * tau * tau * tau };
}

/** The normal matrix in units of the prior sigmas: its condition falls from 1e20 to something a factorisation bears. */
function scaled(normal: Float64Array, { sigma }: Prior): Float64Array {
  return normal.map((v, k) => v * sigma[Math.floor(k / COUNT)] * sigma[k % COUNT]);
}

function finish({ at: [east, north, start], covariance }: Fit, origin: Origin, first_us: number): LaunchFit {
  const point = geodeticFromEcefVec(
    vec3(
      origin.point.x + origin.east.x * east + origin.north.x * north,
      origin.point.y + origin.east.y * east + origin.north.y * north,
      origin.point.z + origin.east.z * east + origin.north.z * north,
    ),
  );
  return {
    kind: 'fitted',
    launch: {
      point: geodetic(point.latitude_rad, point.longitude_rad, 0),
      covarianceEast_m2: covariance[0] + SIGMA_MODEL_M * SIGMA_MODEL_M,
      covarianceEastNorth_m2: covariance[1],
      covarianceNorth_m2: covariance[4] + SIGMA_MODEL_M * SIGMA_MODEL_M,
      time_us: first_us + Math.round(start * 1e6),
      sigmaTime_s: Math.sqrt(covariance[8] + SIGMA_MODEL_S * SIGMA_MODEL_S),
    },
  };
}
