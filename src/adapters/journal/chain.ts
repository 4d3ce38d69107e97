import { hash } from 'node:crypto';

/** An entry as it is stored, with the link that it is in the journal's chain. */
export type EntryRecord = {
  readonly kind: 'entry';
  readonly seq: number;
  readonly at_us: number;
  readonly line: string;
  /** The kind of the input, as the record states it beside the text. */
  readonly inputKind: string;
  /** The exact text of the input. */
  readonly text: string;
  readonly chain: string;
};

/** A fact about the journal as a whole, as it is stored: told when the next entry was to be `beforeSeq`. */
export type FactRecord = {
  readonly kind: 'fact';
  readonly beforeSeq: number;
  readonly key: string;
  readonly value: string;
  readonly chain: string;
};

/** Everything that was ever written down, in the order in which it was. */
export type JournalRecord = EntryRecord | FactRecord;

/** The chain before the first record. */
export const NO_CHAIN = '';

/** The chain after an entry: SHA-256 over the chain before and every byte of the entry. Hexadecimal.
 *  The head goes through JSON, so that no byte can wander from one field into the next. */
export function chainEntry(before: string, { seq, at_us, line, inputKind, text }: Omit<EntryRecord, 'kind' | 'chain'>): string {
  return hash('sha256', `${before}\n${JSON.stringify(['entry', seq, at_us, line, inputKind])}\n${text}`);
}

/** The same after a fact. */
export function chainFact(before: string, { beforeSeq, key, value }: Omit<FactRecord, 'kind' | 'chain'>): string {
  return hash('sha256', `${before}\n${JSON.stringify(['fact', beforeSeq, key])}\n${value}`);
}

/** What the chain of a record ought to be. */
export function chainAfter(before: string, record: JournalRecord): string {
  return record.kind === 'entry' ? chainEntry(before, record) : chainFact(before, record);
}
