import { expect, test } from 'vitest';
import { vec3 } from '../math/vector.ts';
import type { Candidate } from './gather.ts';
import { THEATRE_MODES } from '../track/filter/imm.ts';
import type { Look } from '../track/look/look.ts';
import { isPairOpen, type Neighbour } from './neighbour.ts';
import { noteNeighbours, noteShownInPlace } from './neighbours.ts';
import { newTrack, type Track } from './track.ts';

const pairOf = (older: number, younger: number, more: Partial<Neighbour> = {}): Neighbour => ({
  older: 'T1',
  one: 3,
  both: 0,
  explained_us: 100e6,
  grossly_us: 100e6,
  since_us: 0,
  left: 0,
  alone: [{ sensor: 'a', older, younger, doubted: false }],
  ...more,
});

test('looks that went now here, now there end the doubt from the tenth on, unless the last three showed the younger alone', () => {
  expect(isPairOpen(pairOf(4, 4), 100e6)).toBe(true);
  expect(isPairOpen(pairOf(10, 5), 100e6)).toBe(false);
  expect(isPairOpen(pairOf(10, 5, { left: 2 }), 100e6)).toBe(false);
  expect(isPairOpen(pairOf(10, 5, { left: 3 }), 100e6)).toBe(true);
  expect(isPairOpen(pairOf(4, 4, { both: 1 }), 100e6)).toBe(false);
});

test('a look in which all is in place, and that shows the older, begins the row of the younger alone anew', () => {
  const left = (shown: boolean): number => {
    const pair = pairOf(0, 5, { left: 5 });
    const older = { id: 'T1', shownBy: [{ sensor: 'a', at_us: 100e6, index: shown ? 0 : -1 }] } as unknown as Track;
    const younger = { id: 'T2', neighbours: [pair], shownBy: [] } as unknown as Track;
    const candidates = [{ ...older, neighbours: [] } as Track, younger].map((track) => ({ track }) as Candidate);
    noteShownInPlace(candidates, { sensor: 'a', at_us: 100e6 } as Look);
    return pair.left;
  };
  expect([left(true), left(false)]).toEqual([0, 5]);
});

const RADAR_LOOK = {
  sensor: 'a',
  at_us: 100e6,
  frame: { origin: vec3(6.4e6, 0, 0), measuresRange: true, sigmaAngle_rad: 1e-3 },
  cell: { range_m: 90, angle_rad: 15e-3, rangeRate_mps: 50 },
} as unknown as Look;

/** What a look notes of two tracks so far apart, each known to `sigma_m`, of which one is shown. */
function noted(shown: 'older' | 'younger', apart_m = 5_000, sigma_m = 200): Neighbour | undefined {
  const track = (id: string, born_us: number, isShown: boolean, neighbours: Neighbour[]): Track => ({
    ...newTrack(id, born_us, { modes: new Float64Array(THEATRE_MODES.size), weights: Float64Array.of(0, 1, 0, 0) }, 0),
    neighbours,
    shownBy: isShown ? [{ sensor: 'a', at_us: 100e6, index: 0, from_m: vec3(6.4e6, 0, 0), since_us: 0, revisit_s: 2 }] : [],
  });
  const candidate = (one: Track, across_m: number): Candidate => {
    const x = Float64Array.of(6.8e6, across_m, 0, 0, 3000, 0);
    const p = new Float64Array(36);
    for (let i = 0; i < 6; i++) p[i * 7] = i < 3 ? sigma_m * sigma_m : sigma_m;
    return { track: one, estimate: { x, p }, detection: 0.95 } as Candidate;
  };
  const younger = track('T2', 99e6, shown === 'younger', apart_m === 5_000 ? [pairOf(0, 5, { left: 5 })] : []);
  noteNeighbours([candidate(track('T1', 50e6, shown === 'older', []), 0), candidate(younger, apart_m)], RADAR_LOOK);
  return younger.neighbours[0];
}

test('looks in a row that show the younger alone are counted; one that shows the older alone begins the row anew', () => {
  expect(noted('younger')?.left).toBe(6);
  expect(noted('older')?.left).toBe(0);
});

test('tracks are neighbours within the reach of an error, or of what is known of them', () => {
  expect(noted('younger', 60_000)).toBeUndefined();
  expect(noted('younger', 60_000, 25_000)?.left).toBe(1);
});

