import { openMemoryJournal } from '../adapters/journal-memory/journal-memory.ts';
import { openSqliteJournal } from '../adapters/journal-sqlite/journal-sqlite.ts';
import { type Journal, JournalError } from '../adapters/journal/journal.ts';
import { CommandError } from './exit.ts';

/** A journal in the file, which is made when it is not there; without a file one in memory that ends with the process. */
export function openJournal(file: string | undefined): Journal {
  if (file === undefined) return openMemoryJournal();
  try {
    return openSqliteJournal(file);
  } catch (error) {
    if (error instanceof JournalError) throw new CommandError(error.message, file, remedyFor(error));
    throw error;
  }
}

function remedyFor(error: JournalError): string {
  switch (error.fault) {
    case 'locked':
      return 'another Tocsin writes this journal: end it, or give another file';
    case 'newer':
      return 'use the version that wrote it, or a later one';
    case 'not-durable':
    case 'storage':
    case 'read-only':
      return 'give a file on a local disk where this user may write';
    default:
      return 'give another file with --journal';
  }
}
