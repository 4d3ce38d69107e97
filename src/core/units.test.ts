import { expect, test } from 'vitest';
import type { Metres, Seconds } from './units.ts';
import { degrees, toDegrees } from './units.ts';

test('a plain number is a length, a duration is not', () => {
  const duration: Seconds = 5;
  const length: Metres = 5;
  // @ts-expect-error seconds are not metres
  const wrong: Metres = duration;
  expect(wrong + length).toBe(10);
});

test('degrees become radians and come back', () => {
  expect(degrees(180)).toBe(Math.PI);
  for (const angle of [-180, -33.25, 0, 1e-9, 71.5, 360]) expect(toDegrees(degrees(angle))).toBeCloseTo(angle, 12);
});
