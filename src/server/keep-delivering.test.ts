import { afterEach, expect, test, vi } from 'vitest';
import { STUB } from '../../tests/crash/stub-fold.ts';
import type { Channel } from '../adapters/delivery/channel.ts';
import { memoryStore, openMemoryJournal } from '../adapters/journal-memory/journal-memory.ts';
import { keepDelivering } from './keep-delivering.ts';
import { verifyJournalOn } from './replay.ts';
import { openTheatreOn } from './theatre.ts';

afterEach(() => vi.useRealTimers());

test('an alert that failed in the last minute of an exercise gets through although no tick comes any more, and calls meanwhile', () => {
  vi.useFakeTimers();
  const second_us = 1_000_000;
  const sent: string[] = [];
  const alarms: string[] = [];
  let broken = true;
  const sirens: Channel<'exercise'> = {
    name: 'sirens',
    line: 'exercise',
    send: ({ id }) => {
      if (broken) throw new Error('no carrier');
      sent.push(id);
    },
  };
  const store = memoryStore();
  const theatre = openTheatreOn(STUB, {
    journal: openMemoryJournal(store),
    channels: [sirens],
    onAlarm: ({ kind }) => alarms.push(kind),
  });
  theatre.accept(5 * second_us, 'exercise', { kind: 'setting', name: 'message', value: 7 });
  const stop = keepDelivering(5 * second_us, theatre.deliverAt);
  vi.advanceTimersByTime(600_000);
  expect([sent, alarms.filter((kind) => kind === 'undelivered').length]).toEqual([[], 10]);
  broken = false;
  vi.advanceTimersByTime(61_000);
  expect([sent, alarms.at(-1)]).toEqual([['W7-m1'], 'got-through']);
  const { length } = store.rows;
  vi.advanceTimersByTime(3_600_000);
  stop();
  expect(store.rows.length).toBe(length);
  expect(verifyJournalOn(STUB, openMemoryJournal(store)).kind).toBe('same');
});
