import type { EntryRecord } from '../adapters/journal/chain.ts';
import type { Journal } from '../adapters/journal/journal.ts';
import { JournalError, storedEntry } from '../adapters/journal/journal.ts';
import type { Entry } from '../core/journal.ts';
import type { Line } from '../core/sense/line.ts';

// For a theatre that opens on a record in which a byte has changed: what can be read is read. Whoever checks a record uses it as it is.

/** The entry of a record; where it cannot be read, one that was set aside, with its number and its time, and why. */
export function readable(name: string, { seq, at_us, line, text }: EntryRecord): { readonly entry: Entry; readonly fault?: string } {
  try {
    return { entry: storedEntry(name, seq, at_us, line as Line, text) };
  } catch (error) {
    if (!(error instanceof JournalError)) throw error;
    const input = { kind: 'set-aside', entry: seq, reason: 'it cannot be read' } as const;
    return { entry: { seq, at_us, line: line as Line, input }, fault: error.message };
  }
}

/** Entries with the kind that the record states of each beside its text. */
export function* statedEntries(journal: Journal, fromSeq = 0): IterableIterator<{ readonly entry: Entry; readonly kind: string }> {
  for (const record of journal.records(fromSeq))
    if (record.kind === 'entry') yield { entry: readable(journal.name, record).entry, kind: record.inputKind };
}

export function* readableEntries(journal: Journal, fromSeq = 0): IterableIterator<Entry> {
  for (const { entry } of statedEntries(journal, fromSeq)) yield entry;
}

export function readableEntry(journal: Journal, seq: number): Entry | undefined {
  try {
    return journal.entry(seq);
  } catch (error) {
    if (!isDamage(error)) throw error;
    const [found] = readableEntries(journal, seq);
    return found?.seq === seq ? found : undefined;
  }
}

/** Without the notes that cannot be read: what they set aside is found again when its turn comes. */
export function readableSetAside(journal: Journal): ReadonlySet<number> {
  try {
    return journal.setAside();
  } catch (error) {
    if (!isDamage(error)) throw error;
    const notes = [...readableEntries(journal)].flatMap(({ seq, input }) =>
      input.kind === 'set-aside' && input.entry !== seq ? [input.entry] : [],
    );
    return new Set(notes);
  }
}

function isDamage(error: unknown): boolean {
  return error instanceof JournalError && error.fault === 'damaged';
}
