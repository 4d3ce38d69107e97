import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holds } from '../../tests/support/properties.ts';
import { sampleMessage, sampleWarning } from '../../tests/samples/warning.ts';
import { memoryStore, openMemoryJournal } from '../adapters/journal-memory/journal-memory.ts';
import { memoryChannel } from '../adapters/delivery/memory-channel.ts';
import type { WarningMessage } from '../core/warn/warning.ts';
import { createDelivery, type DeliveryAlarm } from './deliver.ts';
import { createOutbox } from './outbox.ts';

const ROSTER = [{ name: 'sirens', line: 'exercise', fromSeq: 0 }] as const;

/** Message `number` of a warning; every later one refers to the first. */
function message(warning: number, number: number, purpose: WarningMessage['purpose']): WarningMessage {
  const id = `W${warning}`;
  return sampleMessage('exercise', {
    id: `${id}-m${number}`,
    purpose,
    references: number === 1 ? [] : [{ id: `${id}-m1`, sent_us: 0 }],
    warning: sampleWarning('exercise', { id }),
  });
}

const delivered = (id: string) => ({ kind: 'delivery', message: id, channel: 'sirens', outcome: 'delivered' }) as const;
const failed = (id: string) => ({ ...delivered(id), outcome: 'failed' }) as const;
const ids = (queues: readonly (readonly { readonly message: WarningMessage }[])[]) =>
  queues.map((queue) => queue.map((one) => one.message.id));

