import { expect, test } from 'vitest';
import { createRaid } from '../../sim/raid/raid.ts';
import { createRaidWorld } from '../../sim/raid/world.ts';
import type { Emission } from './emission.ts';
import { restore, snapshot, start, step } from '../pipeline.ts';

// 2024-10-01: hundreds of objects on every display, and nobody could say of how many launches.
test('of six missiles in pieces the count that goes out holds the truth and not the number of objects, also when half of it is told after a restart', () => {
  const world = createRaidWorld(createRaid({ missiles: 6, seed: 11, span_s: 60 }), 11);
  const counts: Extract<Emission, { kind: 'launches' }>[] = [];
  let state = start();
  let seq = 0;
  // Up to where all have burned out and parted.
  for (let input = world.next(); input !== undefined && input.at_us < world.start_us + 240_000_000; input = world.next()) {
    step(state, { seq, ...input }, (emission) => {
      world.hear(emission);
      if (emission.kind === 'launches') counts.push(emission);
    });
    seq += 1;
    if (seq % 200 === 0) state = restore(snapshot(state));
  }
  const last = counts[counts.length - 1];
  expect(last.low).toBeLessThanOrEqual(6);
  expect(last.high).toBeGreaterThanOrEqual(6);
  expect(last.high).toBeLessThan(Math.max(...counts.map(({ objects }) => objects)));
  // Said when it changes, and then alone: nothing twice in a row.
  counts
    .slice(1)
    .forEach(({ likeliest, low, high }, k) =>
      expect([likeliest, low, high]).not.toEqual([counts[k].likeliest, counts[k].low, counts[k].high]),
    );
}, 120_000);
