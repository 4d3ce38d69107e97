import { enuBasis } from '../frames/enu.ts';
import { ecefVecFromGeodetic, type Geodetic, geodetic, geodeticFromEcefVec } from '../frames/geodetic.ts';
import { intersectHeight, tangentBasis } from '../frames/line-of-sight.ts';
import { exp, log } from '../math/elementary.ts';
import { backSubstitute, cholesky, forwardSubstitute } from '../math/matrix.ts';
import { addScaled, distance, dot, scale, subtract, type Vec3, vec3 } from '../math/vector.ts';
import type { EarlyPlot, EarlySighting } from '../theatre-track/track.ts';
import type { Micros } from '../units.ts';
import type { Course, LaunchEstimate } from './assessment.ts';
import {
  bound,
  type Climb,
  climbInto,
  EAST,
  emptyClimb,
  NORTH,
  PARAMETERS,
  type Prior,
  PRIORS,
  slopesAlong,
  speedSlopes,
  START,
} from './climb.ts';
import { courseFrom } from './course.ts';
import { ownCovariance, type Pointings, pointingsOf, withPointings } from './pointings.ts';

/** Sightings that show a climb; of looks that come slowly one less, as long as they are so far apart. */
const MIN_SIGHTINGS = 4;
const FEWEST_SIGHTINGS = 3;
const LONG_US: Micros = 10e6;
const ITERATIONS = 25;
/** Degrees of freedom of Student's t by which a sighting far from the fit, a neighbour's or a false one, counts for less than a near one. */
const STUDENT = 8;
/** What the ground and the flat axes leave open, one sigma. */
const SIGMA_GROUND_M = 100;
const SIGMA_START_S = 1;

export type LaunchFit =
  | { readonly kind: 'fitted'; readonly launch: LaunchEstimate }
  | { readonly kind: 'too-few-sightings' }
  | { readonly kind: 'did-not-converge' };

/** Launch point and time from the first sightings, and from how high radar plots show it to be, with their covariance: Levenberg–Marquardt on each kind of
 *  climb (`PRIORS`), and the mixture of them, each weighed by its evidence (Laplace's approximation). How far a satellite points aside is fitted with it, where that is declared.
 *  Sightings in order of time, any number of satellites; with one only, what is known of rockets carries the depth and the covariance says so.
 *  It was launched before anything saw it, radar included. */
export function fitLaunch(sightings: readonly EarlySighting[], plots: readonly EarlyPlot[] = []): LaunchFit {
  if (!showAClimb(sightings)) return { kind: 'too-few-sightings' };
  const pointings = pointingsOf(sightings);
  const seen: Seen = {
    sightings,
    pointings,
    plots,
    first_us: Math.min(...[...sightings, ...plots].map(({ at_us }) => at_us)),
    lastSight_us: sightings[sightings.length - 1].at_us,
  };
  const starts = startsOf(sightings[0]);
  const size = PARAMETERS + pointings.sigma_rad.length;
  const bench: Bench = [trial(size), trial(size)];
  // Where several places are in question the first kind of rocket finds those that are left; the others begin there.
  const [kind, ...others] = PRIORS.map((prior) => withPointings(prior, pointings));
  const found = distinct(starts.flatMap((start) => fitAnchored(seen, originAt(start), kind, bench) ?? []));
  const best = Math.max(...found.map(({ logEvidence }) => logEvidence));
  const left = found.filter(({ logEvidence }) => logEvidence > best - HOPELESS);
  const fits = [...left, ...others.flatMap((prior) => left.flatMap(({ origin }) => fitAnchored(seen, origin, prior, bench) ?? []))];
  if (fits.length === 0) return { kind: 'did-not-converge' };
  return finish(mixed(distinct(fits).flatMap(underCloudsOrNot)), seen.first_us);
}

function showAClimb(sightings: readonly EarlySighting[]): boolean {
  if (sightings.length >= MIN_SIGHTINGS) return true;
  return sightings.length >= FEWEST_SIGHTINGS && sightings[sightings.length - 1].at_us - sightings[0].at_us >= LONG_US;
}

/** What was seen of a launch, and when it was first. */
type Seen = {
  readonly sightings: readonly EarlySighting[];
  readonly pointings: Pointings;
  readonly plots: readonly EarlyPlot[];
  readonly first_us: Micros;
  readonly lastSight_us: Micros;
};

/** A place whose evidence is so much less, as a natural logarithm, is none. */
const HOPELESS = 20;

