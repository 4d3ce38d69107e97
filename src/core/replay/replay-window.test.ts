import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../../tests/support/properties.ts';
import { decode, encode } from '../codec.ts';
import { createReplayWindow, newReplayData, type ReplayData, type ReplayOptions } from './replay-window.ts';

// A fold that forgives nothing: its state depends on the order of every item, and on every bit.
type Item = { readonly at_us: number; readonly sensor: string };
type State = { x: number; count: number };
const fold = (state: State, { at_us, sensor }: Item): void => {
  state.x = state.x * 0.9 + Math.sqrt(at_us / 1e6 + sensor.charCodeAt(0)) / (1 + state.x * state.x);
  state.count += 1;
};
const options: ReplayOptions<State, Item, State> = {
  horizon_s: 15,
  maxSnapshots: 5,
  maxItems: 10_000,
  timeOf: ({ at_us }) => at_us,
  compare: (a, b) => (a.sensor < b.sensor ? -1 : a.sensor > b.sensor ? 1 : 0),
  isSame: (a, b) => a.sensor === b.sensor,
  fold,
  snapshot: (state) => ({ ...state }),
  restore: (state, saved) => void Object.assign(state, saved),
};
const SECOND = 1_000_000;
const zero = (): State => ({ x: 0, count: 0 });

/** Scans of three sensors with a delay each, in order of arrival. */
const delayed = fc
  .array(
    fc.record({
      at_us: fc.integer({ min: 0, max: 120 * SECOND }),
      sensor: fc.constantFrom('a', 'b', 'c'),
      delay_us: fc.integer({ min: 0, max: 15 * SECOND }),
    }),
    { minLength: 1, maxLength: 200 },
  )
  .map((all) => all.filter((one, k) => all.findIndex((other) => other.at_us === one.at_us && other.sensor === one.sensor) === k))
  .map((all) => all.toSorted((p, q) => p.at_us + p.delay_us - q.at_us - q.delay_us).map(({ at_us, sensor }) => ({ at_us, sensor })));

test('items that come in any order within the horizon lead to the state of the same items in order, to the bit', () => {
  holds(
    fc.property(delayed, fc.integer({ min: 1, max: 7 }), (arrivals, batch) => {
      const state = zero();
      let data: ReplayData<Item, State> = newReplayData();
      for (let k = 0; k < arrivals.length; k += batch) {
        const { refused } = createReplayWindow(options, data).take(state, arrivals.slice(k, k + batch));
        expect(refused).toEqual([]);
        expect(data.snapshots.length).toBeLessThanOrEqual(options.maxSnapshots);
        // Written and read in between: nothing of the window lives outside its data.
        data = decode(encode(data)) as ReplayData<Item, State>;
      }
      const inOrder = zero();
      for (const item of arrivals.toSorted((a, b) => a.at_us - b.at_us || options.compare!(a, b))) fold(inOrder, item);
      expect(state).toEqual(inOrder);
    }),
  );
});

test('what comes later than the horizon is refused, says by how much, and leaves no trace', () => {
  const state = zero();
  const window = createReplayWindow(options);
  for (let t = 0; t <= 40; t++) window.take(state, [{ at_us: t * SECOND, sensor: 'a' }]);
  const before = { ...state };
  const late = { at_us: 25 * SECOND - 1, sensor: 'b' };
  expect(window.take(state, [late]).refused).toEqual([{ item: late, reason: 'beyond-horizon', late_s: 15.000001 }]);
  expect(state).toEqual(before);
  expect(window.take(state, [{ at_us: 25 * SECOND, sensor: 'b' }]).refused).toEqual([]);
  expect(state.count).toBe(42);
});

