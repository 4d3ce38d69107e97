import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { findingsInCore, sentence } from '../../tests/support/tidy.ts';

const here = fileURLToPath(new URL('.', import.meta.url));

test('scores use nothing that differs between machines, Node versions or runs', () => {
  const files = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter((file) => /(?<!\.test)\.ts$/.test(file));
  expect(files.length).toBeGreaterThan(10);
  expect(files.flatMap((file) => findingsInCore(file, readFileSync(join(here, file), 'utf8')).map(sentence))).toEqual([]);
});
