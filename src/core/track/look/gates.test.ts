import { expect, test } from 'vitest';
import { BOX_SIGMAS } from '../filter/object-filter.ts';
import { GATES } from './gates.ts';

test('each gate is the χ² value that tables have for the share that it leaves out', () => {
  expect(GATES.displaced[2]).toBeCloseTo(5.991, 3);
  expect(GATES.displaced[4]).toBeCloseTo(9.488, 3);
  expect(GATES.sameObject[6]).toBeCloseTo(16.812, 3);
  expect(GATES.piece[4]).toBeCloseTo(19.997, 3);
  expect(GATES.sighting[2]).toBeCloseTo(-2 * Math.log(0.3e-6), 3);
});

test('a plot inside its gate lies inside the box that is searched for it, whatever the dimension', () => {
  for (const dimension of [2, 3, 4] as const) expect(BOX_SIGMAS * BOX_SIGMAS).toBeGreaterThanOrEqual(GATES.plot[dimension] - 1e-9);
});
