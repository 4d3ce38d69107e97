import { expect, test } from 'vitest';
import type { Hypothesis } from '../discern/hypotheses.ts';
import { dragParts } from './drag-prior.ts';

const UNTAUGHT = { mean: 0, precision: 0 };
const only = (hypothesis: Hypothesis) => [{ hypothesis, probability: 1 }];
const beta = (mean: number): number => Math.exp(-mean);

test('a missile’s body is slender, what comes off a launcher hollow, and of what nothing is known it may be either', () => {
  const [missile] = dragParts(only('ballistic-missile'), 2_000, UNTAUGHT);
  expect([missile.weight, beta(missile.mean)]).toEqual([1, expect.closeTo(5_000, 6) as number]);
  expect(beta(dragParts(only('ballistic-missile'), 7_000, UNTAUGHT)[0].mean)).toBeCloseTo(6_420, -1);
  for (const cause of ['space-launch', 'powered-return'] as const) {
    const parts = dragParts(only(cause), 7_000, UNTAUGHT);
    expect(parts.map(({ weight, mean }) => [weight, Math.round(beta(mean))])).toEqual([[1, 260]]);
  }
  // Out of an orbit comes, now and then, what is dense.
  expect(dragParts(only('re-entry'), 7_000, UNTAUGHT).map(({ weight }) => weight)).toEqual([0.75, 0.25]);
  expect(dragParts(only('unknown'), 2_000, UNTAUGHT).map(({ weight }) => weight)).toEqual([0.5, 0.5]);
});

test('of what parted into pieces one was carried and one is left empty', () => {
  const shares = dragParts(only('ballistic-missile'), 2_000, UNTAUGHT, true).map(({ weight, mean }) => [Math.round(beta(mean)), weight]);
  expect(shares).toEqual([
    [260, expect.closeTo(0.505, 6) as number],
    [5_000, expect.closeTo(0.495, 6) as number],
  ]);
});

test('the likelier kind stands first, and one below a twentieth is left out', () => {
  const parts = (missile: number) =>
    dragParts(
      [
        { hypothesis: 'ballistic-missile', probability: missile },
        { hypothesis: 'space-launch', probability: 1 - missile },
      ],
      3_000,
      UNTAUGHT,
    );
  expect(parts(0.3).map(({ weight }) => Number(weight.toFixed(9)))).toEqual([0.7, 0.3]);
  expect(parts(0.3)[0].mean).toBeGreaterThan(parts(0.3)[1].mean);
  expect(parts(0.94)).toHaveLength(2);
  expect(parts(0.96)).toHaveLength(1);
});

test('the air decides however sure the cause was, and the more it has taught the less is left open', () => {
  // Nine tenths of a capsule's drag, taken for a missile's.
  const [taught] = dragParts(only('ballistic-missile'), 5_000, { mean: -Math.log(300), precision: 25 });
  expect(beta(taught.mean)).toBeGreaterThan(250);
  expect(beta(taught.mean)).toBeLessThan(330);
  expect(taught.weight).toBe(1);
  expect(taught.sigma).toBeLessThan(0.2);
  const [little] = dragParts(only('ballistic-missile'), 2_000, { mean: -Math.log(8_000), precision: 4 });
  // Bayes: 1/0.35² of the prior, 4 of what was seen.
  expect(little.mean).toBeCloseTo((-Math.log(5_000) / 0.1225 - 4 * Math.log(8_000)) / (1 / 0.1225 + 4), 9);
  expect(little.sigma).toBeCloseTo(1 / Math.sqrt(1 / 0.1225 + 4), 9);
});

test('what neither kind explains is what the air says', () => {
  const [only_one] = dragParts(only('ballistic-missile'), 2_000, { mean: -Math.log(20), precision: 1e4 });
  expect(beta(only_one.mean)).toBeCloseTo(20, 0);
});
