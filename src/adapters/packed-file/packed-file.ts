import { Readable } from 'node:stream';
import { createGunzip, gunzipSync } from 'node:zlib';

/** Longest table that is read whole, bytes, packed or not: its cells take several times as much once they are read. A small file may unpack
 *  into more than any machine holds. */
export const MOST_BYTES = 256 * 1024 * 1024;

/** The file is damaged, or too long; the message is for a person. */
export class PackedFileError extends Error {}

/** What a file holds, unpacked where its first bytes say that it is gzipped. Throws `PackedFileError`. `most` is for tests. */
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
    throw isTooLong ? tooLong(most) : damaged(error);
  }
}

/** The same of a file that comes in pieces; nothing of it is held. */
export async function* unpackedStream(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let length = 0;
  while (length < 2) {
    const { value, done } = await iterator.next();
    if (done === true) break;
    first.push(value);
    length += value.length;
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* first;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
  }
  const head = Buffer.concat(first.map((chunk) => chunk.subarray(0, 2)));
  if (head[0] !== 0x1f || head[1] !== 0x8b) return yield* all();
  const packed = Readable.from(all(), { objectMode: false });
  const plain = packed.pipe(createGunzip());
  packed.on('error', (error) => plain.destroy(error));
  try {
    for await (const chunk of plain) yield chunk as Uint8Array;
  } catch (error) {
    throw error instanceof Error && 'code' in error && String(error.code).startsWith('Z_') ? damaged(error) : error;
  }
}

function damaged(error: unknown): PackedFileError {
  return new PackedFileError(`the packed file is damaged: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
}

function tooLong(most: number): PackedFileError {
  return new PackedFileError(`it is longer than ${most} bytes, the most that is read of a table: split it`);
}
