import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assessment, impactAt } from '../../../tests/samples/warning-life.ts';
import { holds } from '../../../tests/support/properties.ts';
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

function textOf(families: Readonly<Record<string, readonly string[]>>): string {
  return Object.keys(families)
    .toSorted()
    .map((family) => `${family}: ${families[family].toSorted().join(' ')}`)
    .join('\n');
}

test('the events of each family are those that say so, whatever joins and is forgotten', () => {
  const joins = fc.array(fc.tuple(fc.nat(19), fc.nat(19)), { maxLength: 60 });
  holds(
    fc.property(joins, fc.nat(40), (moves, further) => {
      const book = newEventBook();
      const events = Array.from({ length: 20 }, (_, k) => open(book, `T${k}`));
      for (const [k, of] of moves) joinFamily(book, events[k], `E${of + 1}`);
      for (const [k, event] of events.entries()) if (k % 2 === 0) event.ended = 'lost';
      // At the bound each further one takes the place of the oldest that has ended.
      for (let k = events.length; k < MAX_EVENTS + Math.min(further, 10); k++) open(book, `T${k}`);
      const said: Record<string, string[]> = {};
      for (const { id, family } of Object.values(book.events)) (said[family] ??= []).push(id);
      expect(textOf(book.families)).toBe(textOf(said));
      for (const family of Object.keys(said).slice(0, 20))
        expect(familyOf(book, family)).toEqual(book.families[family].map((id) => book.events[id]));
    }),
    { runs: 5 },
  );
});

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
