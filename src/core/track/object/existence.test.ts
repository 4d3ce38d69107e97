import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../../../tests/support/properties.ts';
import {
  birthScore,
  CONFIRMED_SCORE,
  existenceAfter,
  existenceOf,
  GIVEN_UP_SCORE,
  LOST_SCORE,
  missedExistence,
  scoreDetected,
  scoreLater,
  scoreMissed,
  scoreOf,
  scoreWeighed,
} from './existence.ts';

/** One look by Bayes' rule, one world after the other: the object is not there, is there and missed, or is there and made plot j; every other plot is
 *  clutter. `densities` are those of each plot if the object made it, Pd left out; clutter comes with density λ. */
function byWorlds(existence: number, detection: number, clutter: number, densities: readonly number[]): { odds: number; missed: number } {
  const weightOf = (objectsPlot: number | undefined): number =>
    densities.reduce((weight, density, j) => weight * (j === objectsPlot ? detection * density : clutter), 1);
  const absent = (1 - existence) * weightOf(undefined);
  const unseen = existence * (1 - detection) * weightOf(undefined);
  const seen = densities.reduce((sum, _, j) => sum + existence * weightOf(j), 0);
  const total = absent + unseen + seen;
  return { odds: (unseen + seen) / absent, missed: (absent + unseen) / total };
}

const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });
const density = fc.double({ min: 1e-4, max: 1e4, noNaN: true });
const sameOdds = (score: number, odds: number): void => expect(score).toBeCloseTo(Math.log(odds), 8);

test('a look with two plots, either of which may be the object’s, leaves the existence that Bayes’ rule says', () => {
  holds(
    fc.property(share, share, density, density, density, (existence, detection, clutter, first, second) => {
      const world = byWorlds(existence, detection, clutter, [first, second]);
      // Below this the joint stage counts no miss.
      fc.pre(world.missed > 1e-6);
      expect(scoreWeighed(scoreOf(existence), detection, world.missed)).toBeCloseTo(Math.log(world.odds), 6);
    }),
  );
});

test('a look with one plot, and a look with none, are the same rule', () => {
  holds(
    fc.property(share, share, density, density, (existence, detection, clutter, plot) => {
      sameOdds(
        scoreDetected(scoreOf(existence), detection, Math.log((detection * plot) / clutter)),
        byWorlds(existence, detection, clutter, [plot]).odds,
      );
      sameOdds(scoreMissed(scoreOf(existence), detection), byWorlds(existence, detection, clutter, []).odds);
    }),
  );
});

test('a plot that no clutter explains counts in full, also where no exponential holds its ratio', () => {
  expect(scoreDetected(3, 0.9, 599)).toBeCloseTo(602, 9);
  expect(scoreDetected(3, 0.9, 900)).toBe(903);
  // As good as certain that it was seen: the odds grow by what is left.
  expect(scoreWeighed(0, 0.9, 0)).toBeCloseTo(Math.log(0.1 + (0.55 / 0.5) * 1e7), 5);
});

test('a track begins with the share that new objects have in what nobody else explains', () => {
  // Three times as many new objects as clutter, and nobody else may have made the plot.
  sameOdds(birthScore(3, 1, 1), 3);
  // Half of the plot is somebody else's already.
  sameOdds(birthScore(3, 1, 0.5), 1.5 / 2.5);
});

test('odds and probabilities are the same thing, from as good as certain to as good as impossible', () => {
  for (const existence of [1e-9, 0.0025, 0.5, 0.9, 1 - 1e-6]) expect(existenceOf(scoreOf(existence)) / existence).toBeCloseTo(1, 9);
  expect([existenceOf(800), existenceOf(-800)]).toEqual([1, 0]);
  expect(existenceOf(0)).toBe(0.5);
});

test('an object may end unseen, once in four months: what is certain fades that slowly', () => {
  const certain = existenceOf(scoreLater(5000, 1));
  expect(1 - certain).toBeCloseTo(1e-7, 12);
  expect(1 - existenceOf(scoreLater(5000, 3600))).toBeCloseTo(3.6e-4, 7);
  expect(existenceOf(scoreLater(scoreOf(0.5), 100_000))).toBeCloseTo(0.5 * 0.99, 9);
  expect(existenceOf(scoreLater(0, 1e9))).toBe(0);
});

test('what has been seen a thousand times is given up after eleven misses in a row where nineteen looks of twenty would have shown it', () => {
  const missesUntil = (limit: number, from: number): number => {
    let [score, misses] = [from, 0];
    for (; score >= limit; misses++) score = scoreMissed(scoreLater(score, 2), 0.95);
    return misses;
  };
  let score = 0;
  for (let look = 0; look < 1000; look++) score = scoreDetected(scoreLater(score, 2), 0.95, 12);
  expect(missesUntil(LOST_SCORE, score)).toBe(11);
  expect(missesUntil(LOST_SCORE, CONFIRMED_SCORE)).toBe(10);
  // Hits do not pile up: the odds stay within what one hit more than their bound makes of them.
  expect(score).toBeLessThan(scoreOf(1 - 2e-7) + 13);
});

test('confirmed is one in a million wrong, lost one in ten million left, given up a quarter of one in a hundred', () => {
  expect(1 - existenceOf(CONFIRMED_SCORE)).toBeCloseTo(1e-6, 12);
  expect(existenceOf(LOST_SCORE)).toBeCloseTo(1e-7, 13);
  expect(existenceOf(GIVEN_UP_SCORE)).toBeCloseTo(0.0025, 12);
});

test('a look changes a probability as it changes the odds', () => {
  for (const existence of [0.01, 0.5, 0.97]) {
    for (const ratio of [0.05, 1, 30])
      expect(existenceAfter(existence, ratio)).toBeCloseTo(existenceOf(scoreOf(existence) + Math.log(ratio)), 12);
    for (const detection of [0, 0.3, 0.95])
      expect(missedExistence(existence, detection)).toBeCloseTo(existenceOf(scoreMissed(scoreOf(existence), detection)), 12);
  }
});
