import { expect, test } from 'vitest';
import type { Hypothesis } from '../discern/hypotheses.ts';
import { learnStrength, unknownStrength } from '../track/look/echo-strength.ts';
import { type BodyKnown, dragParts } from './drag-prior.ts';

/** Sent so fast, and nothing else known of it. */
const body = (surfaceSpeed_mps: number, known: Partial<BodyKnown> = {}): BodyKnown => ({
  surfaceSpeed_mps,
  taught: { mean: 0, precision: 0 },
  echoStrength: unknownStrength(),
  ...known,
});
const only = (hypothesis: Hypothesis) => [{ hypothesis, probability: 1 }];
const beta = (mean: number): number => Math.exp(-mean);

test('a missile’s body is slender, what comes off a launcher hollow, and of what nothing is known it may be either', () => {
  const [missile] = dragParts(only('ballistic-missile'), body(2_000));
  expect([missile.weight, beta(missile.mean)]).toEqual([1, expect.closeTo(5_000, 6) as number]);
  expect(beta(dragParts(only('ballistic-missile'), body(7_000))[0].mean)).toBeCloseTo(6_420, -1);
  for (const cause of ['space-launch', 'powered-return'] as const) {
    const parts = dragParts(only(cause), body(7_000));
    expect(parts.map(({ weight, mean }) => [weight, Math.round(beta(mean))])).toEqual([[1, 260]]);
  }
  // Out of an orbit comes, now and then, what is dense.
  expect(dragParts(only('re-entry'), body(7_000)).map(({ weight }) => weight)).toEqual([0.75, 0.25]);
  expect(dragParts(only('unknown'), body(2_000)).map(({ weight }) => weight)).toEqual([0.5, 0.5]);
});

test('of what parted into pieces one was carried and one is left empty', () => {
  const shares = dragParts(only('ballistic-missile'), body(2_000, { parted: true })).map(({ weight, mean }) => [
    Math.round(beta(mean)),
    weight,
  ]);
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
      body(3_000),
    );
  expect(parts(0.3).map(({ weight }) => Number(weight.toFixed(9)))).toEqual([0.7, 0.3]);
  expect(parts(0.3)[0].mean).toBeGreaterThan(parts(0.3)[1].mean);
  expect(parts(0.94)).toHaveLength(2);
  expect(parts(0.96)).toHaveLength(1);
});

test('the air decides however sure the cause was, and the more it has taught the less is left open', () => {
  // Nine tenths of a capsule's drag, taken for a missile's.
  const [taught] = dragParts(only('ballistic-missile'), body(5_000, { taught: { mean: -Math.log(300), precision: 25 } }));
  expect(beta(taught.mean)).toBeGreaterThan(250);
  expect(beta(taught.mean)).toBeLessThan(330);
  expect(taught.weight).toBe(1);
  expect(taught.sigma).toBeLessThan(0.2);
  const [little] = dragParts(only('ballistic-missile'), body(2_000, { taught: { mean: -Math.log(8_000), precision: 4 } }));
  // Bayes: 1/0.35² of the prior, 4 of what was seen.
  expect(little.mean).toBeCloseTo((-Math.log(5_000) / 0.1225 - 4 * Math.log(8_000)) / (1 / 0.1225 + 4), 9);
  expect(little.sigma).toBeCloseTo(1 / Math.sqrt(1 / 0.1225 + 4), 9);
});

// Taken for a missile's body, what showed 1,500 kg/m² by its braking was said to fall 60 km from where it did.
test('what is dense out of an orbit is believed to be what the air shows, between hollow and slender too', () => {
  for (const shown of [1_000, 1_500, 3_000]) {
    const [likeliest] = dragParts(only('re-entry'), body(7_500, { taught: { mean: -Math.log(shown), precision: 25 } }));
    expect(beta(likeliest.mean) / shown).toBeGreaterThan(0.9);
    expect(beta(likeliest.mean) / shown).toBeLessThan(1.1);
  }
});

test('what neither kind explains is what the air says', () => {
  const [only_one] = dragParts(only('ballistic-missile'), body(2_000, { taught: { mean: -Math.log(20), precision: 1e4 } }));
  expect(beta(only_one.mean)).toBeCloseTo(20, 0);
});

/** Share of hollow bodies among what is taken for a missile, after so many looks at echoes of this cross-section. */
function hollowAfter(surfaceSpeed_mps: number, crossSection_m2: number, looks = 10): number {
  const echoStrength = unknownStrength();
  for (let i = 0; i < looks; i++) learnStrength(echoStrength, 10 * Math.log10(crossSection_m2));
  const hollow = dragParts(only('ballistic-missile'), body(surfaceSpeed_mps, { echoStrength })).filter(({ mean }) => beta(mean) < 1_000);
  return hollow.reduce((sum, { weight }) => sum + weight, 0);
}

// A launcher whose thrust had ended flew on like a missile, was taken for one with 0.99, and came down 43 km off as the hollow stage that its echoes showed.
test('what is taken for a missile, flies too fast to have its tanks with it, and shows a stage’s echoes may be a hollow one', () => {
  for (const speed of [3_100, 5_000, 7_000]) {
    expect(hollowAfter(speed, 3)).toBeGreaterThan(0.3);
    expect(hollowAfter(speed, 3)).toBeLessThan(0.7);
    expect(hollowAfter(speed, 30)).toBeGreaterThan(0.3);
  }
  // One look may be a glint.
  expect(hollowAfter(5_000, 3, 1)).toBeLessThan(hollowAfter(5_000, 3, 3));
});

test('a body alone is no hollow one, nor is what comes down whole from a short range, nor that of whose size no echo tells', () => {
  for (const crossSection of [0.01, 0.1, 0.5]) expect(hollowAfter(5_000, crossSection)).toBe(0);
  for (const speed of [1_000, 1_700, 2_300]) expect(hollowAfter(speed, 3)).toBe(0);
  expect(hollowAfter(5_000, 3, 0)).toBe(0);
});

test('echoes say nothing of what comes out of an orbit, where what is dense is as large as what is hollow', () => {
  const echoStrength = { mean_dBsm: 5, looks: 10 };
  for (const cause of ['re-entry', 'space-launch', 'unknown'] as const)
    expect(dragParts(only(cause), body(7_000, { echoStrength }))).toEqual(dragParts(only(cause), body(7_000)));
});
