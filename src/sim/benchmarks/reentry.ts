import { quadraticForm } from '../../core/math/matrix.ts';
import { jacobianOf } from '../../core/track/estimators/mapping.ts';
import { neesBand } from '../../score/nees-band.ts';
import { moved, seen } from '../../score/posterior-bound.ts';
import { stream } from '../random.ts';
import { fall, KNOWN_BETA, polar, POLAR_NOISE, REENTRY, type ReentryModel, seenBy, UNKNOWN_BETA } from './reentry-model.ts';
import { type ReentryFilter, reentryFilters, startFromTwo } from './reentry-filters.ts';

/** A filter's errors at each scan from the second on, over all runs. */
export type ReentryCurve = {
  readonly filter: string;
  readonly published: boolean;
  readonly evaluations: number;
  /** Root mean square of the position's and the velocity's error. */
  readonly position_m: readonly number[];
  readonly velocity_mps: readonly number[];
  /** Length of the mean position error. */
  readonly bias_m: readonly number[];
  /** Mean NEES of all states. */
  readonly nees: readonly number[];
  /** For each run, the mean over the scans of the squared position error in units of the bound's: 1 where the bound is reached. */
  readonly squaredRatioOfRun: readonly number[];
};

export type ReentryResult = {
  readonly runs: number;
  readonly states: number;
  readonly times_s: readonly number[];
  readonly band: readonly [number, number];
  readonly boundPosition_m: readonly number[];
  readonly boundVelocity_mps: readonly number[];
  readonly curves: readonly ReentryCurve[];
};

export type ReentryOptions = {
  readonly runs: number;
  readonly seed: number;
  /** Zero leaves the particle filter out. */
  readonly particles: number;
  readonly unknownBeta?: boolean;
  readonly onRun?: () => void;
};

/** Every filter on the same falls and the same plots, each from its first two plots, beside the posterior bound. */
export function runReentry({ runs, seed, particles, unknownBeta, onRun }: ReentryOptions): ReentryResult {
  const model = unknownBeta === true ? UNKNOWN_BETA : KNOWN_BETA;
  const filters = reentryFilters(model, Math.max(1, particles)).filter(({ evaluations }) => particles > 0 || evaluations > 1);
  const errors = filters.map((): Run[] => []);
  const truths: Float64Array[][] = [];
  for (let run = seed; run < seed + runs; run++) {
    const random = stream(run, 're-entry');
    const truth = fall(model, random);
    const plots = truth.map((s) => seenBy(random, s));
    filters.forEach((filter, at) => errors[at].push(followed(filter, model, truth, plots, run)));
    truths.push(truth);
    onRun?.();
  }
  const bounds = boundsOf(model, truths);
  return {
    runs,
    states: model.states,
    times_s: Array.from({ length: REENTRY.scans - 1 }, (_, k) => (k + 1) * REENTRY.interval_s),
    band: neesBand(runs, model.states),
    ...bounds,
    curves: filters.map((filter, at) => curveOf(filter, errors[at], bounds.boundPosition_m)),
  };
}

/** One run's error and NEES at each scan from the second on. */
type Run = readonly { readonly e: Float64Array; readonly nees: number }[];

function followed(
  filter: ReentryFilter,
  model: ReentryModel,
  truth: readonly Float64Array[],
  plots: readonly Float64Array[],
  seed: number,
): Run {
  filter.start(startFromTwo(model, plots[0], plots[1]), stream(seed, filter.name));
  return truth.slice(1).map((s, k) => {
    if (k > 0) filter.step(plots[k + 1]);
    const { x, p } = filter.state();
    const e = x.map((value, i) => value - s[i]);
    return { e, nees: quadraticForm(p, e, model.states) ?? Infinity };
  });
}

