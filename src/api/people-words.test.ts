import { expect, test } from 'vitest';
import { counted, NONE_FOUND } from '../../tests/samples/people.ts';
import { compassPoint, peopleWords, roundNumber } from './people-words.ts';

test('three answers, each in its own words: nobody counted is not nobody there', () => {
  expect(peopleWords({ kind: 'not-looked-up' })).toBe('who lives there was not looked up');
  expect(peopleWords(NONE_FOUND)).toBe('no listed place in it; the nearest is Otaru, 132 km north-east of the point of impact');
  expect(peopleWords({ kind: 'none-found' })).toBe('no listed place in it');
  const [a, b, c, d] = ['A', 'B', 'C', 'D'].map((name) => [name, 300_000] as const);
  expect(peopleWords(counted(1_234_567, [a, b, c, d], 1500))).toBe('at least 1.2 million people in A, B, C and 1,501 more');
  expect(peopleWords(counted(300_000, [a]))).toBe('at least 300,000 people in A');
});

test('a size that is not known is said, and so is what was not looked up', () => {
  const paju = { kind: 'counted', places: [{ name: 'Paju', country: 'KR' }], morePlaces: 0, uncounted: 1 } as const;
  expect(peopleWords({ ...paju, atLeast: 0 })).toBe('people in Paju, how many is not known');
  expect(peopleWords({ ...paju, atLeast: 43_999, morePlaces: 2, partly: true })).toBe(
    'at least 43,000 people in Paju and 2 more (how many in 1 of these is not known); part of it was not looked up',
  );
});

test('numbers are rounded down to two digits', () => {
  expect([7, 99, 100, 1099, 123_456, 999_999, 1_999_999, 12_345_678].map(roundNumber)).toEqual([
    '7',
    '99',
    '100',
    '1,000',
    '120,000',
    '990,000',
    '1.9 million',
    '12 million',
  ]);
});

test('bearings are told by the eight points of the compass', () => {
  expect([0, 0.3, 0.5, Math.PI, 1.9 * Math.PI, 2 * Math.PI].map(compassPoint)).toEqual([
    'north',
    'north',
    'north-east',
    'south',
    'north',
    'north',
  ]);
});
