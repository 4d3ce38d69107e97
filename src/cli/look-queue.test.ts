import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../tests/support/properties.ts';
import { createLookQueue, type DueLook, type LookKey, type LookQueue } from './look-queue.ts';

const WAIT_ms = 15_000;
const STEP_us = 10_000_000;
const key = (step: number, area = 'M1'): LookKey => ({ satellite: 'G17', area, begin_us: STEP_us * step });
const file = (band: number) => ({ file: { name: `C${band}.nc`, size_bytes: 1, changedAt: '' }, band });
const stepOf = (look: DueLook | undefined): number | undefined => look && look.begin_us / STEP_us;

/** Takes a look and says that all its files were of use. */
function handleNext(queue: LookQueue, now_ms: number, isPressed = false): DueLook | undefined {
  const look = queue.take(now_ms, isPressed);
  const bands = look?.files.map((one) => ('band' in one ? one.band : 0)) ?? [];
  if (look !== undefined) queue.handled({ ...look, came: bands, used: bands });
  return look;
}

/** A queue that has handled looks of these bands, ten seconds apart, the last of them step 0. */
function running(bands: readonly number[], looks = 4): LookQueue {
  const queue = createLookQueue(WAIT_ms);
  for (let step = 1 - looks; step <= 0; step++) queue.handled({ ...key(step), came: bands, used: bands });
  return queue;
}

test('a look is handled as soon as all bands of those before it have come, and after the wait without them', () => {
  const queue = running([7, 13]);
  queue.put(key(1), file(7), 0);
  expect(queue.take(14_999, false)).toBeUndefined();
  expect(queue.quiet_ms(14_000)).toBe(1000);
  expect(handleNext(queue, 15_000)?.files).toHaveLength(1);
  queue.put(key(2), file(13), 20_000);
  queue.put(key(2), file(7), 20_001);
  expect(queue.quiet_ms(20_001)).toBe(0);
  expect(handleNext(queue, 20_001)?.files).toHaveLength(2);
  expect(queue.quiet_ms(20_001)).toBe(Infinity);
});

test('a band that was missing is waited for again in the next look, and no longer when three have come without it', () => {
  const queue = running([7, 13]);
  let now_ms = 0;
  const waited: number[] = [];
  for (let step = 1; step <= 5; step++) {
    queue.put(key(step), file(7), now_ms);
    const due_ms = now_ms + queue.quiet_ms(now_ms);
    waited.push(due_ms - now_ms);
    expect(stepOf(handleNext(queue, due_ms))).toBe(step);
    now_ms = due_ms + 1;
  }
  expect(waited).toEqual([WAIT_ms, WAIT_ms, WAIT_ms, 0, 0]);
});

test('a band that came too late is told, and waited for in the looks after it', () => {
  const queue = running([7]);
  queue.put(key(1), file(7), 0);
  expect(stepOf(handleNext(queue, 0))).toBe(1);
  expect(queue.put(key(1), file(13), 10)?.message).toBe('is band 13 of a look that was handled without it');
  queue.handled({ ...key(1), came: [13], used: [] });
  queue.put(key(2), file(7), 20);
  expect(queue.quiet_ms(20)).toBe(WAIT_ms);
  expect(queue.put(key(2), file(13), 30)).toBeUndefined();
  expect(queue.quiet_ms(30)).toBe(0);
});

test('a band comes once: a second one is told, while the look waits and when it was handled', () => {
  const queue = running([7, 13]);
  expect(queue.put(key(1), file(7), 0)).toBeUndefined();
  expect(queue.put(key(1), file(7), 1)?.message).toBe('is band 7 of a look that has it already');
  handleNext(queue, WAIT_ms);
  expect(queue.put(key(1), file(7), 20_000)?.message).toBe('is band 7 of a look that has it already');
  expect(queue.put(key(-3), file(13), 20_000)?.message).toBe('is band 13 of a look that has it already');
  expect(queue.length).toBe(0);
});

test('a look of which nothing could be used is begun anew by what comes later', () => {
  const queue = running([7, 13]);
  queue.put(key(1), file(13), 0);
  queue.take(WAIT_ms, false);
  queue.handled({ ...key(1), came: [13], used: [] });
  expect(queue.put(key(1), file(7), 20_000)).toBeUndefined();
  expect(handleNext(queue, 40_000)).toMatchObject({ late: false, files: [{ band: 7 }] });
});

