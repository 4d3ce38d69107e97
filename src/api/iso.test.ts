import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../tests/support/properties.ts';
import { clockFromMicros, isoFromMicros, microsFromIso } from './iso.ts';

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
