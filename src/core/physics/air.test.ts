import { expect, test } from 'vitest';
import { density } from './atmosphere.ts';
import { AIR, airDensity } from './air.ts';

function tabulated(height_m: number): number {
  AIR[0] = height_m;
  airDensity();
  return AIR[1];
}

test('the table is the standard atmosphere: to 1 in 20,000 where drag matters, to 2 in 10,000 above', () => {
  for (let h = -4_990; h < 140_000; h += 37) expect(Math.abs(tabulated(h) / density(h) - 1), `${h} m`).toBeLessThan(5e-5);
  for (let h = 140_000; h < 999_500; h += 137) expect(Math.abs(tabulated(h) / density(h) - 1), `${h} m`).toBeLessThan(2e-4);
});

test('away from where the layers meet it is good to 3 in a million', () => {
  for (let h = 21_000; h < 31_000; h += 7) expect(Math.abs(tabulated(h) / density(h) - 1)).toBeLessThan(3e-6);
});

test('below the lowest height the air stays as it is, above the highest there is none', () => {
  expect(tabulated(-8_000)).toBe(density(-5_000));
  expect(tabulated(1_000_001)).toBe(0);
});
