import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isCaseFile } from './case-file.ts';

/** Folders in one another that are looked into. */
const DEEPEST = 8;

/** The cases in a folder and in the folders in it, by their files, in alphabetical order. Links are not followed. */
export function casesIn(folder: string, depth = 0): string[] {
  if (depth > DEEPEST) return [];
  const entries = readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return casesIn(path, depth + 1);
    return entry.isFile() && isCaseFile(path) ? [path] : [];
  });
}
