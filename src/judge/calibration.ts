import type { Expectation } from '../adapters/case-file/expectation.ts';
import type { Assessment, GroundPoint } from '../core/assess/assessment.ts';
import type { Micros, Seconds } from '../core/units.ts';
import { groundError, ringContains } from '../score/ground.ts';
import type { Scenario } from '../sim/scenario.ts';
import { accountOf, type CaseRun } from './account.ts';
import { impactOf } from './places.ts';

/** Bounds of the probabilities that are counted together: finer where it matters. */
export const BIN_BOUNDS = [0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.99, 1];

/** How often what was said with a probability was right. Weights and sums of runs: a run counts once, whatever number of assessments it has. */
export type Tally = { readonly weight: number; readonly stated: number; readonly right: number };

/** What is stated with a probability besides the cause. */
export const REGIONS = ['launch ellipse', 'launch time', 'impact area', 'impact time'] as const;
export type Region = (typeof REGIONS)[number];

export type Calibration = {
  /** Of the likeliest cause, by bins of its probability. */
  readonly causes: readonly Tally[];
  readonly regions: Readonly<Record<Region, Tally>>;
};

const NOTHING: Tally = { weight: 0, stated: 0, right: 0 };

/** χ² of two degrees of freedom, and sigmas of one, that 95 % stay below. */
const CHI2_95 = 5.991;
const SIGMAS_95 = 1.96;
const ELLIPSE = 0.95;

/** What one run adds. A cause is right when it is among those that may stand at the end, and said with the sum of their probabilities; a run of which that is not said, or whose truth is not
 *  judged, adds nothing. */
export function calibrationOf(
  { scenario, expected }: { readonly scenario: Scenario; readonly expected: Expectation },
  run: CaseRun,
  seed: number,
): Calibration {
  const { story } = accountOf(scenario, run);
  const impact = impactOf(expected, seed);
  const coming = story.flatMap(({ impact: stated, at_us }) =>
    stated !== undefined && impact !== null && at_us <= impact.time_us ? [stated] : [],
  );
  const launch = story.findLast((one) => one.launch !== undefined)?.launch;
  const launches = launch === undefined || expected.launch === null ? [] : [launch];
  const atLaunch = expected.launch;
  return {
    causes: causeTallies(story, expected.cause),
    regions: {
      'launch ellipse': mean(launches.map((one) => [ELLIPSE, atLaunch !== null && inEllipse(one, atLaunch.point)])),
      'launch time': mean(launches.map((one) => [ELLIPSE, atLaunch !== null && inTime(one, atLaunch.time_us)])),
      'impact area': mean(coming.map((one) => [one.probability, impact !== null && ringContains(one.area, impact.point)])),
      'impact time':
        expected.impactTimeJudged === false
          ? NOTHING
          : mean(coming.map((one) => [ELLIPSE, impact !== null && inTime(one, impact.time_us)])),
    },
  };
}

function causeTallies(story: readonly Assessment[], causes: readonly string[] | undefined): Tally[] {
  const said = causes === undefined ? [] : story.map((one) => ofCauses(one, causes));
  return BIN_BOUNDS.slice(1).map((to, bin) => {
    const from = BIN_BOUNDS[bin];
    const last = bin === BIN_BOUNDS.length - 2;
    const within = said.filter(([p]) => p >= from && (p < to || last));
    return scaled(mean(within), within.length / Math.max(1, story.length));
  });
}

/** What is said with which probability, and whether it is right: one of several causes that are, or the likeliest of the others. */
function ofCauses({ cause, causeProbability, hypotheses }: Assessment, causes: readonly string[]): [stated: number, right: boolean] {
  if (!causes.includes(cause)) return [causeProbability, false];
  return [
    Math.min(
      1,
      hypotheses.reduce((sum, one) => sum + (causes.includes(one.hypothesis) ? one.probability : 0), 0),
    ),
    true,
  ];
}

function inEllipse(stated: GroundPoint, truth: GroundPoint['point']): boolean {
  return groundError(stated, truth).chi2 <= CHI2_95;
}

function inTime(stated: { readonly time_us: Micros; readonly sigmaTime_s: Seconds }, truth_us: Micros): boolean {
  return Math.abs(stated.time_us - truth_us) / 1e6 <= SIGMAS_95 * stated.sigmaTime_s;
}

/** Of several statements of one run the mean, with the weight of one. */
function mean(statements: readonly (readonly [stated: number, right: boolean])[]): Tally {
  if (statements.length === 0) return NOTHING;
  const sum = statements.reduce((total, [stated, right]) => plus(total, { weight: 1, stated, right: right ? 1 : 0 }), NOTHING);
  return scaled(sum, 1 / statements.length);
}

function plus(a: Tally, b: Tally): Tally {
  return { weight: a.weight + b.weight, stated: a.stated + b.stated, right: a.right + b.right };
}

function scaled({ weight, stated, right }: Tally, by: number): Tally {
  return { weight: weight * by, stated: stated * by, right: right * by };
}

/** All runs together. */
export function sumOf(all: readonly Calibration[]): Calibration {
  const total = (of: (one: Calibration) => Tally): Tally => all.reduce((sum, one) => plus(sum, of(one)), NOTHING);
  return {
    causes: BIN_BOUNDS.slice(1).map((_, bin) => total(({ causes }) => causes[bin])),
    regions: Object.fromEntries(REGIONS.map((region) => [region, total(({ regions }) => regions[region])])) as Record<Region, Tally>,
  };
}

/** Mean over what was said of how far the stated probability lies from the share that was right, bin by bin; undefined when nothing was said.
 *  Source  Naeini, Cooper & Hauskrecht, "Obtaining Well Calibrated Probabilities Using Bayesian Binning", AAAI 2015. */
export function expectedCalibrationError({ causes }: Calibration): number | undefined {
  const weight = causes.reduce((sum, one) => sum + one.weight, 0);
  return weight === 0 ? undefined : causes.reduce((sum, { stated, right }) => sum + Math.abs(stated - right), 0) / weight;
}