describe('an outbox', () => {
  test('tries only the first message of a warning, however often it failed', () => {
    const outbox = createOutbox(ROSTER);
    outbox.post(1, message(1, 1, 'alert'));
    outbox.post(2, message(1, 2, 'retraction'));
    for (let k = 0; k < 1000; k++) {
      expect(outbox.due(k * 60e6).map((one) => one.message.id)).toEqual(['W1-m1']);
      outbox.settle(failed('W1-m1'), k * 60e6);
    }
    outbox.settle(delivered('W1-m1'), 0);
    expect(outbox.due(0).map((one) => one.message.id)).toEqual(['W1-m2']);
  });

  test('is the same after a restart in the middle of an outage', () => {
    const outbox = createOutbox(ROSTER);
    for (const [k, purpose] of (['alert', 'update', 'retraction'] as const).entries()) outbox.post(k, message(1, k + 1, purpose));
    outbox.post(3, message(2, 1, 'alert'));
    for (let k = 0; k < 20; k++) outbox.settle(failed('W1-m1'), k * 60e6);
    const again = createOutbox(ROSTER, outbox.waiting());
    expect(again.waiting()).toEqual(outbox.waiting());
    expect(again.due(Infinity)).toEqual(outbox.due(Infinity));
  });

  test('past its bound lets go of whole warnings that are over, on a channel that was not there when their alert was made, the oldest first', () => {
    const outbox = createOutbox([{ ...ROSTER[0], awaySince: 3 }], [], 6);
    const keep = () => false;
    outbox.post(1, message(1, 1, 'alert'));
    outbox.post(2, message(1, 2, 'end'));
    outbox.post(3, message(2, 1, 'alert'));
    outbox.post(4, message(2, 2, 'retraction'));
    outbox.post(5, message(3, 1, 'alert'));
    outbox.post(6, message(3, 2, 'end'));
    expect(outbox.excess(0, keep)).toEqual([]);
    outbox.post(7, message(4, 1, 'alert'));
    expect(ids(outbox.excess(0, keep))).toEqual([['W2-m1', 'W2-m2']]);
    for (let k = 2; k <= 5; k++) outbox.post(8, message(4, k, 'update'));
    expect(ids(outbox.excess(0, keep))).toEqual([
      ['W2-m1', 'W2-m2'],
      ['W3-m1', 'W3-m2'],
    ]);
    expect(ids(outbox.excess(0, (one) => one.message.warning.id === 'W2'))).toEqual([['W3-m1', 'W3-m2']]);
    // W1 was made while the channel was there: a kill between its sending and the entry would have left no trace.
    expect([outbox.over(), outbox.waiting()[0].message.id]).toEqual([5, 'W1-m1']);
  });

  // 2026-11-29: an alert whose sending had failed after the body was sent was dropped with its retraction: it stood at the receiver.
  test('keeps an alert that was tried, with its retraction, until both are stale', () => {
    const outbox = createOutbox(ROSTER, [], 1);
    outbox.post(1, message(1, 1, 'alert'));
    outbox.settle(failed('W1-m1'), 0);
    outbox.post(2, message(1, 2, 'retraction'));
    const { sent_us, warning } = message(1, 2, 'retraction');
    const ends_us = Math.max(sent_us, warning.impactWindow.to_us);
    for (const at_us of [0, ends_us, ends_us + 7200e6]) expect(outbox.excess(at_us, () => false)).toEqual([]);
    expect(ids(outbox.excess(ends_us + 7201e6, () => false))).toEqual([['W1-m1', 'W1-m2']]);
  });

  // 2026-11-29: 12,000 cancels waited behind a bound of 100, and nothing of them could go.
  test('is bounded on a channel that takes alerts and refuses what withdraws them: a cancel goes when its alert has long run out', () => {
    const outbox = createOutbox(ROSTER, [], 100);
    let most = 0;
    for (let k = 1; k <= 300; k++) {
      const at_us = k * 60e6;
      const timed = (one: WarningMessage): WarningMessage => ({
        ...one,
        sent_us: at_us,
        warning: { ...one.warning, impactWindow: { from_us: at_us, to_us: at_us + 600e6 } },
      });
      outbox.post(k, timed(message(k, 1, 'alert')));
      outbox.settle(delivered(`W${k}-m1`), at_us);
      outbox.post(k, timed(message(k, 2, 'retraction')));
      for (const [{ message: one }] of outbox.excess(at_us, () => false))
        outbox.settle({ ...delivered(one.id), outcome: 'dropped' }, at_us);
      most = Math.max(most, outbox.waiting().length);
    }
    // Two hours and ten minutes of a cancel each minute.
    expect(most).toBe(131);
  });

  test('never lets go of an open warning, nor of what follows an alert that somebody has', () => {
    const outbox = createOutbox([{ ...ROSTER[0], awaySince: 0 }], [], 2);
    outbox.post(1, message(1, 1, 'alert'));
    outbox.post(2, message(1, 2, 'retraction'));
    outbox.settle(delivered('W1-m1'), 0);
    outbox.post(3, message(2, 1, 'alert'));
    outbox.post(4, message(2, 2, 'update'));
    expect(outbox.waiting()).toHaveLength(3);
    expect(outbox.excess(0, () => false)).toEqual([]);
  });

  test('past its bound drops of each warning all or nothing, whatever came, failed and got through before', () => {
    const step = fc.record({
      warning: fc.integer({ min: 1, max: 6 }),
      does: fc.constantFrom('post', 'post', 'close', 'deliver', 'fail'),
    });
    holds(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const outbox = createOutbox([{ ...ROSTER[0], awaySince: 0 }], [], 5);
        const posted = new Map<number, number>();
        const closed = new Set<number>();
        const got: string[] = [];
        const dropped: string[] = [];
        for (const { warning, does } of steps) {
          const number = (posted.get(warning) ?? 0) + 1;
          const next = outbox.due(Infinity).find((one) => one.message.warning.id === `W${warning}`)?.message.id;
          if ((does === 'post' || (does === 'close' && number > 1)) && !closed.has(warning)) {
            posted.set(warning, number);
            if (does === 'close') closed.add(warning);
            outbox.post(1, message(warning, number, does === 'close' ? 'retraction' : number === 1 ? 'alert' : 'update'));
          }
          if (does === 'deliver' && next !== undefined) {
            outbox.settle(delivered(next), 0);
            got.push(next);
          }
          if (does === 'fail' && next !== undefined) outbox.settle(failed(next), 0);
          for (const queue of ids(outbox.excess(0, () => false))) {
            dropped.push(...queue);
            for (const id of queue) outbox.settle({ ...delivered(id), outcome: 'dropped' }, 0);
          }
        }
        const left = outbox.waiting().map((one) => one.message.id);
        const warnings = (list: readonly string[]) => new Set(list.map((id) => id.split('-')[0]));
        const touched = warnings([...got, ...left]);
        expect([...warnings(dropped)].filter((id) => touched.has(id))).toEqual([]);
        const all = [...posted].flatMap(([warning, count]) => Array.from({ length: count }, (_, k) => `W${warning}-m${k + 1}`));
        expect([...got, ...dropped, ...left].toSorted()).toEqual(all.toSorted());
      }),
      { runs: 300 },
    );
  });

  test('that lets go has it journaled in one writing, so that no kill leaves a retraction without its alert', () => {
    const outbox = createOutbox([{ ...ROSTER[0], awaySince: 0 }], [], 2);
    const journal = openMemoryJournal(memoryStore());
    const alarms: DeliveryAlarm[] = [];
    const writings: string[][] = [];
    const { sendDue, post } = createDelivery({
      outbox,
      channels: [memoryChannel('exercise', 'another')],
      now_us: () => 0,
      isOpen: () => true,
      alarm: (alarm) => alarms.push(alarm),
      write: (outcomes) => {
        const entries = journal.appendAll(outcomes);
        writings.push(entries.map(({ input }) => (input.kind === 'delivery' ? `${input.message} ${input.outcome}` : input.kind)));
        for (const { input, at_us } of entries) if (input.kind === 'delivery') outbox.settle(input, at_us);
      },
    });
    post(1, message(1, 1, 'alert'));
    post(2, message(1, 2, 'retraction'));
    post(3, message(2, 1, 'alert'));
    sendDue();
    expect(writings).toEqual([['W1-m1 dropped', 'W1-m2 dropped']]);
    expect(alarms[0]).toEqual({ kind: 'delivery-dropped', warning: 'W1', channel: 'sirens', messages: 2 });
    expect(outbox.waiting().map((one) => one.message.id)).toEqual(['W2-m1']);
  });

  test('calls once when more waits than may, and nothing of it may go, until it is less again', () => {
    const outbox = createOutbox(ROSTER, [], 2);
    const alarms: DeliveryAlarm[] = [];
    const { sendDue, post } = createDelivery({
      outbox,
      channels: [memoryChannel('exercise', 'another')],
      now_us: () => 0,
      isOpen: () => true,
      alarm: (alarm) => alarms.push(alarm),
      write: () => expect.fail('nothing may be dropped'),
    });
    for (let k = 1; k <= 4; k++) {
      post(k, message(k, 1, 'alert'));
      sendDue();
    }
    const over = (messages: number) => ({ kind: 'outbox-over', messages }) as const;
    expect(alarms.filter(({ kind }) => kind === 'outbox-over')).toEqual([over(1)]);
    for (const k of [1, 2]) outbox.settle(delivered(`W${k}-m1`), 0);
    sendDue();
    for (let k = 5; k <= 6; k++) post(k, message(k, 1, 'alert'));
    sendDue();
    expect(alarms.filter(({ kind }) => kind === 'outbox-over')).toEqual([over(1), over(2)]);
  });
});
