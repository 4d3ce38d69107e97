import type { Journal } from '../adapters/journal/journal.ts';
import { JournalError, MAX_BATCH, refuseDisorder, storedEntry, type Arrival } from '../adapters/journal/journal.ts';
import { encode } from '../core/codec.ts';
import type { Entry } from '../core/journal.ts';
import type { Micros } from '../core/units.ts';
import { readableEntries, readableEntry, readableSetAside } from './readable.ts';

/** What the record has to tell people about itself. */
export type RecordAlarm =
  /** Little room is left on the disk of the journal. */
  | { readonly kind: 'disk-low'; readonly free_bytes: number; readonly total_bytes: number }
  /** The disk is full, and the room that was held in reserve has been given up for the record. */
  | { readonly kind: 'reserve-given-up'; readonly seq: number }
  /** From entry `seq` on nothing can be written down. The theatre goes on; what it says is marked. */
  | { readonly kind: 'not-recorded'; readonly seq: number; readonly detail: string }
  /** More than can be kept waits for the disk: what comes from entry `seq` on is never written down. */
  | { readonly kind: 'record-lost'; readonly seq: number }
  /** All that waited has been written down, in order: `entries` of them. */
  | { readonly kind: 'recorded-again'; readonly entries: number };

type Kept = Entry & { readonly characters: number };
type Fact = { readonly beforeSeq: number; readonly key: string; readonly value: string };

/** A journal that goes on when its disk does not. */
export type EnduringJournal = Journal & {
  /** Whether everything appended so far is on the disk. */
  readonly recorded: boolean;
};

/** Shares of the disk at which people are told. */
const LOW = [0.1, 0.01];
/** How much more than a mark must be free before it counts as passed again. */
const RELIEF = 1.2;
const WATCH_EVERY_US = 10_000_000;
const RETRY_EVERY_US = 1_000_000;
/** What is kept for a disk that comes back: hours of a raid, and no more than a machine has memory for. */
const MOST_ENTRIES = 100_000;
const MOST_CHARACTERS = 200_000_000;

/** Puts a theatre's journal on a disk that may fail: an append that the disk refuses is kept in memory, in order, and tried again each second
 *  of the journal's time; meanwhile the journal looks as if it had been written, and `recorded` says that it was not. Beyond the bound it keeps
 *  nothing more, so that what is written down in the end is the beginning of what happened, without a gap.
 *  Facts that the disk refuses are kept and written in the same way, each in its place.
 *  An entry that cannot be read is given as one that was set aside: a changed byte must not silence what comes after it.
 *  It watches the room that is left, and gives up the reserve before it gives up the record. `caughtUp` hears of the last entry of each batch
 *  that had waited and is on the disk now. */
