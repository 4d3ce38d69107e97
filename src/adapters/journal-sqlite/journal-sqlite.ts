import { hostname } from 'node:os';
import { encode } from '../../core/codec.ts';
import type { Entry } from '../../core/journal.ts';
import type { Line } from '../../core/sense/line.ts';
import type { JournalRecord } from '../journal/chain.ts';
import { chainEntry, chainFact, NO_CHAIN } from '../journal/chain.ts';
import type { Arrival, Journal, RecordedDigest, RecordedHead } from '../journal/journal.ts';
import { JournalError, refuseDisorder, SNAPSHOTS_KEPT, storedEntry } from '../journal/journal.ts';
import { type Disk, LOCAL_DISK, storageOf } from './disk.ts';
import type { Database, Row, Statement } from './driver.ts';
import type { Lock } from './lock.ts';
import { takeLock, WRITER } from './lock.ts';
import { inWords, pageFaults, prepareDurable, prepareSchema, schemaChanges, syncFolder } from './schema.ts';
import { breakSeal, writeSeal } from './seal.ts';
import { hex, statements, unhex } from './statements.ts';
import { strayRows } from './stray-rows.ts';

/** How many entries one reading takes: a page, so that no reading transaction stays open while somebody thinks. */
const PAGE = 500;

/** A journal in a file, which can also be asked what is wrong with the file. */
export type SqliteJournal = Journal & {
  /** What of the tables was changed, by name. */
  schemaChanges(): readonly string[];
  /** What is broken in the file's pages and indexes, in SQLite's words. */
  pageFaults(): readonly string[];
};

/** Opens, or makes, a journal in one SQLite file. Durable: write-ahead log with `synchronous=FULL`, both read back. One writer at a time;
 *  with `readOnly` any number may look on while it is written. Throws `JournalError`. */
export function openSqliteJournal(path: string, options: { readonly readOnly?: boolean; readonly disk?: Disk } = {}): SqliteJournal {
  const { readOnly = false, disk = LOCAL_DISK } = options;
  const lock = readOnly ? undefined : takeLock(path);
  let database: Database | undefined;
  try {
    return inWords(path, () => {
      database = disk.open(path, { readOnly });
      prepareSchema(database, path, readOnly);
      if (!readOnly) {
        breakSeal(path);
        prepareDurable(database, path);
        syncFolder(path);
      }
      const journal = journalOn(database, path, lock, disk);
      if (!readOnly) signIn(journal);
      return journal;
    });
  } catch (error) {
    database?.close();
    lock?.release();
    throw error;
  }
}

/** Says who writes from here on. On a disk that is full the reserve that a killed process left is what it was kept for. */
function signIn(journal: Journal): void {
  const sign = (): void => journal.setMeta(WRITER, `process ${process.pid} on ${hostname()}`);
  try {
    sign();
  } catch (error) {
    const full = error instanceof JournalError && error.fault === 'disk-full';
    if (!full || journal.storage?.giveUpReserve() !== true) throw error;
    sign();
  }
}

