import { createReadStream, readFileSync } from 'node:fs';

/** What a file holds. Throws what the file system throws, with the file's name where that would leave it out (of a folder it does). */
export function inputBytes(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw named(error, file);
  }
}

/** The same as text, without the byte order mark that some programs begin it with. */
export function inputText(file: string): string {
  return new TextDecoder('utf-8').decode(inputBytes(file));
}

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
