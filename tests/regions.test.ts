import { expect, test } from 'vitest';
import { type Falling, randomFlight } from '../src/sim/regions/flights.ts';
import { judgeRegions, type RegionScore } from '../src/sim/regions/judge.ts';

// An ellipse that was ten times too wide for a missile, and lay 690 km from where a stage came down: `npm run bench -- regions` flies thousands.
// The bands here are those of so few flights about what the thousands give.

function scoresOf(falling: Falling, flights: number): RegionScore[] {
  return Array.from({ length: flights }, (_, k) => judgeRegions(randomFlight(k + 1, falling), k + 1)).flat();
}

function share(scores: readonly RegionScore[], holds: (one: RegionScore) => boolean): number {
  return scores.filter(holds).length / scores.length;
}

const mean2 = (scores: readonly RegionScore[]): number =>
  scores.reduce((sum, { distance2 }) => sum + Math.min(50, distance2), 0) / scores.length;

test('areas of 95 % hold some 95 % of the impacts of missiles, in every phase, and their ellipses are as wide as the errors', () => {
  const all = scoresOf('missile', 80);
  for (const phase of ['boost end', 'mid-course', 'late', 'last'] as const) {
    const scores = all.filter((one) => one.phase === phase);
    expect(scores.length).toBeGreaterThan(68);
    expect([phase, share(scores, ({ inside }) => inside) > 0.88]).toEqual([phase, true]);
    expect([phase, share(scores, ({ time_sigma }) => Math.abs(time_sigma) < 1.96) > 0.84]).toEqual([phase, true]);
    expect([phase, mean2(scores) > 0.8, mean2(scores) < 2.8]).toEqual([phase, true, true]);
  }
});

test('what comes out of orbit is known to hundreds of kilometres before the air and to some after it, and the areas hold it', () => {
  const all = scoresOf('re-entry', 70);
  const [first, last] = (['boost end', 'last'] as const).map((phase) => all.filter((one) => one.phase === phase));
  const median = (scores: readonly RegionScore[]): number =>
    scores.map(({ error_m }) => error_m).toSorted((a, b) => a - b)[scores.length >> 1];
  expect(median(first)).toBeGreaterThan(50_000);
  expect(median(last)).toBeLessThan(10_000);
  for (const scores of [first, last]) {
    expect(share(scores, ({ inside }) => inside)).toBeGreaterThan(0.86);
    expect(mean2(scores)).toBeLessThan(3);
  }
});

// A launcher whose thrust had ended was taken for a missile with 0.99, and what was stated of a slender body held 44 % of those that fell as hollow ones.
test('where a launcher that failed comes down lies in its area though its path is a missile’s, and the ellipse is not far off', () => {
  const all = scoresOf('failed-launcher', 30);
  for (const phase of ['boost end', 'last'] as const) {
    const scores = all.filter((one) => one.phase === phase);
    expect(scores.length).toBeGreaterThan(25);
    expect([phase, share(scores, ({ inside }) => inside) > 0.88]).toEqual([phase, true]);
    expect([phase, share(scores, ({ time_sigma }) => Math.abs(time_sigma) < 1.96) > 0.8]).toEqual([phase, true]);
    expect([phase, mean2(scores) < 5]).toEqual([phase, true]);
  }
});
