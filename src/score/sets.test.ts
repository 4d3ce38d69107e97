import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../tests/support/properties.ts';
import { gospa } from './gospa.ts';
import { ospa } from './ospa.ts';
import { separation } from './picture.ts';

const ORDERS = [1, 2, 3.5];
const c_m = 10;
/** Sums of a few squares of coordinates up to 12. */
const rounding = 1e-9;

// Half of all doubles lie so near to 0 that no two points were ever farther apart than c.
const point = fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: -6000, max: 6000 }).map((thousandths) => thousandths / 1000)));
const set = (most: number) =>
  fc.array(point, { maxLength: most }).map((points) => Float64Array.from(points.flatMap(([x, y, z]) => [x, y, z, 0, 0, 0])));

/** All ways to give each of `few` one of `many` of its own: the oracle's. */
function injections(few: number, many: number): number[][] {
  const go = (chosen: number[]): number[][] =>
    chosen.length === few
      ? [chosen]
      : Array.from({ length: many }, (_, j) => j).flatMap((j) => (chosen.includes(j) ? [] : go([...chosen, j])));
  return go([]);
}

function cheapest(a: Float64Array, b: Float64Array, cost: (distances: number[], n: number, m: number) => number): number {
  const [few, many] = a.length <= b.length ? [a, b] : [b, a];
  const [m, n] = [few.length / 6, many.length / 6];
  const sums = injections(m, n).map((to) =>
    cost(
      to.map((j, i) => separation(few, i, many, j)),
      n,
      m,
    ),
  );
  return Math.min(...sums);
}

test('OSPA is the least of all pairings, for sums and for the worst pair', () => {
  holds(
    fc.property(set(4), set(4), (a, b) => {
      for (const p of ORDERS) {
        const least = cheapest(a, b, (distances, n, m) => {
          const cut = distances.map((d) => Math.min(d, c_m) ** p).reduce((sum, one) => sum + one, 0);
          return n === 0 ? 0 : ((cut + c_m ** p * (n - m)) / n) ** (1 / p);
        });
        expect(ospa(a, b, { c_m, p }).distance_m).toBeCloseTo(least, 9);
      }
      const worst = cheapest(a, b, (distances, n, m) => (n === m ? Math.min(c_m, Math.max(0, ...distances)) : c_m));
      expect(ospa(a, b, { c_m, p: Infinity }).distance_m).toBeCloseTo(worst, 9);
    }),
    { runs: 150 },
  );
});

test('with p = ∞ the localisation is the worst pair of the best pairing of the fewer points, whichever set has them', () => {
  holds(
    fc.property(set(4), set(4), (a, b) => {
      const worst = cheapest(a, b, (distances) => Math.min(c_m, Math.max(0, ...distances)));
      const cardinality_m = a.length === b.length ? 0 : c_m;
      const found = ospa(a, b, { c_m, p: Infinity });
      expect(found.localisation_m).toBeCloseTo(worst, 9);
      expect(found).toMatchObject({ cardinality_m, distance_m: Math.max(found.localisation_m, cardinality_m) });
    }),
    { runs: 150 },
  );
});

test('GOSPA is the least of all pairings, for every α', () => {
  holds(
    fc.property(set(4), set(4), fc.constantFrom(0.5, 1, 2), (a, b, alpha) => {
      for (const p of ORDERS) {
        const least = cheapest(a, b, (distances, n, m) => {
          const cut = distances.map((d) => Math.min(d, c_m) ** p).reduce((sum, one) => sum + one, 0);
          return (cut + (c_m ** p / alpha) * (n - m)) ** (1 / p);
        });
        const found = gospa(a, b, { c_m, p, alpha });
        expect(found.distance_m).toBeCloseTo(least, 9);
        expect(Math.abs(found.localisation + found.missed + found.false - least ** p)).toBeLessThan(rounding * c_m ** p);
      }
    }),
    { runs: 150 },
  );
});

const metrics = [
  ...[...ORDERS, Infinity].map((p) => (a: Float64Array, b: Float64Array) => ospa(a, b, { c_m, p }).distance_m),
  ...ORDERS.map((p) => (a: Float64Array, b: Float64Array) => gospa(a, b, { c_m, p, alpha: 2 }).distance_m),
  ...ORDERS.map((p) => (a: Float64Array, b: Float64Array) => gospa(a, b, { c_m, p, alpha: 1 }).distance_m),
];

test('both are metrics: nothing from itself, the same both ways, no detour shorter', () => {
  holds(
    fc.property(set(4), set(4), set(4), (a, b, c) => {
      for (const metric of metrics) {
        expect(metric(a, a)).toBe(0);
        expect(metric(a, b)).toBeCloseTo(metric(b, a), 9);
        expect(metric(a, c)).toBeLessThanOrEqual(metric(a, b) + metric(b, c) + rounding);
      }
    }),
    { runs: 300 },
  );
});

test('two sets that differ are some way apart', () => {
  holds(
    fc.property(set(4), fc.nat(3), (a, shift) => {
      const b = a.map((value, k) => (k === 0 ? value + 0.1 * (shift + 1) : value));
      for (const metric of metrics) expect(metric(a, b) > 0).toBe(a.length > 0);
    }),
  );
});

test('the order in which objects are listed does not matter', () => {
  holds(
    fc.property(set(5), set(5), (a, b) => {
      const reversed = Float64Array.from(Array.from({ length: b.length }, (_, k) => b[b.length - 6 - 6 * Math.floor(k / 6) + (k % 6)]));
      for (const metric of metrics) expect(metric(a, reversed)).toBeCloseTo(metric(a, b), 9);
    }),
  );
});

test('nothing against nothing is 0, something against nothing the cut-off', () => {
  const [none, two] = [new Float64Array(), new Float64Array(12)];
  expect(ospa(none, none, { c_m, p: 2 }).distance_m).toBe(0);
  expect(ospa(none, none, { c_m, p: Infinity }).distance_m).toBe(0);
  expect(ospa(two, none, { c_m, p: 2 }).distance_m).toBeCloseTo(c_m, 12);
  expect(ospa(none, two, { c_m, p: Infinity })).toEqual({ distance_m: c_m, localisation_m: 0, cardinality_m: c_m });
  expect(gospa(none, none, { c_m, p: 2, alpha: 2 }).distance_m).toBe(0);
  expect(gospa(none, two, { c_m, p: 2, alpha: 2 })).toMatchObject({ distance_m: c_m, falseCount: 2, missedCount: 0 });
});
