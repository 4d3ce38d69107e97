import type { AscentSummary } from '../api/wire-cli.ts';
import { geodeticFromEcefVec } from '../core/frames/geodetic.ts';
import type { TruthFlight } from '../sim/truth.ts';
import { ringContains } from '../score/ground.ts';
import { edgeImpact } from './run-summary.ts';
import type { HeardFlight } from './score-flight.ts';

/** A cause counts as sure from this probability on. */
const SURE = 0.95;

/** What the system said of a recorded ascent, and since when it was sure of it. The record ends before the flight does, so what is
 *  asked of a ballistic one is whether its last area holds the place where the record stops (its altitude then is next to nothing). */
export function scoreAscent(record: string, topSpeed_kmps: number, truth: TruthFlight, heard: HeardFlight): AscentSummary {
  const during = heard.assessments.filter((one) => one.at_us <= truth.end_us);
  const end = truth.stateAt(truth.end_us);
  const last = during.at(-1);
  const falling = during.findLast((one) => one.impact !== undefined)?.impact;
  const ballistic = during.findLast((one) => one.impact?.kind === 'ballistic')?.impact;
  // Of what falls freely the last figures stand, even if nothing is seen of it any more; of anything else only what is said at the end.
  const impact = last?.cause === 'ballistic-missile' ? falling : last?.impact;
  return {
    record,
    topSpeed_kmps,
    cause: last?.cause ?? null,
    causeProbability: last?.causeProbability ?? null,
    sureAt_s: sureSince(during, truth.launch.time_us),
    recommended: heard.recommended_us !== undefined,
    announcedImpact: heard.recommended_us !== undefined || ballistic !== undefined,
    impact: impact ? edgeImpact(impact) : null,
    impactHoldsEnd: impact && end ? ringContains(impact.area, geodeticFromEcefVec(end.r)) : null,
  };
}

/** Seconds after lift-off of the first assessment from which the last one's cause is at least SURE, without a break, to the end. */
function sureSince(assessments: HeardFlight['assessments'], liftOff_us: number): number | null {
  const cause = assessments.at(-1)?.cause;
  const breaks = assessments.findLastIndex((one) => one.cause !== cause || one.causeProbability < SURE);
  const first = assessments[breaks + 1];
  return first ? (first.at_us - liftOff_us) / 1e6 : null;
}
