import { expect, test } from 'vitest';
import { keptOutput } from './output.ts';
import { shellAlarms } from './shell-alarms.ts';

// 2026-11-29: on a full disk a run said on the standard error that its entries were never written down, nothing under --json, and left with 0.
test('what was never written down is said to people and to programs, and the run has lost something', () => {
  const output = keptOutput(true);
  const alarms = shellAlarms(output);
  alarms.hear({ kind: 'not-recorded', seq: 7, detail: 'the disk is full' });
  alarms.hear({ kind: 'recorded-again', entries: 3 });
  expect(alarms.lost).toBe(false);
  alarms.hear({ kind: 'never-recorded', entries: 12 });
  expect(alarms.lost).toBe(true);
  const text = '12 entries were never written down: the disk did not come back';
  expect(output.remarks.at(-1)).toBe(`tocsin: ${text}`);
  expect(output.objects.at(-1)).toEqual({ kind: 'shell-alarm', alarm: 'never-recorded', entries: 12, text });
});

test('a file of the outlets that could not be written is lost as well', () => {
  const alarms = shellAlarms(keptOutput(false));
  alarms.hear({ kind: 'listener-failed', detail: 'no space left on device' });
  expect(alarms.lost).toBe(true);
});

// 2026-11-30: a run whose --out was full said so once for each thing that was said, 800 lines without a remedy.
test('what fails again and again alike is told the first time, the tenth and the hundredth', () => {
  const output = keptOutput(false);
  const alarms = shellAlarms(output);
  for (let i = 0; i < 250; i++) alarms.hear({ kind: 'listener-failed', detail: 'no space left on device' });
  expect(output.remarks).toHaveLength(3);
  expect(output.remarks[0]).toContain('no space left on device; a file of --out lacks it, so make room');
  expect(output.remarks[2]).toContain('(100 times)');
  alarms.hear({ kind: 'listener-failed', detail: 'not allowed' });
  expect(output.remarks).toHaveLength(4);
});