/** Without a lock it is there to be read. */
function journalOn(database: Database, path: string, lock: Lock | undefined, disk: Disk): SqliteJournal {
  const readOnly = lock === undefined;
  const sql = statements(database);
  const storage = storageOf(disk, path);
  const digestsHeld = new Map<number, string>();
  const headsHeld = new Map<number, string>();
  const newest = sql.newest.get();
  let length = newest === undefined ? 0 : Number(newest['seq']) + 1;
  let last_us = newest === undefined ? -Infinity : Number(newest['at_us']);
  let facts = Number(sql.factCount.get()?.['n']);
  let chain = hex(sql.lastFact.get(length)?.['chain']) ?? hex(newest?.['chain']) ?? NO_CHAIN;
  let lastDigest = Number(sql.lastDigest.get()?.['seq'] ?? -1);
  let open = true;
  if (!readOnly) storage.keepReserve();

  function demandWritable(): void {
    if (!open) throw new JournalError('closed', `journal ${path} is closed`);
    if (readOnly) throw new JournalError('read-only', `journal ${path} was opened to read only`);
  }

  /** Everything written goes through here, and takes along what was kept back. */
  function transact(write: () => void): void {
    demandWritable();
    inWords(path, () => {
      database.exec('BEGIN IMMEDIATE');
      try {
        for (const [seq, digest] of digestsHeld) sql.putDigest.run(seq, digest);
        for (const [seq, head] of headsHeld) sql.putHead.run(seq, head);
        write();
        database.exec('COMMIT');
      } catch (error) {
        rollBack(database);
        throw error;
      }
    });
    digestsHeld.clear();
    headsHeld.clear();
  }

  function appendAll(arrivals: readonly Arrival[]): readonly Entry[] {
    demandWritable();
    if (arrivals.length === 0) return [];
    refuseDisorder(path, last_us, arrivals);
    const texts = arrivals.map(({ input }) => encode(input));
    let next = chain;
    transact(() => {
      for (const [k, { at_us, line, input }] of arrivals.entries()) {
        const seq = length + k;
        next = chainEntry(next, { seq, at_us, line, inputKind: input.kind, text: texts[k] });
        sql.putEntry.run(seq, at_us, line, input.kind, texts[k], unhex(next));
      }
    });
    const entries = arrivals.map(({ at_us, line }, k) => storedEntry(path, length + k, at_us, line, texts[k]));
    length += arrivals.length;
    last_us = arrivals[arrivals.length - 1].at_us;
    chain = next;
    return entries;
  }

  function setMeta(key: string, value: string): void {
    const next = chainFact(chain, { beforeSeq: length, key, value });
    transact(() => sql.putFact.run(facts, length, key, value, unhex(next)));
    facts += 1;
    chain = next;
  }

  function flush(): void {
    if (digestsHeld.size > 0 || headsHeld.size > 0) transact(() => {});
  }

  function* pages(statement: Statement, fromSeq: number): IterableIterator<Row> {
    for (let from = fromSeq; ; ) {
      const rows = inWords(path, () => statement.all(from, PAGE));
      yield* rows;
      if (rows.length === 0) return;
      from = Number(rows[rows.length - 1]['seq']) + 1;
    }
  }

  function entryOf(row: Row): Entry {
    return storedEntry(path, Number(row['seq']), Number(row['at_us']), row['line'] as Line, String(row['input']));
  }

  function* records(fromSeq = 0): IterableIterator<JournalRecord> {
    const told = inWords(path, () => sql.factsFrom.all(fromSeq)).map((row): JournalRecord & { kind: 'fact' } => ({
      kind: 'fact',
      beforeSeq: Number(row['before_seq']),
      key: String(row['key']),
      value: String(row['value']),
      chain: hex(row['chain']) ?? '',
    }));
    let next = 0;
    for (const row of pages(sql.recordsFrom, fromSeq)) {
      const seq = Number(row['seq']);
      for (; next < told.length && told[next].beforeSeq <= seq; next++) yield told[next];
      const { at_us, line, kind, input } = row;
      yield {
        kind: 'entry',
        seq,
        at_us: Number(at_us),
        line: String(line),
        inputKind: String(kind),
        text: String(input),
        chain: hex(row['chain']) ?? '',
      };
    }
    yield* told.slice(next);
  }

  const reading = <T>(work: () => T): T => inWords(path, work);
  const readLength = (): number => Number(reading(() => sql.newest.get())?.['seq'] ?? -1) + 1;

  return {
    name: path,
    get length() {
      // A reader beside a writer asks the file: the journal grows under it.
      return readOnly ? readLength() : length;
    },
    append: (arrival) => appendAll([arrival])[0],
    appendAll,
    *entries(fromSeq = 0) {
      for (const row of pages(sql.entriesFrom, fromSeq)) yield entryOf(row);
    },
    entry: (seq) => {
      const row = reading(() => sql.entryAt.get(seq));
      return row === undefined ? undefined : entryOf(row);
    },
    records,
    chainAt: (seq) => (seq < 0 ? NO_CHAIN : hex(reading(() => sql.chainAt.get(seq))?.['chain'])),
    setAside: () => {
      const aside = reading(() => sql.setAside.all()).map((row) => entryOf(row).input);
      return new Set(aside.flatMap((input) => (input.kind === 'set-aside' ? [input.entry] : [])));
    },
    meta: (key) => text(reading(() => sql.getFact.get(key))?.['value']),
    setMeta,
    recordDigest: (seq, digest) => {
      demandWritable();
      if (seq <= lastDigest && sql.digestAt.get(seq) !== undefined) return;
      digestsHeld.set(seq, digest);
      lastDigest = Math.max(lastDigest, seq);
    },
    digest: (seq) => digestsHeld.get(seq) ?? text(reading(() => sql.digestAt.get(seq))?.['digest']),
    *digests(fromSeq = 0): IterableIterator<RecordedDigest> {
      if (!readOnly) flush();
      for (const row of pages(sql.digestsFrom, fromSeq)) yield { seq: Number(row['seq']), digest: String(row['digest']) };
    },
    lastDigest: () => (readOnly ? Number(reading(() => sql.lastDigest.get())?.['seq'] ?? -1) : lastDigest),
    recordHead: (seq, head) => {
      demandWritable();
      headsHeld.set(seq, head);
    },
    *heads(): IterableIterator<RecordedHead> {
      if (!readOnly) flush();
      for (const row of pages(sql.headsFrom, 0)) yield { seq: Number(row['seq']), text: String(row['text']) };
    },
    saveSnapshot: (seq, snapshot) =>
      transact(() => {
        sql.putSnapshot.run(seq, snapshot);
        sql.dropSnapshots.run(SNAPSHOTS_KEPT);
      }),
    latestSnapshot: (beforeSeq = Number.MAX_SAFE_INTEGER) => {
      const row = reading(() => sql.latestSnapshot.get(beforeSeq));
      return row === undefined ? undefined : { seq: Number(row['seq']), text: String(row['text']) };
    },
    strays: () => reading(() => strayRows(database)),
    storage,
    flush,
    schemaChanges: () => reading(() => schemaChanges(database)),
    pageFaults: () => reading(() => pageFaults(database)),
    close: () => {
      if (!open) return;
      if (!readOnly) keepQuiet(flush);
      // The driver keeps the connection until its statements are collected, so the log is emptied here: a closed journal is one file.
      if (!readOnly) keepQuiet(() => database.exec('PRAGMA wal_checkpoint(TRUNCATE)'));
      open = false;
      if (!readOnly) storage.close();
      database.close();
      if (!readOnly) keepQuiet(() => writeSeal(path));
      lock?.release();
    },
  };
}

/** Closing lets go in any case. What cannot be written any more (digests, heads, the seal) can be computed again. */
function keepQuiet(work: () => void): void {
  try {
    work();
  } catch {
    // Nothing that was acknowledged is lost by it.
  }
}

/** SQLite rolls a transaction back by itself when the disk is full or fails. Its complaint that there is none any more would hide why. */
function rollBack(database: Database): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // The error that led here is the one to tell.
  }
}

function text(value: Row[string] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
