import type { EntryRecord } from '../adapters/journal/chain.ts';
import { chainAfter, NO_CHAIN } from '../adapters/journal/chain.ts';
import type { Journal } from '../adapters/journal/journal.ts';
import { JournalError, MAX_BATCH, storedEntry } from '../adapters/journal/journal.ts';
import type { Emission } from '../core/tell/emission.ts';
import type { Entry } from '../core/journal.ts';
import type { Line } from '../core/sense/line.ts';
import { NO_DIGEST, nextDigest, textsOf } from './digest.ts';
import type { Finding, Findings } from './finding.ts';
import { createFindings } from './finding.ts';
import type { Fold } from './fold.ts';
import { asFolded, foldEntry, PIPELINE } from './fold.ts';
import { createHeadCheck } from './head-check.ts';
import type { RecordKey } from './keys.ts';
import { createOutbox } from './outbox.ts';
import { readable } from './readable.ts';
import { checkSnapshots } from './recover.ts';
import { readRoster } from './roster.ts';
import { CORE_STAMP } from './stamp.ts';

export type Replayed = { readonly entry: Entry } & (
  | { readonly kind: 'folded'; readonly emissions: readonly Emission[] }
  | { readonly kind: 'broke'; readonly reason: string }
);

/** What a replay has seen of the record by now; whole when the replay has ended. */
export type Check = {
  readonly findings: Findings;
  entries: number;
  digest: string;
  chain: string;
  /** Last entries whose digest a kill took along: they could only be computed now. */
  unrecorded: number;
  /** Last entry that a signed head of the journal, or of the file beside it, vouches for; −1 for none. */
  signedTo: number;
  /** Snapshots that are there. How many there were, nothing says: they only save time. */
  snapshots: number;
  /** Keys that the record names, in order; a change that the key before did not sign for is a finding too. */
  keys: readonly RecordKey[];
};

export function createCheck(): Check {
  return {
    findings: createFindings(),
    entries: 0,
    digest: NO_DIGEST,
    chain: NO_CHAIN,
    unrecorded: 0,
    signedTo: -1,
    snapshots: 0,
    keys: [],
  };
}

export type CheckOptions = {
  /** Lines of the file that heads were written to elsewhere. */
  readonly headFile?: readonly string[];
  /** Whether a record without signed heads is a fault. */
  readonly mustBeSigned?: boolean;
  /** A key that must have signed something of this record: the one that the auditor knows. */
  readonly knownKey?: string;
};

/** Every entry of a journal with what it makes the core say, and on the way everything that the record says of itself is compared: the
 *  chain, the digests of what was said, the signed heads, the snapshots. What is wrong goes into `check`. Entries that were set aside
 *  say nothing. After an entry that breaks the core, is missing or cannot be read no further one is given; the rest is still checked.
 *  Throws `JournalError` when the storage cannot be read. */
export function* replayOn<State>(
  fold: Fold<State>,
  journal: Journal,
  check: Check = createCheck(),
  options: CheckOptions = {},
): IterableIterator<Replayed> {
  const { findings } = check;
  const aside = setAsideOf(journal, findings);
  const heads = createHeadCheck(journal, findings, options.headFile ?? []);
  const digests = createDigestCheck(journal, findings);
  const snapshots = checkSnapshots(fold, journal, aside, findings);
  const outbox = createOutbox(readRoster(journal));
  const state = fold.start();
  let folding = true;
  let core: string | undefined;
  for (const stray of journal.strays()) findings.add(stray);
  for (const record of journal.records()) {
    const intact = record.chain === chainAfter(check.chain, record);
    check.chain = record.chain;
    if (record.kind === 'fact') {
      if (!intact) findings.add({ what: 'fact-changed', key: record.key, beforeSeq: record.beforeSeq });
      heads.fact(record);
      if (record.key === CORE_STAMP) core = record.value === fold.stamp() ? undefined : record.value;
      continue;
    }
    const { seq } = record;
    if (seq !== check.entries) {
      findings.add({ what: 'entry-missing', seq: check.entries });
      folding = false;
    } else if (!intact) findings.add({ what: 'entry-changed', seq });
    check.entries = seq + 1;
    const entry = folding ? readEntry(journal.name, record, findings) : undefined;
    if (entry === undefined) folding = false;
    else {
      const folded = foldEntry(fold, state, asFolded(entry, aside));
      if (folded.kind === 'broke') {
        findings.add({ what: 'core-broke', seq, reason: folded.reason });
        folding = false;
      } else {
        check.digest = nextDigest(check.digest, seq, textsOf(folded.emissions));
        for (const emission of folded.emissions) {
          if (emission.kind !== 'message') continue;
          outbox.post(seq, emission.message);
          heads.message(seq);
        }
        if (entry.input.kind === 'delivery') {
          outbox.settle(entry.input, entry.at_us);
          if (entry.input.outcome !== 'dropped') heads.delivery();
        }
      }
      yield { entry, ...folded };
    }
    digests.entry(seq, folding ? check.digest : undefined, core);
    heads.entry(seq, record.chain, folding ? check.digest : undefined);
    if (folding) snapshots.entry(seq, state, check, outbox);
  }
  check.unrecorded = digests.end(check.entries);
  check.signedTo = heads.end(check.entries, options.mustBeSigned === true, options.knownKey);
  check.keys = heads.keys();
  check.snapshots = snapshots.count;
  snapshots.end(check.keys);
}

