import { hostname } from 'node:os';
import { encode } from '../../core/codec.ts';
import type { Entry } from '../../core/journal.ts';
import type { Line } from '../../core/sense/line.ts';
import type { Arrival, Journal, RecordedDigest } from '../journal/journal.ts';
import { JournalError, refuseTimeGoingBack, SNAPSHOTS_KEPT, storedEntry } from '../journal/journal.ts';
import type { Database, Statement } from './driver.ts';
import { openDatabase } from './driver.ts';
import type { Lock } from './lock.ts';
import { takeLock, WRITER } from './lock.ts';
import { inWords, prepareDurable, prepareSchema, syncFolder } from './schema.ts';

/** How many entries one reading takes: a page, so that no reading transaction stays open while somebody thinks. */
const PAGE = 500;

/** Opens, or makes, a journal in one SQLite file. Durable: write-ahead log with `synchronous=FULL`, both read back. One writer at a time;
 *  with `readOnly` any number may look on while it is written. Throws `JournalError`. */
export function openSqliteJournal(path: string, options: { readonly readOnly?: boolean } = {}): Journal {
  const readOnly = options.readOnly ?? false;
  const lock = readOnly ? undefined : takeLock(path);
  try {
    return inWords(path, () => {
      const database = openDatabase(path, { readOnly });
      prepareSchema(database, path, readOnly);
      if (!readOnly) {
        prepareDurable(database, path);
        syncFolder(path);
      }
      const journal = journalOn(database, path, readOnly, lock);
      if (!readOnly) journal.setMeta(WRITER, `process ${process.pid} on ${hostname()}`);
      return journal;
    });
  } catch (error) {
    lock?.release();
    throw error;
  }
}

function journalOn(database: Database, path: string, readOnly: boolean, lock: Lock | undefined): Journal {
  const sql = statements(database);
  const pending = new Map<number, string>();
  const newest = sql.newest.get();
  let length = newest === undefined ? 0 : Number(newest['seq']) + 1;
  let last_us = newest === undefined ? -Infinity : Number(newest['at_us']);
  let open = true;

  function demandWritable(): void {
    if (!open) throw new JournalError('closed', `journal ${path} is closed`);
    if (readOnly) throw new JournalError('read-only', `journal ${path} was opened to read only`);
  }

  /** Everything written goes through here, and takes along the digests that were kept back. */
  function transact(write: () => void): void {
    demandWritable();
    inWords(path, () => {
      database.exec('BEGIN IMMEDIATE');
      try {
        for (const [seq, digest] of pending) sql.putDigest.run(seq, digest);
        write();
        database.exec('COMMIT');
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
    });
    pending.clear();
  }

  function appendAll(arrivals: readonly Arrival[]): readonly Entry[] {
    demandWritable();
    if (arrivals.length === 0) return [];
    refuseTimeGoingBack(path, last_us, arrivals);
    const texts = arrivals.map(({ input }) => encode(input));
    transact(() => {
      for (const [k, { at_us, line, input }] of arrivals.entries()) sql.putEntry.run(length + k, at_us, line, input.kind, texts[k]);
    });
    const entries = arrivals.map(({ at_us, line }, k) => storedEntry(length + k, at_us, line, texts[k]));
    length += arrivals.length;
    last_us = arrivals[arrivals.length - 1].at_us;
    return entries;
  }

  return {
    name: path,
    get length() {
      // A reader beside a writer asks the file: the journal grows under it.
      return readOnly ? Number(sql.newest.get()?.['seq'] ?? -1) + 1 : length;
    },
    append: (arrival) => appendAll([arrival])[0],
    appendAll,
    *entries(fromSeq = 0) {
      for (const row of pages(sql.entriesFrom, fromSeq)) yield entryOf(row);
    },
    entry: (seq) => {
      const row = sql.entryAt.get(seq);
      return row === undefined ? undefined : entryOf(row);
    },
    setAside: () => new Set(sql.setAside.all().map((row) => Number(row['entry']))),
    meta: (key) => text(sql.getMeta.get(key)?.['value']),
    setMeta: (key, value) => transact(() => sql.putMeta.run(key, value)),
    recordDigest: (seq, digest) => {
      demandWritable();
      pending.set(seq, digest);
    },
    digest: (seq) => pending.get(seq) ?? text(sql.digestAt.get(seq)?.['digest']),
    *digests(fromSeq = 0): IterableIterator<RecordedDigest> {
      if (!readOnly) flush();
      for (const row of pages(sql.digestsFrom, fromSeq)) yield { seq: Number(row['seq']), digest: String(row['digest']) };
    },
    saveSnapshot: (seq, snapshot) =>
      transact(() => {
        sql.putSnapshot.run(seq, snapshot);
        sql.dropSnapshots.run(SNAPSHOTS_KEPT);
      }),
    latestSnapshot: (beforeSeq = Number.MAX_SAFE_INTEGER) => {
      const row = sql.latestSnapshot.get(beforeSeq);
      return row === undefined ? undefined : { seq: Number(row['seq']), text: String(row['text']) };
    },
    flush,
    close: () => {
      if (!open) return;
      if (!readOnly) flush();
      open = false;
      database.close();
      lock?.release();
    },
  };

  function flush(): void {
    if (pending.size > 0) transact(() => {});
  }
}

type Row = NonNullable<ReturnType<Statement['get']>>;

function* pages(statement: Statement, fromSeq: number): IterableIterator<Row> {
  for (let from = fromSeq; ; ) {
    const rows = statement.all(from, PAGE);
    yield* rows;
    if (rows.length === 0) return;
    from = Number(rows[rows.length - 1]['seq']) + 1;
  }
}

function entryOf(row: Row): Entry {
  return storedEntry(Number(row['seq']), Number(row['at_us']), row['line'] as Line, String(row['input']));
}

function text(value: string | number | null | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function statements(database: Database) {
  const prepare = (sql: string): Statement => database.prepare(sql);
  return {
    newest: prepare('SELECT seq, at_us FROM entry ORDER BY seq DESC LIMIT 1'),
    putEntry: prepare('INSERT INTO entry (seq, at_us, line, kind, input) VALUES (?, ?, ?, ?, ?)'),
    entryAt: prepare('SELECT seq, at_us, line, input FROM entry WHERE seq = ?'),
    entriesFrom: prepare('SELECT seq, at_us, line, input FROM entry WHERE seq >= ? ORDER BY seq LIMIT ?'),
    setAside: prepare("SELECT json_extract(input, '$.entry') AS entry FROM entry WHERE kind = 'set-aside' ORDER BY seq"),
    getMeta: prepare('SELECT value FROM meta WHERE key = ?'),
    putMeta: prepare('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value'),
    digestAt: prepare('SELECT digest FROM digest WHERE seq = ?'),
    digestsFrom: prepare('SELECT seq, digest FROM digest WHERE seq >= ? ORDER BY seq LIMIT ?'),
    putDigest: prepare('INSERT INTO digest (seq, digest) VALUES (?, ?) ON CONFLICT (seq) DO UPDATE SET digest = excluded.digest'),
    putSnapshot: prepare('INSERT INTO snapshot (seq, text) VALUES (?, ?) ON CONFLICT (seq) DO UPDATE SET text = excluded.text'),
    dropSnapshots: prepare('DELETE FROM snapshot WHERE seq NOT IN (SELECT seq FROM snapshot ORDER BY seq DESC LIMIT ?)'),
    latestSnapshot: prepare('SELECT seq, text FROM snapshot WHERE seq < ? ORDER BY seq DESC LIMIT 1'),
  };
}
