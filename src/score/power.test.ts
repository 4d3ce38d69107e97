import { expect, test } from 'vitest';
import { power, root } from './power.ts';

const VALUES = [0, 1e-9, 0.1, 1 / 3, 2, 10_000, 123_456.789];

test('of first order nothing is rounded, and of second a square is a product', () => {
  for (const value of VALUES) {
    expect([power(value, 1), root(value, 1)]).toEqual([value, value]);
    expect([power(value, 2), root(value, 2)]).toEqual([value * value, Math.sqrt(value)]);
  }
});

test('power and root undo each other, for every order; of 0 both are 0', () => {
  for (const p of [1, 1.5, 2, 3, 20]) {
    expect([power(0, p), root(0, p)]).toEqual([0, 0]);
    for (const value of VALUES.slice(1)) expect(root(power(value, p), p) / value).toBeCloseTo(1, 12);
  }
});
