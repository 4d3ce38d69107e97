import { readFileSync } from 'node:fs';

/** The text of a file, without the byte order mark that some programs begin it with. Throws what the file system throws, with the file's name where that
 *  would leave it out (of a folder it does). */
export function inputText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    throw error instanceof Error ? Object.assign(error, { path: file }) : error;
  }
}
