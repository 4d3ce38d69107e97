import { readFileSync } from 'node:fs';
import { unpacked } from '../adapters/packed-file/packed-file.ts';
import { CommandError } from './exit.ts';

/** The text of a table that may be gzipped. */
export function packedText(file: string, remedy: string): string {
  const bytes = readFileSync(file);
  try {
    return Buffer.from(unpacked(bytes)).toString('utf8');
  } catch (error) {
    throw new CommandError(error instanceof Error ? error.message : String(error), file, remedy);
  }
}
