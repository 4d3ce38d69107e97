import type { Doubt } from '../theatre-track/doubt.ts';
import { beforeEach, expect, test } from 'vitest';
import { SECOND } from '../../../tests/support/core-theatre.ts';
import { openEvent } from '../state/event-book.ts';
import { start } from '../pipeline.ts';
import type { FoldItem, State } from '../state/state.ts';
import { THEATRE_MODES } from '../track/filter/imm.ts';
import { packInto } from '../math/packed.ts';
import type { Track } from '../theatre-track/track.ts';
import type { ScanOutcome } from '../theatre-track/tracker.ts';
import { forgetNames, namesAgain, noteNames } from './names.ts';

// Names without a tracker: tracks are only what the names are told by. (With one, scan by scan: late-tracks.test.ts.)

type ScanItem = Extract<FoldItem, { kind: 'scan' }>;
const scanOf = (seq: number, at_s: number): ScanItem => ({
  kind: 'scan',
  seq,
  scan: { kind: 'radar-scan', sensor: 'radar', measuredAt_us: at_s * SECOND, plots: [] },
});
/** A track that has taken these detections, `seq:index`, the first of them at `born_s`. */
const track = (id: string, born_s: number, taken: string, status: Track['status'] = 'confirmed'): Track => {
  const sources = taken.split(' ').map((one) => ({ seq: Number(one.split(':')[0]), index: Number(one.split(':')[1]) }));
  return {
    id,
    status,
    born_us: born_s * SECOND,
    sources,
    apartFrom: [],
    neighbours: [],
    seen: { heat: { hits: 0 }, radar: { hits: sources.length } },
  } as unknown as Track;
};
const touched = (...tracks: Track[]): ScanOutcome => ({ touched: tracks, born: [], ended: [], atLimit: false });
const born = (...tracks: Track[]): ScanOutcome => ({ ...touched(...tracks), born: tracks });
const uses = (): string[] => state.late.uses.map(({ seq, index, id }) => `${seq}:${index} ${id}`);
const births = (): string[] => state.late.births.map(({ seq, index, id, born_us }) => `${seq}:${index} ${id} ${born_us / SECOND}`);
const now = (...tracks: Track[]): void => void state.tracker.tracks.splice(0, Infinity, ...tracks);
const names = (): string[] => state.tracker.tracks.map(({ id }) => id);

let state: State;
beforeEach(() => {
  state = start();
  state.tracker.nextNumber = 7;
});

test('births are noted by their first detection, and of tracks that people know each detection that they take', () => {
  const [first, second] = [track('T1', 1, '5:0', 'tentative'), track('T2', 1, '5:3')];
  noteNames(state, scanOf(5, 1), { ...born(first, second), touched: [first, second, track('T3', 0, '4:0 5:1')] });
  expect(births()).toEqual(['5:0 T1 1', '5:3 T2 1']);
  expect(uses()).toEqual(['5:3 T2', '5:1 T3']);
  // Touched, but by an older scan's detection: not this scan's.
  noteNames(state, scanOf(6, 2), touched(track('T2', 1, '5:3')));
  // Its second hit at the time of its birth is no birth.
  noteNames(state, scanOf(7, 1), touched(track('T8', 1, '5:4 7:0', 'tentative'), track('T9', 2, '5:7 7:1', 'tentative')));
  expect(births().length).toBe(2);
  expect(uses().length).toBe(2);
});

test('what no late scan can bring back is forgotten, to the very edge of the reach', () => {
  for (const at_s of [1, 2, 3]) noteNames(state, scanOf(at_s, at_s), born(track(`T${at_s}`, at_s, `${at_s}:0`)));
  forgetNames(state, 0);
  expect([births().length, uses().length]).toEqual([3, 3]);
  forgetNames(state, 2 * SECOND);
  expect([births(), uses()]).toEqual([['3:0 T3 3'], ['3:0 T3']]);
  forgetNames(state, 3 * SECOND);
  expect([births(), uses()]).toEqual([[], []]);
});

