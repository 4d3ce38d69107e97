import { expect, test } from 'vitest';
import { byCount, createReporter, describeRefusal, MOST_LISTED, MOST_REASONS, PlotFileError, reasonOf, refuseUnread } from './report.ts';

const REFUSAL = { line: 3, field: 'range', message: '"12x" is no number', remedy: 'write one' };

test('a refusal is told with as much of its place as there is', () => {
  const whole = { file: 'a.csv', ...REFUSAL };
  expect(describeRefusal(whole)).toBe('a.csv:3 range: "12x" is no number; write one');
  expect(describeRefusal({ ...whole, line: 1, field: '' })).toBe('a.csv:1: "12x" is no number; write one');
  expect(describeRefusal({ ...whole, line: 0 })).toBe('a.csv range: "12x" is no number; write one');
});

test('a reason is what refusals have in common: no figures, nothing that stood in the file, no place in a list', () => {
  const reason = (field: string, message: string): string => reasonOf({ field, message });
  expect(reason('', '"12x" is no number')).toBe('… is no number');
  expect(reason('el', '-1.5e-3 is outside -1,000.5 to +2E+7')).toBe('el: … is outside … to …');
  expect(reason('plots[12].range_m', 'it is missing')).toBe('range_m: it is missing');
  expect(reason('plots[12]', 'it is no object')).toBe('plots[12]: it is no object');
});

test('reasons are counted by the lines that they cost, the most frequent first, of equals the first', () => {
  const reporter = createReporter('a.csv', false);
  reporter.refuse(REFUSAL);
  reporter.refuse({ ...REFUSAL, message: 'it is odd' }, 3);
  reporter.refuse({ ...REFUSAL, message: '"x" is no number' });
  reporter.refuse({ ...REFUSAL, message: 'it is even' }, 2);
  expect(reporter.reasons).toEqual([
    { reason: 'range: it is odd', count: 3 },
    { reason: 'range: … is no number', count: 2 },
    { reason: 'range: it is even', count: 2 },
  ]);
  expect(reporter.refused).toBe(7);
  expect(reporter.refusals.map(({ lines }) => lines)).toEqual([undefined, 3, undefined, 2]);
  expect(byCount(new Map())).toEqual([]);
});

test('reasons beyond the bound are counted together, refusals beyond theirs are not listed, and all are counted', () => {
  const reporter = createReporter('a.csv', false);
  const message = (k: number): string => `it is ${'abcdefghij'[k % 10]}${'abcdefghij'[Math.floor(k / 10) % 10]}${k < 100 ? '' : 'z'}`;
  for (let k = 0; k < MOST_LISTED + 5; k++) reporter.refuse({ ...REFUSAL, message: message(k) });
  expect(reporter.reasons).toHaveLength(MOST_REASONS + 1);
  expect(reporter.reasons[0]).toEqual({ reason: 'other reasons', count: MOST_LISTED + 5 - MOST_REASONS });
  // What was counted one by one before still is.
  reporter.refuse({ ...REFUSAL, message: message(0) });
  expect(reporter.reasons[1]).toEqual({ reason: 'range: it is aa', count: 2 });
  expect(reporter.refusals).toHaveLength(MOST_LISTED);
  expect(reporter.refused).toBe(MOST_LISTED + 6);
});

test('strict reading ends at the first refusal, and a failure ends any, with the place in it', () => {
  const strict = createReporter('a.csv', true);
  expect(() => strict.refuse(REFUSAL)).toThrow(new PlotFileError({ file: 'a.csv', ...REFUSAL }));
  expect(strict).toMatchObject({ refused: 0, refusals: [] });
  try {
    createReporter('a.csv', false).fail(REFUSAL);
  } catch (error) {
    expect(error).toMatchObject({
      name: 'PlotFileError',
      message: 'a.csv:3 range: "12x" is no number; write one',
      refusal: { file: 'a.csv', line: 3 },
    });
    return;
  }
  throw new Error('nothing failed');
});

test('a thing is noted once, and twenty things at the most', () => {
  const reporter = createReporter('a.csv', false);
  for (const text of ['a', 'b', 'a']) reporter.note(text);
  expect(reporter.notes).toEqual(['a', 'b']);
  for (let k = 0; k < 30; k++) reporter.note(`n${k}`);
  expect(reporter.notes).toHaveLength(20);
});

test('from when seconds count is said last, and of a file without dates in words of its own', () => {
  const reporter = createReporter('a.csv', false);
  reporter.note('a');
  reporter.countFrom(5);
  reporter.countFrom(0);
  expect(reporter.zero_us).toBe(0);
  expect(reporter.notes).toEqual([
    'a',
    't is as the file without dates states it, which must be in TAI seconds since 1970 to be beside a tracking data message',
  ]);
  reporter.countFrom(1_668_734_077_000_000);
  expect(reporter.notes[1]).toMatch(/^t counts from 2022-11-18T01:14:/);
});

test('what could not be read as a plot is a line that was refused', () => {
  const reporter = createReporter('a.csv', false);
  reporter.count('plots', 2);
  reporter.count('scans', 3);
  refuseUnread(reporter, REFUSAL);
  expect(reporter).toMatchObject({ plots: 2, scans: 3, lines: 1, refused: 1 });
});
