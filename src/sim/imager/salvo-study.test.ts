import { expect, test } from 'vitest';
import { skyAt } from '../../adapters/sky/sky.ts';
import { staringImager } from './presets.ts';
import { type SalvoSettings, studySalvo } from './salvo-study.ts';

/** A small fixed set; docs/plumes.md has the figures of many. */
const SEEDS = [116, 117, 120, 121];

function study(over: Partial<SalvoSettings> & Pick<SalvoSettings, 'seed'>) {
  const settings = { number: 1, across_m: 1_500, within_s: 1, preset: staringImager, framePeriod_s: 10, sky: skyAt, later_s: 0 };
  return studySalvo({ ...settings, ...over })?.told ?? [];
}

test('a single missile is not told as two, and five at a kilometre and a half are not told as fewer than may be', () => {
  for (const seed of SEEDS) {
    for (const { plumes } of study({ seed })) expect(plumes.least, `seed ${seed}`).toBe(1);
    for (const { plumes } of study({ seed, number: 5 })) {
      expect(plumes.least).toBeLessThanOrEqual(5);
      expect(plumes.most, `seed ${seed}`).toBeGreaterThanOrEqual(5);
    }
  }
});

test('five bright plumes that lie a pixel and a half about are told as two at least', () => {
  const shown = SEEDS.filter((seed) => study({ seed, number: 5 }).some(({ plumes }) => plumes.least >= 2));
  expect(shown.length).toBeGreaterThan(0);
});
