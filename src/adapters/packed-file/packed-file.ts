import { gunzipSync } from 'node:zlib';

/** Longest table that is read whole, bytes, packed or not: its cells take several times as much once they are read. A small file may unpack
 *  into more than any machine holds. */
export const MOST_BYTES = 256 * 1024 * 1024;

/** What a file holds, unpacked where its first bytes say that it is gzipped. Throws `Error` in words for a person. `most` is for tests. */
export function unpacked(bytes: Uint8Array, most: number = MOST_BYTES): Uint8Array {
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipped(bytes, most) : bytes;
  if (plain.length > most) throw tooLong(most);
  return plain;
}

function gunzipped(bytes: Uint8Array, most: number): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: most });
  } catch (error) {
    const isTooLong = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    throw isTooLong
      ? tooLong(most)
      : new Error(`the packed file is damaged: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function tooLong(most: number): Error {
  return new Error(`it is longer than ${most} bytes, the most that is read of a table: split it`);
}
