import { expect, test } from 'vitest';
import { checkStamp, type Stamp } from './stamp.ts';

const OWN: Stamp = { of: 'plot tracker', version: 1, associator: 'pmbm', 'settings.lifetime_s': 2500, origin: -0 };
const check = (stamp: unknown) => () => checkStamp({ stamp }, OWN, 'make it as it was made then');

test('the same stamp passes, also when its fields stand in another order', () => {
  expect(check(OWN)).not.toThrow();
  expect(check(Object.fromEntries(Object.entries(OWN).reverse()))).not.toThrow();
});

test('what differs is named with both values and the remedy', () => {
  expect(check({ ...OWN, associator: 'gnn' })).toThrow(
    'snapshot.stamp.associator: it was taken with "gnn", and here it is "pmbm"; make it as it was made then',
  );
  expect(check({ ...OWN, 'settings.lifetime_s': 100 })).toThrow(
    'snapshot.stamp.settings.lifetime_s: it was taken with 100, and here it is 2500',
  );
  expect(check({ ...OWN, more: 1 })).toThrow('snapshot.stamp.more: it was taken with 1, and here there is none');
  expect(check({ of: OWN.of, version: 1, associator: 'pmbm' })).toThrow(
    'snapshot.stamp.settings.lifetime_s: it was taken without, and here there is one: 2500; make it',
  );
  expect(check({ ...OWN, origin: 0 })).toThrow(RangeError);
});

// 2026-11-29: a snapshot of two sensors, given to a tracker of one: "and here it is undefined".
test('a sensor more or fewer is told as such', () => {
  const sensors = (ids: readonly string[]): Stamp =>
    Object.assign(
      { of: 'plot tracker', version: 1 },
      ...ids.map((id, i) => (ids.length === 1 ? { 'sensor.id': id } : { [`sensors[${i}].id`]: id, [`sensors[${i}].frame`]: 'flat' })),
    );
  const between = (then: readonly string[], now: readonly string[]) => () =>
    checkStamp({ stamp: sensors(then) }, sensors(now), 'make it as it was made then');
  expect(between(['a', 'b'], ['a', 'b'])).not.toThrow();
  expect(between(['a', 'b'], ['a'])).toThrow(
    'snapshot.stamp.sensors: it was taken with 2 sensors, and here there is 1: 1 fewer; make it as it was made then',
  );
  expect(between(['a'], ['a', 'b', 'c'])).toThrow('it was taken with 1 sensor, and here there are 3: 2 more');
  expect(between(['a', 'b'], ['a', 'c'])).toThrow('snapshot.stamp.sensors[1].id: it was taken with "b", and here it is "c"');
});

test('another form and another thing are named before anything in them is', () => {
  expect(check({ ...OWN, version: 2, associator: 'gnn' })).toThrow('version 2 of its form, and this program version 1');
  expect(check({ ...OWN, of: 'theatre', version: 2 })).toThrow('it is of a "theatre"');
});

test('what has no stamp is no snapshot', () => {
  for (const nothing of ['{"stamp":{}}', undefined, null, [], {}, { stamp: 'pmbm' }])
    expect(() => checkStamp(nothing, OWN, '')).toThrow('is no snapshot of a plot tracker');
});
