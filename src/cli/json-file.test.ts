import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CommandError } from './exit.ts';
import { readJsonFile } from './json-file.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-json-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(text: string): unknown {
  const file = join(folder, 'table.json');
  writeFileSync(file, text);
  return readJsonFile(file, 'give a table');
}

test('a byte order mark is no part of the JSON', () => {
  expect(read('\ufeff[{"lat": 1}]\r\n')).toEqual([{ lat: 1 }]);
  expect(read('["\ufeff"]')).toEqual(['\ufeff']);
});

test('what is no JSON is refused with the remedy, and what the disk says is left as it is', () => {
  expect(() => read('[1')).toThrow(CommandError);
  expect(() => read('\ufeff\ufeff[]')).toThrow(/this is not JSON/);
  expect(() => readJsonFile(join(folder, 'nowhere.json'), '')).toThrow(/ENOENT/);
});
