import { closeSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { JournalError } from '../journal/journal.ts';
import type { Database } from './driver.ts';
import { SQLITE_BUSY, SQLITE_CORRUPT, SQLITE_FULL, SQLITE_NOTADB, sqliteCode } from './driver.ts';

/** Marks the file as ours among all SQLite files: the letters "Tocs" (SQLite's `application_id`). */
const APPLICATION_ID = 0x546f6373;
/** Raised with every change of the tables; SQLite's `user_version`. 2: every record is a link of a chain, and heads are signed. */
const SCHEMA_VERSION = 2;

const final = (table: string): string[] =>
  ['UPDATE', 'DELETE'].map(
    (what) =>
      `CREATE TRIGGER ${table}_not_${what === 'UPDATE' ? 'changed' : 'removed'} BEFORE ${what} ON ${table} BEGIN SELECT RAISE(ABORT, 'a journal ${table} is final'); END`,
  );

/** The tables. All but snapshots are written once and then final: the triggers hold even against somebody with a database shell and no
 *  ill will. `chain` is SHA-256 (chain.ts); the texts beside it are what it was taken over, to the byte. */
const SCHEMA: readonly string[] = [
  `CREATE TABLE entry (
  seq INTEGER PRIMARY KEY, at_us INTEGER NOT NULL, line TEXT NOT NULL, kind TEXT NOT NULL, input TEXT NOT NULL, chain BLOB NOT NULL
) STRICT`,
  `CREATE INDEX entry_set_aside ON entry (seq) WHERE kind = 'set-aside'`,
  `CREATE TABLE fact (
  number INTEGER PRIMARY KEY, before_seq INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, chain BLOB NOT NULL
) STRICT`,
  `CREATE TABLE digest (seq INTEGER PRIMARY KEY, digest TEXT NOT NULL) STRICT`,
  `CREATE TABLE head (seq INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT`,
  `CREATE TABLE snapshot (seq INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT`,
  ...['entry', 'fact', 'digest', 'head'].flatMap(final),
];

/** Makes the tables in an empty file; in another, checks that it is a journal that this version can read. */
export function prepareSchema(database: Database, path: string, readOnly: boolean): void {
  const application = pragma(database, 'application_id');
  const version = pragma(database, 'user_version');
  if (application === APPLICATION_ID) return refuseOtherVersion(path, version);
  const tables = Number(database.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n']);
  if (tables > 0 || application !== 0 || readOnly) throw notAJournal(path);
  // One transaction: a kill in the middle leaves an empty file, which the next start completes.
  database.exec(
    `BEGIN IMMEDIATE;${SCHEMA.map((sql) => `${sql};`).join('')}PRAGMA application_id = ${APPLICATION_ID};PRAGMA user_version = ${SCHEMA_VERSION};COMMIT`,
  );
}

/** An older journal is not taken over: nothing vouches for what it holds, and whoever chained it now would make it look as if it did. */
function refuseOtherVersion(path: string, version: number): void {
  if (version > SCHEMA_VERSION)
    throw new JournalError(
      'newer',
      `journal ${path} was written by a newer Tocsin (format ${version}; this one reads format ${SCHEMA_VERSION}): update Tocsin to open it`,
    );
  if (version < SCHEMA_VERSION)
    throw new JournalError(
      'older',
      `journal ${path} is of format ${version}, whose entries no chain holds together; this Tocsin reads format ${SCHEMA_VERSION}`,
    );
}

/** What of the tables, indexes and triggers is missing, was changed or was added, by name. */
export function schemaChanges(database: Database): string[] {
  const found = new Set(
    database
      .prepare('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL')
      .all()
      .map((row) => String(row['sql'])),
  );
  const wanted = new Set(SCHEMA);
  const nameOf = (sql: string): string => /^CREATE (\w+ \w+)/.exec(sql)?.[1].toLowerCase() ?? sql;
  return [...new Set([...wanted, ...found].filter((sql) => !wanted.has(sql) || !found.has(sql)).map(nameOf))];
}

/** What SQLite finds broken in the file's pages and indexes; nothing when they are sound. */
export function pageFaults(database: Database): string[] {
  const rows = database.prepare('PRAGMA integrity_check(20)').all();
  return rows.map((row) => String(row['integrity_check'])).filter((fault) => fault !== 'ok');
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

/** Runs `work` and puts SQLite's errors into words about the journal. That there is no SQLite is no matter of the journal, and passes as it is. */
export function inWords<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof JournalError || (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND')) throw error;
    const said = error instanceof Error ? error.message : String(error);
    switch (sqliteCode(error)) {
      case SQLITE_NOTADB:
        throw notAJournal(path, error);
      case SQLITE_BUSY:
        throw new JournalError('locked', `journal ${path} is locked by another process`, error);
      case SQLITE_CORRUPT:
        throw new JournalError('damaged', `journal ${path} is damaged: ${said}`, error);
      case SQLITE_FULL:
        throw new JournalError('disk-full', `journal ${path}: the disk is full`, error);
      default:
        if (/^no such (table|column)/.test(said))
          throw new JournalError('tables-changed', `journal ${path} has not the tables that Tocsin made: ${said}`, error);
        if (error instanceof RangeError || (error instanceof Error && 'code' in error && error.code === 'ERR_OUT_OF_RANGE'))
          throw new JournalError('damaged', `journal ${path} is damaged: ${said}`, error);
        throw new JournalError('storage', `journal ${path}: ${said}`, error);
    }
  }
}

function notAJournal(path: string, cause?: unknown): JournalError {
  return new JournalError('not-a-journal', `${path} is not a journal: it is no file that Tocsin wrote`, cause);
}

function pragma(database: Database, name: string): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
}
