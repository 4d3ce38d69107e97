import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { CHECKERS } from '../src/rehearsal/checkers/all.ts';
import { foundIn, readFound } from '../src/rehearsal/found.ts';
import { worldOf } from '../src/rehearsal/generate.ts';
import { rehearse } from '../src/rehearsal/run.ts';

// Worlds in which the rehearsal once found something, made small. Each has its story beside it.

const FOUND = fileURLToPath(new URL('../scenarios/found/', import.meta.url));

test.each(foundIn(FOUND))('found once and mended: %s', async (name) => {
  expect(existsSync(join(FOUND, name, 'README.md')), 'its story').toBe(true);
  const { violations } = await rehearse(readFound(join(FOUND, name)), CHECKERS);
  expect(violations).toEqual([]);
});

/** Worlds of seed 0 that are quick, for `npm test`. The hunt itself is `npm run rehearse`. */
const QUICK = [2, 3, 4, 9, 14, 17, 19, 24, 25, 26, 27, 28];

test.each(QUICK)('every sentence is true in world %i', async (number) => {
  const { violations } = await rehearse(worldOf(0, number), CHECKERS);
  expect(violations).toEqual([]);
});

test('the same world gives the same outcome, to the mark', async () => {
  const once = await rehearse(worldOf(0, 4), CHECKERS);
  const again = await rehearse(worldOf(0, 4), CHECKERS);
  expect(again).toEqual(once);
});
