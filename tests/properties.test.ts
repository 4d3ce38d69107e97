import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds, keptCases, seedOf } from './support/properties.ts';

const small = fc.property(fc.integer({ min: 0, max: 1e6 }), (n) => n < 900_000);

test('a property that fails says the line that keeps its case', () => {
  expect(() => holds(small)).toThrow(/properties\.seeds\.txt[^]*\n\d+ \d+ a property that fails says the line that keeps its case\n/);
});

test('a kept case is tried first', () => {
  const tried: number[] = [];
  const keep = fc.property(fc.integer(), (n) => tried.push(n) > 0);
  holds(keep, { runs: 2 });
  // Its line stands in properties.seeds.txt: the third case that seed 7 draws.
  expect(tried).toHaveLength(3);
  expect(tried[0]).toBe(fc.sample(fc.integer(), { seed: 7, numRuns: 4 })[3]);
});

test('the same run draws the same cases', () => {
  const [first, second] = [[], []] as [number[], number[]];
  for (const tried of [first, second]) holds(fc.property(fc.integer(), (n) => tried.push(n) > 0));
  expect(first).toEqual(second);
});

test('a property that is waited for fails the same way', async () => {
  await expect(holds(fc.asyncProperty(fc.integer(), async (n) => Promise.resolve(n < 1000)))).rejects.toThrow('Keep the case');
});

test('a line that keeps nothing is named', () => {
  expect(keptCases('# a story\n\n-5 17 a test\n')).toEqual([{ seed: -5, run: 17, test: 'a test' }]);
  expect(() => keptCases('17 a test')).toThrow('no kept case: "17 a test"');
  expect(() => seedOf('blue')).toThrow('TOCSIN_SEED=blue');
});
