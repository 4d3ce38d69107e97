import type { Hypothesis } from '../discern/hypotheses.ts';
import type { Assessment, ImpactEstimate, NoImpact } from './assessment.ts';
import { flatArea_m2, flatExtent_m, offset } from './area.ts';

/** What stays where it is, flies on, or is no body at all: none of it falls. */
const STAYS: ReadonlySet<Hypothesis> = new Set(['satellite', 'aircraft', 'sun-glint', 'moon-echo', 'stationary-heat']);

/** The longest and the largest area that people can act on, m and m²: corridors that are closed for what is brought down from an orbit are up to three
 *  thousand kilometres long, and narrow. */
const LONGEST_M = 3_000_000;
const LARGEST_M2 = 3e11;

/** From this probability of a space launch on, what climbs may burn once more and so come down nowhere. */
const MAY_BE_LAUNCHER = 0.05;

/** Where and when a body comes down, whatever it is: danger is not a cause. `undefined` while that cannot be said so that people could act on it:
 *    - no impact is stated (it burns, or may light again, H7; it may stay up), or it burns;
 *    - it is sooner than not something that stays up, or no body;
 *    - the area is too long or too large to keep clear of;
 *    - it may be a launcher on its way up, whose last stage lights at the top at the latest. */
export function comesDown(assessment: Assessment): ImpactEstimate | undefined {
  const { impact } = assessment;
  if (impact === undefined || !comesDownSomewhere(assessment)) return undefined;
  const { area: ring } = impact.asItFalls ?? impact;
  const area = ring.map((corner) => offset(ring[0], corner));
  return flatExtent_m(area) > LONGEST_M || flatArea_m2(area) > LARGEST_M2 ? undefined : impact;
}

/** Why no impact is stated of what comes down all the same. */
const PLACE_UNKNOWN: ReadonlySet<NoImpact> = new Set(['too-wide', 'speed-not-known', 'covariance-broken']);

/** The same but for the place, which may be unknown: who has been told of one is not told that it is over because it is known less well since. */
export function comesDownSomewhere({ impact, noImpact, burning, hypotheses, at_us, apogeeAt_us }: Assessment): boolean {
  if (burning || (impact === undefined && (noImpact === undefined || !PLACE_UNKNOWN.has(noImpact)))) return false;
  const probabilityOf = (is: (hypothesis: Hypothesis) => boolean): number =>
    hypotheses.reduce((sum, { hypothesis, probability }) => (is(hypothesis) ? sum + probability : sum), 0);
  if (probabilityOf((one) => STAYS.has(one)) > 0.5) return false;
  const climbs = apogeeAt_us !== undefined && apogeeAt_us > at_us;
  return !climbs || probabilityOf((one) => one === 'space-launch') <= MAY_BE_LAUNCHER;
}
