import { expect, test } from 'vitest';
import { harmless, keptOutput, paintFor } from './output.ts';

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

test('what would steer a terminal is shown and not obeyed; colours of our own stay', () => {
  const wicked = 'a title\u001b]0;owned\u0007\u001b[2J\u009b31m, a role\u001b]52;c;ZXZpbA==\u0007\u001b[8m, turned\u202e about';
  expect(harmless(wicked)).not.toMatch(/\p{Cc}|\p{Bidi_Control}/u);
  expect(harmless(wicked)).toContain('a title\ufffd]0;owned\ufffd');
  const ours = `${paintFor({ isTTY: true }, {}).bad('late')}\ttab\nline — 訓練 ±`;
  expect(harmless(ours)).toBe(ours);
});
