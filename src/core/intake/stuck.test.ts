import { expect, test } from 'vitest';
import { openTheatre, PLOT, radarScan, refused } from '../../../tests/support/core-theatre.ts';

// A rehearsal, world 45 of seed 51: a radar that repeated its plots pulled the missile's track away, what the other radar showed became a second event, and
// the true warning was retracted.
test('a radar that says again to the last bit what has moved since is stuck: its scan is refused, until it says something else', () => {
  const theatre = openTheatre();
  const say = (at_s: number, ...plots: (typeof PLOT)[]) => refused(theatre.say(at_s, radarScan(at_s, plots)));
  expect(say(1, PLOT)).toEqual([]);
  const stuck = [{ reason: 'doubled', detail: 'radar says to the last bit what it said before, of what has moved since' }];
  expect(say(3, PLOT)).toEqual(stuck);
  say(5, PLOT);
  expect(theatre.state.refused.sources).toMatchObject([{ source: 'radar', count: 2 }]);
  expect(say(7, { ...PLOT, range_m: PLOT.range_m + 3000 })).toEqual([]);
  expect(say(9, { ...PLOT, range_m: PLOT.range_m + 4000 })).toEqual([]);
});

test('what stands still, or has hardly moved, may be the same twice; so may nothing', () => {
  const theatre = openTheatre();
  const echo = { ...PLOT, rangeRate_mps: 100 };
  // 300 m are ten sigmas.
  for (const at_s of [1, 4]) expect(refused(theatre.say(at_s, radarScan(at_s, [echo])))).toEqual([]);
  for (const at_s of [5, 9]) expect(refused(theatre.say(at_s, radarScan(at_s)))).toEqual([]);
});
