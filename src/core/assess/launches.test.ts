import { expect, test } from 'vitest';
import { vec3 } from '../math/vector.ts';
import { THEATRE_MODES } from '../track/filter/imm.ts';
import { newTrack, type Track } from '../theatre-track/track.ts';
import { countLaunches, type LaunchEvidence, launchEvidence } from './launches.ts';

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
    root: track,
    existence: 1,
    origin_m: vec3(6_378_137, at_m, 0),
    burn: { from_us: from_s * S, to_us: to_s * S, fromHeight_m: from_m, toHeight_m: from_m + 30_000 },
    reversed: false,
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
  const pieces = ['T2', 'T3'].map((track): LaunchEvidence => ({ ...burned(track, 0, 0), root: 'T1', burn: undefined }));
  const stage = burned('T4', 65, 120, { root: 'T1', from_m: 30_000 });
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

test('a second burn of a family is its own launch when it comes too early, too late or from too low for a stage', () => {
  const two = (from_s: number, from_m: number) =>
    countLaunches([burned('T1', 0, 60), burned('T2', from_s, from_s + 60, { root: 'T1', from_m })], LONG_AFTER_US).expected;
  // Up to ten seconds of overlap, up to thirty of a pause, up to three kilometres lower.
  for (const [from_s, from_m] of [
    [50, 30_000],
    [90, 30_000],
    [65, 27_001],
  ] as const)
    expect(two(from_s, from_m)).toBeCloseTo(1, 9);
  for (const [from_s, from_m] of [
    [49, 30_000],
    [91, 30_000],
    [65, 27_000],
  ] as const)
    expect(two(from_s, from_m)).toBeCloseTo(2, 9);
});

test('a stage that turns back burns beside the one that goes on, and is one launch with it', () => {
  const count = (whole: Partial<LaunchEvidence>, piece: Partial<LaunchEvidence>): number =>
    countLaunches([burned('T1', 0, 160, whole), burned('T2', 40, 300, { root: 'T1', ...piece })], LONG_AFTER_US).expected;
  expect(count({}, {})).toBeCloseTo(2, 9);
  expect(count({ reversed: true }, {})).toBeCloseTo(1, 9);
  expect(count({}, { reversed: true })).toBeCloseTo(1, 9);
});

test('a chain is as sure as its surest link; one that vanished counts a third', () => {
  const expected = (...evidence: readonly LaunchEvidence[]) => countLaunches(evidence, LONG_AFTER_US).expected;
  expect(expected(burned('T1', 0, 60, { existence: 0.4 }))).toBeCloseTo(0.4, 9);
  expect(expected(burned('T1', 0, 60, { vanished: true }))).toBeCloseTo(0.35, 9);
  const stages = [burned('T1', 0, 60, { existence: 0.4 }), burned('T2', 65, 120, { root: 'T1', from_m: 30_000, existence: 0.7 })];
  expect(expected(...stages)).toBeCloseTo(0.7, 9);
});

test('two launches within twenty seconds and ten kilometres may be one, or three', () => {
  const pair = (apart_s: number, apart_m: number) =>
    countLaunches([burned('T1', 0, 60), burned('T2', apart_s, 90, { at_m: apart_m })], LONG_AFTER_US);
  expect(pair(19, 9_999).expected).toBeCloseTo(2 - 0.06 + 0.035, 9);
  expect(pair(19, 9_999)).toMatchObject({ likeliest: 2, low: 1, high: 3 });
  expect(pair(20, 9_999).expected).toBeCloseTo(2, 9);
  expect(pair(19, 10_000).expected).toBeCloseTo(2, 9);
});

test('in whichever order the tracks are told, launches close together are a pair and stages a chain', () => {
  const [early, late, close] = [burned('T1', 0, 60), burned('T2', 100, 160), burned('T3', 10, 70)];
  for (const order of [
    [early, close, late],
    [early, late, close],
    [late, close, early],
  ])
    expect(countLaunches(order, LONG_AFTER_US).expected).toBeCloseTo(3 - 0.06 + 0.035, 9);
  const stages = [burned('T2', 65, 120, { root: 'T1', from_m: 30_000 }), burned('T1', 0, 60)];
  expect(countLaunches(stages, LONG_AFTER_US).expected).toBeCloseTo(1, 9);
});