function curveOf({ name, published, evaluations }: ReentryFilter, runs: readonly Run[], bound_m: readonly number[]): ReentryCurve {
  const over = (k: number, value: (e: Float64Array, nees: number) => number): number =>
    runs.reduce((sum, run) => sum + value(run[k].e, run[k].nees), 0) / runs.length;
  const scans = bound_m.map((_, k) => k);
  return {
    filter: name,
    published,
    evaluations,
    position_m: scans.map((k) => Math.sqrt(over(k, (e) => e[0] * e[0] + e[2] * e[2]))),
    velocity_mps: scans.map((k) => Math.sqrt(over(k, (e) => e[1] * e[1] + e[3] * e[3]))),
    bias_m: scans.map((k) => Math.sqrt(over(k, (e) => e[0]) ** 2 + over(k, (e) => e[2]) ** 2)),
    nees: scans.map((k) => over(k, (_e, nees) => nees)),
    squaredRatioOfRun: runs.map(
      (run) => run.reduce((sum, { e }, k) => sum + (e[0] * e[0] + e[2] * e[2]) / (bound_m[k] * bound_m[k]), 0) / run.length,
    ),
  };
}

/** Before the first plot nothing is known: a prior this wide tells nothing beside two plots of 4 km and the 3 km/s between them. */
const PRIOR_M = 1e7;
const PRIOR_MPS = 1e6;

/** The posterior bound over these falls, expectation over the runs. */
function boundsOf(
  { states: n, motion, noise }: ReentryModel,
  truths: readonly Float64Array[][],
): { readonly boundPosition_m: number[]; readonly boundVelocity_mps: number[] } {
  const boundPosition_m: number[] = [];
  const boundVelocity_mps: number[] = [];
  const prior = [PRIOR_M, PRIOR_MPS, PRIOR_M, PRIOR_MPS, REENTRY.sigmaBeta];
  let p: Float64Array = Float64Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? prior[k / (n + 1)] ** 2 : 0));
  // The prior's width is no scale to take differences by.
  const scale = Float64Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? [1e6, 1e4, 1e6, 1e4, 1e8][k / (n + 1)] : 0));
  for (let k = 0; k < REENTRY.scans; k++) {
    if (k > 0)
      p = moved(
        p,
        truths.map((truth) => jacobianOf(motion, truth[k - 1], scale)),
        noise,
        n,
      );
    const views = truths.map((truth) => ({ h: jacobianOf(polar, truth[k], scale), r: POLAR_NOISE }));
    p = seen(p, views, n, 2);
    if (k === 0) continue;
    boundPosition_m.push(Math.sqrt(p[0] + p[2 * n + 2]));
    boundVelocity_mps.push(Math.sqrt(p[n + 1] + p[3 * n + 3]));
  }
  return { boundPosition_m, boundVelocity_mps };
}

/** A mean over the runs with its standard error. */
export type Estimate = { readonly mean: number; readonly error: number };

export function estimateOf(values: readonly number[]): Estimate {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1);
  return { mean, error: Math.sqrt(variance / values.length) };
}

/** How far chance may carry a mean: 3 standard errors, one case in 370. */
const CHANCE = 3;
/** Squared ratio to the bound at which a filter counts as efficient. */
const EFFICIENT = 1.05 * 1.05;

/** What the paper concludes for a known β, checked on these runs; empty when all of it holds.
 *    efficient   the EKF is at the bound; no filter is below it
 *    no gain     none of the others is better than the EKF by more than chance
 *    cheaper     each of the others evaluates the motion model more often */
export function contradictions({ curves }: ReentryResult): readonly string[] {
  const published = curves.filter((curve) => curve.published);
  const [ekf, ...others] = published;
  const found: string[] = [];
  const { mean, error } = estimateOf(ekf.squaredRatioOfRun);
  if (mean > EFFICIENT + CHANCE * error) found.push(`the EKF is at ${Math.sqrt(mean).toFixed(3)} × the bound`);
  for (const { filter, squaredRatioOfRun } of published) {
    const own = estimateOf(squaredRatioOfRun);
    if (own.mean < 1 - CHANCE * own.error) found.push(`${filter} is below the bound`);
  }
  for (const { filter, squaredRatioOfRun, evaluations } of others) {
    const gain = estimateOf(squaredRatioOfRun.map((value, run) => ekf.squaredRatioOfRun[run] - value));
    if (gain.mean > CHANCE * gain.error + NO_DIFFERENCE) found.push(`${filter} is better than the EKF`);
    if (evaluations <= ekf.evaluations) found.push(`${filter} costs no more than the EKF`);
  }
  return found;
}

/** Half a per cent of the bound: less than a plot could show. */
const NO_DIFFERENCE = 0.01;
