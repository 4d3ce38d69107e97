import { JournalError } from '../adapters/journal/journal.ts';
import { remedyFor } from './journal-remedy.ts';
import { optionalPackage } from './optional-package.ts';

/** What the exit status says. `--help` prints this table; tests hold it. */
export const EXIT = { ok: 0, checkFailed: 1, badInput: 2, internal: 3 } as const;

export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

/** Tells the command line with which status a verb leaves, when it is not 0. */
export type Leave = (status: ExitStatus) => void;

export const EXIT_HELP = `Exit status:
  0  done
  1  the command ran, and the check that it makes failed (replay, audit, explain, consistency, judge, raid), or not all of what it had
     to write could be written: the disk was full, or failed, and did not come back (run, serve, start)
  2  bad input or usage; nothing was done
  3  an error of Tocsin's own; TOCSIN_DEBUG=1 shows where`;

/** Something the person at the keyboard can put right: what is wrong, where, and what to do about it. */
export class CommandError extends Error {
  readonly where: string;
  readonly remedy: string;
  readonly status: ExitStatus;

  constructor(what: string, where: string, remedy: string, status: ExitStatus = EXIT.badInput) {
    super(what);
    this.name = 'CommandError';
    this.where = where;
    this.remedy = remedy;
    this.status = status;
  }
}

/** The lines that an error is told in, and the status to leave with. No stack, unless `debug`: a person on duty needs the remedy. */
export function describeError(error: unknown, debug: boolean): { readonly lines: readonly string[]; readonly status: ExitStatus } {
  if (error instanceof CommandError) {
    const lines = [`tocsin: ${error.message}`, `  where:  ${error.where}`, `  remedy: ${error.remedy}`];
    return { lines: debug ? [...lines, stackOf(error)] : lines, status: error.status };
  }
  const known = systemError(error) ?? journalError(error) ?? packageError(error);
  if (known) return describeError(known, debug);
  const what = error instanceof Error ? error.message : String(error);
  const lines = [
    `tocsin: internal error: ${what}`,
    '  where:  inside Tocsin',
    '  remedy: run again with TOCSIN_DEBUG=1 and report what it prints',
  ];
  return { lines: debug ? [...lines, stackOf(error)] : lines, status: EXIT.internal };
}

/** Files that are missing, closed to us or of the wrong kind are the commonest slips, and are told as such. */
function systemError(error: unknown): CommandError | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const path = 'path' in error && typeof error.path === 'string' ? error.path : error.message;
  switch (error.code) {
    case 'ENOENT':
      return new CommandError('no such file or folder', path, 'check the path');
    case 'EACCES':
    case 'EPERM':
      return new CommandError('not allowed to use this file', path, 'check its permissions, or give another path');
    case 'EISDIR':
      return new CommandError('a folder stands where a file is needed', path, 'name a file');
    case 'ENOTDIR':
      return new CommandError('a file stands where a folder is needed', path, 'name a folder');
    case 'EROFS':
      return new CommandError('nothing can be written here', path, 'give a path on a disk that takes it');
    case 'ELOOP':
      return new CommandError('a symbolic link stands where none may, or links lead in a circle', path, 'name the file or folder itself');
    case 'ENAMETOOLONG':
      return new CommandError('the name is longer than the system takes', path, 'give a shorter one');
    case 'EEXIST':
      return new CommandError('something else stands here already', path, 'give another path, or move it away');
    case 'ENOSPC':
    case 'EDQUOT':
      return new CommandError('the disk is full', path, 'make room on it, or give a path on another one', EXIT.checkFailed);
    case 'EADDRNOTAVAIL':
      return new CommandError(
        'this machine has no such address',
        error.message,
        'listen at one of its own, 0.0.0.0 for all, or a group of multicast',
      );
    case 'EADDRINUSE':
      return new CommandError('the port is taken', error.message, 'give another one with --port, or --port 0 for any free one');
    default:
      return undefined;
  }
}

/** A journal that cannot be read or written is a matter of its file or its disk. */
function journalError(error: unknown): CommandError | undefined {
  return error instanceof JournalError ? new CommandError(error.message, 'the journal', remedyFor(error)) : undefined;
}

/** What the library alone does without is installed by whoever wants the verbs that need it. */
function packageError(error: unknown): CommandError | undefined {
  const missing = optionalPackage(error);
  if (missing === undefined) return undefined;
  return new CommandError(
    `this verb needs the package ${missing.name}, which is not installed`,
    'the optional packages of tocsin',
    missing.remedy,
  );
}

function stackOf(error: unknown): string {
  return error instanceof Error && error.stack ? error.stack : String(error);
}
