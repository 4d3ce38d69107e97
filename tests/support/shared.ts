import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('../../../shared/', import.meta.url);

/** The text of a file of the real data beside the project; where that is absent the test skips with one line that says so. */
export function sharedText(path: string, test: { skip: (note?: string) => void }): string {
  const file = fileURLToPath(new URL(path, FOLDER));
  if (existsSync(file)) return readFileSync(file, 'utf8');
  test.skip(`needs ../shared/${path}`);
  return '';
}