test('for each launch of the last two minutes a quarter of another is still below the clouds', () => {
  const one = burned('T1', 0, 60);
  expect(countLaunches([one], 119 * S).expected).toBeCloseTo(1.25, 6);
  expect(countLaunches([one], 120 * S).expected).toBeCloseTo(1, 9);
  expect(countLaunches([], LONG_AFTER_US)).toEqual({ likeliest: 0, low: 0, high: 0, expected: 0 });
});

/** A track that burned from 10 s to 70 s and was seen hot from 12 s on. */
function track(change: (track: Track) => void): Track {
  const modes = new Float64Array(THEATRE_MODES.size);
  for (const at of THEATRE_MODES.at) modes[at] = 6_378_137;
  const one = newTrack('T1', 0, { modes, weights: Float64Array.of(0, 1, 0, 0) }, 0);
  Object.assign(one.burn, { ignitions: 1, began_us: 10 * S, ended_us: 70 * S, beganHeight_m: 9_000, endedHeight_m: 80_000 });
  Object.assign(one.seen.heat, { hits: 30, first_us: 12 * S, last_us: 69 * S });
  change(one);
  return one;
}

test('what a track says of launches: its burn from where heat began to where it stopped, and how sure it is', () => {
  const said = launchEvidence(track(() => undefined));
  expect(said).toEqual({
    track: 'T1',
    root: 'T1',
    existence: 0.5,
    origin_m: vec3(6_378_137, 0, 0),
    burn: { from_us: 10 * S, to_us: 70 * S, fromHeight_m: 9_000, toHeight_m: 80_000 },
    reversed: false,
    vanished: false,
  });
  expect(launchEvidence(track((one) => (one.burn.reversed = true))).reversed).toBe(true);
  expect(launchEvidence(track((one) => (one.status = 'confirmed'))).existence).toBe(1);
  expect(launchEvidence(track((one) => (one.seen.heat.first_us = 8 * S))).burn?.from_us).toBe(8 * S);
  const burning = launchEvidence(track((one) => Object.assign(one.burn, { burning: true, ended_us: undefined, endedHeight_m: undefined })));
  expect(burning.burn).toMatchObject({ to_us: 69 * S, toHeight_m: Infinity });
});

test('a piece has a burn only when it began after it had parted, and heat of under five seconds is none', () => {
  const piece = (born_us: number) => launchEvidence({ ...track((one) => (one.parent = 'T0')), born_us }).burn;
  expect(piece(10 * S)?.from_us).toBe(10 * S);
  expect(piece(10 * S + 1)).toBeUndefined();
  expect(launchEvidence(track((one) => (one.burn.ended_us = 15 * S))).burn).toBeDefined();
  expect(launchEvidence(track((one) => (one.burn.ended_us = 15 * S - 1))).burn).toBeUndefined();
  expect(launchEvidence(track((one) => (one.burn.ignitions = 0))).burn).toBeUndefined();
  expect(launchEvidence(track((one) => (one.seen.heat.first_us = undefined))).burn).toBeUndefined();
});

test('a burn has vanished when radars that must see what comes after it are silent, and none has followed it', () => {
  const vanished = (change: (one: Track) => void): boolean =>
    launchEvidence(
      track((one) => {
        one.seen.radar.absence = 9.1;
        change(one);
      }),
    ).vanished;
  expect(vanished(() => undefined)).toBe(true);
  expect(vanished((one) => (one.seen.radar.absence = 9))).toBe(false);
  expect(vanished((one) => (one.seen.radar.last_us = 80 * S))).toBe(false);
  expect(vanished((one) => (one.seen.radar.last_us = 80 * S - 1))).toBe(true);
  expect(vanished((one) => (one.burn.burning = true))).toBe(false);
  expect(vanished((one) => (one.burn.ignitions = 0))).toBe(false);
});
