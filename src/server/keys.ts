import type { Journal } from '../adapters/journal/journal.ts';
import { type Head, HEAD_KEY, headHolds, type Signer } from './heads.ts';

/** What a `head-key` fact says: the theatre's public key from there on and, where another stood before, that key's word for it. */
export type KeyFact = { readonly key: string; readonly endorsement: string | undefined };

/** Where a key takes over: the entry that comes next, and the chain after the entry before it. So a word given for one record, or for one
 *  place in it, says nothing about another. */
export type KeyPlace = { readonly beforeSeq: number; readonly chain: string };

/** A key of a record. `endorsed`: whether the key before signed for it; undefined for the first, for which nothing in a file can speak. */
export type RecordKey = { readonly key: string; readonly fromSeq: number; readonly endorsed: boolean | undefined };

/** The key that a journal names as its theatre's. */
export function recordKey(journal: Pick<Journal, 'meta'>): string | undefined {
  const text = journal.meta(HEAD_KEY);
  return text === undefined ? undefined : readKeyFact(text).key;
}

export function readKeyFact(text: string): KeyFact {
  const [key, ...rest] = text.split(' ');
  return { key, endorsement: rest.length === 0 ? undefined : rest.join(' ') };
}

/** The fact's text; with the word of the key before, where its signer is there to give it. */
export function keyFactText(key: string, place: KeyPlace, former: Signer | undefined): string {
  return former === undefined ? key : `${key} ${former.sign(asHead(key, place)).signature}`;
}

export function endorsementHolds(former: string, { key, endorsement }: KeyFact, place: KeyPlace): boolean {
  return endorsement !== undefined && headHolds({ ...asHead(key, place), key: former, signature: endorsement });
}

/** Signed in the form of a head, with a digest that none has, so that neither passes for the other. */
function asHead(key: string, { beforeSeq, chain }: KeyPlace): Head {
  return { seq: beforeSeq, at_us: -1, chain, digest: `key ${key}` };
}
