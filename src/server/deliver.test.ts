import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { sampleMessage, sampleWarning } from '../../tests/samples/warning.ts';
import { STUB } from '../../tests/crash/stub-fold.ts';
import type { Channel } from '../adapters/delivery/channel.ts';
import type { Arrival } from '../adapters/journal/journal.ts';
import { memoryStore, openMemoryJournal } from '../adapters/journal-memory/journal-memory.ts';
import type { Fold } from './fold.ts';
import { newSigningKey, signerOf } from './heads.ts';
import { openTheatreOn, type TheatreAlarm } from './theatre.ts';

const second_us = 1_000_000;
const tick = (at_s: number): Arrival => ({ at_us: at_s * second_us, line: 'exercise', input: { kind: 'tick' } });
const message = (at_s: number, value: number): Arrival => ({ ...tick(at_s), input: { kind: 'setting', name: 'message', value } });

/** A channel that answers when it is told to: the answers to its sendings, in order. */
function slowChannel() {
  const sendings: { readonly id: string; readonly yes: () => void; readonly no: () => void }[] = [];
  const channel: Channel<'exercise'> = {
    name: 'sirens',
    line: 'exercise',
    send: ({ id }) =>
      new Promise((resolve, reject) => {
        sendings.push({ id, yes: resolve, no: () => reject(new Error('no carrier')) });
      }),
  };
  return { channel, sendings, sent: () => sendings.map(({ id }) => id) };
}

function open(channels: readonly Channel<'exercise'>[]) {
  const store = memoryStore();
  const alarms: TheatreAlarm[] = [];
  const theatre = openTheatreOn(STUB, { journal: openMemoryJournal(store), channels, onAlarm: (alarm) => alarms.push(alarm) });
  const outcomes = (): string[] =>
    [...openMemoryJournal(store).entries()].flatMap(({ input }) =>
      input.kind === 'delivery' ? [`${input.message} ${input.outcome}`] : [],
    );
  return { theatre, alarms, outcomes };
}

// 2026-11-29: of a promise that never settled the queue was held for as long as the process lived, and "try all now" did nothing.
describe('a channel that does not answer', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  test('is let go of after 90 s, and asked again', async () => {
    const { channel, sendings, sent } = slowChannel();
    const { theatre, outcomes } = open([channel]);
    theatre.acceptAll([message(1, 7)]);
    await vi.advanceTimersByTimeAsync(89_000);
    expect([sent(), outcomes()]).toEqual([['W7-m1'], []]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(outcomes()).toEqual(['W7-m1 failed']);
    theatre.acceptAll([tick(95)]);
    sendings[1].yes();
    await theatre.settled();
    expect([sent(), outcomes(), theatre.undelivered()]).toEqual([['W7-m1', 'W7-m1'], ['W7-m1 failed', 'W7-m1 delivered'], []]);
  });

  test('is let go of when somebody wants all tried again', async () => {
    const { channel, sendings, sent } = slowChannel();
    const { theatre, outcomes } = open([channel]);
    theatre.acceptAll([message(1, 7)]);
    theatre.retryDeliveries();
    expect([sent(), outcomes()]).toEqual([['W7-m1', 'W7-m1'], ['W7-m1 failed']]);
    sendings[1].yes();
    await theatre.settled();
    expect(theatre.undelivered()).toEqual([]);
  });

  test.each([
    ['a late yes is believed', 'yes', ['W7-m1 failed', 'W7-m1 delivered']],
    ['a late no says nothing new', 'no', ['W7-m1 failed']],
  ] as const)('%s, and the next message waits for the other try', async (_, answer, expected) => {
    const { channel, sendings, sent } = slowChannel();
    const { theatre, outcomes } = open([channel]);
    theatre.acceptAll([message(1, 7), message(1, 7)]);
    theatre.retryDeliveries();
    sendings[0][answer]();
    await vi.advanceTimersByTimeAsync(0);
    expect([sent(), outcomes()]).toEqual([['W7-m1', 'W7-m1'], expected]);
    sendings[1].yes();
    await vi.advanceTimersByTimeAsync(0);
    expect(sent()).toEqual(['W7-m1', 'W7-m1', 'W7-m2']);
    sendings[2].yes();
    await theatre.settled();
    expect(outcomes().filter((one) => one.endsWith('delivered'))).toEqual(['W7-m1 delivered', 'W7-m2 delivered']);
    expect(theatre.undelivered()).toEqual([]);
  });

  test('is not waited for by a theatre that has closed', async () => {
    const { channel, sendings } = slowChannel();
    const { theatre, outcomes } = open([channel]);
    theatre.acceptAll([message(1, 7)]);
    theatre.close();
    sendings[0].yes();
    await theatre.settled();
    expect(outcomes()).toEqual([]);
  });
});

// 2026-11-29: heads were signed after what was accepted, and not after what the theatre wrote itself.
test('a message that a delivery outcome makes the core send leaves after its head is signed', () => {
  const fold: Fold<ReturnType<typeof STUB.start>> = {
    ...STUB,
    step: (state, entry, emit) => {
      STUB.step(state, entry, emit);
      if (entry.input.kind === 'delivery' && entry.input.message === 'W7-m1')
        emit({ kind: 'message', message: sampleMessage('exercise', { id: 'W8-m1', warning: sampleWarning('exercise', { id: 'W8' }) }) });
    },
  };
  const journal = openMemoryJournal(memoryStore());
  const unsigned: [string, number][] = [];
  const send: Channel<'exercise'>['send'] = ({ id }) => {
    unsigned.push([id, journal.length - 1 - ([...journal.heads()].at(-1)?.seq ?? -1)]);
  };
  const signer = signerOf(newSigningKey());
  const theatre = openTheatreOn(fold, { journal, channels: [{ name: 'sirens', line: 'exercise', send }], ...(signer && { signer }) });
  theatre.acceptAll([tick(1)]);
  theatre.acceptAll([message(2, 7)]);
  expect(unsigned).toEqual([
    ['W7-m1', 0],
    ['W8-m1', 0],
  ]);
});

// 2026-11-29: "sirens has everything now" was said of a channel whose alert had been dropped.
test('a channel that was called for, and whose messages were dropped, is said to lack them', () => {
  const { theatre, alarms } = open([
    {
      name: 'sirens',
      line: 'exercise',
      send: () => {
        throw new Error('no carrier');
      },
    },
  ]);
  theatre.acceptAll([message(1, 7)]);
  for (let s = 2; s < 30; s++) theatre.acceptAll([tick(s)]);
  const input = { kind: 'delivery', message: 'W7-m1', channel: 'sirens', outcome: 'dropped' } as const;
  theatre.acceptAll([{ ...tick(30), input }]);
  theatre.acceptAll([tick(33)]);
  expect(alarms.at(-1)).toEqual({ kind: 'got-through', channel: 'sirens', dropped: 1 });
});
