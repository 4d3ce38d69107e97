import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { inputStream, inputText } from './input-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'tocsin-input-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a file that cannot be read is told by its name, a folder too', () => {
  expect(() => inputText(folder)).toThrow(expect.objectContaining({ code: 'EISDIR', path: folder }));
  const missing = join(folder, 'missing');
  expect(() => inputText(missing)).toThrow(expect.objectContaining({ code: 'ENOENT', path: missing }));
});

test('bytes come as they stand, and a folder has none', async () => {
  const file = join(folder, 'plain');
  writeFileSync(file, 'abc');
  const parts: Uint8Array[] = [];
  for await (const part of inputStream(file)) parts.push(part);
  expect(Buffer.concat(parts).toString()).toBe('abc');
  await expect(inputStream(folder).next()).rejects.toMatchObject({ code: 'EISDIR', path: folder });
});

test('a byte order mark is no part of a text, and says how it is written', () => {
  const file = join(folder, 'marked.json');
  const little = Buffer.from('\ufeff{"a": "ä"}', 'utf16le');
  for (const bytes of [Buffer.from('\ufeff{"a": "ä"}'), little, Buffer.from(little).swap16()]) {
    writeFileSync(file, bytes);
    expect(inputText(file)).toBe('{"a": "ä"}');
  }
});
