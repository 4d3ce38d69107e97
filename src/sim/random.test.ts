import { expect, test } from 'vitest';
import { stream } from './random.ts';

test('a stream repeats itself on every platform', () => {
  const { uint32, uniform, normal } = stream(7, 'radar-west');
  expect([uint32(), uint32(), uint32()]).toEqual(GOLDEN.uint32);
  expect(uniform()).toBe(GOLDEN.uniform);
  expect([normal(), normal(), normal()]).toEqual(GOLDEN.normal);
});

test('another name or another seed gives another stream', () => {
  const first = [stream(7, 'a'), stream(7, 'b'), stream(8, 'a'), stream(7, 'aa')].map(({ uint32 }) => uint32());
  expect(new Set(first).size).toBe(4);
});

test('uniform deviates fill 0…1 evenly and normal deviates have mean 0 and variance 1', () => {
  const { uniform, normal } = stream(1, 'moments');
  const n = 20_000;
  let sum = 0;
  let low = 1;
  let high = 0;
  let mean = 0;
  let square = 0;
  let beyondTwo = 0;
  for (let i = 0; i < n; i++) {
    const u = uniform();
    sum += u;
    low = Math.min(low, u);
    high = Math.max(high, u);
    const z = normal();
    mean += z;
    square += z * z;
    if (Math.abs(z) > 2) beyondTwo++;
  }
  const fourSigma = 4 / Math.sqrt(n);
  expect(Math.abs(sum / n - 0.5)).toBeLessThan(fourSigma * 0.289);
  expect(low).toBeGreaterThanOrEqual(0);
  expect(high).toBeLessThan(1);
  expect(Math.abs(mean / n)).toBeLessThan(fourSigma);
  expect(Math.abs(square / n - 1)).toBeLessThan(fourSigma * Math.SQRT2);
  expect(Math.abs(beyondTwo / n - 0.0455)).toBeLessThan(fourSigma * 0.21);
});

test('Poisson counts have their mean as mean and variance', () => {
  const { poisson } = stream(1, 'poisson');
  for (const mean of [0, 0.05, 3]) {
    const n = 10_000;
    let sum = 0;
    let square = 0;
    for (let i = 0; i < n; i++) {
      const k = poisson(mean);
      sum += k;
      square += k * k;
    }
    const found = sum / n;
    expect(Math.abs(found - mean)).toBeLessThanOrEqual(4 * Math.sqrt(mean / n));
    expect(Math.abs(square / n - found * found - mean)).toBeLessThanOrEqual(0.06 * Math.max(mean, 0.2));
  }
});

const GOLDEN = {
  uint32: [3207393070, 3211812936, 1180669605],
  uniform: 0.7567924270907721,
  normal: [-1.2368994611349906, -2.0373616511478585, 0.06639666221937021],
};
