import { createRequire } from 'node:module';

/** The part of the SQLite interface that the journal uses; `node:sqlite` and `@photostructure/sqlite` share it. */
export type Database = {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
};

export type Statement = {
  run(...values: readonly (string | number)[]): unknown;
  get(...values: readonly (string | number)[]): Row | undefined;
  all(...values: readonly (string | number)[]): Row[];
};

type Row = Readonly<Record<string, string | number | null>>;

type Driver = { readonly DatabaseSync: new (path: string, options?: { readonly readOnly?: boolean }) => Database };

/** Opens a database file with Node's own SQLite where it is built in without a flag (Node 22.13 and later), otherwise with the package.
 *  Throws what the driver throws; its `errcode` is SQLite's. */
export function openDatabase(path: string, options: { readonly readOnly?: boolean } = {}): Database {
  driver ??= loadDriver();
  return new driver.DatabaseSync(path, options);
}

/** SQLite's own result codes (sqlite.org/rescode.html) that the journal tells apart. */
export const SQLITE_BUSY = 5;
export const SQLITE_NOTADB = 26;

/** SQLite's primary result code of a thrown error, or undefined when it did not come from SQLite. */
export function sqliteCode(error: unknown): number | undefined {
  const code = typeof error === 'object' && error !== null && 'errcode' in error ? error.errcode : undefined;
  return typeof code === 'number' ? code & 0xff : undefined;
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
