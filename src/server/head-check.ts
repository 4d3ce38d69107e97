import type { FactRecord } from '../adapters/journal/chain.ts';
import type { Journal } from '../adapters/journal/journal.ts';
import { MAX_BATCH } from '../adapters/journal/journal.ts';
import type { Findings, HeadPlace } from './finding.ts';
import { NO_CHAIN } from '../adapters/journal/chain.ts';
import type { SignedHead } from './heads.ts';
import { HEAD_EVERY, HEAD_KEY, headHolds, readHead } from './heads.ts';
import { endorsementHolds, readKeyFact, type RecordKey } from './keys.ts';

/** Entries that may follow a signed head before the next one: a kill may take one head that was kept back, and a batch. */
const HEAD_SPAN = 2 * HEAD_EVERY + MAX_BATCH;

type Placed = { readonly place: HeadPlace; readonly head: SignedHead };

/** Compares signed heads, of the journal and of the file that they were also written to, with a record that is gone through. */
export function createHeadCheck(journal: Journal, findings: Findings, headFile: readonly string[]) {
  const inFile = fileHeads(headFile, findings);
  const recorded = journal.heads();
  let next = recorded.next();
  let nextInFile = 0;
  const keys: RecordKey[] = [];
  /** Keys that have signed something which stands here. */
  const speakers = new Set<string>();
  let key: string | undefined;
  let signedTo = -1;
  /** Where the last head of the journal stands. */
  let newest = -1;
  /** The last entry that said a message, and the last one of which it is known that messages have left. */
  let said = -1;
  let left = -1;
  /** Heads of the file that are none of the journal's. */
  const absent: Placed[] = [];
  let signedFrom: number | undefined;
  let lastChain = NO_CHAIN;

  function compare({ place, head }: Placed, chain: string, digest: string | undefined): boolean {
    if (head.key !== key || !headHolds(head)) findings.add({ what: 'head-forged', place });
    else if (head.chain !== chain || (digest !== undefined && head.digest !== digest))
      findings.add({ what: 'head-differs', seq: head.seq, place });
    else {
      signedTo = head.seq;
      speakers.add(head.key);
      return true;
    }
    return false;
  }

  /** A head of the journal says where the one before it stood. */
  function compareRecorded(placed: Placed, chain: string, digest: string | undefined): void {
    const { before = -1 } = placed.head;
    if (compare(placed, chain, digest) && before > newest) findings.add({ what: 'head-removed', seq: before, place: placed.place });
  }

  /** What was written elsewhere lies in the journal too: a kill takes a head only while nothing is written after it. */
  function compareFile(placed: Placed, chain: string, digest: string | undefined): void {
    if (compare(placed, chain, digest) && placed.head.seq !== newest) absent.push(placed);
  }

  function reportAbsent(entries: number): void {
    const atAnEnd = (seq: number): boolean => seq >= entries - 1 || keys.some(({ fromSeq }) => fromSeq === seq + 1);
    for (const { head, place } of absent) if (!atAnEnd(head.seq)) findings.add({ what: 'head-removed', seq: head.seq, place });
  }

  function spanTo(seq: number): void {
    if (key !== undefined && seq - signedTo > HEAD_SPAN) findings.add({ what: 'head-missing', seq: signedTo });
  }

  return {
    fact(fact: FactRecord): void {
      if (fact.key !== HEAD_KEY) return;
      const { beforeSeq } = fact;
      const told = readKeyFact(fact.value);
      if (key === undefined) {
        // Before the first key nobody signed.
        signedTo = beforeSeq - 1;
        keys.push({ key: told.key, fromSeq: beforeSeq, endorsed: undefined });
      } else if (told.key !== key) {
        const endorsed = endorsementHolds(key, told, { beforeSeq, chain: lastChain });
        keys.push({ key: told.key, fromSeq: beforeSeq, endorsed });
        if (endorsed) {
          // Who signs for a key signs for the record that it takes over.
          signedTo = beforeSeq - 1;
          speakers.add(key);
        } else findings.add({ what: 'key-changed', seq: beforeSeq, from: key, to: told.key });
      }
      signedFrom ??= beforeSeq;
      key = told.key;
    },
    keys: (): readonly RecordKey[] => keys,
    /** `digest` is undefined where folding has ended. */
    entry(seq: number, chain: string, digest: string | undefined): void {
      lastChain = chain;
      for (; next.done !== true && next.value.seq <= seq; next = recorded.next()) {
        const place: HeadPlace = { in: 'journal', seq: next.value.seq };
        const head = readHead(next.value.text);
        if (head === undefined || head.seq !== next.value.seq) findings.add({ what: 'head-forged', place });
        else {
          spanTo(seq);
          compareRecorded({ place, head }, chain, digest);
        }
        newest = next.value.seq;
      }
      for (; nextInFile < inFile.length && inFile[nextInFile].head.seq <= seq; nextInFile++) compareFile(inFile[nextInFile], chain, digest);
    },
    /** The entry said a message: a head is signed before it leaves. */
    message(seq: number): void {
      if (key !== undefined) said = seq;
    },
    /** What became of a message was written down: before that, what had been said was signed, and the head written. */
    delivery(): void {
      left = said;
    },
    /** The last entry that a head vouches for; −1 for none. `knownKey` is one that must have spoken here. */
    end(entries: number, mustBeSigned: boolean, knownKey: string | undefined): number {
      if (signedFrom !== 0 && mustBeSigned) findings.add({ what: 'not-signed' });
      if (knownKey !== undefined && !speakers.has(knownKey)) findings.add({ what: 'key-unknown', key: knownKey });
      const beyond: Placed[] = inFile.slice(nextInFile);
      for (; next.done !== true; next = recorded.next()) {
        const head = readHead(next.value.text);
        const place: HeadPlace = { in: 'journal', seq: next.value.seq };
        if (head === undefined) findings.add({ what: 'head-forged', place });
        else beyond.push({ place, head });
      }
      // One head beyond the end says it all; it counts only when it is what it says.
      const last = beyond.filter(({ head }) => headHolds(head)).sort((a, b) => b.head.seq - a.head.seq);
      if (last.length > 0) findings.add({ what: 'tail-cut', seq: last[0].head.seq, place: last[0].place });
      else if (beyond.length > 0) findings.add({ what: 'head-forged', place: beyond[0].place });
      spanTo(entries - 1);
      if (left > signedTo && entries - 1 - signedTo <= HEAD_SPAN) findings.add({ what: 'head-missing', seq: signedTo });
      reportAbsent(entries);
      return key === undefined ? -1 : signedTo;
    },
  };
}

/** Heads of the file in the order of what they vouch for. A last line without its end was being written when the process died. */
function fileHeads(lines: readonly string[], findings: Findings): Placed[] {
  const heads: Placed[] = [];
  for (const [k, line] of lines.entries()) {
    const place: HeadPlace = { in: 'head-file', line: k + 1 };
    const head = readHead(line);
    if (head === undefined) findings.add({ what: 'head-forged', place });
    else heads.push({ place, head });
  }
  return heads.sort((a, b) => a.head.seq - b.head.seq);
}