/** The same with the pipeline. */
export function replay(journal: Journal, check?: Check, options?: CheckOptions): IterableIterator<Replayed> {
  return replayOn(PIPELINE, journal, check, options);
}

export type Verification =
  /** Nothing was changed, and everything is said again as it was. */
  | { readonly kind: 'same'; readonly entries: number; readonly digest: string; readonly unrecorded: number }
  | { readonly kind: 'different'; readonly findings: Findings; readonly first: Finding };

/** Folds the journal from its first entry and says whether it holds what was written and said. */
export function verifyJournal(journal: Journal): Verification {
  return verifyJournalOn(PIPELINE, journal);
}

/** The same on another fold than the pipeline. */
export function verifyJournalOn<State>(fold: Fold<State>, journal: Journal, onEntry?: (seq: number) => void): Verification {
  const check = createCheck();
  for (const { entry } of replayOn(fold, journal, check)) onEntry?.(entry.seq);
  const { findings, entries, digest, unrecorded } = check;
  return findings.count === 0 ? { kind: 'same', entries, digest, unrecorded } : { kind: 'different', findings, first: findings.list[0] };
}

/** Entries from `fromSeq` on, for a theatre that opens: what the chain does not bear out is told, and given all the same; what cannot be
 *  read is told and given as set aside. A warning system that a changed byte silences would be an easy one to silence; the break stays in the chain for every audit. */
export function* entriesChecked(journal: Journal, fromSeq: number, tell: (finding: Finding) => void): IterableIterator<Entry> {
  let chain = journal.chainAt(fromSeq - 1) ?? NO_CHAIN;
  for (const record of journal.records(fromSeq)) {
    const intact = record.chain === chainAfter(chain, record);
    chain = record.chain;
    if (record.kind === 'fact') {
      if (!intact) tell({ what: 'fact-changed', key: record.key, beforeSeq: record.beforeSeq });
      continue;
    }
    if (!intact) tell({ what: 'entry-changed', seq: record.seq });
    const { entry, fault } = readable(journal.name, record);
    if (fault !== undefined) tell({ what: 'entry-unreadable', seq: record.seq, detail: fault });
    yield entry;
  }
}

function entryOf(name: string, { seq, at_us, line, text }: EntryRecord): Entry {
  return storedEntry(name, seq, at_us, line as Line, text);
}

function readEntry(name: string, record: EntryRecord, findings: Findings): Entry | undefined {
  try {
    return entryOf(name, record);
  } catch (error) {
    if (!(error instanceof JournalError)) throw error;
    findings.add({ what: 'entry-unreadable', seq: record.seq, detail: error.message });
    return undefined;
  }
}

/** A set-aside note that cannot be read is found again when its turn comes. */
function setAsideOf(journal: Journal, findings: Findings): ReadonlySet<number> {
  try {
    return journal.setAside();
  } catch (error) {
    if (!(error instanceof JournalError) || error.fault !== 'damaged') throw error;
    findings.add({ what: 'file-damaged', detail: error.message });
    return new Set();
  }
}

/** Digests as recorded beside digests as computed. A kill takes the last ones of one append; whatever else is missing was taken away. */
function createDigestCheck(journal: Journal, findings: Findings) {
  const recorded = journal.digests();
  let next = recorded.next();
  let agrees = true;
  let missing = { seq: 0, count: 0 };

  function reportMissing(): void {
    if (missing.count > 0) findings.add({ what: 'digest-missing', ...missing });
    missing = { seq: 0, count: 0 };
  }

  return {
    /** `computed` is undefined where folding has ended. */
    entry(seq: number, computed: string | undefined, core: string | undefined): void {
      if (next.done === true || next.value.seq !== seq) {
        missing = missing.count === 0 ? { seq, count: 1 } : { ...missing, count: missing.count + 1 };
        return;
      }
      reportMissing();
      const { digest } = next.value;
      if (agrees && computed !== undefined && digest !== computed) {
        agrees = false;
        findings.add({ what: 'said-differs', seq, recorded: digest, computed, ...(core === undefined ? {} : { core }) });
      }
      next = recorded.next();
    },
    /** How many of the last entries have none, where a kill explains it. */
    end(entries: number): number {
      let leftOver = 0;
      for (; next.done !== true; next = recorded.next()) leftOver += 1;
      if (leftOver > 0) findings.add({ what: 'digest-left-over', seq: entries, count: leftOver });
      const { count } = missing;
      if (count > MAX_BATCH) reportMissing();
      return count > MAX_BATCH ? 0 : count;
    },
  };
}