/** Heights at which the first sight may have met the plume. In a grazing view the places are hundreds of kilometres apart, and a fit begun at the wrong one
 *  stays there. A sight that passes the ground by may have met it before the limb or behind. */
const STARTS_M = [0, 20_000, 50_000, 100_000];
const APART_M = 150_000;
const BEYOND_M = 1e8;

function startsOf({ satelliteEcef_m, detection: { lineOfSightEcef } }: EarlySighting): Geodetic[] {
  const passesBy = intersectHeight(satelliteEcef_m, lineOfSightEcef, 0) === undefined;
  const behind = addScaled(satelliteEcef_m, lineOfSightEcef, BEYOND_M);
  const points = STARTS_M.flatMap((height_m) => [
    intersectHeight(satelliteEcef_m, lineOfSightEcef, height_m) ?? [],
    (passesBy ? intersectHeight(behind, scale(lineOfSightEcef, -1), height_m) : undefined) ?? [],
  ]).flat();
  return points.filter((point, k) => points.slice(0, k).every((other) => distance(point, other) > APART_M)).map(geodeticFromEcefVec);
}

/** A minimum that was found from several starts counts once. */
function distinct(fits: readonly Fit[]): Fit[] {
  const isSame = (a: Fit, b: Fit): boolean =>
    a.prior === b.prior &&
    Math.abs(a.at[2] - b.at[2]) < 0.1 &&
    distance(placeOf(a.origin, [a.at[0], a.at[1], 0]), placeOf(b.origin, [b.at[0], b.at[1], 0])) < 1_000;
  return fits.filter((fit, k) => !fits.slice(0, k).some((other) => isSame(fit, other)));
}

/** The axes are flat: a fit that ends farther from their origin is made again about where it ended. */
const NEAR_M = 30_000;
const ANCHORS = 6;

function fitAnchored(seen: Seen, from: Origin, prior: Prior, bench: Bench): Fit | undefined {
  let origin = from;
  for (let k = 0; k < ANCHORS; k++) {
    const fit = fitOne(seen, origin, prior, bench);
    if (fit === undefined) return undefined;
    const [east, north] = fit.at;
    if (east * east + north * north < NEAR_M * NEAR_M) return fit;
    origin = originAt(geodeticFromEcefVec(placeOf(origin, [east, north, 0])));
  }
  return undefined;
}

function originAt({ latitude_rad, longitude_rad }: Geodetic): Origin {
  const ground = geodetic(latitude_rad, longitude_rad, 0);
  return { point: ecefVecFromGeodetic(ground), ...enuBasis(ground) };
}

/** What of a fit is told: where it began, east and north (m), when (s), and how fast it went east and north when it was last seen (m/s). */
const TOLD = 5;
const [TOLD_START, TOLD_EASTWARD, TOLD_NORTHWARD] = [2, 3, 4];

type Fit = {
  readonly prior: Prior;
  readonly origin: Origin;
  /** What is told, and its covariance by rows. */
  readonly at: readonly number[];
  readonly covariance: readonly number[];
  readonly logEvidence: number;
};

/** A fit in hand: the parameters, what they cost (twice the negative log-likelihood, priors included), and the normal matrix and gradient there, in units
 *  of the priors' sigmas. */
type Trial = {
  readonly theta: Float64Array;
  cost: number;
  /** Weighted squares of the sightings' residuals. */
  scatter: number;
  readonly normal: Float64Array;
  readonly gradient: Float64Array;
  /** Room to work in. */
  readonly rows: readonly [Float64Array, Float64Array];
  readonly climb: Climb;
  readonly direction: Float64Array;
  readonly factor: Float64Array;
  readonly step: Float64Array;
};

function fitOne(seen: Seen, origin: Origin, prior: Prior, bench: Bench): Fit | undefined {
  let [best, tried] = bench;
  best.theta.set(prior.mean);
  accumulate(best, seen, origin, prior);
  let damping = 1e-3;
  for (let i = 0; i < ITERATIONS; i++) {
    const step = dampedStep(best, damping);
    if (step === undefined) return undefined;
    for (let k = 0; k < tried.theta.length; k++) tried.theta[k] = best.theta[k] + prior.sigma[k] * step[k];
    bound(tried.theta);
    accumulate(tried, seen, origin, prior);
    if (tried.cost <= best.cost) {
      const gained = best.cost - tried.cost;
      [best, tried] = [tried, best];
      damping = Math.max(damping / 10, 1e-9);
      if (gained < 1e-3) break;
    } else {
      damping *= 10;
    }
  }
  return told(best, seen, origin, prior);
}

/** Two trials to work in, one at a time the better. */
type Bench = readonly [Trial, Trial];

