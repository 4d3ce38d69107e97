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
