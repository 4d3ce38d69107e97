import { expect, test } from 'vitest';
import { stream } from '../../sim/random.ts';
import { beginAxis, extendAxis, predictAxis, positionsOf } from './tracklet-axis.ts';

const PIXEL_M = 2_000;

test('what is out of its range is out of its gate, whenever in between it is seen', () => {
  const random = stream(1, 'ranges');
  let narrow = 0;
  for (let round = 0; round < 500; round++) {
    const motion = (['thrust', 'liftoff', 'still'] as const)[round % 3];
    let axis = beginAxis(motion, 100 * random.uniform(), 0.1 * random.uniform(), PIXEL_M);
    for (let look = 0; look < round % 5; look++)
      axis = extendAxis(motion, axis, 1 + 20 * random.uniform(), axis.x[0] + 3 * random.normal(), 0.1 * random.uniform(), PIXEL_M);
    const least_s = 30 * random.uniform();
    const most_s = least_s + 10 * random.uniform();
    const { from, to } = positionsOf(motion, axis, [least_s, most_s], 3.7, PIXEL_M);
    for (let k = 0; k <= 10; k++) {
      const { position, variance } = predictAxis(motion, axis, least_s + (k / 10) * (most_s - least_s), PIXEL_M);
      expect(from).toBeLessThan(position - 3.7 * Math.sqrt(variance));
      expect(to).toBeGreaterThan(position + 3.7 * Math.sqrt(variance));
    }
    if (to - from < 30) narrow += 1;
  }
  expect(narrow).toBeGreaterThan(100);
});
