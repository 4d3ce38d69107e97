import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { inputText } from './input-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'tocsin-input-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a file that cannot be read is told by its name, a folder too', () => {
  expect(() => inputText(folder)).toThrow(expect.objectContaining({ code: 'EISDIR', path: folder }));
  const missing = join(folder, 'missing');
  expect(() => inputText(missing)).toThrow(expect.objectContaining({ code: 'ENOENT', path: missing }));
});

test('a byte order mark is no part of a text', () => {
  const file = join(folder, 'marked.json');
  writeFileSync(file, '\ufeff{"a": 1}');
  expect(inputText(file)).toBe('{"a": 1}');
});
