import { expect, test } from 'vitest';
import { openTheatre, PLOT, RADAR, radarScan, SATELLITE, SECOND } from '../../../tests/support/core-theatre.ts';
import type { Plot } from '../sense/scan.ts';
import { inflateImm, THEATRE_MODES } from '../track/filter/imm.ts';
import { copyPlain } from '../replay/copy-plain.ts';
import type { Track } from './track.ts';
import { newTracker, takeScan } from './tracker.ts';

// A track as a radar that looked for twelve seconds has left it; then a look that does not show it.
const plotAt = (at_s: number, farther_m = 0): Plot => ({ ...PLOT, range_m: 800_000 + 500 * at_s + farther_m });
const theatre = openTheatre();
for (let t = 1; t <= 12; t++) theatre.say(t, radarScan(t, [plotAt(t)]));
const [one] = theatre.state.tracker.tracks;
const later_s = one.at_us / SECOND + 1;

/** Absence of a track that has 10, after a look that shows what is so much farther away; `others` have made that plot. */
function after(farther_m: number | undefined, others: readonly Track[] = [], radar = { ...RADAR, revisit_s: 5 }, spread = 1): number {
  const tracker = newTracker();
  const track = copyPlain(one);
  inflateImm(track.imm, spread);
  track.seen.radar.absence = 10;
  // Known to be wrong, so that what it shows is not taken for the track gone another way.
  track.displaced.push({ sensor: 'radar', at_us: track.at_us });
  tracker.tracks.push(track, ...others);
  takeScan(tracker, radar, radarScan(later_s, farther_m === undefined ? [] : [plotAt(later_s, farther_m)]), 99, new Set());
  return track.seen.radar.absence;
}

test('a look that shows nothing where it should is counted; one that shows something as far off as an error may put it takes back half', () => {
  expect(after(undefined)).toBeCloseTo(10 - Math.log(1 - RADAR.detectionProbability), 6);
  expect(after(6_000)).toBe(5);
  expect(after(60_000)).toBeGreaterThan(12);
});

test('of a track that may be anywhere within tens of kilometres, what lies there may be it', () => {
  const others = [another(100_000)];
  others[0].seen.radar.first_us = one.at_us + 1;
  others[0].shownBy.splice(0, 1, { ...others[0].shownBy[0], since_us: one.at_us + 1 });
  expect(after(100_000, others)).toBeGreaterThan(12);
  expect(after(100_000, others, undefined, 1e4)).toBe(5);
});

// A radar that looks every second took back a true alert for having been blind for five.
test('looks that miss it within four seconds say no more together than one', () => {
  const missed = -Math.log(1 - RADAR.detectionProbability);
  expect(after(undefined, [], { ...RADAR, revisit_s: 1 })).toBeCloseTo(10 + missed / 4, 6);
  expect(after(undefined, [], { ...RADAR, revisit_s: 4 })).toBeCloseTo(10 + missed, 6);
  expect(after(undefined, [], { ...RADAR, revisit_s: 10 })).toBeCloseTo(10 + missed, 6);
});

/** A confirmed track of what is so much farther away, too old to look for neighbours. */
function another(farther_m: number): Track {
  const room = openTheatre();
  for (let t = 1; t <= 12; t++) room.say(t, radarScan(t, [plotAt(t, farther_m)]));
  return { ...copyPlain(room.state.tracker.tracks[0]), id: 'T9', born_us: one.at_us - 200 * SECOND };
}

test('what lies beside is another object for certain when radar has seen this one since the other began, and may be this one found again otherwise', () => {
  expect(after(6_000, [another(6_000)])).toBeGreaterThan(12);
  // One that nobody knows yet may be anything, this one too.
  expect(after(6_000, [{ ...another(6_000), status: 'tentative' }])).toBe(5);
  const later = another(6_000);
  later.seen.radar.first_us = one.at_us + 1;
  later.shownBy.splice(0, 1, { ...later.shownBy[0], since_us: one.at_us + 1 });
  expect(after(6_000, [later])).toBe(5);
});

// The track of a capsule on its way from one radar to the next was lost at 100 km, where it might have glowed and did not; its hazard was ended, and stated again.
test('that it does not glow says once that it is of a kind that does not, however often it is looked for', () => {
  const tracker = newTracker();
  const track = copyPlain(one);
  const down = { x: track.imm.modes[0], y: track.imm.modes[1], z: track.imm.modes[2] };
  const far_m = Math.sqrt(down.x ** 2 + down.y ** 2 + down.z ** 2);
  const from = { x: 6.6 * down.x, y: 6.6 * down.y, z: 6.6 * down.z };
  // At 100 km, 6 km/s across and coming down by little.
  THEATRE_MODES.at.forEach((at) => {
    for (const [i, u] of [down.x, down.y, down.z].entries()) track.imm.modes[at + i] = (u / far_m) * 6_470_000;
    track.imm.modes.set([(-6_000 * down.y) / far_m, (6_000 * down.x) / far_m, -100], at + 3);
  });
  track.imm.weights.set([0, 1, 0, 0]);
  tracker.tracks.push(track);
  track.at_us = later_s * SECOND;
  const before = track.score;
  for (let k = 0; k < 400; k++) {
    const scan = {
      kind: 'infrared-scan',
      sensor: SATELLITE.id,
      measuredAt_us: track.at_us,
      satelliteEcef_m: from,
      detections: [],
    } as const;
    takeScan(tracker, SATELLITE, scan, 100 + k, new Set());
  }
  expect(track.glows).toBeLessThan(0.001);
  expect(track.score - before).toBeGreaterThan(2 * Math.log(0.5));
  expect(track.score).toBeLessThan(before);
  expect(tracker.tracks).toContain(track);
});