test('the same item sent twice counts once', () => {
  const state = zero();
  const window = createReplayWindow(options);
  window.take(state, [
    { at_us: 1, sensor: 'a' },
    { at_us: 2, sensor: 'b' },
    { at_us: 3, sensor: 'a' },
  ]);
  const twice = { at_us: 1, sensor: 'a' };
  expect(window.take(state, [twice, { at_us: 1, sensor: 'b' }]).refused).toEqual([{ item: twice, reason: 'taken-already', late_s: 2e-6 }]);
  expect(state.count).toBe(4);
});

test('a late batch goes back once, and no further than the last snapshot before its oldest item', () => {
  const state = zero();
  const window = createReplayWindow(options);
  for (let t = 0; t <= 60; t++) window.take(state, [{ at_us: t * SECOND, sensor: 'a' }]);
  const { replay } = window.take(
    state,
    [57, 52.5, 58].map((t) => ({ at_us: t * SECOND, sensor: 'b' })),
  );
  expect(replay).toBeDefined();
  expect(replay!.since_us).toBeLessThanOrEqual(52 * SECOND);
  // Snapshots stand 5 s apart, one item a second, three late ones.
  expect(replay!.items).toBeLessThanOrEqual(8 + 5 + 3);
});

test('at its bound on items the window keeps less of the past and says so, and goes on', () => {
  const state = zero();
  const data: ReplayData<Item, State> = newReplayData();
  const window = createReplayWindow({ ...options, maxItems: 50 }, data);
  let refusedFor: string | undefined;
  for (let k = 0; k < 2000; k++) {
    window.take(state, [{ at_us: k * 10_000, sensor: 'a' }]);
    expect(data.items.length).toBeLessThanOrEqual(50);
    if (k === 1500) refusedFor = window.take(state, [{ at_us: 5 * SECOND, sensor: 'b' }]).refused[0]?.reason;
  }
  expect(refusedFor).toBe('beyond-window');
  expect(state.count).toBe(2000);
});

// World 110 of seed 77: the horizon had grown with a sensor that was always later, and snapshots of the short one stood among those of the long one.
test('a horizon that grows keeps no more snapshots, and no less reach', () => {
  const state = zero();
  const data: ReplayData<Item, State> = newReplayData();
  for (let t = 1; t <= 60; t++) {
    createReplayWindow({ ...options, horizon_s: t < 16 ? 15 : 45 }, data).take(state, [{ at_us: t * SECOND, sensor: 'a' }]);
    expect(data.snapshots.length).toBeLessThanOrEqual(options.maxSnapshots);
  }
  const { refused } = createReplayWindow({ ...options, horizon_s: 45 }, data).take(state, [{ at_us: 16.5 * SECOND, sensor: 'b' }]);
  expect(refused).toEqual([]);
  const inOrder = zero();
  for (let t = 1; t <= 60; t++) {
    fold(inOrder, { at_us: t * SECOND, sensor: 'a' });
    if (t === 16) fold(inOrder, { at_us: 16.5 * SECOND, sensor: 'b' });
  }
  expect(state).toEqual(inOrder);
});

test('bounds that cannot be, and items without a time, are refused, and nothing of a batch with one is taken', () => {
  const wrong = (change: object) => () => createReplayWindow({ ...options, ...change });
  expect(wrong({ horizon_s: -1 })).toThrow('horizon_s: -1 is outside 0 to 3200000000 s');
  expect(wrong({ horizon_s: NaN })).toThrow(RangeError);
  expect(wrong({ maxSnapshots: 2 })).toThrow('maxSnapshots: 2 is outside 3 to Infinity; give three or more');
  expect(wrong({ maxItems: 0 })).toThrow('maxItems: 0 is outside');
  const state = zero();
  const data: ReplayData<Item, State> = newReplayData();
  const window = createReplayWindow(options, data);
  const batch = [
    { at_us: SECOND, sensor: 'a' },
    { at_us: NaN, sensor: 'b' },
  ];
  expect(() => window.take(state, batch)).toThrow('timeOf(item): NaN is no number; give every item its time in µs');
  expect([state, data.items]).toEqual([zero(), []]);
});
