import { beforeEach, expect, test } from 'vitest';
import { assessment } from '../../../tests/samples/warning-life.ts';
import type { Assessment } from '../assess/assessment.ts';
import { type EventRecord, openEvent } from '../state/event-book.ts';
import { start, type State } from '../state/state.ts';
import { newTrack, type Track } from '../theatre-track/track.ts';
import { burnedOn } from './burned-on.ts';

let state: State;

/** A track whose burn ended so late, s; still burning where that is not said. */
function trackOf(id: string, ended_s: number | undefined, parent?: string): Track {
  const root = state.tracker.tracks.find((other) => other.id === parent)?.root ?? parent ?? id;
  const track = newTrack(id, 0, { modes: new Float64Array(0), weights: new Float64Array(4) }, 0);
  const burn = { ...track.burn, ignitions: 1, began_us: 20e6, burning: ended_s === undefined };
  const one = { ...track, parent, root, burn: ended_s === undefined ? burn : { ...burn, ended_us: ended_s * 1e6 } } as Track;
  state.tracker.tracks.push(one);
  return one;
}

function said(track: Track, missile: number, over: Partial<Assessment> = {}): EventRecord {
  const event = openEvent(state, track, 0);
  if (event === undefined) throw new Error('there is room');
  const hypotheses = [
    { hypothesis: 'ballistic-missile', probability: missile },
    { hypothesis: 'space-launch', probability: 1 - missile },
  ] as const;
  event.last = assessment({ event: event.id, tracks: [track.id], hypotheses, burning: track.burn.burning, ...over });
  return event;
}

const asPart = (whole: NonNullable<ReturnType<typeof burnedOn>>): Assessment =>
  assessment({ evidence: [{ finding: { feature: 'part-of', ...whole }, against: {} }] });

beforeEach(() => {
  state = start();
  Object.assign(state, { line: 'exercise', at_us: 200e6, folded_us: 200e6 });
});

test('the whole of a spent stage is what burned on, and last; of what burns, or burned as long, there is none', () => {
  const stage = trackOf('T1', 100);
  expect(burnedOn(state, stage, undefined)).toBeUndefined();
  const second = trackOf('T2', 150, 'T1');
  said(second, 0.3);
  expect(burnedOn(state, stage, undefined)).toMatchObject({ event: 'E1', missile: 0.3, launch: 0.7, open: false });
  const third = trackOf('T3', undefined, 'T2');
  said(third, 0.2);
  expect(burnedOn(state, stage, undefined)).toMatchObject({ event: 'E2', missile: 0.2, open: true });
  expect(burnedOn(state, second, undefined)).toMatchObject({ event: 'E2' });
  expect(burnedOn(state, third, undefined)).toBeUndefined();
  Object.assign(third.burn, { burning: false, ended_us: 154e6 });
  expect(burnedOn(state, second, undefined)).toBeUndefined();
});

test('what parted from another body, and a stage that turns back, are nobody’s whole', () => {
  const stage = trackOf('T1', 100);
  said(trackOf('T2', 150), 0.3);
  const back = trackOf('T3', undefined, 'T1');
  back.burn.reversed = true;
  said(back, 0.3);
  expect(burnedOn(state, stage, undefined)).toBeUndefined();
});

test('what never burned is part of nothing, and what parted from one that is gone is of its line', () => {
  const cold = trackOf('T1', 100);
  cold.burn.ignitions = 0;
  const one = trackOf('T2', 100, 'T1');
  const second = trackOf('T3', 150, 'T1');
  said(trackOf('T4', 200, 'T3'), 0.3);
  state.tracker.tracks.splice(state.tracker.tracks.indexOf(second), 1);
  expect(burnedOn(state, cold, undefined)).toBeUndefined();
  expect(burnedOn(state, one, undefined)).toMatchObject({ event: 'E1' });
});

// Of six missiles that were launched four seconds apart the fifth was never warned of: the sixth had parted from its track, was seen to burn five seconds longer until its end was
// known, and what had been said of it then was held to for good.
test('what was said of the whole stands when that has gone, and not when it is followed and turns out to have burned no longer', () => {
  const one = trackOf('T1', 100);
  const other = trackOf('T2', undefined, 'T1');
  const event = said(other, 0.56);
  const whole = burnedOn(state, one, undefined);
  if (whole === undefined) throw new Error('it burns on');
  Object.assign(other.burn, { burning: false, ended_us: 104e6 });
  expect(burnedOn(state, one, asPart(whole))).toBeUndefined();
  state.tracker.tracks.splice(0, Infinity, one);
  expect(burnedOn(state, one, asPart(whole))).toEqual(whole);
  // What goes on under another name is followed.
  event.track = 'T1';
  expect(burnedOn(state, one, asPart(whole))).toBeUndefined();
});
