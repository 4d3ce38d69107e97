import { hash } from 'node:crypto';
import { decode, encode } from '../core/codec.ts';
import { type Head, headHolds, type SignedHead, type Signer } from './heads.ts';
import type { Waiting } from './outbox.ts';

/** What a snapshot holds: the core's state, and what the theatre knows beside it. */
export type Saved = {
  readonly stamp: string;
  readonly chain: string;
  readonly digest: string;
  /** Entries that were passed over when it was taken. */
  readonly aside: readonly number[];
  readonly core: string;
  readonly waiting: readonly Waiting[];
};

/** A snapshot as it is stored: its own sum, with the theatre's signature where it has a key, on a line before it. Signed, since what waits
 *  for delivery in it is sent when the theatre opens: a message that somebody writes in there must not go out. */
export function snapshotText(seq: number, saved: Saved, signer: Signer | undefined): string {
  const text = encode(saved);
  const sum = hash('sha256', text);
  return `${firstLine(sum, signer?.sign(asHead(seq, sum)))}\n${text}`;
}

/** What was saved, and by which key it is signed; undefined when it is not what was written. One that cannot be used is one that is not
 *  there: the entries say the same. */
export function readSnapshot(seq: number, stored: string): { readonly saved: Saved; readonly by: string | undefined } | undefined {
  const end = stored.indexOf('\n');
  const text = stored.slice(end + 1);
  const [sum, by, signature] = stored.slice(0, end).split(' ');
  if (sum !== hash('sha256', text)) return undefined;
  if (!isWhole(seq, stored.slice(0, end), sum, by, signature)) return undefined;
  const saved = savedIn(text);
  return saved === undefined ? undefined : { saved, by };
}

function isWhole(seq: number, first: string, sum: string, by: string | undefined, signature: string | undefined): boolean {
  if (by === undefined || signature === undefined) return first === sum;
  const seal = { ...asHead(seq, sum), key: by, signature };
  return headHolds(seal) && first === firstLine(sum, seal);
}

/** Whoever writes a snapshot of his own can also give it the right sum. */
function savedIn(text: string): Saved | undefined {
  try {
    return decode(text) as Saved;
  } catch {
    return undefined;
  }
}

function firstLine(sum: string, seal: Pick<SignedHead, 'key' | 'signature'> | undefined): string {
  return seal === undefined ? sum : `${sum} ${seal.key} ${seal.signature}`;
}

/** A snapshot is signed in the form of a head, whose time is before all times, so that neither passes for the other. */
function asHead(seq: number, sum: string): Head {
  return { seq, at_us: -1, chain: sum, digest: 'snapshot' };
}
