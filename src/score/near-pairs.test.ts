import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../tests/support/properties.ts';
import { nearPairs } from './near-pairs.ts';
import { separation } from './picture.ts';

const c_m = 3;
const axes = [0, 1, 2] as const;

/** Places on a coarse grid, so that many are equally far along an axis, and many exactly c apart. */
const places = fc
  .array(fc.tuple(...axes.map(() => fc.integer({ min: 0, max: 8 }))), { maxLength: 12 })
  .map((points) => Float64Array.from(points.flatMap(([x, y, z]) => [x, y, z, 0, 0, 0])));

/** One place a row, given along an axis and beside it. */
function along(axis: 0 | 1 | 2, points: readonly (readonly [along: number, second: number, third: number])[]): Float64Array {
  const states = new Float64Array(6 * points.length);
  points.forEach((point, i) => point.forEach((value, k) => (states[6 * i + ((axis + k) % 3)] = value)));
  return states;
}

test('who is nearer than c is found, whichever axis is widest, in order of index', () => {
  let pairs = 0;
  holds(
    fc.property(places, places, (a, b) => {
      const all = Array.from({ length: a.length / 6 }, (_, i) =>
        Array.from({ length: b.length / 6 }, (_one, column) => ({ column, distance_m: separation(a, i, b, column) })),
      );
      const near = all.map((row) => row.filter(({ distance_m }) => distance_m < c_m));
      pairs += near.flat().length;
      expect(nearPairs(a, b, c_m)).toEqual(near);
    }),
    { runs: 300 },
  );
  expect(pairs).toBeGreaterThan(200);
});

test('the least cut-off that there may be, 1e-9 m, still pairs what is in one place as far out as satellites are', () => {
  const far = along(0, [[42_164_000.3, 0, 0]]);
  expect(nearPairs(far, far, 1e-9)).toEqual([[{ column: 0, distance_m: 0 }]]);
});

/** How often a state of `a` is read: three times to find its slice, and three times more for each that is measured in full. */
function readsOf(a: Float64Array, b: Float64Array): number {
  let reads = 0;
  const counted = new Proxy(a, {
    get: (target, key) => {
      if (typeof key === 'string' && /^\d+$/.test(key)) reads += 1;
      return Reflect.get(target, key, target) as unknown;
    },
  });
  expect(nearPairs(counted, b, c_m)).toEqual(Array.from({ length: a.length / 6 }, () => []));
  return reads;
}

test('what is off by more than c along one axis alone is not measured in full, whichever axis it is', () => {
  const steps = Array.from({ length: 30 }, (_, k) => 0.1 * k);
  for (const axis of axes) {
    const a = along(
      axis,
      steps.map((x) => [x, 0, 0]),
    );
    // One far away makes the axis the widest.
    const wide = [1e6, 0, 0] as const;
    for (const offset of [3.1, -3.1]) {
      expect(readsOf(a, along(axis, [wide, ...steps.map((x) => [x, offset, 0] as const)]))).toBe(3 * steps.length);
      expect(readsOf(a, along(axis, [wide, ...steps.map((x) => [x, 0, offset] as const)]))).toBe(3 * steps.length);
      expect(readsOf(a, along(axis, [wide, ...steps.map((x) => [x + 2 * offset, 0, 0] as const)]))).toBe(3 * steps.length);
    }
  }
});
