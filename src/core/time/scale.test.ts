import { expect, test } from 'vitest';
import { TAI_MINUS_UTC } from '../../../authorities/earth-orientation.ts';
import { secondsBetween, seconds_us, taiFromUtc_us, utcFromTai_us } from './scale.ts';

const posix_us = (utc: string): number => Date.parse(utc) * 1000;

test.each(TAI_MINUS_UTC)('at %s TAI is %i s ahead of UTC', (utc, offset_s) => {
  expect(taiFromUtc_us(posix_us(utc)) - posix_us(utc)).toBe(offset_s * 1e6);
});

test('UTC goes to TAI and back to the microsecond, also before there were leap seconds', () => {
  for (const utc of [
    '1960-10-05T21:26:00Z',
    '1971-12-31T23:59:59Z',
    '1972-06-30T23:59:59Z',
    '2016-12-31T23:59:59Z',
    '2017-01-01T00:00:00Z',
    '2100-02-28T12:00:00Z',
  ]) {
    const utc_us = posix_us(utc) + 123_457;
    expect(utcFromTai_us(taiFromUtc_us(utc_us))).toBe(utc_us);
  }
});

test('an inserted second lasts a second in TAI, although POSIX has no name for it', () => {
  const before_us = taiFromUtc_us(posix_us('2016-12-31T23:59:59Z'));
  const after_us = taiFromUtc_us(posix_us('2017-01-01T00:00:00Z'));
  expect(secondsBetween(before_us, after_us)).toBe(2);
  expect(utcFromTai_us(before_us + 1_000_000)).toBe(posix_us('2017-01-01T00:00:00Z'));
});

test('durations are whole microseconds', () => {
  expect(seconds_us(0.1)).toBe(100_000);
  expect(seconds_us(1e-6 / 3)).toBe(0);
  expect(secondsBetween(seconds_us(3), seconds_us(1.5))).toBe(-1.5);
});