test('after a gap the look that is missing is waited for, and comes first when it does; without one nothing waits', () => {
  const queue = running([7]);
  queue.put(key(2), file(7), 0);
  expect(queue.take(5000, false)).toBeUndefined();
  queue.put(key(1), file(7), 6000);
  expect(stepOf(handleNext(queue, 6000))).toBe(1);
  expect(stepOf(handleNext(queue, 6000))).toBe(2);
  queue.put(key(4), file(7), 7000);
  expect(stepOf(handleNext(queue, 21_999))).toBeUndefined();
  expect(stepOf(handleNext(queue, 22_000))).toBe(4);
});

test('a look older than one that was handled is its own look, late, and waits for its bands only', () => {
  const queue = running([7, 13]);
  queue.handled({ ...key(5), came: [7, 13], used: [7, 13] });
  queue.put(key(3), file(7), 0);
  expect(queue.take(0, false)).toBeUndefined();
  queue.put(key(3), file(13), 1);
  expect(handleNext(queue, 1)).toMatchObject({ late: true, begin_us: 3 * STEP_us });
  queue.put(key(6), file(7), 2);
  queue.put(key(6), file(13), 2);
  expect(handleNext(queue, 2)?.late).toBe(false);
});

test('satellites and areas do not wait for each other, and lightning waits for no band', () => {
  const queue = running([7, 13]);
  queue.put(key(1), file(7), 0);
  const other = key(1, 'M2');
  queue.handled({ ...key(-1, 'M2'), came: [7], used: [7] });
  queue.handled({ ...key(0, 'M2'), came: [7], used: [7] });
  queue.put(other, file(7), 1);
  expect(handleNext(queue, 1)?.area).toBe('M2');
  const lightning = { satellite: 'G17', area: undefined, begin_us: 2 * STEP_us };
  for (const step of [0, 1]) queue.handled({ ...lightning, begin_us: step * STEP_us, came: [0], used: [0] });
  const flashes = {
    file: file(0).file,
    lightning: { source: '', satellite: 'G17', begin_us: 0, end_us: 0, events: 0, groups: 0, flashes: [], unplaced: 0 },
  };
  queue.put(lightning, flashes, 2);
  expect(handleNext(queue, 2)).toMatchObject({ area: undefined, late: false });
  expect(queue.put(lightning, flashes, 3)?.message).toBe('has lightning that another file had');
});

test('under pressure the earliest look of all goes, whole or not', () => {
  const queue = running([7, 13]);
  for (const step of [3, 1, 2]) queue.put(key(step), file(7), 0);
  expect(queue.take(0, false)).toBeUndefined();
  expect([1, 2, 3].map(() => stepOf(handleNext(queue, 0, true)))).toEqual([1, 2, 3]);
  expect(queue.length).toBe(0);
});

test('whatever order files come in, each look is handled once, with all that came before it was, and in order unless it is called late', () => {
  const arrival = fc.record({
    step: fc.integer({ min: 1, max: 12 }),
    band: fc.constantFrom(7, 13),
    after_ms: fc.integer({ min: 0, max: 9000 }),
  });
  holds(
    fc.property(fc.array(arrival, { maxLength: 40 }), (arrivals) => {
      const queue = running([7, 13]);
      const handled: DueLook[] = [];
      const refused: string[] = [];
      const drain = (now_ms: number, isPressed = false): void => {
        for (let look = handleNext(queue, now_ms, isPressed); look !== undefined; look = handleNext(queue, now_ms, isPressed))
          handled.push(look);
      };
      let now_ms = 0;
      for (const { step, band, after_ms } of arrivals) {
        now_ms += after_ms;
        if (queue.put(key(step), file(band), now_ms) !== undefined) refused.push(`${step} ${band}`);
        drain(now_ms);
        // Nothing waits longer than it may.
        expect(queue.quiet_ms(now_ms)).toBeGreaterThan(0);
      }
      drain(now_ms, true);
      const used = handled.flatMap((look) => look.files.map((one) => `${stepOf(look)} ${'band' in one ? one.band : 0}`));
      expect([...used, ...refused].sort()).toEqual(arrivals.map(({ step, band }) => `${step} ${band}`).sort());
      expect(new Set(used).size).toBe(used.length);
      expect(new Set(handled.map(stepOf)).size).toBe(handled.length);
      handled.forEach(({ begin_us, late }, k) => {
        expect(late).toBe(handled.slice(0, k).some((before) => before.begin_us > begin_us));
      });
    }),
  );
});
