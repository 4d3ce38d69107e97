import { expect, test } from 'vitest';
import { converted, isSameUnit } from './units.ts';

test.each([
  ['km**2/s**2', 'km².s⁻²'],
  ['km**2/s', 'km²·s⁻¹'],
  ['km**3/s**2', 'km^3/s^2'],
  ['m**2', 'm²'],
  ['km/s', 'KM/S'],
  ['deg', '°'],
  ['1/ER', '1/er'],
  ['rev/day**2', 'rev/d**2'],
  ['m**2/kg', 'm²×kg⁻¹'],
])('%s is the same as %s', (a, b) => {
  expect(isSameUnit(a, b)).toBe(true);
});

test.each([
  [6503514, 'm', 'km', 6503.514],
  [-873.16, 'm×s⁻¹', 'km/s', -0.87316],
  [1, 'rev/day', 'deg/d', 360],
  [2, 'h', 's', 7200],
  [1, 'km', 'm', 1000],
  [1, 'rad', 'deg', 180 / Math.PI],
])('%d %s in %s of it is %s', (value, from, to, wanted) => {
  expect(converted(value, from, to)).toBe(wanted);
});

test.each([
  ['s', 'm**2'],
  ['km', 'km/s'],
  ['furlong', 'km'],
  ['km', ''],
  ['', 'km'],
  ['km**', 'km**2'],
  ['km/s/', 'km'],
  ['kg', 'km'],
  ['toString', 'km'],
])('what is in "%s" is not brought to "%s"', (from, to) => {
  expect(converted(1, from, to)).toBeUndefined();
});
