import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../../tests/support/properties.ts';
import { openTheatre, PLOT, RADAR, radarScan, SATELLITE, SECOND } from '../../../tests/support/core-theatre.ts';
import type { InfraredScan } from '../sense/scan.ts';
import { gather } from './gather.ts';
import { blend, miss, noteHit, predictTrack } from './follow.ts';
import { ecefVecFromGeodetic, geodeticDegrees } from '../frames/geodetic.ts';
import { packInto } from '../math/packed.ts';
import { orbitOfEcef, sigmaPerigee_m } from '../physics/orbit.ts';
import { match, projectImm, THEATRE_MODES } from '../track/filter/imm.ts';
import { copyPlain } from '../replay/copy-plain.ts';
import { newTrack, type Track } from './track.ts';
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
    if (held)
      track.shownBy.push({ sensor: 'another', at_us: one.at_us - 2 * SECOND, index: 0, from_m: one.origin_m, since_us: 0, revisit_s: 2 });
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

test('the strength of echoes is known from plots that are a track’s sooner than not, and no longer when thrust has ended: then the tanks may be left', () => {
  const theatre = openTheatre();
  for (let t = 1; t <= 12; t++) theatre.say(t, radarScan(t, [{ ...PLOT, range_m: 800_000 + 500 * t }]));
  const [one] = theatre.state.tracker.tracks;
  // 20 dB, where the radar would show a square metre with 150 dB at 1,000 km.
  expect(one.echoStrength.looks).toBe(10);
  expect(one.echoStrength.mean_dBsm).toBeCloseTo(20 - 150 - 40 * Math.log10(1000 / 800), 0);
  const look = lookOf(RADAR, radarScan(one.at_us / SECOND + 1, []), 99, new Set());
  const after = (thrusts: number): number => {
    const track = copyPlain(one);
    track.burn.burning = true;
    track.imm.weights.set([thrusts, 1 - thrusts, 0, 0]);
    miss(track, look, new Float64Array(4));
    return track.echoStrength.looks;
  };
  expect([after(0.9), after(0.1)]).toEqual([10, 0]);
});

// An imager that watched a square around a pad: the first look after the rocket had left it ended the burn.
test('a satellite that looked elsewhere ends no burn, and one that looked and saw nothing does', () => {
  const theatre = openTheatre();
  for (let t = 1; t <= 12; t++) theatre.say(t, radarScan(t, [{ ...PLOT, range_m: 800_000 + 500 * t }]));
  const [one] = theatre.state.tracker.tracks;
  const scan: InfraredScan = {
    kind: 'infrared-scan',
    sensor: SATELLITE.id,
    measuredAt_us: one.at_us + SECOND,
    satelliteEcef_m: ecefVecFromGeodetic(geodeticDegrees(0, 10, 35_786_000)),
    detections: [],
  };
  const look = lookOf(SATELLITE, scan, 99, new Set());
  const burnsOn = (chance: number): boolean => {
    const track = copyPlain(one);
    track.burn.burning = true;
    track.imm.weights.set([0.4, 0.6, 0, 0]);
    miss(track, look, new Float64Array(4).fill(chance));
    return track.burn.burning;
  };
  expect([burnsOn(1e-4), burnsOn(0.9)]).toEqual([true, false]);
});

/** A coasting body at a height, that flies east so fast, m/s, or straight up; one sigma of its place and of its velocity on every axis. */
function flying(
  height_m: number,
  east_mps: number,
  sigma_m: number,
  sigma_mps: number,
): { track: Track; x: Float64Array; p: Float64Array } {
  const r = ecefVecFromGeodetic(geodeticDegrees(0, 0, height_m));
  const x = Float64Array.of(r.x, r.y, r.z, 0, east_mps, 0);
  const p = new Float64Array(36);
  for (let i = 0; i < 6; i++) p[7 * i] = i < 3 ? sigma_m * sigma_m : sigma_mps * sigma_mps;
  const modes = new Float64Array(THEATRE_MODES.size);
  THEATRE_MODES.models.forEach(({ dimension }, j) => {
    modes.set(x, THEATRE_MODES.at[j]);
    packInto(modes, THEATRE_MODES.at[j] + dimension, p, 6, 6);
  });
  return { track: newTrack('T1', 0, { modes, weights: Float64Array.of(0, 1, 0, 0) }, 10), x, p };
}

const shownAt = (track: Track): void => noteHit(track, lookOf(RADAR, radarScan(1, [PLOT]), 7, new Set()), 0);

test('it was in an orbit when radar has shown, ten times and to three sigmas, a perigee that the air leaves alone, and it had not burned', () => {
  holds(
    fc.property(
      fc.double({ min: 7_200, max: 7_900, noNaN: true }),
      fc.double({ min: 0.1, max: 60, noNaN: true }),
      fc.integer({ min: 1, max: 20 }),
      fc.boolean(),
      (east_mps, sigma_mps, hits, burned) => {
        const { track, x, p } = flying(250_000, east_mps, 100, sigma_mps);
        if (burned) track.burn.ignitions = 1;
        for (let k = 0; k < hits; k++) shownAt(track);
        const perigee_m = orbitOfEcef({ x: x[0], y: x[1], z: x[2] }, { x: x[3], y: x[4], z: x[5] }).perigeeHeight_m;
        expect(track.burn.fromOrbit).toBe(!burned && hits >= 10 && perigee_m - 3 * sigmaPerigee_m(x, p) > 120_000);
      },
    ),
  );
});

test('a height counts as reached, and as settled, only as far as it is known', () => {
  const vague = flying(40_000, 0, 12_000, 50).track;
  predictTrack(vague, SECOND);
  expect(vague.highest_m).toBeLessThan(5_000);
  shownAt(vague);
  expect(vague.settled).toBeUndefined();
  const known = flying(40_000, 0, 100, 5).track;
  predictTrack(known, SECOND);
  expect(known.highest_m).toBeCloseTo(39_700, -1);
  shownAt(known);
  expect(known.settled?.height_m).toBeCloseTo(40_000, -2);
});

test('a speed counts as flown only as far as it is known, after ten plots of radar, and stays when it slows down', () => {
  const fastest = (speed_mps: number, sigma_mps: number, hits: number): number => {
    const { track } = flying(20_000, speed_mps, 100, sigma_mps);
    for (let k = 0; k < hits; k++) shownAt(track);
    return track.fastest_mps;
  };
  expect(fastest(2_000, 10, 9)).toBe(0);
  expect(fastest(2_000, 10, 10)).toBeCloseTo(1_970, -1);
  expect(fastest(2_000, 900, 10)).toBeLessThan(0.01);
  const { track } = flying(20_000, 2_000, 100, 10);
  for (let k = 0; k < 10; k++) shownAt(track);
  for (const at of track.imm.modes.keys()) track.imm.modes[at] *= 0.5;
  shownAt(track);
  expect(track.fastest_mps).toBeCloseTo(1_970, -1);
});
