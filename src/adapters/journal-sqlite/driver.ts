import { createRequire } from 'node:module';

/** The part of the SQLite interface that the journal uses; `node:sqlite` and `@photostructure/sqlite` share it. */
export type Database = {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
};

type Value = string | number | Uint8Array;

export type Statement = {
  run(...values: readonly Value[]): unknown;
  get(...values: readonly Value[]): Row | undefined;
  all(...values: readonly Value[]): Row[];
};

export type Row = Readonly<Record<string, Value | null>>;

type Driver = { readonly DatabaseSync: new (path: string, options?: { readonly readOnly?: boolean }) => Database };

/** Opens a database file with Node's own SQLite where it is built in without a flag (Node 22.13 and later), otherwise with the package.
 *  Throws what the driver throws; its `errcode` is SQLite's. */
export function openDatabase(path: string, options: { readonly readOnly?: boolean } = {}): Database {
  driver ??= loadDriver();
  return new driver.DatabaseSync(path, options);
}

/** SQLite's own result codes (sqlite.org/rescode.html) that the journal tells apart. */
export const SQLITE_BUSY = 5;
export const SQLITE_CORRUPT = 11;
export const SQLITE_FULL = 13;
export const SQLITE_NOTADB = 26;

/** The package leaves the code off errors of some calls, and has SQLite's own words for it. */
const CODES: Readonly<Record<string, number>> = {
  'database disk image is malformed': SQLITE_CORRUPT,
  'database or disk is full': SQLITE_FULL,
};

/** SQLite's primary result code of a thrown error, or undefined when it did not come from SQLite. */
export function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'errcode' in error ? error.errcode : undefined;
  return typeof code === 'number' ? code & 0xff : CODES[error.message];
}

let driver: Driver | undefined;

function loadDriver(): Driver {
  const builtIn = quietly(() => process.getBuiltinModule('node:sqlite') as object | undefined);
  return (builtIn ?? createRequire(import.meta.url)('@photostructure/sqlite')) as Driver;
}

/** Node announces its SQLite as experimental on the standard error, each time. The journal's cases run on every supported Node, so
 *  the notice would only teach people to overlook what stands there. */
function quietly<T>(load: () => T): T {
  const before = Object.getOwnPropertyDescriptor(process, 'emitWarning');
  process.emitWarning = () => {};
  try {
    return load();
  } finally {
    if (before) Object.defineProperty(process, 'emitWarning', before);
  }
}
