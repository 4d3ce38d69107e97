import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../../tests/support/properties.ts';
import { clockFromMicros } from '../../api/iso.ts';
import { isoFromMicros, microsFromIso } from './iso.ts';
import { utcFromTai_us } from './scale.ts';

test('a time survives the way to text and back, to the microsecond', () => {
  const from = microsFromIso('1972-01-01T00:00:00Z');
  const to = microsFromIso('2100-01-01T00:00:00Z');
  holds(fc.property(fc.integer({ min: from, max: to }), (at_us) => microsFromIso(isoFromMicros(at_us)) === at_us));
});

test('text is as short as is exact', () => {
  const at_us = microsFromIso('2022-11-18T01:14:00Z');
  expect(isoFromMicros(at_us)).toBe('2022-11-18T01:14:00Z');
  expect(isoFromMicros(at_us + 250_000)).toBe('2022-11-18T01:14:00.250Z');
  expect(isoFromMicros(at_us + 1)).toBe('2022-11-18T01:14:00.000001Z');
  expect(clockFromMicros(at_us)).toBe('01:14:00');
});

test('an offset names the same moment as its UTC', () => {
  expect(microsFromIso('2022-11-18T10:14+09:00')).toBe(microsFromIso('2022-11-18T01:14:00Z'));
  expect(microsFromIso('2022-11-17T20:14:00.5-05:00')).toBe(microsFromIso('2022-11-18T01:14:00.500Z'));
});

test('the leap second of 2016 has a name of its own and lies between its neighbours', () => {
  const leap_us = microsFromIso('2016-12-31T23:59:60Z');
  expect(leap_us - microsFromIso('2016-12-31T23:59:59Z')).toBe(1_000_000);
  expect(microsFromIso('2017-01-01T00:00:00Z') - leap_us).toBe(1_000_000);
  expect(isoFromMicros(leap_us)).toBe('2016-12-31T23:59:60Z');
  expect(isoFromMicros(leap_us + 500_000)).toBe('2016-12-31T23:59:60.500Z');
});

test('what is no time is refused with the remedy', () => {
  expect(() => microsFromIso('18 Nov 2022')).toThrow('write it as');
  expect(() => microsFromIso('2022-11-18T01:14:00')).toThrow('no zone');
  expect(() => microsFromIso('2022-02-30T01:14:00Z')).toThrow('calendar');
  expect(() => microsFromIso('2022-11-18T25:14:00Z')).toThrow('calendar');
  expect(() => microsFromIso('2022-11-18T01:14:60Z')).toThrow('no leap second');
  expect(() => isoFromMicros(0.5)).toThrow('whole number');
  for (const far of [
    '2255-01-01T00:00:00Z',
    '2925-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '0001-01-01T00:00:00Z',
    '1684-01-01T00:00:00Z',
  ])
    expect(() => microsFromIso(far)).toThrow('give a year from 1685 to 2254');
  for (const near of ['1685-01-01T00:00:00Z', '2254-12-31T23:59:59Z']) expect(isoFromMicros(microsFromIso(near))).toBe(near);
});

test('every day from 1685 to 2254 has the date that the platform gives it, read and written', () => {
  const day_us = 86_400e6;
  let wrong = 0;
  for (let utc_us = Date.UTC(1685, 0, 1) * 1000; utc_us < Date.UTC(2255, 0, 1) * 1000; utc_us += day_us) {
    const text = new Date(utc_us / 1000).toISOString().replace('.000', '');
    const at_us = microsFromIso(text);
    if (utcFromTai_us(at_us) !== utc_us || isoFromMicros(at_us) !== text) wrong += 1;
  }
  expect(wrong).toBe(0);
});

test('what is no time in its calendar or on its clock is refused, whatever part of it', () => {
  for (const text of ['1900-02-29', '2023-02-29', '2022-04-31', '2022-13-01', '2022-00-10', '2022-01-00'])
    expect(() => microsFromIso(`${text}T00:00:00Z`)).toThrow('calendar');
  for (const text of ['24:00:00Z', '12:60:00Z', '12:00:61Z', '12:00:00+24:00', '12:00:00+09:60'])
    expect(() => microsFromIso(`2022-11-18T${text}`)).toThrow('calendar');
  expect(isoFromMicros(microsFromIso('2000-02-29T12:00:00Z'))).toBe('2000-02-29T12:00:00Z');
  expect(() => microsFromIso(1668733 as unknown as string)).toThrow(RangeError);
});

// The mistake that everybody makes once: the core's microseconds are of TAI, those of `Date` are not.
test('the microseconds are of TAI: 37 s more than POSIX time says of the same text', () => {
  const text = '2022-11-18T01:14:00Z';
  expect(microsFromIso(text) - Date.parse(text) * 1000).toBe(37e6);
});
