import { createReadStream, readFileSync } from 'node:fs';

/** What a file holds. Throws what the file system throws, with the file's name where that would leave it out (of a folder it does). */
export function inputBytes(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw named(error, file);
  }
}

/** The same as text, without the byte order mark that some programs begin it with: UTF-8, or UTF-16 where the mark says so. */
export function inputText(file: string): string {
  const bytes = inputBytes(file);
  const encoding = MARKED.find(({ mark }) => mark.every((byte, k) => bytes[k] === byte))?.encoding ?? 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

const MARKED = [
  { mark: [0xff, 0xfe], encoding: 'utf-16le' },
  { mark: [0xfe, 0xff], encoding: 'utf-16be' },
];

/** The same as it comes. The file is opened when it is read: a stream that waits for its turn would fail where nobody listens. */
export async function* inputStream(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(file) as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw named(error, file);
  }
}

function named(error: unknown, file: string): unknown {
  return error instanceof Error ? Object.assign(error, { path: file }) : error;
}
