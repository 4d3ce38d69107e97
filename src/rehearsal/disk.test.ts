import { expect, test } from 'vitest';
import { deal, Died, lifeOf } from './disk.ts';

// World 1030 of seed 51: the last dealing failed on a full disk, the process heard of that instead of dying, and went on without its disk as a ghost.
test('who dies at a dealing dies of it, also when the dealing fails', () => {
  const life = lifeOf({ dealings: 1, after: true, down_s: 0, from: 'journal' });
  const fail = (): never => {
    throw new Error('the disk is full');
  };
  expect(() => deal(life, fail)).toThrow(Died);
  expect(life.dead).toBe(true);
});
