import { expect, test } from 'vitest';
import { slowNormal } from './slow-normal.ts';

const TIME_S = 900;
/** Values over so many time constants, ten in each. */
function values(seed: number, times = 1000): number[] {
  const value = slowNormal(seed, 'drift', TIME_S);
  return Array.from({ length: 10 * times }, (_, k) => value((k * TIME_S) / 10));
}

const sigmaOf = (all: readonly number[]): number => Math.sqrt(all.reduce((sum, value) => sum + value * value, 0) / all.length);

// Asked for along a line through a field in space it had between 0.69 and 1.23 of its sigma, by its seed, and never more than 2.7 of it.
test('its sigma is 1, whatever the seed and the part of its grid', () => {
  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) expect(Math.abs(sigmaOf(values(seed)) - 1)).toBeLessThan(0.1);
  for (const phase of [0, 3, 5, 8]) {
    const there = [1, 2, 3].flatMap((seed) => values(seed).filter((_, k) => k % 10 === phase));
    expect(Math.abs(sigmaOf(there) - 1)).toBeLessThan(0.06);
  }
});

test('its values are normal: as many beyond two and three sigma as of a normal', () => {
  const all = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((seed) => values(seed));
  const beyond = (sigmas: number): number => all.filter((value) => Math.abs(value) > sigmas).length / all.length;
  expect(Math.abs(beyond(2) - 0.0455)).toBeLessThan(0.01);
  expect(beyond(3)).toBeGreaterThan(0.0013);
  expect(beyond(3)).toBeLessThan(0.0045);
});

test('it hardly changes in a hundredth of its time, by a third of what it keeps in all of it, and forgets in two', () => {
  const all = [1, 2, 3, 4].flatMap((seed) => values(seed));
  const correlation = (lag: number): number => {
    let sum = 0;
    for (let k = 0; k + lag < all.length; k++) sum += all[k] * all[k + lag];
    return sum / (all.length - lag);
  };
  expect(correlation(1)).toBeGreaterThan(0.95);
  expect(correlation(10)).toBeGreaterThan(0.2);
  expect(correlation(10)).toBeLessThan(0.45);
  expect(Math.abs(correlation(20))).toBeLessThan(0.05);
  const slow = slowNormal(1, 'drift', TIME_S);
  for (let at_s = 0; at_s < 20 * TIME_S; at_s += 100) expect(Math.abs(slow(at_s + TIME_S / 100) - slow(at_s))).toBeLessThan(0.1);
});

test('it is the same for the same seed and name, before and after', () => {
  const at = (seed: number, name: string): number => slowNormal(seed, name, TIME_S)(-1234.5);
  expect(at(1, 'a')).toBe(at(1, 'a'));
  expect(new Set([at(1, 'a'), at(2, 'a'), at(1, 'b')]).size).toBe(3);
});