function trial(size: number): Trial {
  const column = (): Float64Array => new Float64Array(size);
  return {
    theta: column(),
    cost: 0,
    scatter: 0,
    normal: new Float64Array(size * size),
    gradient: column(),
    rows: [column(), column()],
    climb: emptyClimb(),
    direction: new Float64Array(3),
    factor: new Float64Array(size * size),
    step: column(),
  };
}

/** (N + λ diag N) δ = g. */
function dampedStep({ normal, gradient, factor, step }: Trial, damping: number): Float64Array | undefined {
  const size = step.length;
  factor.set(normal);
  for (let k = 0; k < size; k++) factor[k * size + k] *= 1 + damping;
  if (!cholesky(factor, factor, size)) return undefined;
  step.set(gradient);
  forwardSubstitute(factor, step, size);
  backSubstitute(factor, step, size);
  return step;
}

/** The fit with the covariance of what is told; its evidence is −cost/2 − ½ ln|N| in units of the priors' sigmas. */
function told({ theta, cost, scatter, normal, factor, climb }: Trial, seen: Seen, origin: Origin, prior: Prior): Fit | undefined {
  const { share } = prior;
  const size = theta.length;
  factor.set(normal);
  if (!cholesky(factor, factor, size)) return undefined;
  let logEvidence = log(share) - 0.5 * cost;
  for (let k = 0; k < size; k++) logEvidence -= log(factor[k * size + k]);
  climbInto(climb, theta, Math.max(0, (seen.lastSight_us - seen.first_us) / 1e6 - theta[START]));
  const slopes = slopesOfTold(climb, theta, prior);
  const columns = slopes.map((slope) => {
    const column = slope.slice();
    forwardSubstitute(factor, column, size);
    backSubstitute(factor, column, size);
    return column;
  });
  // What scatters by more than was declared of them widen what is said by as much.
  const inflate = Math.max(1, scatter / (2 * seen.sightings.length + seen.plots.length));
  return {
    prior,
    origin,
    at: [theta[EAST], theta[NORTH], theta[START], climb.velocity[0], climb.velocity[1]],
    covariance: slopes.flatMap((slope) => columns.map((column) => inflate * product(slope, column))),
    logEvidence,
  };
}

/** Slopes of what is told over the parameters, each in units of its prior's sigma. */
function slopesOfTold(climb: Climb, theta: Float64Array, { sigma }: Prior): Float64Array[] {
  const rows = Array.from({ length: TOLD }, () => new Float64Array(theta.length));
  [EAST, NORTH, START].forEach((parameter, k) => {
    rows[k][parameter] = 1;
  });
  speedSlopes(rows[TOLD_EASTWARD], climb, theta, 0);
  speedSlopes(rows[TOLD_NORTHWARD], climb, theta, 1);
  for (const row of rows) for (let k = 0; k < sigma.length; k++) row[k] *= sigma[k];
  return rows;
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}

/** Share of launches that no cloud hides, and when such a one lights before it is first seen, s. */
const CLEAR = 0.25;
const CLEAR_START_S = -1;
const SIGMA_CLEAR_START_S = 1.5;

/** A fit as it is under clouds, which may hide much of the climb, and as it would be under a clear sky, where it is seen as soon as it burns: the start that the
 *  sightings alone give, with that for prior.   Source  products of normal densities. */
function underCloudsOrNot(fit: Fit): Fit[] {
  const { prior, at, covariance, logEvidence } = fit;
  if (!prior.fromGround) return [fit];
  const n = TOLD;
  const variance = covariance[TOLD_START * n + TOLD_START];
  const wide = prior.sigma[START] * prior.sigma[START];
  const narrow = SIGMA_CLEAR_START_S * SIGMA_CLEAR_START_S;
  const precision = Math.max(1 / variance - 1 / wide, 1e-6);
  const alone = (at[TOLD_START] / variance - prior.mean[START] / wide) / precision;
  const off = (mean: number, sigma2: number): number => {
    const v = 1 / precision + sigma2;
    return -0.5 * (log(v) + ((alone - mean) * (alone - mean)) / v);
  };
  const then = 1 / (precision + 1 / narrow);
  const start = then * (alone * precision + CLEAR_START_S / narrow);
  const slopes = at.map((_, a) => covariance[a * n + TOLD_START] / variance);
  return [
    { ...fit, logEvidence: logEvidence + log(1 - CLEAR) },
    {
      ...fit,
      at: at.map((x, a) => x + slopes[a] * (start - at[TOLD_START])),
      covariance: covariance.map((c, k) => c + slopes[Math.floor(k / n)] * slopes[k % n] * (then - variance)),
      logEvidence: logEvidence + log(CLEAR) + off(CLEAR_START_S, narrow) - off(prior.mean[START], wide),
    },
  ];
}