test('20,000 detections are remembered; of more the oldest are forgotten', () => {
  for (let k = 0; k < 20_000; k++) noteNames(state, scanOf(k, 1), touched(track('T1', 0, `0:0 ${k}:0`)));
  expect([uses().length, uses()[0]]).toEqual([20_000, '0:0 T1']);
  noteNames(state, scanOf(20_000, 1), touched(track('T1', 0, '0:0 20000:0')));
  expect([uses().length, uses()[0], uses().at(-1)]).toEqual([20_000, '1:0 T1', '20000:0 T1']);
});

test('folded again, what begins with the same detection has the same name; what is new is remembered from then on', () => {
  noteNames(state, scanOf(5, 1), born(track('T3', 1, '5:0')));
  const again = namesAgain(state);
  expect([again.nameOf(5, 0), again.nameOf(5, 1), again.nameOf(6, 0)]).toEqual(['T3', undefined, undefined]);
  const [old, fresh] = [track('T3', 1, '5:0'), track('T7', 1, '5:1')];
  now(old, fresh);
  again.hear(scanOf(5, 1), born(old, fresh));
  expect(births()).toEqual(['5:0 T3 1', '5:1 T7 1']);
  again.keep([]);
  expect(uses()).toEqual(['5:0 T3', '5:1 T7']);
});

/** T3 was known and took 5:0, 6:0, 7:0, 8:0; folded again with an earlier first sighting, other tracks took them. */
function foldedAgain(tracks: readonly Track[]): void {
  const known = track('T3', 1, '5:0 6:0 7:0 8:0');
  noteNames(state, scanOf(5, 1), born(track('T3', 1, '5:0')));
  for (const seq of [6, 7, 8]) noteNames(state, scanOf(seq, seq), touched(track('T3', 1, `5:0 ${seq}:0`)));
  const again = namesAgain(state);
  now(...tracks);
  for (const seq of [6, 7, 8])
    for (const one of tracks) {
      const at = one.sources.findIndex((source) => source.seq === seq);
      if (at >= 0) again.hear(scanOf(seq, seq), touched({ ...one, sources: one.sources.slice(0, at + 1), born_us: 0 }));
    }
  again.keep([known]);
}

test('a track that took most of what a known one took is that one, and goes by its name from then on', () => {
  state.late.replay.snapshots.push({
    at_us: 0,
    before: 0,
    saved: { dormant: [], doubts: [], tracks: [track('T8', 0, '4:0'), track('T6', 0, '4:1')], folded_us: 0, lastScan_us: 0 },
  });
  state.late.births.push({ seq: 4, index: 0, id: 'T8', born_us: 0 }, { seq: 4, index: 1, id: 'T6', born_us: 0 });
  foldedAgain([track('T6', 0, '4:1 6:0'), track('T8', 0, '4:0 7:0 8:0')]);
  expect(names()).toEqual(['T6', 'T3']);
  // Also where the next going back begins: in the births and in the snapshots.
  expect(births()).toEqual(['4:0 T3 0', '4:1 T6 0', '5:0 T8 1']);
  expect(state.late.replay.snapshots[0].saved.tracks.map(({ id }) => id)).toEqual(['T3', 'T6']);
  expect(uses()).toEqual(['5:0 T3', '6:0 T6', '7:0 T3', '8:0 T3']);
});

test('a track that was there all along keeps its own name, whatever it took', () => {
  foldedAgain([track('T3', 0, '4:1'), track('T8', 0, '4:0 6:0 7:0 8:0')]);
  expect(names()).toEqual(['T3', 'T8']);
});

test('only what people know is remembered by its detections', () => {
  foldedAgain([track('T8', 0, '4:0 6:0 7:0 8:0'), track('T9', 0, '4:1 6:1', 'tentative')]);
  expect(names()).toEqual(['T3', 'T9']);
  expect(uses()).toEqual(['5:0 T3', '6:0 T3', '7:0 T3', '8:0 T3']);
});

