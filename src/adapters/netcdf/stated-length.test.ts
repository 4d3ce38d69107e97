import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { writeAbi } from '../../../tests/support/abi-file.ts';
import { statedLength } from './stated-length.ts';

const folder = mkdtempSync(join(tmpdir(), 'tocsin-length-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function lengthOf(bytes: Uint8Array): number | undefined {
  const file = join(folder, 'a.nc');
  writeFileSync(file, bytes);
  return statedLength(file);
}

test('a file that the library wrote states the length that it has, and still does when only its beginning has come', async () => {
  const file = join(folder, 'whole.nc');
  await writeAbi(file);
  const whole = readFileSync(file);
  expect(statedLength(file)).toBe(whole.length);
  expect(lengthOf(whole.subarray(0, 100))).toBe(whole.length);
});

/** A superblock by its version and the width of its addresses, whose third one is the end. */
function superblock(version: number, width: 4 | 8, end: bigint): Buffer {
  const bytes = Buffer.alloc(96, 0xee);
  bytes.write('\x89HDF\r\n\x1a\n', 'latin1');
  bytes[8] = version;
  bytes[version < 2 ? 13 : 9] = width;
  const third = [24, 28, 12, 12][version] + 2 * width;
  if (width === 8) bytes.writeBigUInt64LE(end, third);
  else bytes.writeUInt32LE(Number(end), third);
  return bytes;
}

test('every version of the superblock is read, with addresses of four and of eight bytes', () => {
  for (const version of [0, 1, 2, 3])
    for (const width of [4, 8] as const) expect(lengthOf(superblock(version, width, 123_456n))).toBe(123_456);
});

test('what states no length is none: another file, a version to come, an address that is not known', () => {
  expect(lengthOf(Buffer.alloc(200, 'x'))).toBeUndefined();
  expect(lengthOf(superblock(2, 8, 0xffff_ffff_ffff_ffffn))).toBeUndefined();
  const later = superblock(2, 8, 500n);
  later[8] = 4;
  expect(lengthOf(later)).toBeUndefined();
  expect(lengthOf(superblock(0, 8, 500n).subarray(0, 20))).toBeUndefined();
});
