import type { Assessment, ImpactEstimate } from '../assess/assessment.ts';
import type { Micros } from '../units.ts';
import { reachesOut } from './alert-area.ts';
import { stands } from './gate.ts';
import type { WarningRecord } from './record.ts';
import type { Warning } from './warning.ts';

/** How long the evidence has to stand without a break before a closed warning is recommended again: this long the first time, twice as long
 *  each further time. */
const FIRST_WAIT_S = 20;
/** Most times that one warning is recommended again. After that it stays closed, and people see what the assessments say. */
export const MAX_RENEWALS = 4;

/** Whether a closed warning is one that may be recommended again: people or the evidence closed it, or time, which may have been said wrongly. */
export function mayBeRenewed({ state }: Warning): boolean {
  return state === 'withdrawn' || state === 'dismissed' || state === 'retracted' || state === 'lapsed';
}

/** Takes note of whether the evidence stands for a closed warning, and says whether it is to be recommended again:
 *  - the evidence has stood, by all the rules of the gate and with an impact still to come, for the wait above;
 *  - where people closed it although it stood, only if it has been away since, or now reaches places that they had not been asked about;
 *  - what lapsed, as time was held to be over, as soon as it has stood for the wait;
 *  - never what has ended or been joined with another.
 *  Why so: a track at the edge of a radar's sight would otherwise ask people anew at each look (one missile once made 84 warnings). */
export function renewalDue(
  record: WarningRecord,
  assessment: Assessment,
  recommendProbability: number,
  now_us: Micros,
  others: readonly ImpactEstimate[] = [],
): boolean {
  const { warning } = record;
  const { impact } = assessment;
  if (!mayBeRenewed(warning)) return false;
  if (impact === undefined || !stands(assessment, recommendProbability) || impact.time_us <= now_us) {
    record.standsSince_us = undefined;
    record.hasFallenAway = true;
    return false;
  }
  record.standsSince_us ??= assessment.at_us;
  if (warning.renewals >= MAX_RENEWALS) return false;
  if (assessment.at_us - record.standsSince_us < FIRST_WAIT_S * (1 << warning.renewals) * 1e6) return false;
  return record.hasFallenAway || [impact, ...others].some((one) => reachesOut(warning.area, one, true));
}
