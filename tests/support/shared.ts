import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('../../../shared/', import.meta.url);

/** The path of a file of the real data beside the project; where that is absent the test skips with one line that says so. */
export function sharedPath(path: string, test: { skip: (note?: string) => void }): string {
  const file = fileURLToPath(new URL(path, FOLDER));
  if (!existsSync(file)) test.skip(`needs ../shared/${path}`);
  return file;
}

/** The text of such a file. */
export function sharedText(path: string, test: { skip: (note?: string) => void }): string {
  return readFileSync(sharedPath(path, test), 'utf8');
}
