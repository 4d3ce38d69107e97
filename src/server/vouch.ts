import { NO_CHAIN } from '../adapters/journal/chain.ts';
import type { Journal, RecordedHead } from '../adapters/journal/journal.ts';
import { MAX_BATCH } from '../adapters/journal/journal.ts';
import type { Finding } from './finding.ts';
import type { SignedHead, Signer } from './heads.ts';
import { HEAD_EVERY, HEAD_KEY, headHolds, headLine, readHead } from './heads.ts';
import { keyFactText, recordKey } from './keys.ts';

/** A second place for signed heads, on another disk or in other hands: lines that are only ever added. */
export type Witness = {
  append(line: string): void;
  /** The last whole line, or undefined when there is none. */
  last(): string | undefined;
};

/** How far a theatre's fold has got. */
type Position = { readonly seq: number; readonly digest: string };

/** What a theatre does so that its record can be believed: it signs how the journal stands at intervals, before a message leaves, and when it
 *  closes; it looks, when it opens, whether the journal still is what was signed last; and it never closes a gap that it did not make. */
export function createVouching(options: {
  readonly journal: Journal & { readonly recorded: boolean };
  readonly signer: Signer | undefined;
  /** Of the key before, where this start brings a new one: it signs for it. */
  readonly formerSigner: Signer | undefined;
  readonly witness: Witness | undefined;
  readonly doubt: (finding: Finding) => void;
  readonly alarm: (alarm: { readonly kind: 'witness-failed'; readonly detail: string }) => void;
}) {
  const { journal, signer, formerSigner, witness, doubt } = options;
  const lastDigest = journal.lastDigest();
  const sameKey = signer === undefined || recordKey(journal) === signer.key;
  /** A new key speaks for what it has seen written, and for nothing before. */
  const signsFrom = sameKey && !keyIsNew() ? 0 : journal.length;
  if (signer !== undefined && !sameKey) takeOver(signer);
  let newest: RecordedHead | undefined;
  for (const head of journal.heads()) newest = head;
  let signed = newest?.seq ?? -1;
  let due = false;
  doubtLastHeads();
  doubtDigests();

  /** Whether nothing has been written since the key came. */
  function keyIsNew(): boolean {
    for (const record of journal.records(journal.length)) if (record.kind === 'fact' && record.key === HEAD_KEY) return true;
    return false;
  }

  /** Anybody with the file can write that his key signs from here on: only the key before can say that it is no other theatre's. */
  function takeOver({ key }: Signer): void {
    const before = recordKey(journal);
    const place = { beforeSeq: journal.length, chain: journal.chainAt(journal.length - 1) ?? NO_CHAIN };
    const endorses = formerSigner !== undefined && formerSigner.key === before;
    if (before !== undefined && !endorses) doubt({ what: 'key-changed', seq: journal.length, from: before, to: key });
    journal.setMeta(HEAD_KEY, keyFactText(key, place, endorses ? formerSigner : undefined));
  }

  function doubtLastHeads(): void {
    if (newest !== undefined) doubtHead(readHead(newest.text), { what: 'head-forged', place: { in: 'journal', seq: newest.seq } });
    const line = tried(() => witness?.last());
    if (line === undefined) return;
    doubtHead(readHead(line), { what: 'head-forged', place: { in: 'head-file', line: 0 } });
  }

  function doubtHead(head: SignedHead | undefined, forged: Finding & { readonly what: 'head-forged' }): void {
    if (head === undefined || !headHolds(head)) doubt(forged);
    else if (head.seq >= journal.length) doubt({ what: 'tail-cut', seq: head.seq, place: forged.place });
    else if (journal.chainAt(head.seq) !== head.chain) doubt({ what: 'head-differs', seq: head.seq, place: forged.place });
  }

  /** Digests that are left over, or missing where no kill can have taken them, stay as they are: for an audit to find. */
  function doubtDigests(): void {
    if (lastDigest >= journal.length) doubt({ what: 'digest-left-over', seq: journal.length, count: lastDigest + 1 - journal.length });
    else if (!tailIsShort()) doubt({ what: 'digest-missing', seq: lastDigest + 1, count: journal.length - 1 - lastDigest });
  }

  function tailIsShort(): boolean {
    return journal.length - 1 - lastDigest <= MAX_BATCH;
  }

  function signNow({ seq, digest }: Position): void {
    const chain = journal.chainAt(seq);
    if (signer === undefined || seq <= signed || seq < signsFrom || chain === undefined) return;
    const line = headLine(signer.sign({ seq, at_us: journal.entry(seq)?.at_us ?? 0, before: signed, chain, digest }));
    signed = seq;
    due = false;
    journal.recordHead(seq, line);
    tried(() => witness?.append(line));
  }

  function signIfRecorded(position: Position): void {
    if (journal.recorded) signNow(position);
  }

  function tried<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      options.alarm({ kind: 'witness-failed', detail: error instanceof Error ? error.message : String(error) });
      return undefined;
    }
  }

  return {
    /** Whether the digest of an entry that has none may be written when it is folded again. */
    mayRecord: (seq: number): boolean => seq > lastDigest && tailIsShort(),
    /** A head is to be signed before anything else leaves. */
    due: (): void => {
      due = true;
    },
    opened: signIfRecorded,
    /** After everything that is written, whoever wrote it. */
    after: (position: Position): void => {
      if (due || position.seq - signed >= HEAD_EVERY) signIfRecorded(position);
    },
    /** Entries up to `seq` had waited for the disk and are on it now. A head for each batch, so that an outage leaves no stretch without. */
    caughtUp: (seq: number): void => {
      const digest = journal.digest(seq);
      if (digest !== undefined) signNow({ seq, digest });
    },
    closed: signIfRecorded,
  };
}
