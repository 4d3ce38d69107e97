import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { realLooks, simulatedBeside } from '../bench/backdrop.ts';
import { textureOf } from '../src/sim/imager/texture.ts';

const FRAMES = fileURLToPath(new URL('../../shared/data/goes_abi_l1b/', import.meta.url));

/** Of a small area one is all land and the next all sea: of five the middle one may be either. */
const SEEDS = Array.from({ length: 11 }, (_, k) => k + 1);

// docs/adr/0074: what is tried on a calmer background than the real one looks better than it is.
test('neighbours vary as much in simulated looks as in real ones of the same place, hour and cover of high clouds', async (context) => {
  if (!existsSync(FRAMES)) return context.skip('needs ../shared/data/goes_abi_l1b');
  const looks = await realLooks(FRAMES);
  expect(looks).toHaveLength(2);
  for (const [, real] of looks) {
    const made = SEEDS.map((seed) => textureOf(simulatedBeside(real, seed, 160)(0)));
    textureOf(real).forEach(({ of, at, value }, k) => {
      if (of.startsWith('temperature') || at === '10 %') return;
      const middle = made.map((rows) => rows[k].value).sort((a, b) => a - b)[(SEEDS.length - 1) / 2];
      // How far-off pixels differ, and the roughest of them, depend on what happens to be in so small an area.
      const [least, most] = of === 'difference' || at === '99 %' ? [0.6, 2] : [0.8, 1.8];
      const told = `${of}, ${at}: ${middle} beside ${value}`;
      expect(middle / value, told).toBeGreaterThan(least);
      expect(middle / value, told).toBeLessThan(most);
    });
  }
});
