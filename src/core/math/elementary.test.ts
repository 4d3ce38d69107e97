import { expect, test } from 'vitest';
import { hexOf, samples, ulpsBetween } from '../../../tests/support/ulp.ts';
import * as own from './elementary.ts';

const DRAWS = 20_000;
/** Ours are within 1 ulp of the truth, tan and atan2 within 2; the platform's, each in its own way, within 1. */
const ULPS = 2;

type Case = { name: string; own: (x: number) => number; platform: (x: number) => number; from: number; to: number };
const CASES: readonly Case[] = [
  { name: 'exp', own: own.exp, platform: Math.exp, from: -700, to: 700 },
  { name: 'exp', own: own.exp, platform: Math.exp, from: -1, to: 1 },
  { name: 'log', own: own.log, platform: Math.log, from: 1e-9, to: 4 },
  { name: 'log', own: own.log, platform: Math.log, from: 1, to: 1e15 },
  { name: 'log10', own: own.log10, platform: Math.log10, from: 1e-3, to: 1e6 },
  { name: 'sin', own: own.sin, platform: Math.sin, from: -10, to: 10 },
  { name: 'sin', own: own.sin, platform: Math.sin, from: -1e6, to: 1e6 },
  { name: 'cos', own: own.cos, platform: Math.cos, from: -10, to: 10 },
  { name: 'cos', own: own.cos, platform: Math.cos, from: -1e6, to: 1e6 },
  { name: 'tan', own: own.tan, platform: Math.tan, from: -100, to: 100 },
  { name: 'asin', own: own.asin, platform: Math.asin, from: -1, to: 1 },
  { name: 'acos', own: own.acos, platform: Math.acos, from: -1, to: 1 },
  { name: 'atan', own: own.atan, platform: Math.atan, from: -1, to: 1 },
  { name: 'atan', own: own.atan, platform: Math.atan, from: -1000, to: 1000 },
];

test.each(CASES)('$name agrees with the platform from $from to $to within 2 ulp', ({ own: f, platform, from, to }) => {
  const draw = samples(1);
  let worst = 0;
  for (let i = 0; i < DRAWS; i++) {
    const x = from + (to - from) * draw();
    worst = Math.max(worst, ulpsBetween(f(x), platform(x)));
  }
  expect(worst).toBeLessThanOrEqual(ULPS);
});

test('sin and cos keep their digits beside multiples of π/2, where the argument cancels', () => {
  let worst = 0;
  for (let k = 1; k < 20_000; k++) {
    const x = (k * Math.PI) / 2;
    worst = Math.max(worst, ulpsBetween(own.sin(x), Math.sin(x)), ulpsBetween(own.cos(x), Math.cos(x)));
  }
  expect(worst).toBeLessThanOrEqual(ULPS);
});

test('atan2 and pow agree with the platform within 2 ulp', () => {
  const draw = samples(2);
  let worst = 0;
  for (let i = 0; i < DRAWS; i++) {
    const [y, x] = [draw() - 0.5, draw() - 0.5];
    const [base, power] = [Math.exp(20 * draw() - 10), 60 * draw() - 30];
    worst = Math.max(worst, ulpsBetween(own.atan2(y, x), Math.atan2(y, x)), ulpsBetween(own.pow(base, power), base ** power));
  }
  expect(worst).toBeLessThanOrEqual(ULPS);
});

const EDGES = [0, -0, 1, -1, 2, -2, 0.5, -0.5, 3, -3, Infinity, -Infinity, NaN, 1e-320, 5e-324, 1.7e308];

test('signed zeros, infinities and NaN go where IEEE 754 and ECMAScript send them', () => {
  const wrong: string[] = [];
  const compare = (what: string, got: number, wanted: number): void => {
    if (!close(got, wanted)) wrong.push(`${what} = ${got}, not ${wanted}`);
  };
  for (const x of EDGES) {
    for (const name of ['exp', 'log', 'log10', 'asin', 'acos', 'atan'] as const) compare(`${name}(${x})`, own[name](x), Math[name](x));
    if (Math.abs(x) === 1.7e308) continue; // far beyond the stated limit of sin, cos and tan
    for (const name of ['sin', 'cos', 'tan'] as const) compare(`${name}(${x})`, own[name](x), Math[name](x));
  }
  for (const a of EDGES) {
    for (const b of EDGES) {
      compare(`atan2(${a}, ${b})`, own.atan2(a, b), Math.atan2(a, b));
      compare(`pow(${a}, ${b})`, own.pow(a, b), a ** b);
    }
  }
  expect(wrong).toEqual([]);
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
  const got = [
    own.exp(1),
    own.log(3),
    own.log10(7),
    own.sin(1),
    own.cos(1e5),
    own.tan(0.7),
    own.asin(0.3),
    own.acos(-0.9),
    own.atan(2.5),
    own.atan2(-3, -1),
    own.pow(1.1, 100),
  ];
  expect(got.map(hexOf)).toEqual([
    '4005bf0a8b145769',
    '3ff193ea7aad030a',
    '3feb0b0b0b78cc3f',
    '3feaed548f090cee',
    'bfeffac3841b3da7',
    '3feaf406c2fc78ad',
    '3fd380159e14f6fe',
    '400586476251e745',
    '3ff30b6d796a4da8',
    'bffe47df3d0dd4d1',
    '40caea4e6126bb95',
  ]);
});

test('a thousand mixed results fold to one number', () => {
  const draw = samples(3);
  let fold = 0;
  for (let i = 0; i < 1000; i++) {
    const x = 20 * draw() - 10;
    fold = own.sin(fold + own.exp(own.cos(x)) * own.atan2(x, fold) + own.log(x * x + 1) + own.pow(x * x + 0.1, 0.3));
  }
  expect(hexOf(fold)).toBe('bfe0e7371c69849c');
});
