import { expect, test } from 'vitest';
import { createRaid, type Raid } from '../../sim/raid/raid.ts';
import { createRaidWorld } from '../../sim/raid/world.ts';
import { start, step } from '../pipeline.ts';

// 2026, a review: of eight missiles, with two radars seven seconds late, T693 was two objects up to 365 km apart, with one event and one warning: a piece
// has its parent's heat from the beginning, did not count as born with its first plot, and its number was given out again.
test('no two tracks have one name, though scans come late while stages part', () => {
  const seed = 2;
  const raid = createRaid({ missiles: 8, seed, span_s: 60 });
  const late: Raid = {
    ...raid,
    sensors: raid.sensors.map((one) =>
      one.spec.id === 'radar-ahead-left' || one.spec.id === 'radar-left' ? { ...one, latency_s: 7 } : one,
    ),
  };
  const world = createRaidWorld(late, seed);
  const state = start();
  let seq = 0;
  const twice = new Set<string>();
  for (let input = world.next(); input !== undefined && input.at_us < raid.start_us + 200e6; input = world.next()) {
    step(state, { seq: seq++, ...input }, (emission) => world.hear(emission));
    const names = [...state.tracker.tracks, ...state.tracker.dormant].map(({ id }) => id);
    names.forEach((name, k) => {
      if (names.indexOf(name) < k) twice.add(`${name} at ${(state.at_us - raid.start_us) / 1e6}`);
    });
  }
  expect([...twice]).toEqual([]);
});
