import { expect, test } from 'vitest';
import type { Emission } from '../tell/emission.ts';
import { start } from '../pipeline.ts';
import type { Track } from '../theatre-track/track.ts';
import { MAX_TRACKS } from '../theatre-track/tracker.ts';
import { sayRoom } from './room.ts';

test('that there is no room for another track is said once, and once that there is again, with the scans that found none', () => {
  const state = start();
  const said: Emission[] = [];
  const say = (full: boolean, tracks: number): void => {
    state.tracker.tracks.length = 0;
    state.tracker.tracks.push(...Array.from({ length: tracks }, () => ({}) as Track));
    sayRoom(state, full, 'radar', (one) => said.push(one));
  };
  say(true, MAX_TRACKS);
  say(true, MAX_TRACKS);
  // Nobody asked for room in this scan; that there is none has not changed.
  say(false, MAX_TRACKS);
  say(true, MAX_TRACKS);
  say(false, MAX_TRACKS - 1);
  say(false, 0);
  expect(said).toMatchObject([
    { kind: 'alarm', alarm: 'track-limit', phase: 'begins', sensor: 'radar', scans: 1 },
    { kind: 'alarm', alarm: 'track-limit', phase: 'ends', sensor: 'radar', scans: 3 },
  ]);
});
