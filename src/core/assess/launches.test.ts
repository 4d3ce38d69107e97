import { expect, test } from 'vitest';
import { vec3 } from '../math/vector.ts';
import { countLaunches, type LaunchEvidence } from './launches.ts';

const S = 1_000_000;
const LONG_AFTER_US = 10_000 * S;

/** Heat that burned from one time to another, from the ground up or from where a stage before it stopped. */
function burned(
  track: string,
  from_s: number,
  to_s: number,
  options: Partial<LaunchEvidence> & { from_m?: number; at_m?: number } = {},
): LaunchEvidence {
  const { from_m = 0, at_m = 0, ...rest } = options;
  return {
    track,
    parent: undefined,
    existence: 1,
    origin_m: vec3(6_378_137, at_m, 0),
    burn: { from_us: from_s * S, to_us: to_s * S, fromHeight_m: from_m, toHeight_m: from_m + 30_000 },
    vanished: false,
    ...rest,
  };
}

test('launches far apart are each counted once, with certainty', () => {
  const count = countLaunches(
    [burned('T1', 0, 60), burned('T2', 100, 160, { at_m: 500_000 }), burned('T3', 200, 260, { at_m: 900_000 })],
    LONG_AFTER_US,
  );
  expect(count).toMatchObject({ likeliest: 3, low: 3, high: 3 });
});

// Six re-entry bodies are not six launches (H7).
test('pieces that do not burn are no launches, and a second stage that lights where the first has stopped is none either', () => {
  const pieces = ['T2', 'T3'].map((track): LaunchEvidence => ({ ...burned(track, 0, 0), parent: 'T1', burn: undefined }));
  const stage = burned('T4', 65, 120, { parent: 'T1', from_m: 30_000 });
  expect(countLaunches([burned('T1', 0, 60), ...pieces, stage], LONG_AFTER_US)).toMatchObject({ likeliest: 1, low: 1, high: 1 });
});

test('a burn that the radars did not go on to follow widens the range downwards', () => {
  const count = countLaunches([burned('T1', 0, 60), burned('T2', 300, 360, { at_m: 500_000, vanished: true })], LONG_AFTER_US);
  expect([count.low, count.high]).toEqual([1, 2]);
});

test('what is still below the clouds widens the range upwards while launches go on', () => {
  const burns = Array.from({ length: 20 }, (_, i) => burned(`T${i}`, 5 * i, 5 * i + 60, { at_m: 50_000 * i }));
  expect(countLaunches(burns, 100 * S).high).toBeGreaterThan(countLaunches(burns, LONG_AFTER_US).high);
});