/** Moments of the mixture, on the axes of the likeliest, and where it was going. */
function mixed(fits: readonly Fit[]): Mixture {
  const best = fits.reduce((a, b) => (b.logEvidence > a.logEvidence ? b : a));
  const { origin } = best;
  const weights = fits.map((fit) => exp(fit.logEvidence - best.logEvidence));
  let total = 0;
  for (const w of weights) total += w;
  const places = fits.map((fit) => onAxes(fit, origin));
  const at = best.at.map((_, a) => places.reduce((sum, place, k) => sum + (weights[k] / total) * place[a], 0));
  const covariance = best.at.flatMap((_, a) =>
    best.at.map((__, b) =>
      fits.reduce(
        (sum, fit, k) => sum + (weights[k] / total) * (fit.covariance[a * TOLD + b] + (places[k][a] - at[a]) * (places[k][b] - at[b])),
        0,
      ),
    ),
  );
  const course = courseFrom(
    fits.map((fit, k) => ({
      weight: weights[k] / total,
      east_mps: fit.at[TOLD_EASTWARD],
      north_mps: fit.at[TOLD_NORTHWARD],
      covarianceEast: fit.covariance[TOLD_EASTWARD * TOLD + TOLD_EASTWARD],
      covarianceEastNorth: fit.covariance[TOLD_EASTWARD * TOLD + TOLD_NORTHWARD],
      covarianceNorth: fit.covariance[TOLD_NORTHWARD * TOLD + TOLD_NORTHWARD],
    })),
  );
  return { origin, at, covariance, course };
}

type Mixture = Pick<Fit, 'origin' | 'at' | 'covariance'> & { readonly course: Course | undefined };

function onAxes({ origin, at }: Fit, to: Origin): number[] {
  if (origin === to) return [...at];
  const d = subtract(placeOf(origin, [at[0], at[1], 0]), to.point);
  return [dot(d, to.east), dot(d, to.north), ...at.slice(2)];
}

type Origin = { readonly point: Vec3; readonly east: Vec3; readonly north: Vec3; readonly up: Vec3 };

/** Cost, normal matrix and gradient at the trial's parameters. */
function accumulate(into: Trial, { sightings, pointings, plots, first_us }: Seen, origin: Origin, { mean, sigma }: Prior): void {
  const { theta, normal, gradient } = into;
  const size = theta.length;
  normal.fill(0);
  into.cost = 0;
  into.scatter = 0;
  for (let k = 0; k < size; k++) {
    const z = (mean[k] - theta[k]) / sigma[k];
    normal[k * size + k] = 1;
    gradient[k] = z;
    into.cost += z * z;
  }
  const { rows } = into;
  for (const [at, sighting] of sightings.entries()) {
    const [right, up] = whitened(sighting, pointings.columns[at], first_us, into, origin);
    const d2 = right * right + up * up;
    const weight = (STUDENT + 2) / (STUDENT + d2);
    into.cost += (STUDENT + 2) * log(1 + d2 / STUDENT);
    into.scatter += weight * d2;
    for (let k = 0; k < size; k++) {
      rows[0][k] *= sigma[k];
      rows[1][k] *= sigma[k];
    }
    addSquares(normal, gradient, rows, weight, right, up);
  }
  for (const row of rows) row.fill(0);
  for (const plot of plots) {
    const up = whitenedHeight(plot, first_us, into, origin);
    const weight = (STUDENT + 1) / (STUDENT + up * up);
    into.cost += (STUDENT + 1) * log(1 + (up * up) / STUDENT);
    into.scatter += weight * up * up;
    for (let k = 0; k < PARAMETERS; k++) rows[0][k] *= sigma[k];
    addSquares(normal, gradient, rows, weight, up, 0);
  }
  for (let i = 0; i < size; i++) for (let j = i + 1; j < size; j++) normal[i * size + j] = normal[j * size + i];
}

function addSquares(
  normal: Float64Array,
  gradient: Float64Array,
  [first, second]: readonly [Float64Array, Float64Array],
  weight: number,
  right: number,
  up: number,
): void {
  const size = gradient.length;
  for (let i = 0; i < size; i++) {
    const a = weight * first[i];
    const b = weight * second[i];
    if (a === 0 && b === 0) continue;
    gradient[i] += a * right + b * up;
    const at = i * size;
    for (let j = 0; j <= i; j++) normal[at + j] += a * first[j] + b * second[j];
  }
}

