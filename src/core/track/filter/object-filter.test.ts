import { expect, test } from 'vitest';
import { chiSquaredQuantile } from '../../math/chi-squared.ts';
import { BOX_SIGMAS, GATE } from './object-filter.ts';

test('a gate leaves out 1.7 of ten thousand plots that are the object’s, whatever the dimension, and lies within its box', () => {
  for (const [dimension, gate] of Object.entries(GATE)) {
    expect(gate).toBeCloseTo(chiSquaredQuantile(1 - 1.7e-4, Number(dimension)), 0);
    expect(BOX_SIGMAS * BOX_SIGMAS).toBeGreaterThan(gate);
  }
});
