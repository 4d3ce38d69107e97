import type { Journal } from '../adapters/journal/journal.ts';
import type { Emission } from '../core/emission.ts';
import type { Entry } from '../core/journal.ts';
import { NO_DIGEST, nextDigest } from './digest.ts';
import type { Fold } from './fold.ts';
import { asFolded, foldEntry, PIPELINE } from './fold.ts';

export type Verification =
  /** Everything is said again as it was. `unrecorded`: last entries whose digest a kill took along; they could only be computed now. */
  | { readonly kind: 'same'; readonly entries: number; readonly digest: string; readonly unrecorded: number }
  /** From entry `seq` on something else is said. */
  | { readonly kind: 'different'; readonly seq: number; readonly recorded: string; readonly computed: string }
  /** The core breaks at entry `seq`, and the journal does not say that it was set aside. */
  | { readonly kind: 'broke'; readonly seq: number; readonly reason: string };

/** Folds the journal from its first entry and compares the digest of what is said with the recorded one, entry by entry. */
export function verifyJournal(journal: Journal, onEntry?: (seq: number) => void): Verification {
  return verifyJournalOn(PIPELINE, journal, onEntry);
}

/** The same on another fold than the pipeline. */
export function verifyJournalOn<State>(fold: Fold<State>, journal: Journal, onEntry?: (seq: number) => void): Verification {
  const recorded = journal.digests();
  let next = recorded.next();
  let digest = NO_DIGEST;
  let entries = 0;
  let checked = 0;
  for (const folded of replayOn(fold, journal)) {
    const { seq } = folded.entry;
    if (folded.kind === 'broke') return { kind: 'broke', seq, reason: folded.reason };
    digest = nextDigest(digest, seq, folded.emissions);
    if (next.done !== true && next.value.seq === seq) {
      if (next.value.digest !== digest) return { kind: 'different', seq, recorded: next.value.digest, computed: digest };
      checked += 1;
      next = recorded.next();
    }
    entries += 1;
    onEntry?.(seq);
  }
  return { kind: 'same', entries, digest, unrecorded: entries - checked };
}

export type Replayed = { readonly entry: Entry } & (
  | { readonly kind: 'folded'; readonly emissions: readonly Emission[] }
  | { readonly kind: 'broke'; readonly reason: string }
);

/** Every entry of a journal with what it makes the core say. Entries that were set aside say nothing. Ends after an entry that breaks. */
export function* replayOn<State>(fold: Fold<State>, journal: Journal): IterableIterator<Replayed> {
  const aside = journal.setAside();
  const state = fold.start();
  for (const entry of journal.entries()) {
    const folded = foldEntry(fold, state, asFolded(entry, aside));
    yield { entry, ...folded };
    if (folded.kind === 'broke') return;
  }
}

/** The same with the pipeline. */
export function replay(journal: Journal): IterableIterator<Replayed> {
  return replayOn(PIPELINE, journal);
}
