import { decode } from '../../core/codec.ts';
import type { Entry } from '../../core/journal.ts';
import type { Line } from '../../core/sense/line.ts';

/** What arrives at a journal: an entry that has no number yet. */
export type Arrival = Omit<Entry, 'seq'>;

export type RecordedDigest = { readonly seq: number; readonly digest: string };
export type RecordedSnapshot = { readonly seq: number; readonly text: string };

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
  /** Writes several entries as one: after a crash either all are there or none. One wait for the disk instead of many. */
  appendAll(arrivals: readonly Arrival[]): readonly Entry[];
  /** Entries in order, from `fromSeq` on. What is appended while somebody iterates is seen by the iteration. */
  entries(fromSeq?: number): IterableIterator<Entry>;
  /** The one entry, or undefined when there is none of that number. */
  entry(seq: number): Entry | undefined;
  /** Numbers of the entries that a replay passes over, as `set-aside` entries name them. */
  setAside(): ReadonlySet<number>;
  /** Small facts about the journal as a whole. Durable when `setMeta` returns. */
  meta(key: string): string | undefined;
  setMeta(key: string, value: string): void;
  /** The digest of everything emitted up to and with entry `seq`. Kept back until the next append, `flush` or `close` writes it in
   *  its own transaction: a digest can be computed again, so it is not worth a wait for the disk. */
  recordDigest(seq: number, digest: string): void;
  digest(seq: number): string | undefined;
  digests(fromSeq?: number): IterableIterator<RecordedDigest>;
  /** State after entry `seq`, an abbreviation of replay and never more than that. Only the newest `SNAPSHOTS_KEPT` stay. */
  saveSnapshot(seq: number, text: string): void;
  /** The newest snapshot taken before entry `beforeSeq` was folded (any, when left out). */
  latestSnapshot(beforeSeq?: number): RecordedSnapshot | undefined;
  /** Writes what was kept back. */
  flush(): void;
  /** Flushes and lets go. Closing twice does no harm. */
  close(): void;
}

export const SNAPSHOTS_KEPT = 2;

export type JournalFault = 'not-a-journal' | 'newer' | 'locked' | 'not-durable' | 'read-only' | 'time-went-back' | 'closed' | 'storage';

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
export function storedEntry(seq: number, at_us: number, line: Line, text: string): Entry {
  return { seq, at_us, line, input: decode(text) as Entry['input'] };
}

/** Checks that times do not decrease, over what is to be appended, before anything is written. */
export function refuseTimeGoingBack(name: string, last_us: number, arrivals: readonly Arrival[]): void {
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
