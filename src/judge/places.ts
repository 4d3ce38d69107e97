import type { Expectation, Truth } from '../adapters/case-file/expectation.ts';
import type { Assessment, GroundPoint } from '../core/assess/assessment.ts';
import type { Micros, Seconds } from '../core/units.ts';
import { groundError, ringContains } from '../score/ground.ts';
import type { Account } from './account.ts';

/** χ² of two degrees of freedom that 99.9 % stay below; sigmas, and the least, that a time may be off. */
export const CHI2_999 = 13.816;
const TIME_SIGMAS = 3.3;
const TIME_LEAST_S = 5;
/** A last word may be so far off whatever the one before it was. */
const LAST_WORD_M = 800;
const LAST_WORD_FACTOR = 2;

/** The true impact under a seed, where one is judged. */
export function impactOf({ impact, impactBySeed }: Pick<Expectation, 'impact' | 'impactBySeed'>, seed: number): Truth | null {
  return impactBySeed?.[String(seed)] ?? impact;
}

/** Launch and impact against what is stated with them. */
export function placeFaults({ story, after_s }: Account, expected: Expectation, seed: number): string[] {
  const faults: string[] = [];
  const launch = story.findLast((one) => one.launch !== undefined)?.launch;
  if (expected.launchStated === false && launch !== undefined) faults.push('a launch is stated');
  if (expected.launch !== null && launch !== undefined) faults.push(...pointFaults('launch', launch, expected.launch, true));
  const stated = story.filter(({ impact }) => impact !== undefined);
  if (expected.impactStated === false && stated.length > 0) faults.push(`an impact is stated at ${after_s(stated[0].at_us).toFixed(0)} s`);
  if (expected.impactStatedAtEnd === false && story.at(-1)?.impact !== undefined) faults.push('an impact is stated at the end');
  const truth = impactOf(expected, seed);
  if (truth === null) return faults;
  const early = story.filter(({ at_us }) => after_s(at_us) < (expected.impactNotBefore_s ?? 0));
  const wrong = early.find(({ impact }) => impact?.kind === 'ballistic' && groundError(impact, truth.point).chi2 > CHI2_999);
  if (wrong !== undefined) faults.push(`a wrong impact of a free fall is stated at ${after_s(wrong.at_us).toFixed(0)} s, while it burns`);
  return [...faults, ...impactFaults(story, truth, expected)];
}

/** Judged on the last assessment before it falls; with `lastWord` the very last one may not be more than twice as far off. */
function impactFaults(story: readonly Assessment[], truth: Truth, { lastWord, impactTimeJudged }: Expectation): string[] {
  const before = lastImpactBefore(story, truth.time_us);
  if (before === undefined) return ['no impact is stated before it falls'];
  const faults =
    before.kind === 'ballistic'
      ? pointFaults('impact', before, truth, impactTimeJudged !== false)
      : ringContains(before.area, truth.point)
        ? []
        : [`the area (${before.kind}) does not hold the impact`];
  const end = story.findLast((one) => one.impact !== undefined)?.impact;
  const off_m = (one: GroundPoint): number => groundError(one, truth.point).error_m;
  if (lastWord === true && end !== undefined && off_m(end) > Math.max(LAST_WORD_M, LAST_WORD_FACTOR * off_m(before)))
    faults.push(`the last word is ${(off_m(end) / 1000).toFixed(1)} km off`);
  return faults;
}

export function lastImpactBefore(story: readonly Assessment[], fallen_us: Micros): Assessment['impact'] {
  return story.findLast((one) => one.impact !== undefined && one.at_us <= fallen_us)?.impact;
}

/** Whether a stated time is as near the true one as it says, or as near as is asked of any. */
export function timeHolds(stated: { readonly time_us: Micros; readonly sigmaTime_s: Seconds }, truth_us: Micros): boolean {
  return Math.abs(stated.time_us - truth_us) / 1e6 <= Math.max(TIME_LEAST_S, TIME_SIGMAS * stated.sigmaTime_s);
}

function pointFaults(
  what: string,
  stated: GroundPoint & { readonly time_us: Micros; readonly sigmaTime_s: Seconds },
  truth: Truth,
  judgeTime: boolean,
): string[] {
  const { chi2, error_m } = groundError(stated, truth.point);
  const faults: string[] = [];
  if (chi2 > CHI2_999) faults.push(`the ${what} is ${(error_m / 1000).toFixed(1)} km off, χ² ${chi2.toFixed(0)}`);
  if (judgeTime && !timeHolds(stated, truth.time_us))
    faults.push(`the ${what} is ${((stated.time_us - truth.time_us) / 1e6).toFixed(1)} s off`);
  return faults;
}
