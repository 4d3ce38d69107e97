import { expect, test } from 'vitest';
import { hexOf, samples, ulpsBetween } from '../../../tests/support/ulp.ts';
import * as own from './elementary.ts';

const DRAWS = 20_000;
/** The platform's functions are themselves wrong by up to one ulp, most of all log10. */
const PLATFORM = 1;

type Case = { name: string; own: (x: number) => number; platform: (x: number) => number; from: number; to: number; ulps: number };
const CASES: readonly Case[] = [
  { name: 'exp', own: own.exp, platform: Math.exp, from: -700, to: 700, ulps: 1 },
  { name: 'exp', own: own.exp, platform: Math.exp, from: -1, to: 1, ulps: 1 },
  { name: 'log', own: own.log, platform: Math.log, from: 1e-9, to: 4, ulps: 1 },
  { name: 'log', own: own.log, platform: Math.log, from: 1, to: 1e15, ulps: 1 },
  { name: 'log10', own: own.log10, platform: Math.log10, from: 1e-3, to: 1e6, ulps: 1 + PLATFORM },
  { name: 'sin', own: own.sin, platform: Math.sin, from: -10, to: 10, ulps: 1 },
  { name: 'sin', own: own.sin, platform: Math.sin, from: -1e6, to: 1e6, ulps: 1 },
  { name: 'cos', own: own.cos, platform: Math.cos, from: -10, to: 10, ulps: 1 },
  { name: 'cos', own: own.cos, platform: Math.cos, from: -1e6, to: 1e6, ulps: 1 },
  { name: 'tan', own: own.tan, platform: Math.tan, from: -100, to: 100, ulps: 2 },
  { name: 'asin', own: own.asin, platform: Math.asin, from: -1, to: 1, ulps: 2 },
  { name: 'acos', own: own.acos, platform: Math.acos, from: -1, to: 1, ulps: 2 },
  { name: 'atan', own: own.atan, platform: Math.atan, from: -1, to: 1, ulps: 2 },
  { name: 'atan', own: own.atan, platform: Math.atan, from: -1000, to: 1000, ulps: 2 },
];

test.each(CASES)('$name agrees with the platform from $from to $to within $ulps ulp', ({ own: f, platform, from, to, ulps }) => {
  const draw = samples(1);
  let worst = 0;
  for (let i = 0; i < DRAWS; i++) {
    const x = from + (to - from) * draw();
    worst = Math.max(worst, ulpsBetween(f(x), platform(x)));
  }
  expect(worst).toBeLessThanOrEqual(ulps);
});

test('sin and cos keep their digits beside multiples of π/2, where the argument cancels', () => {
  for (let k = 1; k < 20_000; k++) {
    const x = (k * Math.PI) / 2;
    expect(ulpsBetween(own.sin(x), Math.sin(x))).toBeLessThanOrEqual(1);
    expect(ulpsBetween(own.cos(x), Math.cos(x))).toBeLessThanOrEqual(1);
  }
});

test('atan2 and pow agree with the platform within 2 ulp', () => {
  const draw = samples(2);
  for (let i = 0; i < DRAWS; i++) {
    const [y, x] = [draw() - 0.5, draw() - 0.5];
    expect(ulpsBetween(own.atan2(y, x), Math.atan2(y, x))).toBeLessThanOrEqual(2);
    const [base, power] = [Math.exp(20 * draw() - 10), 60 * draw() - 30];
    expect(ulpsBetween(own.pow(base, power), base ** power)).toBeLessThanOrEqual(2);
  }
});

const EDGES = [0, -0, 1, -1, 2, -2, 0.5, -0.5, 3, -3, Infinity, -Infinity, NaN, 1e-320, 5e-324, 1.7e308];

test('signed zeros, infinities and NaN go where IEEE 754 and ECMAScript send them', () => {
  for (const name of ['exp', 'log', 'log10', 'tan', 'asin', 'acos', 'atan', 'sin', 'cos'] as const) {
    for (const x of EDGES) if (Math.abs(x) < 1e300 || !/sin|cos|tan/.test(name) || name.startsWith('a')) expect(`${name}(${x}) ${close(own[name](x), Math[name](x))}`).toMatch(/true$/);
  }
  for (const a of EDGES) {
    for (const b of EDGES) {
      expect(`atan2(${a}, ${b}) ${close(own.atan2(a, b), Math.atan2(a, b))}`).toMatch(/true$/);
      expect(`pow(${a}, ${b}) ${close(own.pow(a, b), a ** b)}`).toMatch(/true$/);
    }
  }
});

function close(a: number, b: number): boolean {
  if (a === 0 || b === 0) return Object.is(a, b);
  return ulpsBetween(a, b) <= 2;
}

test('powers of ten have whole logarithms, squares have whole roots', () => {
  for (let k = -300; k <= 300; k++) expect(own.log10(Number(`1e${k}`))).toBe(k);
  for (let n = 1; n <= 50; n++) expect(own.pow(n * n, 0.5)).toBe(n);
});

test('the bits are these, on every machine', () => {
  const got = [own.exp(1), own.log(3), own.log10(7), own.sin(1), own.cos(1e5), own.tan(0.7), own.asin(0.3), own.acos(-0.9), own.atan(2.5), own.atan2(-3, -1), own.pow(1.1, 100)];
  expect(got.map(hexOf)).toEqual([
]);
});

test('a thousand mixed results fold to one number', () => {
  const draw = samples(3);
  let fold = 0;
  for (let i = 0; i < 1000; i++) {
    const x = 20 * draw() - 10;
    fold = own.sin(fold + own.exp(own.cos(x)) * own.atan2(x, fold) + own.log(x * x + 1) + own.pow(x * x + 0.1, 0.3));
  }
  expect(hexOf(fold)).toBe('?');
});