const FROM_THE_SIDE = { sensor: 'b', at_us: 95e6, index: 0, from_m: vec3(6.8e6, 0, 4e5), since_us: 0, revisit_s: 2 };

/** What the look notes of two tracks, of which it shows the older, when others showed the younger; `along_m` and `across_m` apart. */
function notedOf(
  along_m: number,
  across_m: number,
  others: Track['shownBy'] = [],
  { look = RADAR_LOOK, displaced = [] }: { readonly look?: Look; readonly displaced?: Track['displaced'] } = {},
): Neighbour | undefined {
  const track = (id: string, shownBy: Track['shownBy']): Track => {
    const made = newTrack(id, 99e6, { modes: new Float64Array(THEATRE_MODES.size), weights: Float64Array.of(0, 1, 0, 0) }, 0);
    for (const one of shownBy) {
      made.shownBy.push(one);
      made.seen.radar.sensors.push(one.sensor);
    }
    return made;
  };
  const candidate = (one: Track, x_m: number, y_m: number): Candidate => {
    const p = new Float64Array(36);
    for (let i = 0; i < 6; i++) p[i * 7] = i < 3 ? 200 * 200 : 200;
    return { track: one, estimate: { x: Float64Array.of(6.8e6 + x_m, y_m, 0, 0, 0, 0), p }, detection: 0.95 } as Candidate;
  };
  const [older, younger] = [track('T1', [{ ...FROM_THE_SIDE, sensor: 'a', at_us: 100e6 }]), track('T2', others)];
  older.displaced.push(...displaced);
  noteNeighbours([candidate(older, 0, 0), candidate(younger, along_m, across_m)], look);
  return younger.neighbours[0];
}

test('of gross errors, in which a radar is three times as far off as any may be unnoticed, note is taken as of the others, and told apart', () => {
  // 400 km away: 8 mrad are 3.2 km, one sigma.
  expect(notedOf(0, 8_000)).toMatchObject({ explained_us: 100e6, grossly_us: 100e6 });
  expect(notedOf(0, 25_000)).toMatchObject({ explained_us: undefined, grossly_us: 100e6, alone: [{ older: 1, younger: 0 }] });
  expect(notedOf(0, 45_000)).toBeUndefined();
});

// Two radars, both 30 mrad off: neither's error explained how far apart they showed one missile.
test('two radars may be wrong at once, each in its own way; several that agree are not', () => {
  expect(notedOf(35_000, 0)).toBeUndefined();
  expect(notedOf(35_000, 0, [FROM_THE_SIDE])).toMatchObject({ explained_us: undefined, grossly_us: 100e6 });
  expect(notedOf(35_000, 0, [{ ...FROM_THE_SIDE, at_us: 85e6 }])).toBeUndefined();
  expect(notedOf(35_000, 0, [FROM_THE_SIDE, { ...FROM_THE_SIDE, sensor: 'c' }])).toBeUndefined();
});

// A look that showed the younger before had its own radar's error counted twice: 1.4 times as far as one that had not.
test('a radar that showed both, each alone, has one error and not two', () => {
  const shownBefore = { ...FROM_THE_SIDE, sensor: 'a', at_us: 98e6, from_m: RADAR_LOOK.frame.origin };
  for (const across_m of [25_000, 38_000, 45_000]) expect(notedOf(0, across_m, [shownBefore])).toEqual(notedOf(0, across_m));
  expect(notedOf(0, 38_000)).toBeDefined();
  expect(notedOf(0, 45_000)).toBeUndefined();
});

test('a gross error is as good as any of a radar that was found beside the older track before', () => {
  const displaced = [{ sensor: 'a', at_us: 80e6 }];
  expect(notedOf(0, 25_000, [], { displaced })).toMatchObject({ explained_us: 100e6 });
  expect(notedOf(0, 25_000, [], { displaced: [{ sensor: 'a', at_us: 10e6 }] })).toMatchObject({ explained_us: undefined });
});

test('however far away a radar is, its error is looked for within 40 km, and those of two within 80', () => {
  const look = { ...RADAR_LOOK, frame: { ...RADAR_LOOK.frame, origin: vec3(3.8e6, 0, 0) } };
  expect(notedOf(0, 39_000, [], { look })).toMatchObject({ explained_us: 100e6 });
  expect(notedOf(0, 45_000, [], { look })).toMatchObject({ explained_us: undefined, grossly_us: 100e6 });
  expect(notedOf(0, 85_000, [], { look })).toBeUndefined();
});
