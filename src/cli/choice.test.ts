import { expect, test } from 'vitest';
import { createChoice } from './choice.ts';

test('the first by rank are kept, in the order in which they came; what is not kept is not made', () => {
  const choice = createChoice<string>(2);
  const made: string[] = [];
  for (const [name, rank] of [
    ['a', 1],
    ['b', 3],
    ['c', 1],
    ['d', 2],
    ['e', 0],
  ] as const)
    choice.add(name, rank, () => {
      made.push(name);
      return name;
    });
  expect(choice.chosen()).toEqual(['b', 'd']);
  expect(made).toEqual(['a', 'b', 'd']);
  expect(choice.left).toBe(3);
});

test('of equals the first stays, and of a key the best', () => {
  const choice = createChoice<number>(2);
  choice.add('a', 1, () => 1);
  choice.add('b', 1, () => 2);
  choice.add('c', 1, () => 3);
  expect(choice.chosen()).toEqual([1, 2]);
  choice.add('a', 0, () => 4);
  choice.add('b', 2, () => 5);
  expect(choice.chosen()).toEqual([1, 5]);
  expect(choice.left).toBe(3);
});
