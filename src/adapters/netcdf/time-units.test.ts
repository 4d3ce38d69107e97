import { expect, test } from 'vitest';
import { microsFromIso } from '../../core/time/iso.ts';
import { timeUnits, utcOf } from './time-units.ts';

test.each([
  '2023-01-26T19:00:00.5Z',
  '2023-01-26 19:00:00.5',
  '2023-01-26T19:00:00.500',
  '2023-01-26 19:00:00.5 UTC',
  '2023-01-26T21:00:00.5+02:00',
])('%s is that moment in UTC', (text) => {
  expect(utcOf(text)).toBe(microsFromIso('2023-01-26T19:00:00.5Z'));
});

test.each(['', 'yesterday', '2023-01-26', '2023-02-30 19:00:00', '2023-01-26 25:00:00', '2023-01-26 19:00:00 EST', '0001-01-01 00:00:00'])(
  '"%s" is no time',
  (text) => {
    expect(utcOf(text)).toBeUndefined();
  },
);

test('units of times are what is counted, and from when', () => {
  const epoch_us = microsFromIso('2000-01-01T12:00:00Z');
  expect(timeUnits('seconds since 2000-01-01 12:00:00')).toEqual({ unit_s: 1, epoch_us });
  expect(timeUnits('milliseconds since 2000-01-01T12:00:00.000')).toEqual({ unit_s: 1e-3, epoch_us });
  for (const text of [
    'days since 2000-01-01 12:00:00',
    'seconds since',
    'seconds',
    'seconds since noon',
    'toString since 2000-01-01 12:00:00',
  ])
    expect(timeUnits(text)).toBeUndefined();
});
