import { expect, test } from 'vitest';
import { kinematicFilter } from '../filter/kinematic-filter.ts';
import { Hypotheses } from './hypotheses.ts';

test('a child remembers when each of several sensors last looked at its parent, and what it took', () => {
  const h = new Hypotheses(kinematicFilter({ kind: 'constant-velocity', psd_m2ps3: 1 }), 4, 3);
  const [parent, child] = [h.allocate(), h.allocate()];
  h.begin(parent, 7, 5, 100, 70);
  [10, 20, 30].forEach((at_us, sensor) => {
    h.lookedAt_us[h.lookAt(parent, sensor)] = at_us;
  });
  h.remember(parent, 8, child, 80);
  expect([0, 1, 2].map((sensor) => h.lookedAt_us[h.lookAt(child, sensor)])).toEqual([10, 20, 30]);
  expect([...h.past.subarray(6 * child, 6 * child + 3)]).toEqual([80, 70, -1]);
  // A scan that did not concern it is none of its past.
  h.miss(child, 0.9, child, false);
  expect([...h.past.subarray(6 * child, 6 * child + 3)]).toEqual([80, 70, -1]);
  h.miss(child, 0.9, child);
  expect([...h.past.subarray(6 * child, 6 * child + 3)]).toEqual([-1, 80, 70]);
});
