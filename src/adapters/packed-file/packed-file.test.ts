import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { unpacked } from './packed-file.ts';

test('a file is read whole, packed or plain, and no further than the bound', () => {
  const text = Buffer.from('0'.repeat(1000));
  expect(Buffer.from(unpacked(text)).equals(text)).toBe(true);
  expect(Buffer.from(unpacked(gzipSync(text), 1000)).equals(text)).toBe(true);
  expect(() => unpacked(text, 999)).toThrow(/longer than 999 bytes/);
  expect(() => unpacked(gzipSync(text), 999)).toThrow(/longer than 999 bytes/);
  expect(() => unpacked(gzipSync(text).subarray(0, 20))).toThrow(/damaged/);
});
