import type { Expectation } from '../adapters/case-file/expectation.ts';
import type { Account } from './account.ts';

/** A cause that has this is what people are told. */
const SURE = 0.95;
/** What counts as near the end. */
const NEAR_END_S = 60;

export function causeFaults({ story, assessments, after_s }: Account, expected: Expectation): string[] {
  const faults: string[] = [];
  const last = story.at(-1);
  if (expected.cause !== undefined && last !== undefined && !expected.cause.includes(last.cause))
    faults.push(`at the end it is called ${last.cause}`);
  if (expected.cause !== undefined && expected.notice === true && last === undefined) faults.push('no assessment');
  for (const cause of expected.notCause ?? []) {
    const sure = assessments.find(({ hypotheses }) => hypotheses.some((one) => one.hypothesis === cause && one.probability >= SURE));
    if (sure !== undefined) faults.push(`${sure.event} is called ${cause} with ${SURE} or more at ${after_s(sure.at_us).toFixed(0)} s`);
    if (last?.cause === cause) faults.push(`${cause} stands at the end`);
  }
  for (const cause of expected.neverLikeliest ?? []) {
    const once = assessments.find((one) => one.cause === cause);
    if (once !== undefined) faults.push(`${cause} is the likeliest at ${after_s(once.at_us).toFixed(0)} s`);
  }
  const down_us = expected.impact?.time_us ?? last?.at_us ?? 0;
  for (const cause of expected.neverLikeliestNearEnd ?? []) {
    const once = assessments.find((one) => one.cause === cause && one.at_us >= down_us - NEAR_END_S * 1e6 && one.at_us <= down_us);
    if (once !== undefined) faults.push(`${cause} is the likeliest at ${after_s(once.at_us).toFixed(0)} s, near the end`);
  }
  return faults;
}

export function classFaults({ story, after_s }: Account, { classFinal, classNever, classNone }: Expectation): string[] {
  const classed = story.filter(({ energyClass }) => energyClass !== undefined);
  const final = classed.at(-1)?.energyClass;
  const faults: string[] = [];
  if (classFinal !== undefined && (final === undefined || !classFinal.includes(final))) faults.push(`class ${final ?? 'none'} at the end`);
  for (const never of classNever ?? []) {
    const once = classed.find(({ energyClass }) => energyClass === never);
    if (once !== undefined) faults.push(`called ${never} at ${after_s(once.at_us).toFixed(0)} s`);
  }
  if (classNone === true && classed.length > 0)
    faults.push(`called ${classed[0].energyClass} at ${after_s(classed[0].at_us).toFixed(0)} s`);
  return faults;
}
