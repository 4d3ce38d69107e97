import { expect, test } from 'vitest';
import { keptOutput, paintFor } from './output.ts';

const ESCAPE = '\u001b[';

test('colour needs a terminal and no NO_COLOR', () => {
  expect(paintFor({ isTTY: true }, {}).strong('x')).toContain(ESCAPE);
  expect(paintFor({ isTTY: true }, { NO_COLOR: '1' }).strong('x')).toBe('x');
  expect(paintFor({ isTTY: true }, { TERM: 'dumb' }).strong('x')).toBe('x');
  expect(paintFor({ isTTY: false }, {}).strong('x')).toBe('x');
});

test('under --json only objects come out, without it only lines', () => {
  const json = keptOutput(true);
  const text = keptOutput(false);
  for (const output of [json, text]) {
    output.line('for people');
    output.object({ for: 'programs' });
  }
  expect([json.lines, json.objects]).toEqual([[], [{ for: 'programs' }]]);
  expect([text.lines, text.objects]).toEqual([['for people'], []]);
});
