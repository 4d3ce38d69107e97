import { expect, test } from 'vitest';
import { SlotList } from './slot-list.ts';

test('a list keeps its order however long it grows, and is empty again when it is cleared', () => {
  const list = new SlotList();
  const many = Array.from({ length: 1000 }, (_, i) => 7 * i);
  list.addAll(many);
  expect(list.all()).toEqual(many);
  const other = new SlotList();
  other.add(3);
  other.addAll(list);
  expect(other.all()).toEqual([3, ...many]);
  list.clear();
  list.add(5);
  expect(list.all()).toEqual([5]);
});
