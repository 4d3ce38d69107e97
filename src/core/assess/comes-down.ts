import type { Hypothesis } from '../discern/hypotheses.ts';
import type { Assessment, ImpactEstimate, NoImpact } from './assessment.ts';
import type { Micros } from '../units.ts';
import { flatArea_m2, flatExtent_m } from './area.ts';
import { flatMapAt, flatRing } from './flat-map.ts';

/** What stays where it is, flies on, or is no body at all: none of it falls. */
const STAYS: ReadonlySet<Hypothesis> = new Set(['satellite', 'aircraft', 'sun-glint', 'moon-echo', 'stationary-heat']);

/** The longest and the largest area that people can act on, m and m²: corridors that are closed for what is brought down from an orbit are up to three
 *  thousand kilometres long, and narrow. */
const LONGEST_M = 3_000_000;
const LARGEST_M2 = 3e11;

/** From this probability of a space launch on, what climbs may burn once more and so come down nowhere: it is not told. Who has been told is told that it is
 *  over only when it stays up likelier than not: one threshold for both would say both, by turns. */
const MAY_BE_LAUNCHER = 0.05;
const LIKELIER_THAN_NOT = 0.5;

/** Where and when a body comes down, whatever it is: danger is not a cause. `undefined` while that cannot be said so that people could act on it:
 *    - no impact is stated (it burns, or may light again, H7; it may stay up), or it burns;
 *    - it is sooner than not something that stays up, or no body;
 *    - the area is too long or too large to keep clear of;
 *    - it may be a launcher on its way up, whose last stage lights at the top at the latest. */
export function comesDown(assessment: Assessment): ImpactEstimate | undefined {
  const { burning, at_us, apogeeAt_us, hypotheses } = assessment;
  const climbs = apogeeAt_us !== undefined && apogeeAt_us > at_us;
  if (burning || probabilityOf(hypotheses, (one) => STAYS.has(one)) > LIKELIER_THAN_NOT) return undefined;
  if (climbs && probabilityOf(hypotheses, (one) => one === 'space-launch') > MAY_BE_LAUNCHER) return undefined;
  return keptClearOf(assessment);
}

/** The impact that is stated, unless its area is too long or too large to keep clear of. */
export function keptClearOf({ impact }: Assessment): ImpactEstimate | undefined {
  if (impact === undefined) return undefined;
  const { area: ring } = impact.asItFalls ?? impact;
  const area = flatRing(flatMapAt(impact.point), ring);
  return flatExtent_m(area) > LONGEST_M || flatArea_m2(area) > LARGEST_M2 ? undefined : impact;
}

/** Why no impact is stated of what burns, or did so lately. */
const BY_THRUST: ReadonlySet<NoImpact> = new Set(['burning', 'may-burn-again', 'turned-back']);

/** Whether what was known to come down may not do so after all. `topAt_us`: when it is at its highest, by the last that was known of that. On its way up thrust may carry it anywhere; on its way
 *  down thrust and lift only put it off, and what is not known (its place, its speed) takes nothing back. */
export function mayStayUp({ noImpact, burning, hypotheses, at_us }: Assessment, topAt_us: Micros): boolean {
  const climbs = at_us < topAt_us;
  if (noImpact === 'may-stay-up') return true;
  if (climbs && (burning || (noImpact !== undefined && BY_THRUST.has(noImpact)))) return true;
  return probabilityOf(hypotheses, (one) => STAYS.has(one) || (climbs && one === 'space-launch')) > LIKELIER_THAN_NOT;
}

function probabilityOf(hypotheses: Assessment['hypotheses'], is: (hypothesis: Hypothesis) => boolean): number {
  return hypotheses.reduce((sum, { hypothesis, probability }) => (is(hypothesis) ? sum + probability : sum), 0);
}
