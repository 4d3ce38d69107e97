import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { CommandError } from './exit.ts';

/** Refuses to write a result over a file that is read, or two results to one place. A link and what it leads to are one file; what was not named, and `-`,
 *  are none. */
export function refuseOverwriting(read: readonly (string | undefined)[], written: readonly (string | undefined)[]): void {
  const inputs = read.flatMap(placeOf);
  const results = written.flatMap(placeOf);
  const clash = results.find((file, i) => inputs.includes(file) || results.indexOf(file) !== i);
  if (clash !== undefined) throw new CommandError('one file would be written over another', clash, 'give each its own name');
}

function placeOf(file: string | undefined): string[] {
  if (file === undefined || file === '-') return [];
  return [linked(file) ?? join(linked(dirname(file)) ?? resolve(dirname(file)), basename(file))];
}

function linked(file: string): string | undefined {
  try {
    return realpathSync(file);
  } catch {
    // It is not there yet, or nobody may look: what opens it says so.
    return undefined;
  }
}
