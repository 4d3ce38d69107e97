import { expect, test } from 'vitest';
import { assessment, impactAt } from '../../../tests/samples/warning-life.ts';
import type { Track } from '../theatre-track/track.ts';
import {
  type EventBook,
  type EventRecord,
  familyOf,
  joinFamily,
  MAX_EVENTS,
  newEventBook,
  noteAssessment,
  openEvent,
} from './event-book.ts';

function open(book: EventBook, id: string): EventRecord {
  const event = openEvent(book, { id, born_us: 0 } as Track, 0);
  if (event === undefined) throw new Error('there is room');
  return event;
}

test('the impact that an event had last is held while it has none, from when it had it', () => {
  const event = open(newEventBook(), 'T1');
  const say = (at_us: number, latitude?: number): unknown => {
    noteAssessment(event, assessment({ at_us, impact: latitude === undefined ? undefined : impactAt(latitude, 139) }));
    return event.held;
  };
  expect(say(1e6)).toBeUndefined();
  expect(say(2e6, 41)).toBeUndefined();
  const held = { impact: impactAt(41, 139), until_us: 2e6 };
  expect([say(3e6), say(4e6)]).toEqual([held, held]);
  expect(say(5e6, 42)).toBeUndefined();
});
