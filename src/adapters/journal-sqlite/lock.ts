import { JournalError } from '../journal/journal.ts';
import { openDatabase, SQLITE_BUSY, sqliteCode } from './driver.ts';
import { inWords } from './schema.ts';

export type Lock = { release(): void };

/** Key of the journal's facts under which the writer signs. */
export const WRITER = 'writer';

/** Takes the right to write the journal at `path`, or throws `JournalError` ('locked') that says who has it.
 *
 *  The lock is an exclusive lock on an empty database beside the journal. The operating system gives it back when the process dies,
 *  however it dies, so no stale lock has to be told from a live one; and readers of the journal itself stay welcome. The file stays
 *  when the lock goes: removing it would let two processes lock two different files of one name. */
export function takeLock(path: string): Lock {
  const database = inWords(path, () => openDatabase(`${path}.lock`));
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    return { release: () => database.close() };
  } catch (error) {
    database.close();
    if (sqliteCode(error) !== SQLITE_BUSY)
      throw new JournalError('storage', `journal ${path}: its lock ${path}.lock cannot be taken`, error);
    throw new JournalError('locked', `journal ${path} is locked by another process: ${holder(path)}`, error);
  }
}

/** Best effort, for the message only: what the writer signed with when it opened the journal. */
function holder(path: string): string {
  try {
    const database = openDatabase(path, { readOnly: true });
    try {
      return String(
        database.prepare('SELECT value FROM fact WHERE key = ? ORDER BY number DESC LIMIT 1').get(WRITER)?.['value'] ??
          'it has not signed yet',
      );
    } finally {
      database.close();
    }
  } catch {
    return 'it did not say which';
  }
}
