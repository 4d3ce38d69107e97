import { decode } from '../../core/codec.ts';
import type { Entry } from '../../core/journal.ts';
import type { Line } from '../../core/sense/line.ts';
import type { JournalRecord } from './chain.ts';
import type { Storage } from './storage.ts';

/** What arrives at a journal: an entry that has no number yet. */
export type Arrival = Omit<Entry, 'seq'>;

export type RecordedDigest = { readonly seq: number; readonly digest: string };
export type RecordedSnapshot = { readonly seq: number; readonly text: string };
/** A signed statement of how the journal stood after entry `seq`, as text; what is in it is the theatre's business. */
export type RecordedHead = { readonly seq: number; readonly text: string };

/** Rows of a table whose keys no writing of the journal can have given: `count` of them, the lowest of which is `first`. */
export type StrayRows = {
  /** They stand where no entry is; or they go on behind a zero byte, where reading a text ends. */
  readonly what: 'rows-outside' | 'text-unread';
  readonly table: string;
  readonly first: number;
  readonly count: number;
};

/** Most entries that one append takes: a kill takes the digests of one append at most, and whoever reads a journal again must be able to
 *  tell that from digests that somebody removed. */
export const MAX_BATCH = 500;

/** The record that everything else can be computed from: numbered entries, 0, 1, 2 …, never changed and never removed.
 *  Every implementation passes the cases in journal.test.ts. Failures of storage are thrown as `JournalError`. */
export interface Journal {
  /** For messages to people: a path, or what it is. */
  readonly name: string;
  /** Number of entries, and so the number of the next one. */
  readonly length: number;
  /** Writes one entry. When this returns, the entry outlives a kill of the process. The entry that comes back is decoded from the
   *  stored text, so that who folds it folds what a replay will fold. */
  append(arrival: Arrival): Entry;
  /** Writes several entries as one, MAX_BATCH at most: after a crash either all are there or none. One wait for the disk instead of many. */
  appendAll(arrivals: readonly Arrival[]): readonly Entry[];
  /** Entries in order, from `fromSeq` on. What is appended while somebody iterates is seen by the iteration. */
  entries(fromSeq?: number): IterableIterator<Entry>;
  /** The one entry, or undefined when there is none of that number. */
  entry(seq: number): Entry | undefined;
  /** Numbers of the entries that a replay passes over, as `set-aside` entries name them. */
  setAside(): ReadonlySet<number>;
  /** Everything written down, entries and facts, from the record after entry `fromSeq` − 1 on: as stored and unjudged (chain.ts). */
  records(fromSeq?: number): IterableIterator<JournalRecord>;
  /** The chain after entry `seq`, as recorded; NO_CHAIN before the first, undefined when there is no such entry. */
  chainAt(seq: number): string | undefined;
  /** Small facts about the journal as a whole, kept in the chain like entries: the latest of a key counts, the earlier ones stay on
   *  record. Durable when `setMeta` returns. */
  meta(key: string): string | undefined;
  setMeta(key: string, value: string): void;
  /** The digest of everything emitted up to and with entry `seq`. Kept back until the next append, `flush` or `close` writes it in
   *  its own transaction: a digest can be computed again, so it is not worth a wait for the disk. One that is recorded is never
   *  written over. */
  recordDigest(seq: number, digest: string): void;
  digest(seq: number): string | undefined;
  digests(fromSeq?: number): IterableIterator<RecordedDigest>;
  /** Number of the last entry that has a digest; −1 when none has. */
  lastDigest(): number;
  /** A signed head after entry `seq`; kept back and final like a digest. */
  recordHead(seq: number, text: string): void;
  heads(): IterableIterator<RecordedHead>;
  /** State after entry `seq`, an abbreviation of replay and never more than that. Only the newest `SNAPSHOTS_KEPT` stay. */
  saveSnapshot(seq: number, text: string): void;
  /** The newest snapshot taken before entry `beforeSeq` was folded (any, when left out). */
  latestSnapshot(beforeSeq?: number): RecordedSnapshot | undefined;
  /** Rows, or parts of them, that no reading of the journal comes by. */
  strays(): readonly StrayRows[];
  /** The room that it lies in, where that has a limit. */
  readonly storage?: Storage;
  /** Writes what was kept back. */
  flush(): void;
  /** Flushes and lets go. Closing twice does no harm. */
  close(): void;
}

export const SNAPSHOTS_KEPT = 2;

export type JournalFault =
  | 'not-a-journal'
  | 'newer'
  | 'older'
  | 'locked'
  | 'not-durable'
  | 'read-only'
  | 'time-went-back'
  | 'too-many'
  | 'closed'
  /** What is read is not what was written. */
  | 'damaged'
  /** A table or a column of it was taken away or renamed. */
  | 'tables-changed'
  | 'disk-full'
  | 'storage';

/** Why a journal cannot be opened, read or written, in words for the person at the console. */
export class JournalError extends Error {
  readonly fault: JournalFault;

  constructor(fault: JournalFault, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'JournalError';
    this.fault = fault;
  }
}

/** An entry from its stored form. */
export function storedEntry(name: string, seq: number, at_us: number, line: Line, text: string): Entry {
  return { seq, at_us, line, input: inputOf(name, seq, text) };
}

/** The text of a row is somebody's claim until its chain has been checked: it may be no JSON, or no object. */
function inputOf(name: string, seq: number, text: string): Entry['input'] {
  let input: unknown;
  try {
    input = decode(text);
  } catch (error) {
    throw new JournalError(
      'damaged',
      `journal ${name}: entry ${seq} cannot be read: ${error instanceof Error ? error.message : ''}`,
      error,
    );
  }
  if (input !== null && typeof input === 'object' && 'kind' in input && typeof input.kind === 'string') return input as Entry['input'];
  throw new JournalError('damaged', `journal ${name}: entry ${seq} cannot be read: it is no input`);
}

/** Checks that there are not too many, and that times do not decrease, over what is to be appended, before anything is written. */
export function refuseDisorder(name: string, last_us: number, arrivals: readonly Arrival[]): void {
  if (arrivals.length > MAX_BATCH)
    throw new JournalError('too-many', `journal ${name}: ${arrivals.length} entries at once; ${MAX_BATCH} is the most`);
  let before_us = last_us;
  for (const { at_us } of arrivals) {
    if (!Number.isSafeInteger(at_us))
      throw new JournalError('storage', `journal ${name}: time ${at_us} is no whole number of microseconds`);
    if (at_us < before_us) {
      throw new JournalError('time-went-back', `journal ${name}: an entry at ${at_us} µs cannot follow one at ${before_us} µs`);
    }
    before_us = at_us;
  }
}