/** The two residuals of a line of sight, and their slopes in the trial's rows, in units of the sighting's own noise: rotated and scaled by the Cholesky
 *  factor of its covariance, without what the satellite's sights have in common where that has a column of its own. */
function whitened(
  { at_us, satelliteEcef_m, detection, pointing }: EarlySighting,
  common: number | undefined,
  zero_us: number,
  { theta, rows, climb, direction }: Trial,
  origin: Origin,
): [right: number, up: number] {
  climbInto(climb, theta, Math.max(0, (at_us - zero_us) / 1e6 - theta[START]));
  const d = subtract(placeOf(origin, climb.place), satelliteEcef_m);
  const range = Math.sqrt(dot(d, d));
  const { right, up } = tangentBasis(scale(d, 1 / range));
  const { rightRight, rightUp, upUp } = ownCovariance(detection, pointing);
  const sigmaRight = Math.sqrt(rightRight);
  const shared = rightUp / sigmaRight;
  const sigmaUp = Math.sqrt(Math.max(upUp - shared * shared, 1e-6 * upUp));
  along(direction, right, origin, 1 / (range * sigmaRight));
  slopesAlong(rows[0], climb, direction);
  along(direction, up, origin, 1 / (range * sigmaUp));
  slopesAlong(rows[1], climb, direction);
  let offRight = dot(detection.lineOfSightEcef, right);
  let offUp = dot(detection.lineOfSightEcef, up);
  for (const row of rows) row.fill(0, PARAMETERS);
  if (common !== undefined) {
    offRight -= theta[common];
    offUp -= theta[common + 1];
    rows[0][common] = 1 / sigmaRight;
    rows[1][common + 1] = 1 / sigmaUp;
  }
  const first = offRight / sigmaRight;
  const ratio = shared / sigmaUp;
  if (ratio !== 0) for (let k = 0; k < rows[1].length; k++) rows[1][k] -= ratio * rows[0][k];
  return [first, offUp / sigmaUp - ratio * first];
}

/** What a radar may constantly be wrong by in height, m. */
const SIGMA_PLOT_M = 300;

/** The residual of a plot's height, and its slopes in the trial's first row, in units of its error. Where it is on the map the satellites know as well. */
function whitenedHeight(
  { at_us, placeEcef_m, sigmaHeight_m }: EarlyPlot,
  zero_us: number,
  { theta, rows, climb, direction }: Trial,
  origin: Origin,
): number {
  climbInto(climb, theta, Math.max(0, (at_us - zero_us) / 1e6 - theta[START]));
  const factor = 1 / Math.sqrt(sigmaHeight_m * sigmaHeight_m + SIGMA_PLOT_M * SIGMA_PLOT_M);
  along(direction, origin.up, origin, factor);
  slopesAlong(rows[0], climb, direction);
  return factor * (dot(subtract(placeEcef_m, origin.point), origin.up) - climb.place[2]);
}

function along(out: Float64Array, axis: Vec3, { east, north, up }: Origin, factor: number): void {
  out[0] = factor * dot(axis, east);
  out[1] = factor * dot(axis, north);
  out[2] = factor * dot(axis, up);
}

function placeOf({ point, east, north, up }: Origin, at: ArrayLike<number>): Vec3 {
  const [e, n, u] = [at[0], at[1], at[2]];
  return vec3(
    point.x + east.x * e + north.x * n + up.x * u,
    point.y + east.y * e + north.y * n + up.y * u,
    point.z + east.z * e + north.z * n + up.z * u,
  );
}

function finish({ origin, at: [east, north, start], covariance, course }: Mixture, first_us: number): LaunchFit {
  const { latitude_rad, longitude_rad } = geodeticFromEcefVec(placeOf(origin, [east, north, 0]));
  return {
    kind: 'fitted',
    launch: {
      point: geodetic(latitude_rad, longitude_rad, 0),
      covarianceEast_m2: covariance[0] + SIGMA_GROUND_M * SIGMA_GROUND_M,
      covarianceEastNorth_m2: covariance[1],
      covarianceNorth_m2: covariance[TOLD + 1] + SIGMA_GROUND_M * SIGMA_GROUND_M,
      time_us: first_us + Math.round(start * 1e6),
      sigmaTime_s: Math.sqrt(covariance[TOLD_START * TOLD + TOLD_START] + SIGMA_START_S * SIGMA_START_S),
      ...course,
    },
  };
}
