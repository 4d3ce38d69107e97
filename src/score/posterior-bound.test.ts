import { expect, test } from 'vitest';
import { moved, rootOf, seen } from './posterior-bound.ts';

const P = Float64Array.of(4, 1, 1, 9);
const Q = Float64Array.of(0.3, 0.1, 0.1, 0.2);
const PHI = Float64Array.of(1, 0.5, -0.1, 1);

test('n looks at a constant leave σ²/n of a wide prior', () => {
  let p: Float64Array = Float64Array.of(1e12);
  for (let k = 0; k < 10; k++) p = seen(p, [{ h: Float64Array.of(1), r: Float64Array.of(25) }], 1, 1);
  expect(p[0]).toBeCloseTo(2.5, 8);
});

test('runs that are all alike give what one of them gives', () => {
  const one = moved(P, [PHI], Q, 2);
  const many = moved(P, [PHI, PHI, PHI], Q, 2);
  one.forEach((value, k) => expect(many[k]).toBeCloseTo(value, 10));
  const view = { h: Float64Array.of(1, 2), r: Float64Array.of(0.7) };
  const seenOnce = seen(P, [view], 2, 1);
  const seenByAll = seen(P, [view, view], 2, 1);
  seenOnce.forEach((value, k) => expect(seenByAll[k]).toBeCloseTo(value, 10));
});

test('a linear Kalman filter reaches the bound: P − P Hᵀ S⁻¹ H P', () => {
  const [h, r] = [Float64Array.of(1, 2), 0.7];
  const ph = [P[0] * h[0] + P[1] * h[1], P[2] * h[0] + P[3] * h[1]];
  const s = h[0] * ph[0] + h[1] * ph[1] + r;
  const found = seen(P, [{ h, r: Float64Array.of(r) }], 2, 1);
  [0, 1, 2, 3].forEach((k) => expect(found[k]).toBeCloseTo(P[k] - (ph[Math.floor(k / 2)] * ph[k % 2]) / s, 10));
});

test('the bound over runs that differ lies below that of their mean', () => {
  const other = Float64Array.of(1, -0.5, 0.1, 1);
  const mixed = moved(P, [PHI, other], Q, 2);
  const mean = moved(P, [PHI.map((value, k) => 0.5 * (value + other[k]))], Q, 2);
  // A bound over runs may lie below the one of the mean run, never above: E[ΦᵀQ⁻¹Φ] ≥ E[Φ]ᵀQ⁻¹E[Φ].
  expect(mixed[0]).toBeLessThan(mean[0]);
  expect(mixed[3]).toBeLessThan(mean[3]);
});

test('motion without noise is bounded too, for one run', () => {
  const found = moved(P, [PHI], new Float64Array(4), 2);
  expect(found[0]).toBeCloseTo(4 + 2 * 0.5 * 1 + 0.25 * 9, 12);
});

test('what cannot be inverted is refused', () => {
  expect(() => seen(new Float64Array(4), [{ h: Float64Array.of(1, 0), r: Float64Array.of(1) }], 2, 1)).toThrow(
    new RangeError('the bound needs a positive definite matrix here'),
  );
});

test('the error that is left in some components is the root of the sum of their variances, first and last counted', () => {
  const p = Float64Array.of(4, 7, 7, 7, 9, 7, 7, 7, 16);
  expect(rootOf(p, 3, 0, 1)).toBe(Math.sqrt(13));
  expect(rootOf(p, 3, 1, 2)).toBe(5);
  expect(rootOf(p, 3, 2, 2)).toBe(4);
});
