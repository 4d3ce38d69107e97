import { expect, test } from 'vitest';
import { openTheatre } from '../../../tests/support/core-theatre.ts';
import type { Announcement } from '../assess/announcement.ts';
import type { KnownAnnouncement } from '../assess/announced.ts';
import { restore, snapshot } from './state.ts';
import { keepAnnouncement, MAX_ANNOUNCEMENTS } from './announcements.ts';

const announcement = (id: string, to_us = 1000e6): Announcement => ({
  kind: 'announcement',
  id,
  what: 'launch to orbit',
  ends: 'in-orbit',
  site: { latitude_rad: 0.5, longitude_rad: 1 },
  azimuth: { from_rad: 1, to_rad: 1.1 },
  window: { from_us: 0, to_us },
  areas: [],
});

test('of one name the newer counts, from when it came; what is over is forgotten, and refused', () => {
  const kept: KnownAnnouncement[] = [];
  expect(keepAnnouncement(kept, announcement('a'), 1e6)).toBeUndefined();
  expect(keepAnnouncement(kept, announcement('b', 2000e6), 2e6)).toBeUndefined();
  expect(keepAnnouncement(kept, announcement('a'), 3e6)).toBeUndefined();
  expect(kept.map(({ announcement: { id }, known_us }) => [id, known_us])).toEqual([
    ['b', 2e6],
    ['a', 3e6],
  ]);
  expect(keepAnnouncement(kept, announcement('c', 2000e6), 1500e6)).toBeUndefined();
  expect(kept.map(({ announcement: { id } }) => id)).toEqual(['b', 'c']);
  expect(keepAnnouncement(kept, announcement('d'), 1500e6)).toMatchObject({ reason: 'bad-announcement' });
});

test('at the bound a further one is refused, until a window is over', () => {
  const kept: KnownAnnouncement[] = [];
  for (let k = 0; k < MAX_ANNOUNCEMENTS; k++) keepAnnouncement(kept, announcement(`n${k}`, (1000 + k) * 1e6), 0);
  expect(keepAnnouncement(kept, announcement('more', 5000e6), 1e6)).toMatchObject({ reason: 'announcement-limit' });
  expect(keepAnnouncement(kept, announcement('n5', 5000e6), 1e6)).toBeUndefined();
  expect(keepAnnouncement(kept, announcement('more', 5000e6), 1000.5e6)).toBeUndefined();
});

test('through the door: kept over a snapshot, refused with place and remedy, and never on another line', () => {
  const theatre = openTheatre();
  expect(theatre.say(1, announcement('a'))).toEqual([]);
  expect(theatre.say(2, announcement('bad', -5e6))).toMatchObject([
    { kind: 'refused', reason: 'bad-announcement', detail: 'window: it ends before it begins; move one of the two' },
  ]);
  expect(theatre.say(3, announcement('b'), 'test')).toMatchObject([{ reason: 'wrong-line' }, { kind: 'alarm', alarm: 'wrong-line' }]);
  expect(restore(snapshot(theatre.state)).announcements).toEqual(theatre.state.announcements);
  expect(theatre.state.announcements).toHaveLength(1);
});