test('a track that is given its name back is called so by all that speak of it, and what had that name before is called otherwise', () => {
  const speaking = (id: string): Track => ({
    ...track(id, 0, '4:5'),
    parent: 'T8',
    root: 'T8',
    apartFrom: ['T6', 'T8', 'T3'],
    neighbours: [{ older: 'T8', one: 0, both: 0, explained_us: 0, grossly_us: 0, since_us: 0, left: 0, alone: [] }],
  });
  const spoken = { parent: 'T3', root: 'T3', apartFrom: ['T6', 'T3', 'T8'], neighbours: [{ older: 'T3' }] };
  // Before the late scan the known track was there beside the one that it turns out to be.
  const doubt: Doubt = {
    ids: ['T3', 'T8'],
    joints: [
      { logWeight: -0.5, slots: [0, 1] },
      { logWeight: -1, slots: [0, 2] },
    ],
    branches: [
      { of: 0, lately: [] },
      { of: 1, lately: [] },
      { of: 1, lately: [], track: speaking('T8') },
    ],
  };
  const saved = {
    dormant: [speaking('T5')],
    doubts: [doubt],
    tracks: [track('T3', 0, '4:1'), track('T8', 0, '4:0'), speaking('T4')],
    folded_us: 0,
    lastScan_us: 0,
  };
  state.late.replay.snapshots.push({ at_us: 0, before: 0, saved });
  state.tracker.dormant.push(track('T3', 0, '4:1'));
  state.tracker.doubts.push({ ...doubt, ids: ['T8', 'T9'] });
  state.registration.gathered.push({ track: 'T8', plots: [] });
  foldedAgain([track('T8', 0, '4:0 6:0 7:0 8:0'), speaking('T9')]);
  expect(state.tracker.tracks).toMatchObject([{ id: 'T3' }, { id: 'T9', ...spoken }]);
  expect(state.tracker.dormant).toMatchObject([{ id: 'T8' }]);
  expect(state.tracker.doubts).toMatchObject([{ ids: ['T3', 'T9'], branches: [{}, {}, { track: { id: 'T3', ...spoken } }] }]);
  expect(state.late.replay.snapshots[0].saved.tracks).toMatchObject([{ id: 'T8' }, { id: 'T3' }, { id: 'T4', ...spoken }]);
  expect(state.late.replay.snapshots[0].saved.dormant).toMatchObject([{ id: 'T5', ...spoken }]);
  expect(state.late.replay.snapshots[0].saved.doubts).toMatchObject([
    { ids: ['T8', 'T3'], branches: [{}, {}, { track: { id: 'T3', ...spoken } }] },
  ]);
  expect(state.registration.gathered.map(({ track: name }) => name)).toEqual(['T3']);
});

/** The same track so many metres from a place and so many m/s from a speed, along one axis; known to 100 m and 1 m/s. */
function placed(one: Track, away_m: number, away_mps = 0): Track {
  const p = new Float64Array(36);
  for (let i = 0; i < 6; i++) p[i * 7] = i < 3 ? 1e4 : 1;
  const modes = new Float64Array(THEATRE_MODES.size);
  THEATRE_MODES.models.forEach(({ dimension }, j) => {
    modes.set([7e6 + away_m, 0, 0, 0, 2000 + away_mps, 0], THEATRE_MODES.at[j]);
    packInto(modes, THEATRE_MODES.at[j] + dimension, p, 6, 6);
  });
  return { ...one, imm: { modes, weights: Float64Array.of(0, 1, 0, 0) } };
}
/** The names after a going back in which nothing of what people know was taken again. */
function namesByPlace(known: readonly Track[], tracks: readonly Track[]): string[] {
  const again = namesAgain(state);
  now(...tracks);
  again.keep(known);
  return names();
}

