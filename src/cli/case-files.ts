import { existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { type Case, type CaseFile, expectedBeside, isCaseFile, readCase } from '../adapters/case-file/case-file.ts';
import { casesIn } from '../adapters/case-file/find-cases.ts';
import { CommandError } from './exit.ts';
import { problemsError } from './scenario-problems.ts';

const SHAPE = 'a case is a case.json, or NAME.yaml with NAME.expected.json beside it; docs/formats/case.md says what they hold';

/** The files of the cases that arguments stand for: files, and folders with all that is in them. */
export function caseFiles(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    if (!existsSync(path)) throw new CommandError('no such file or folder', path, 'give a case, or a folder of cases');
    if (statSync(path).isDirectory()) {
      const found = casesIn(path);
      if (found.length === 0) throw new CommandError('there is no case in this folder', path, SHAPE);
      return found;
    }
    if (!isCaseFile(path) && !existsSync(expectedBeside(path)))
      throw new CommandError(`nothing says what is expected of ${basename(path)}`, path, SHAPE);
    return [path];
  });
}

/** Reads a case, or throws with every problem that was found. */
export function openCase(file: string): Case {
  const read: CaseFile = readCase(file);
  if (read.kind === 'rejected') throw problemsError('case', file, read.problems);
  return read.one;
}
