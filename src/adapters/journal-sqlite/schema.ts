import { closeSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { JournalError } from '../journal/journal.ts';
import type { Database } from './driver.ts';
import { SQLITE_BUSY, SQLITE_NOTADB, sqliteCode } from './driver.ts';

/** Marks the file as ours among all SQLite files: the letters "Tocs" (SQLite's `application_id`). */
const APPLICATION_ID = 0x546f6373;
/** Raised with every change of the tables; SQLite's `user_version`. */
const SCHEMA_VERSION = 1;

/** The tables. `entry` is written once and then final: the triggers hold even against somebody with a database shell and no ill will. */
const TABLES = `
CREATE TABLE entry (
  seq INTEGER PRIMARY KEY, at_us INTEGER NOT NULL, line TEXT NOT NULL, kind TEXT NOT NULL, input TEXT NOT NULL
) STRICT;
CREATE INDEX entry_set_aside ON entry (seq) WHERE kind = 'set-aside';
CREATE TRIGGER entry_not_changed BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'a journal entry is final'); END;
CREATE TRIGGER entry_not_removed BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'a journal entry is final'); END;
CREATE TABLE digest (seq INTEGER PRIMARY KEY, digest TEXT NOT NULL) STRICT;
CREATE TABLE snapshot (seq INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

/** Makes the tables in an empty file; in another, checks that it is a journal that this version can read. */
export function prepareSchema(database: Database, path: string, readOnly: boolean): void {
  const application = pragma(database, 'application_id');
  const version = pragma(database, 'user_version');
  if (application === APPLICATION_ID) {
    if (version > SCHEMA_VERSION) {
      throw new JournalError(
        'newer',
        `journal ${path} was written by a newer Tocsin (format ${version}; this one reads up to ${SCHEMA_VERSION}): update Tocsin to open it`,
      );
    }
    return;
  }
  const tables = Number(database.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n']);
  if (tables > 0 || application !== 0 || readOnly) throw notAJournal(path);
  // One transaction: a kill in the middle leaves an empty file, which the next start completes.
  database.exec(`BEGIN IMMEDIATE;${TABLES}PRAGMA application_id = ${APPLICATION_ID};PRAGMA user_version = ${SCHEMA_VERSION};COMMIT`);
}

/** Sets what makes "appended" mean "on the disk", and believes only what it reads back. */
export function prepareDurable(database: Database, path: string): void {
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON;');
  const mode = database.prepare('PRAGMA journal_mode').get()?.['journal_mode'];
  const synchronous = pragma(database, 'synchronous');
  const full = 2;
  if (mode !== 'wal' || synchronous < full) {
    throw new JournalError(
      'not-durable',
      `journal ${path}: the disk under it does not give durable writes (journal_mode ${String(mode)}, synchronous ${synchronous}); use a local disk`,
    );
  }
}

/** A new file's name is durable only once its folder is: SQLite syncs the folder for the log, not for the database itself. */
export function syncFolder(path: string): void {
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Runs `work` and puts SQLite's errors into words about the journal. */
export function inWords<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof JournalError) throw error;
    if (sqliteCode(error) === SQLITE_NOTADB) throw notAJournal(path, error);
    if (sqliteCode(error) === SQLITE_BUSY) throw new JournalError('locked', `journal ${path} is locked by another process`, error);
    throw new JournalError('storage', `journal ${path}: ${error instanceof Error ? error.message : String(error)}`, error);
  }
}

function notAJournal(path: string, cause?: unknown): JournalError {
  return new JournalError('not-a-journal', `${path} is not a journal: it is no file that Tocsin wrote`, cause);
}

function pragma(database: Database, name: string): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
}
