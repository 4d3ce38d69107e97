import type { Journal } from '../adapters/journal/journal.ts';
import { JournalError, MAX_BATCH, refuseDisorder, storedEntry, type Arrival } from '../adapters/journal/journal.ts';
import { encode } from '../core/codec.ts';
import type { Entry } from '../core/journal.ts';
import type { Micros } from '../core/units.ts';

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
 *  It watches the room that is left, and gives up the reserve before it gives up the record. */
export function enduring(journal: Journal, alarm: (alarm: RecordAlarm) => void): EnduringJournal {
  const { name, storage } = journal;
  const kept: Entry[] = [];
  const digests = new Map<number, string>();
  let characters = 0;
  /** Entries beyond the bound: numbered, folded, not kept. */
  let lost = 0;
  let kept_us: Micros = -Infinity;
  let tried_us: Micros = -Infinity;
  let watched_us: Micros = -Infinity;
  let told = Infinity;
  let failedAt = 0;

  const failing = (): boolean => kept.length + lost > 0;
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
        return appendOrReserve(arrivals);
      } catch (error) {
        if (!isDisk(error)) throw error;
        tried_us = at_us;
        failedAt = journal.length;
        alarm({ kind: 'not-recorded', seq: journal.length, detail: error.message });
      }
    }
    return keep(arrivals);
  }

  function appendOrReserve(arrivals: readonly Arrival[]): readonly Entry[] {
    try {
      return journal.appendAll(arrivals);
    } catch (error) {
      if (!isDisk(error) || storage?.giveUpReserve() !== true) throw error;
      alarm({ kind: 'reserve-given-up', seq: journal.length });
      return journal.appendAll(arrivals);
    }
  }

  /** The same entries as the journal would have given. */
  function keep(arrivals: readonly Arrival[]): readonly Entry[] {
    return arrivals.map(({ at_us, line, input }) => {
      const text = encode(input);
      const entry = storedEntry(name, length(), at_us, line, text);
      kept_us = at_us;
      if (lost === 0 && kept.length < MOST_ENTRIES && characters + text.length <= MOST_CHARACTERS) {
        kept.push(entry);
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
    if (kept.length === 0) return;
    try {
      while (kept.length > 0) {
        const batch = kept.slice(0, MAX_BATCH);
        appendOrReserve(batch);
        kept.splice(0, batch.length);
        for (const { seq } of batch) {
          const digest = digests.get(seq);
          if (digest !== undefined) journal.recordDigest(seq, digest);
          digests.delete(seq);
        }
      }
      characters = 0;
      if (lost === 0) alarm({ kind: 'recorded-again', entries: journal.length - failedAt });
    } catch (error) {
      if (!isDisk(error)) throw error;
    }
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
    for (const entry of journal.entries(fromSeq)) {
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
    return seq < journal.length ? journal.entry(seq) : kept[seq - journal.length];
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
