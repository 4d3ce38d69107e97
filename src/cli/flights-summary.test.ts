import { expect, test } from 'vitest';
import { flightsSummarySchema } from '../api/wire-cli.ts';
import { loftedTimes, summarizeFlights } from './flights-summary.ts';
import type { FlightScore, FlownLine } from './score-flight.ts';

const plain: FlownLine = {
  kind: 'flight',
  flight: '1',
  date: '2022-11-18',
  missile: 'X',
  outcome: 'flown',
  trajectory: 'ballistic',
  recordedType: 'ICBM',
  trueClass: 'ICBM',
  energyClass: 'ICBM',
  cause: 'ballistic-missile',
  causeProbability: 1,
  plumeSeenAt_s: 30,
  noticeAt_s: 40,
  recommendedAt_s: 250,
  launchError_km: 1,
  launchPredicted_km: 1.2,
  launchInside95: true,
  impactError_km: 4,
  impactPredicted_km: 5,
  impactInside95: true,
  impactTimeError_s: -3,
  areaHoldsImpactAtApogee: true,
  areaHoldsImpactAtEnd: true,
  areaProbability: 0.95,
  flightTime_s: 4140,
  flightTimeLessTwoBody_s: 150,
};

function scored(changes: Partial<FlownLine>): FlightScore {
  return { line: { ...plain, ...changes }, launchPredictedMedian_km: 1, impactPredictedMedian_km: 4 };
}

test('a flight whose plume no satellite saw does not count against the notices', () => {
  const summary = summarizeFlights([scored({}), scored({ plumeSeenAt_s: null, noticeAt_s: null })], 3);
  expect(summary).toMatchObject({ flights: 2, refused: 3, ballistic: 2, noticed: 1, noticeMedian_s: 40 });
});

test('manoeuvring flights and space launches are kept out of the shares and medians', () => {
  const summary = summarizeFlights(
    [
      scored({}),
      scored({ trajectory: 'manoeuvring', impactError_km: 900, areaHoldsImpactAtApogee: false, areaHoldsImpactAtEnd: true }),
      scored({ trajectory: 'space-launch', energyClass: null, impactError_km: 900 }),
    ],
    0,
  );
  expect(summary).toMatchObject({ flights: 3, ballistic: 1, manoeuvring: 1, classRight: 1, impactErrorMedian_km: 4 });
  expect(summary).toMatchObject({ manoeuvringInsideAtApogee: 0, manoeuvringInsideAtEnd: 1, manoeuvringStated: 0.95 });
});

test('what there is nothing of is null, and the summary keeps to its schema', () => {
  const summary = summarizeFlights([], 7);
  expect(summary).toMatchObject({ flights: 0, refused: 7, noticed: null, noticeMedian_s: null, impactInside95: null });
  expect(flightsSummarySchema.parse(summary)).toEqual(summary);
});

test('the size of a time error counts, not its sign', () => {
  const summary = summarizeFlights([scored({ impactTimeError_s: -12 }), scored({ impactTimeError_s: 2 })], 0);
  expect(summary).toMatchObject({ impactTimeErrorMedian_s: 7, impactTimeWithin10s: 0.5 });
});

test('flight time beyond the two-body time is told for lofted intercontinental flights only', () => {
  expect(
    loftedTimes([plain, { ...plain, flightTimeLessTwoBody_s: 240 }, { ...plain, trueClass: 'SRBM', flightTimeLessTwoBody_s: 20 }]),
  ).toEqual({ count: 2, least_s: 150, most_s: 240 });
  expect(loftedTimes([])).toBeUndefined();
});
