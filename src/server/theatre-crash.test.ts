import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../tests/support/properties.ts';
import { STUB } from '../../tests/crash/stub-fold.ts';
import { Died, immortal, mortalChannel, mortalJournal, type Death } from '../../tests/support/mortal.ts';
import type { Channel } from '../adapters/delivery/channel.ts';
import { memoryChannel, type MemoryChannel } from '../adapters/delivery/memory-channel.ts';
import type { Arrival } from '../adapters/journal/journal.ts';
import { memoryStore, openMemoryJournal, type MemoryStore } from '../adapters/journal-memory/journal-memory.ts';
import type { Input } from '../core/journal.ts';
import { verifyJournalOn } from './replay.ts';
import { openTheatreOn } from './theatre.ts';

/** Feeds on from where the journal ends, as a producer does that asks how much was taken. True when the feed has ended. */
function live(
  store: MemoryStore,
  channels: readonly Channel<'exercise'>[],
  feed: readonly (readonly Arrival[])[],
  snapshotEvery: number,
  death: Death,
): boolean {
  try {
    const journal = mortalJournal(openMemoryJournal(store), death);
    const theatre = openTheatreOn(STUB, { journal, channels: channels.map((channel) => mortalChannel(channel, death)), snapshotEvery });
    let taken = [...journal.entries()].filter(({ input }) => input.kind !== 'delivery' && input.kind !== 'set-aside').length;
    for (const batch of feed) {
      if (taken <= 0) theatre.acceptAll(batch);
      taken -= batch.length;
    }
    theatre.close();
    return true;
  } catch (error) {
    if (error instanceof Died) return false;
    throw error;
  }
}

const inputs: fc.Arbitrary<Input> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Input>({ kind: 'tick' }) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 3 }).map((value): Input => ({ kind: 'setting', name: 'message', value })) },
  { weight: 3, arbitrary: fc.constant<Input>({ kind: 'radar-scan', sensor: 'coastal-1', measuredAt_us: 0, plots: [] }) },
  { weight: 1, arbitrary: fc.constant<Input>({ kind: 'radar-scan', sensor: 'poison', measuredAt_us: 0, plots: [] }) },
  { weight: 1, arbitrary: fc.constant<Input>({ kind: 'setting', name: 'break', value: 9 }) },
);

const feeds = fc.array(fc.array(inputs, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 }).map((batches) => {
  let at_us = 0;
  return batches.map((batch) => batch.map((input): Arrival => ({ at_us: (at_us += 500_000), line: 'exercise', input })));
});

const deaths = fc.array(fc.record({ dealings: fc.integer({ min: 1, max: 12 }), after: fc.boolean() }), { maxLength: 8 });

test('a process killed anywhere and started again ends with the same journal, the same digest and each message received once', () => {
  holds(
    fc.property(feeds, deaths, fc.integer({ min: 0, max: 6 }), (feed, killings, snapshotEvery) => {
      const undisturbed = memoryStore();
      const expected = [memoryChannel('exercise', 'sirens'), memoryChannel('exercise', 'phones')];
      expect(live(undisturbed, expected, feed, snapshotEvery, immortal())).toBe(true);

      const store = memoryStore();
      const channels = [memoryChannel('exercise', 'sirens'), memoryChannel('exercise', 'phones')];
      for (const killing of killings) live(store, channels, feed, snapshotEvery, { ...killing, dead: false });
      expect(live(store, channels, feed, snapshotEvery, immortal())).toBe(true);

      expect(store.rows).toEqual(undisturbed.rows);
      expect(verifyJournalOn(STUB, openMemoryJournal(store))).toEqual(verifyJournalOn(STUB, openMemoryJournal(undisturbed)));
      expect(channels.map(kept)).toEqual(expected.map(kept));
    }),
    { runs: 150 },
  );
});

test('kills do strike between a sending and its entry in the journal: the doubles exist, and the receiver drops them', () => {
  const feed = [[message(1)], [message(2)]];
  const store = memoryStore();
  const channel = memoryChannel('exercise', 'sirens');
  // Dealings of the first life: the core's name, the roster, the entry, the sending, the delivery.
  expect(live(store, [channel], feed, 0, { dealings: 4, after: true, dead: false })).toBe(false);
  expect(live(store, [channel], feed, 0, immortal())).toBe(true);
  expect([channel.sends(), [...channel.received.keys()]]).toEqual([3, ['W1-m1', 'W2-m2']]);
});

test('a message whose channel fails now and then is never lost, however often the process dies', () => {
  holds(
    fc.property(feeds, deaths, fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }), (feed, killings, failures) => {
      const store = memoryStore();
      const receiver = memoryChannel('exercise', 'sirens');
      let sends = 0;
      const flaky: Channel<'exercise'> = {
        ...receiver,
        send: (message) => {
          if (failures[sends++]) throw new Error('no carrier');
          return receiver.send(message);
        },
      };
      for (const killing of killings) live(store, [flaky], feed, 3, { ...killing, dead: false });
      const patience = Array.from({ length: 40 }, (_, k): Arrival[] => [
        { at_us: (100 + 60 * k) * 1_000_000, line: 'exercise', input: { kind: 'tick' } },
      ]);
      expect(live(store, [flaky], [...feed, ...patience], 3, immortal())).toBe(true);

      const calm = memoryChannel('exercise', 'sirens');
      live(memoryStore(), [calm], feed, 0, immortal());
      expect(new Set(receiver.received.keys())).toEqual(new Set(calm.received.keys()));
      expect(inOrderByWarning(receiver)).toBe(true);
    }),
    { runs: 80 },
  );
});

function kept({ received }: MemoryChannel<'exercise'>): [string, string][] {
  return [...received].map(([id, message]) => [id, JSON.stringify(message)]);
}

/** Numbers of a warning's messages rise in the order in which the receiver got them. */
function inOrderByWarning({ received }: MemoryChannel<'exercise'>): boolean {
  const last = new Map<string, number>();
  return [...received.keys()].every((id) => {
    const [warning, number] = id.split('-m');
    const inOrder = Number(number) > (last.get(warning) ?? 0);
    last.set(warning, Number(number));
    return inOrder;
  });
}

function message(value: number): Arrival {
  return { at_us: value, line: 'exercise', input: { kind: 'setting', name: 'message', value } };
}
