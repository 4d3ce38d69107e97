import { expect, test } from 'vitest';
import type { Track } from '../theatre-track/track.ts';
import type { EndedTrack } from '../theatre-track/tracker.ts';
import { endsOf } from './late-ends.ts';

const track = (id: string): Track => ({ id }) as Track;
const end = (id: string, reason: EndedTrack['reason'], into?: string): EndedTrack => ({
  track: track(id),
  reason,
  ...(into === undefined ? {} : { into }),
});
/** What is said of the ends of tracks that people knew: T2 to T5; T1 is left. */
const said = (gone: string[], ends: EndedTrack[], rename = (id: string) => id): string[] =>
  endsOf([track('T1')], gone.map(track), ends, rename).map((one) => `${one.track.id} ${one.reason} ${one.into ?? ''}`.trim());

test('tracks that people knew end in the order in which they did, and for the reason for which they did', () => {
  expect(said(['T2', 'T3'], [end('T9', 'lost'), end('T3', 'come-down'), end('T2', 'lost')])).toEqual(['T3 come-down', 'T2 lost']);
  // The last end counts: it had been lost, and was found again.
  expect(said(['T2'], [end('T2', 'lost'), end('T2', 'diverged')])).toEqual(['T2 diverged']);
});

test('what was tentative when it was folded again, or never began, was no object', () => {
  expect(said(['T2', 'T3', 'T4'], [end('T3', 'existence'), end('T4', 'not-seen-again')])).toEqual(['T2 unmade', 'T3 unmade', 'T4 unmade']);
});

test('what went into another is said to have gone into one that is there, or that people knew', () => {
  expect(said(['T3'], [end('T3', 'same-object', 'T9'), end('T9', 'same-object', 'T1')])).toEqual(['T3 same-object T1']);
  expect(said(['T2', 'T3'], [end('T3', 'same-object', 'T2'), end('T2', 'same-object', 'T1')])).toEqual([
    'T3 same-object T2',
    'T2 same-object T1',
  ]);
  // And ends as that one did, where nobody knew it.
  expect(said(['T3'], [end('T3', 'same-object', 'T9'), end('T9', 'lost')])).toEqual(['T3 lost']);
});

test('who has another name by now is called by it', () => {
  expect(said(['T3'], [end('T3', 'same-object', 'T8')], (id) => (id === 'T8' ? 'T1' : id))).toEqual(['T3 same-object T1']);
});
