import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { ascentFromJson } from '../sim/ascent.ts';
import type { RecordedAscent } from '../sim/scenario.ts';
import { CommandError } from './exit.ts';
import { readJsonFile } from './json-file.ts';

export type NamedRecord = { readonly name: string; readonly record: RecordedAscent };

/** What a folder of records calls the file in each of its folders. */
const IN_A_FOLDER = 'analysed.json';

/** The records that the arguments stand for, in the order given and by name inside a folder. Throws `CommandError` at the first that
 *  cannot be read: a table with silent gaps would be taken for the whole. */
export function findRecords(arguments_: readonly string[]): readonly NamedRecord[] {
  return arguments_
    .flatMap((path) => (statSync(path).isDirectory() ? inFolder(path) : [path]))
    .map((file) => ({ name: nameOf(file), record: readRecord(file) }));
}

function inFolder(folder: string): string[] {
  const candidates = [
    folder,
    ...readdirSync(folder)
      .toSorted()
      .map((name) => join(folder, name)),
  ];
  const files = candidates.map((each) => join(each, IN_A_FOLDER)).filter((file) => existsSync(file));
  if (files.length === 0)
    throw new CommandError(
      'no recorded ascent in this folder',
      folder,
      `name a file, or a folder with ${IN_A_FOLDER} in it or in its folders`,
    );
  return files;
}

/** `BulgariaSat-1/analysed.json` is the record of BulgariaSat-1; another file goes by its own name. */
function nameOf(file: string): string {
  return basename(file) === IN_A_FOLDER ? basename(dirname(resolve(file))) : basename(file, '.json');
}

function readRecord(file: string): RecordedAscent {
  const json = readJsonFile(file, 'give a recorded ascent; tocsin ascent --help says what it holds');
  const read = ascentFromJson(json);
  if (read.kind === 'rejected') throw new CommandError(read.reason, file, 'mend the record; tocsin ascent --help says what it holds');
  return read.record;
}
