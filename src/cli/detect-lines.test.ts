import { expect, test } from 'vitest';
import { plumeProbability } from './detect-lines.ts';

const probability = (score: number, thrust: number): number => plumeProbability({ score, odds: { thrust, liftoff: thrust, still: 0 } });

// The first jump of a pixel was a plume with 0.99.
test('what one look can say of thrust makes a plume as likely as not, what two can say is nearly sure, and neither of what may be nothing', () => {
  const sure = 20;
  expect(probability(sure, 5)).toBeCloseTo(0.5, 2);
  expect(probability(sure, 10)).toBeGreaterThan(0.99);
  expect(probability(sure, 0)).toBeLessThan(0.01);
  expect(probability(0, 20)).toBeCloseTo(0.5, 2);
});
