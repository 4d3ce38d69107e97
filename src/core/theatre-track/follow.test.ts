import { expect, test } from 'vitest';
import { openTheatre, PLOT, RADAR, radarScan, SECOND } from '../../../tests/support/core-theatre.ts';
import { gather } from './gather.ts';
import { blend, miss } from './follow.ts';
import { match, projectImm } from '../track/filter/imm.ts';
import { copyPlain } from '../replay/copy-plain.ts';
import type { Track } from './track.ts';
import { lookOf } from '../track/look/look.ts';

test('a look that probably did not show it counts as much as it probably did not, and of quick looks as many as make four seconds', () => {
  const theatre = openTheatre();
  for (let t = 1; t <= 12; t++) theatre.say(t, radarScan(t, [{ ...PLOT, range_m: 800_000 + 500 * t }]));
  const [one] = theatre.state.tracker.tracks;
  const expected = new Float64Array(4).fill(0.9);
  const absenceAfter = (missed: number, revisit_s: number): number => {
    const track = copyPlain(one);
    const { at_us, imm, seen } = track;
    seen.radar.absence = 0;
    const plot = { ...PLOT, range_m: 800_000 + 500 * (at_us / SECOND) };
    const look = lookOf({ ...RADAR, revisit_s }, radarScan(at_us / SECOND, [plot]), 99, new Set());
    const projection = projectImm(imm, look, expected);
    blend(track, look, [{ found: match(projection, look, 0), weight: 1 - missed }], missed, projection, expected, 0.9);
    return seen.radar.absence;
  };
  expect(absenceAfter(0.8, 5)).toBeCloseTo(-0.8 * Math.log(0.1), 9);
  expect(absenceAfter(0.8, 1)).toBeCloseTo(-0.2 * Math.log(0.1), 9);
  expect(absenceAfter(0.3, 5)).toBe(0);
});

test('of a look that leaves a doubt a track keeps every detection that it took, each with its weight', () => {
  const theatre = openTheatre();
  for (let t = 1; t <= 12; t++) theatre.say(t, radarScan(t, [{ ...PLOT, range_m: 800_000 + 500 * t }]));
  const [one] = theatre.state.tracker.tracks;
  const expected = new Float64Array(4).fill(0.9);
  const at_s = one.at_us / SECOND;
  const plots = [0, 60].map((farther_m) => ({ ...PLOT, range_m: 800_000 + 500 * at_s + farther_m }));
  const look = lookOf(RADAR, radarScan(at_s, plots), 99, new Set());
  const taken = (weights: readonly [number, number], missed: number): Track => {
    const track = { ...copyPlain(one), sources: [] };
    const projection = projectImm(track.imm, look, expected);
    const ways = weights.map((weight, column) => ({ found: match(projection, look, column), weight }));
    blend(track, look, ways, missed, projection, expected, 0.9);
    return track;
  };
  const doubtful = taken([0.6, 0.3], 0.1);
  expect(doubtful.sources).toMatchObject([
    { seq: 99, index: 0 },
    { seq: 99, index: 1 },
  ]);
  [0.6, 0.3].forEach((weight, k) => expect(doubtful.sources[k].weight).toBeCloseTo(weight, 12));
  expect(doubtful.seen.radar.hits).toBe(one.seen.radar.hits + 1);
  // Surely shown, nobody knows by which: seen, and no hit.
  const either = taken([0.45, 0.45], 0.1);
  expect(either.seen.radar.hits).toBe(one.seen.radar.hits);
  expect(either.shownBy.at(-1)?.at_us).toBe(look.at_us);
  // Sooner missed than seen it has not been seen, and what it took of the plot is no secret.
  const missed = taken([0.3, 0], 0.7);
  expect(missed.seen.radar.hits).toBe(one.seen.radar.hits);
  expect(missed.sources[0].weight).toBeCloseTo(0.3, 12);
});

test('while another sensor shows a track, what a doubted one shows must lie well inside the gate to be its own', () => {
  const theatre = openTheatre();
  for (let t = 1; t <= 12; t++) theatre.say(t, radarScan(t, [{ ...PLOT, range_m: 800_000 + 500 * t }]));
  const [one] = theatre.state.tracker.tracks;
  const at_s = one.at_us / SECOND;
  /** The farthest plot that may be the track's, m. */
  const reach = (doubted: boolean, held: boolean): number => {
    const track = copyPlain(one);
    if (held) track.shownBy.push({ sensor: 'another', at_us: one.at_us - 2 * SECOND, index: 0, from_m: one.origin_m, since_us: 0 });
    let farthest_m = 0;
    for (let farther_m = 0; farther_m < 1000; farther_m += 5) {
      const scan = radarScan(at_s, [{ ...PLOT, range_m: 800_000 + 500 * at_s + farther_m }]);
      const [{ columns }] = gather([track], lookOf(RADAR, scan, 99, new Set(), doubted)).candidates;
      if (columns.length > 0) farthest_m = farther_m;
    }
    return farthest_m;
  };
  expect(reach(true, false)).toBe(reach(false, false));
  expect(reach(false, true)).toBe(reach(false, false));
  expect(reach(true, true)).toBeLessThan(0.7 * reach(false, true));
});

test('an engine lights again when heat is seen again, or when its thrust is beyond doubt; what a few plots might be is no burn', () => {
  const theatre = openTheatre();
  for (let t = 1; t <= 12; t++) theatre.say(t, radarScan(t, [{ ...PLOT, range_m: 800_000 + 500 * t }]));
  const [one] = theatre.state.tracker.tracks;
  const look = lookOf(RADAR, radarScan(one.at_us / SECOND + 1, []), 99, new Set());
  const lights = (thrusts: number, ended_us: number | undefined, hot_us: number): boolean => {
    const track = copyPlain(one);
    track.imm.weights.set([thrusts, 1 - thrusts, 0, 0]);
    Object.assign(track.seen.heat, { hits: 30, first_us: 0, last_us: hot_us });
    Object.assign(track.burn, { ended_us, ignitions: ended_us === undefined ? 0 : 1 });
    miss(track, look, new Float64Array(4));
    return track.burn.burning;
  };
  expect(lights(0.6, undefined, SECOND)).toBe(true);
  expect(lights(0.9, 5 * SECOND, 5 * SECOND)).toBe(false);
  expect(lights(0.995, 5 * SECOND, 5 * SECOND)).toBe(true);
  expect(lights(0.6, 5 * SECOND, 11 * SECOND)).toBe(true);
});
