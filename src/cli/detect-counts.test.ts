import { expect, test } from 'vitest';
import { addCounts, noCounts, summaryText } from './detect-counts.ts';

const some = { ...noCounts(), byCause: { fire: 17, plume: 0, lightning: 0 }, unlikely: 16 };

test('fires that are less likely one than not are counted apart, over all looks', () => {
  const sum = noCounts();
  for (const counts of [some, some]) addCounts(sum, counts);
  expect([sum.byCause.fire, sum.unlikely]).toEqual([34, 32]);
  expect(summaryText(sum, 0)).toContain('found     34 fires, 32 of them less likely than not, 0 flashes of lightning, no launch');
});

test('where all are likely nothing is said of that', () => {
  expect(summaryText({ ...some, unlikely: 0 }, 1)).toContain('found     17 fires, 0 flashes of lightning, 1 launch');
});
