import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const FOLDER = new URL('../../../shared/', import.meta.url);

/** Rows of a gzipped table of numbers of the data beside the project, by column name; where it is absent the test skips with one line that
 *  says so. */
export function sharedTable(path: string, test: { skip: (note?: string) => void }): Record<string, number>[] {
  const file = fileURLToPath(new URL(path, FOLDER));
  if (!existsSync(file)) {
    test.skip(`needs ../shared/${path}`);
    return [];
  }
  const [header, ...lines] = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n');
  const names = header.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i], Number(cell)])));
}