// Two places known to 100 m each are 141 m apart by chance, and 580 m in one of a hundred cases. Of speed it is as many hundredths.
test.each([
  ['in the same place', 570, 0, 'T3'],
  ['further away than chance would have it', 590, 0, 'T7'],
  ['on the other side', -570, 0, 'T3'],
  ['in the same place with another speed', 0, 5.9, 'T7'],
  ['a little apart and a little faster', 400, 4, 'T3'],
  ['too much apart for its speed', 500, 4, 'T7'],
])('what has taken nothing of a track that is gone and is %s goes by the name %4$s', (_, away_m, away_mps, name) => {
  expect(namesByPlace([placed(track('T3', 1, '5:0'), 0)], [placed(track('T7', 0, '4:0'), away_m, away_mps)])).toEqual([name]);
});

test('of two in the same place the nearer is the one that is gone, in whichever order', () => {
  const known = [placed(track('T3', 1, '5:0'), 0)];
  const [near, far] = [placed(track('T7', 0, '4:0'), -200), placed(track('T8', 0, '4:1'), 300)];
  expect(namesByPlace(known, [near, far])).toEqual(['T3', 'T8']);
  expect(namesByPlace(known, [far, near])).toEqual(['T8', 'T3']);
});

test('two that are gone are two, each with the one that is nearest to it; of one alone the first goes by its name', () => {
  const known = [placed(track('T3', 1, '5:0'), 0), placed(track('T4', 1, '5:1'), 100)];
  const [one, other] = [placed(track('T7', 0, '4:0'), 10), placed(track('T8', 0, '4:1'), 110)];
  expect(namesByPlace(known, [other, one])).toEqual(['T4', 'T3']);
  expect(namesByPlace(known, [one])).toEqual(['T3']);
});

test('a track whose event goes on is an object of its own; one whose event has ended may be the one that is gone', () => {
  const known = [placed(track('T3', 1, '5:0'), 0)];
  const other = placed(track('T7', 0, '4:0'), 10);
  const event = openEvent(state, other, 0);
  expect(namesByPlace(known, [other])).toEqual(['T7']);
  Object.assign(event ?? {}, { ended: 'lost' });
  expect(namesByPlace(known, [other])).toEqual(['T3']);
});

test('half of what was taken, as far as it was folded again, makes it the same track wherever it is; less does not', () => {
  const known = placed(track('T3', 1, '5:0'), 0);
  const uses = (...taken: string[]): State['late']['uses'] =>
    taken.map((one) => ({ seq: Number(one.split(':')[0]), index: Number(one.split(':')[1]), id: 'T3', at_us: SECOND }));
  const again = (took: string, other: string): string[] => {
    state.late.uses.splice(0, Infinity, ...uses('2:0', '3:0', '6:0', '7:0', '8:0', '9:0'));
    // What another one took says nothing of this one.
    state.late.uses.push(...[6, 7, 8, 9].map((seq) => ({ seq, index: 5, id: 'T4', at_us: SECOND })));
    const going = namesAgain(state);
    const tracks = [placed(track('T7', 0, took), 90_000), placed(track('T8', 0, other, 'tentative'), 80_000)];
    now(...tracks);
    for (const seq of [6, 7, 8, 9])
      for (const one of tracks)
        going.hear(scanOf(seq, seq), touched({ ...one, sources: one.sources.filter((source) => source.seq === seq), born_us: 0 }));
    going.keep([known]);
    return names();
  };
  // Scans 2 and 3 are too old to be folded again: of four it took two.
  expect(again('6:0 7:0 8:1', '8:2 9:1')).toEqual(['T3', 'T8']);
  expect(again('6:0 7:1 8:1', '8:2 9:1')).toEqual(['T7', 'T8']);
  // The same detections, not other ones of the same scans.
  expect(again('6:1 7:1 8:1 9:1', '6:2')).toEqual(['T7', 'T8']);
});
