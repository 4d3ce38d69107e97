import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../adapters/folder/folder.ts';
import { decode, encode } from '../core/codec.ts';
import type { RehearsedWorld } from './world.ts';

/** A world that was found and made small, kept as a file. The form is the project's own: a foreign one is a programming error, not input. */
const FILE = 'world.json';

export function writeFound(folder: string, world: RehearsedWorld): void {
  makeFolder(folder);
  // Written with line breaks, so that a change of one shows what changed.
  writeFileSync(join(folder, FILE), `${JSON.stringify(JSON.parse(encode(world)), undefined, 1)}\n`);
}

export function readFound(folder: string): RehearsedWorld {
  return decode(readFileSync(join(folder, FILE), 'utf8')) as RehearsedWorld;
}

/** Names of all that were found, below `folder`. */
export function foundIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((one) => one.isDirectory())
    .map(({ name }) => name)
    .sort();
}
