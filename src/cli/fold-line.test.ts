import { expect, test } from 'vitest';
import { foldLine } from './fold-line.ts';

const LINE =
  'T+03:25   18:08:25Z  revised           W1 revision 2, area 776 km² (95 % and 5 km around), impact 18:33:38Z to 18:35:12Z, at least 320,000 people in Honolulu';

test('a line is folded between words to the width of the terminal, and loses none', () => {
  for (const columns of [40, 60, 80, 100, 132]) {
    const folded = foldLine(LINE, columns);
    expect(Math.max(...folded.split('\n').map((one) => one.length))).toBeLessThanOrEqual(columns);
    expect(folded.split(/\s+/)).toEqual(LINE.split(/\s+/));
  }
});

test('into a file a line is a record and stays whole; a word that is too long does, too', () => {
  expect(foldLine(LINE, undefined)).toBe(LINE);
  expect(foldLine('x'.repeat(90), 60)).toBe('x'.repeat(90));
});