export function enduring(
  journal: Journal,
  alarm: (alarm: RecordAlarm) => void,
  caughtUp: (seq: number) => void = () => {},
): EnduringJournal {
  const { name, storage } = journal;
  const kept: Kept[] = [];
  const facts: Fact[] = [];
  const digests = new Map<number, string>();
  let characters = 0;
  /** Entries beyond the bound: numbered, folded, not kept. */
  let lost = 0;
  let kept_us: Micros = -Infinity;
  let tried_us: Micros = -Infinity;
  let watched_us: Micros = -Infinity;
  let told = Infinity;
  let failedAt = 0;

  const failing = (): boolean => kept.length + facts.length + lost > 0;
  const length = (): number => journal.length + kept.length + lost;

  function appendAll(arrivals: readonly Arrival[]): readonly Entry[] {
    if (arrivals.length === 0) return [];
    const at_us = arrivals[arrivals.length - 1].at_us;
    watch(at_us);
    if (failing()) {
      refuseDisorder(name, kept_us, arrivals);
      if (at_us - tried_us >= RETRY_EVERY_US) writeKept(at_us);
    }
    if (!failing()) {
      try {
        return orReserve(() => journal.appendAll(arrivals));
      } catch (error) {
        begin(error, at_us);
      }
    }
    return keep(arrivals);
  }

  /** From here on what comes is kept; throws what is no fault of the disk. */
  function begin(error: unknown, at_us: Micros): void {
    if (!isDisk(error)) throw error;
    tried_us = at_us;
    failedAt = journal.length;
    alarm({ kind: 'not-recorded', seq: journal.length, detail: error.message });
  }

  function orReserve<T>(write: () => T): T {
    try {
      return write();
    } catch (error) {
      if (!isDisk(error) || storage?.giveUpReserve() !== true) throw error;
      alarm({ kind: 'reserve-given-up', seq: journal.length });
      return write();
    }
  }

  function setMeta(key: string, value: string): void {
    if (!failing()) {
      try {
        orReserve(() => journal.setMeta(key, value));
        return;
      } catch (error) {
        kept_us = journal.length === 0 ? -Infinity : (entryAt(journal.length - 1)?.at_us ?? -Infinity);
        begin(error, kept_us);
      }
    }
    if (lost === 0) facts.push({ beforeSeq: length(), key, value });
  }

  /** The same entries as the journal would have given. */
  function keep(arrivals: readonly Arrival[]): readonly Entry[] {
    return arrivals.map(({ at_us, line, input }) => {
      const text = encode(input);
      const entry = storedEntry(name, length(), at_us, line, text);
      kept_us = at_us;
      if (lost === 0 && kept.length < MOST_ENTRIES && characters + text.length <= MOST_CHARACTERS) {
        kept.push({ ...entry, characters: text.length });
        characters += text.length;
      } else {
        if (lost === 0) alarm({ kind: 'record-lost', seq: entry.seq });
        lost += 1;
      }
      return entry;
    });
  }

  /** Writes what was kept, as far as the disk lets it. */
  function writeKept(at_us: Micros): void {
    tried_us = at_us;
    if (kept.length + facts.length === 0) return;
    try {
      writeFacts();
      // One first: whether the disk takes anything is not worth the encoding of a batch each second.
      for (let most = 1; kept.length > 0; most = MAX_BATCH) {
        writeBatch(kept.slice(0, Math.min(most, (facts[0]?.beforeSeq ?? Infinity) - journal.length)));
        writeFacts();
      }
      if (lost === 0) alarm({ kind: 'recorded-again', entries: journal.length - failedAt });
    } catch (error) {
      if (!isDisk(error)) throw error;
    }
  }

  /** Those whose place has come. */
  function writeFacts(): void {
    for (; facts.length > 0 && facts[0].beforeSeq <= journal.length; facts.shift()) {
      const [{ key, value }] = facts;
      orReserve(() => journal.setMeta(key, value));
    }
  }

  function writeBatch(batch: readonly Kept[]): void {
    orReserve(() => journal.appendAll(batch.map(({ at_us, line, input }) => ({ at_us, line, input }))));
    kept.splice(0, batch.length);
    for (const { seq, characters: own } of batch) {
      characters -= own;
      const digest = digests.get(seq);
      if (digest !== undefined) journal.recordDigest(seq, digest);
      digests.delete(seq);
    }
    caughtUp(journal.length - 1);
  }

  function watch(at_us: Micros): void {
    if (storage === undefined || at_us - watched_us < WATCH_EVERY_US) return;
    watched_us = at_us;
    const space = storage.space();
    if (space === undefined || !(space.total_bytes > 0)) return;
    const share = space.free_bytes / space.total_bytes;
    const mark = LOW.filter((low) => share < low).at(-1) ?? Infinity;
    if (mark < told) alarm({ kind: 'disk-low', ...space });
    if (mark < told || share > told * RELIEF) told = mark;
    // At the brim it would be given and taken for ever.
    if (!failing() && share >= LOW[LOW.length - 1]) storage.keepReserve();
  }

  function* entries(fromSeq = 0): IterableIterator<Entry> {
    let seq = fromSeq;
    for (const entry of readableEntries(journal, fromSeq)) {
      yield entry;
      seq = entry.seq + 1;
    }
    for (; seq < journal.length + kept.length; seq++) {
      // What was kept may have been written meanwhile.
      const entry = entryAt(seq);
      if (entry !== undefined) yield entry;
    }
  }

  function entryAt(seq: number): Entry | undefined {
    return seq < journal.length ? readableEntry(journal, seq) : keptAt(seq);
  }

  function keptAt(seq: number): Entry | undefined {
    const found = kept.at(seq - journal.length);
    if (found === undefined) return undefined;
    const { characters: _, ...entry } = found;
    return entry;
  }

  return {
    ...journal,
    get length() {
      return length();
    },
    get recorded() {
      return !failing();
    },
    append: (arrival) => appendAll([arrival])[0],
    appendAll,
    entries,
    entry: entryAt,
    setAside: () => readableSetAside(journal),
    meta: (key) => facts.findLast((fact) => fact.key === key)?.value ?? journal.meta(key),
    setMeta,
    recordDigest: (seq, digest) => {
      if (seq < journal.length) journal.recordDigest(seq, digest);
      else if (seq < journal.length + kept.length) digests.set(seq, digest);
    },
    digest: (seq) => digests.get(seq) ?? journal.digest(seq),
    recordHead: (seq, text) => {
      if (seq < journal.length) journal.recordHead(seq, text);
    },
    saveSnapshot: (seq, text) => {
      if (failing()) return;
      try {
        journal.saveSnapshot(seq, text);
      } catch (error) {
        // A snapshot only saves time.
        if (!isDisk(error)) throw error;
      }
    },
    flush: () => {
      writeKept(kept_us);
      try {
        if (!failing()) journal.flush();
      } catch (error) {
        // Digests and heads can be computed again.
        if (!isDisk(error)) throw error;
      }
    },
  };
}

/** Faults of the storage, which may pass; others are ours, and do not. */
function isDisk(error: unknown): error is JournalError {
  return error instanceof JournalError && (error.fault === 'disk-full' || error.fault === 'storage' || error.fault === 'damaged');
}
