import { expect, test } from 'vitest';
import { port, speed, wholeNumber } from './options.ts';

test('a port is one that there is', () => {
  expect([port('0'), port('4780'), port('65535')]).toEqual([0, 4780, 65_535]);
  for (const none of ['65536', '99999', '-1', '80.5', '']) expect(() => port(none)).toThrow('from 0 to 65535');
});

test('a speed is one at which a timer can wait', () => {
  expect([speed('0.001'), speed('60')]).toEqual([0.001, 60]);
  for (const none of ['0', '-1', '1e-9', 'fast']) expect(() => speed(none)).toThrow('It takes a number');
});

test('a whole number without a bound is one that a program can count to', () => {
  expect(wholeNumber(1)('9007199254740991')).toBe(Number.MAX_SAFE_INTEGER);
  expect(() => wholeNumber(1)('9007199254740992')).toThrow('from 1 on');
});
