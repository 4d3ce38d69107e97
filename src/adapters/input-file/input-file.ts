import { readFileSync } from 'node:fs';

/** What a file holds. Throws what the file system throws, with the file's name where that would leave it out (of a folder it does). */
export function inputBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw error instanceof Error ? Object.assign(error, { path: file }) : error;
  }
}

/** The same as text, without the byte order mark that some programs begin it with. */
export function inputText(file: string): string {
  return inputBytes(file)
    .toString('utf8')
    .replace(/^\ufeff/, '');
}
