import type { FlightsSummary } from '../api/wire-cli.ts';
import { median } from '../score/ground.ts';
import type { FlightScore, FlownLine } from './score-flight.ts';

/** The figures over all rows. Shares and medians are of the ballistic flights; manoeuvring ones stand apart, because for them an area
 *  that holds the truth is the claim, and a point is not. What there is nothing of is null. */
export function summarizeFlights(scores: readonly FlightScore[], refused: number): FlightsSummary {
  const ballistic = scores.filter((score) => score.line.trajectory === 'ballistic');
  const manoeuvring = scores.filter((score) => score.line.trajectory === 'manoeuvring').map((score) => score.line);
  const lines = ballistic.map((score) => score.line);
  const seen = lines.filter((line) => line.plumeSeenAt_s !== null);
  const timeErrors = present(lines, (line) => line.impactTimeError_s).map(Math.abs);
  return {
    flights: scores.length,
    refused,
    ballistic: lines.length,
    noticed: share(seen, (line) => line.noticeAt_s !== null),
    noticeMedian_s: middle(present(seen, (line) => line.noticeAt_s)),
    classRight: share(lines, (line) => line.energyClass === line.trueClass),
    launchErrorMedian_km: middle(present(lines, (line) => line.launchError_km)),
    launchPredictedMedian_km: middle(present(ballistic, (score) => score.launchPredictedMedian_km)),
    impactErrorMedian_km: middle(present(lines, (line) => line.impactError_km)),
    impactPredictedMedian_km: middle(present(ballistic, (score) => score.impactPredictedMedian_km)),
    launchInside95: shareOfTrue(lines.map((line) => line.launchInside95)),
    impactInside95: shareOfTrue(lines.map((line) => line.impactInside95)),
    impactTimeErrorMedian_s: middle(timeErrors),
    impactTimeWithin10s: share(timeErrors, (error) => error <= 10),
    manoeuvring: manoeuvring.length,
    manoeuvringInsideAtApogee: shareOfTrue(manoeuvring.map((line) => line.areaHoldsImpactAtApogee)),
    manoeuvringInsideAtEnd: shareOfTrue(manoeuvring.map((line) => line.areaHoldsImpactAtEnd)),
    manoeuvringStated: mean(present(manoeuvring, (line) => line.areaProbability)),
  };
}

/** Least and greatest flight time beyond the vacuum two-body time over the lofted intercontinental rows: boost and drag add 100 to 260 s. */
export function loftedTimes(
  lines: readonly FlownLine[],
): { readonly count: number; readonly least_s: number; readonly most_s: number } | undefined {
  const extra = present(
    lines.filter((line) => line.trueClass === 'ICBM' && line.trajectory === 'ballistic'),
    (line) => line.flightTimeLessTwoBody_s,
  );
  return extra.length === 0 ? undefined : { count: extra.length, least_s: Math.min(...extra), most_s: Math.max(...extra) };
}

function present<T>(items: readonly T[], figure: (item: T) => number | null): number[] {
  return items.map(figure).filter((value) => value !== null);
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number | null {
  return items.length === 0 ? null : items.filter(holds).length / items.length;
}

function shareOfTrue(answers: readonly (boolean | null)[]): number | null {
  return share(
    answers.filter((answer) => answer !== null),
    (answer) => answer,
  );
}

function middle(values: readonly number[]): number | null {
  return median(values) ?? null;
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
