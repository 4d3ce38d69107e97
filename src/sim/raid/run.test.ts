import { expect, test } from 'vitest';
import { runRaid } from './run.ts';

// 2024-10-01: some 200 missiles within minutes, each in pieces before it came down. Objects are not launches (H7).
test('of twenty missiles in a minute, each in three pieces, all are counted and none is lost when its pieces part', () => {
  const run = runRaid({ seed: 11, missiles: 20 }, () => 0);
  expect(run.count.low).toBeLessThanOrEqual(20);
  expect(run.count.high).toBeGreaterThanOrEqual(20);
  expect(run.count.high - run.count.low).toBeLessThan(8);
  expect(run.lost).toEqual([]);
  expect(run.neverHeld).toEqual([]);
  expect(run.tracksAtPeak).toBeGreaterThan(30);
});
