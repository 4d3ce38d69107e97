import { expect, test } from 'vitest';
import { countRefusal, MAX_REFUSED, newRefusalCounts, refusalsOf, TELL_EVERY } from './refusals.ts';

test('of one source the first and every hundredth are told', () => {
  const counts = newRefusalCounts();
  const told: number[] = [];
  for (let k = 0; k < 3 * TELL_EVERY; k++) {
    const { told: isTold, count } = countRefusal(counts, 'radar', 'late');
    if (isTold) told.push(count);
  }
  expect(told).toEqual([1, 101, 201]);
  expect(countRefusal(counts, 'radar', 'doubled')).toEqual({ count: 1, told: true, others: false });
});

test('sources beyond the bound are counted together and told, not dropped in silence', () => {
  const counts = newRefusalCounts();
  for (let k = 0; k < MAX_REFUSED; k++) expect(countRefusal(counts, `source ${k}`, 'rejected').others).toBe(false);
  expect(countRefusal(counts, 'one more', 'rejected')).toEqual({ count: 1, told: true, others: true });
  for (let k = 0; k < 99; k++) countRefusal(counts, `flood ${k}`, 'rejected');
  expect(countRefusal(counts, 'yet another', 'rejected')).toEqual({ count: 101, told: true, others: true });
  expect(counts.sources.length).toBe(MAX_REFUSED);
  expect(countRefusal(counts, 'source 0', 'rejected')).toEqual({ count: 2, told: false, others: false });
});

test('how often a source was refused for a reason is asked by both', () => {
  const counts = newRefusalCounts();
  for (const [source, what] of [
    ['east', 'doubled'],
    ['west', 'late'],
    ['west', 'late'],
    ['east', 'late'],
    ['east', 'late'],
    ['east', 'late'],
  ] as const)
    countRefusal(counts, source, what);
  expect([refusalsOf(counts, 'east', 'late'), refusalsOf(counts, 'west', 'late'), refusalsOf(counts, 'east', 'doubled')]).toEqual([
    3, 2, 1,
  ]);
  expect([refusalsOf(counts, 'west', 'doubled'), refusalsOf(counts, 'nobody', 'late')]).toEqual([0, 0]);
});
