import { isScan } from '../core/sense/scan.ts';
import { isDeepStrictEqual } from 'node:util';
import type { Journal } from '../adapters/journal/journal.ts';
import { decode, encode } from '../core/codec.ts';
import type { Emission } from '../core/tell/emission.ts';
import type { Entry } from '../core/journal.ts';
import { NO_DIGEST, nextDigest, textsOf } from './digest.ts';
import type { Findings } from './finding.ts';
import type { Fold } from './fold.ts';
import { asFolded, foldEntry } from './fold.ts';
import type { Signer } from './heads.ts';
import { recordKey, type RecordKey } from './keys.ts';
import type { Outbox, Waiting } from './outbox.ts';
import { readSnapshot, type Saved, snapshotText } from './snapshot.ts';

/** How far a fold has got: the state after entry `seq` (−1: none yet) and the digest of everything said up to there. */
export type Position<State> = { state: State; seq: number; digest: string };

/** Keeps a position and what waits for delivery, to start from instead of from the beginning. */
export function save<State>(
  fold: Fold<State>,
  journal: Journal,
  aside: ReadonlySet<number>,
  position: Position<State>,
  waiting: readonly Waiting[],
  signer: Signer | undefined,
): void {
  const stamp = fold.stamp();
  const chain = journal.chainAt(position.seq);
  if (stamp === undefined || position.seq < 0 || chain === undefined || !maySnapshot(journal, signer)) return;
  const core = fold.snapshot(position.state);
  const saved: Saved = { stamp, chain, digest: position.digest, aside: [...aside], core, waiting };
  journal.saveSnapshot(position.seq, snapshotText(position.seq, saved, signer));
}

/** Without its key nobody can tell whose a snapshot is: a theatre that lacks the key of a signed record neither takes nor makes one. */
function maySnapshot(journal: Journal, signer: Signer | undefined): boolean {
  return signer !== undefined || recordKey(journal) === undefined;
}

/** The newest snapshot before `beforeSeq` that this code wrote and, where the theatre has a key, signed; that agrees with the journal's
 *  chain and digest; and that has passed over what is passed over now (a scan may be set aside when it lies in the snapshot already, held
 *  back); else the beginning. */
export function load<State>(
  fold: Fold<State>,
  journal: Journal,
  aside: ReadonlySet<number>,
  signer: Signer | undefined,
  beforeSeq = Infinity,
): Position<State> & { readonly waiting: readonly Waiting[] } {
  const stamp = fold.stamp();
  for (let before = beforeSeq; stamp !== undefined && maySnapshot(journal, signer); ) {
    const found = journal.latestSnapshot(Number.isFinite(before) ? before : undefined);
    if (found === undefined) break;
    const { seq } = found;
    const read = readSnapshot(seq, found.text);
    const saved = read?.by === signer?.key ? read?.saved : undefined;
    const fits = saved?.stamp === stamp && saved.digest === journal.digest(seq) && saved.chain === journal.chainAt(seq);
    if (fits && passesOver(saved, seq, aside)) {
      return { state: fold.restore(saved.core), seq, digest: saved.digest, waiting: saved.waiting };
    }
    before = seq;
  }
  return { state: fold.start(), seq: -1, digest: NO_DIGEST, waiting: [] };
}

function passesOver(saved: Saved, seq: number, aside: ReadonlySet<number>): boolean {
  return [...aside].every((one) => one > seq || saved.aside.includes(one));
}

/** Compares the snapshots that a journal keeps with the states and the waiting messages that its entries give, and who signed them with the
 *  keys of the record. */
export function checkSnapshots<State>(fold: Fold<State>, journal: Journal, aside: ReadonlySet<number>, findings: Findings) {
  const snapshots = new Map<number, Saved>();
  const signers = new Map<number, string | undefined>();
  for (let found = journal.latestSnapshot(); found !== undefined; found = journal.latestSnapshot(found.seq)) {
    const read = readSnapshot(found.seq, found.text);
    if (read === undefined || found.seq >= journal.length) findings.add({ what: 'snapshot-differs', seq: found.seq });
    else {
      snapshots.set(found.seq, read.saved);
      signers.set(found.seq, read.by);
    }
  }
  const stamp = fold.stamp();
  return {
    count: signers.size,
    entry(seq: number, state: State, { chain, digest }: { readonly chain: string; readonly digest: string }, outbox: Outbox): void {
      const saved = snapshots.get(seq);
      if (saved === undefined) return;
      // Other code has other states, and one from before something was set aside is not used any more.
      const comparable = saved.stamp === stamp && passesOver(saved, seq, aside);
      const same =
        saved.chain === chain &&
        (!comparable ||
          (saved.digest === digest && isSameState(saved.core, fold.snapshot(state)) && isSameWaiting(saved.waiting, outbox.waiting())));
      if (!same) findings.add({ what: 'snapshot-differs', seq });
    },
    end(keys: readonly RecordKey[]): void {
      for (const [seq, by] of signers) if (!maySign(keys, seq, by)) findings.add({ what: 'snapshot-forged', seq });
    },
  };
}

/** By what is in them and not by their letters: a state that was read from a snapshot writes what it did not hold then behind what it did. */
function isSameState(a: string, b: string): boolean {
  return a === b || isDeepStrictEqual(decode(a), decode(b));
}

/** By what is sent, to whom and after how many failures. Pauses end when somebody wants it, and the mark of a failing disk is no part of what
 *  was said. */
function isSameWaiting(saved: readonly Waiting[], folded: readonly Waiting[]): boolean {
  const told = (list: readonly Waiting[]): unknown =>
    list.map(({ message: { notRecorded: _, ...message }, channel, attempts }) => ({ message, channel, attempts }));
  return isDeepStrictEqual(told(saved), decode(encode(told(folded))));
}

/** The key in force after entry `seq`, or one that a start brought there before anything else was written. */
function maySign(keys: readonly RecordKey[], seq: number, by: string | undefined): boolean {
  const inForce = keys.findLast(({ fromSeq }) => fromSeq <= seq)?.key;
  return by === inForce || (by !== undefined && keys.some(({ key, fromSeq }) => key === by && fromSeq === seq + 1));
}

export type Culprits<State> =
  | {
      readonly kind: 'found';
      readonly seqs: readonly number[];
      readonly position: Position<State>;
      readonly emissions: readonly Emission[];
    }
  | { readonly kind: 'not-found' };

/** How many entries before the one that broke may be the cause: the core holds scans back until older ones have come. */
const LOOK_BACK = 64;

/** Finds what to set aside when folding `broken` broke an invariant: as little and as late as will do. Without it the fold passes
 *  `broken` and has said up to there exactly what it said before: nothing that was said is unsaid by passing over an entry.
 *  `digest` is the digest before `broken`. */
export function findCulprits<State>(
  fold: Fold<State>,
  journal: Journal,
  aside: ReadonlySet<number>,
  broken: Entry,
  digest: string,
  signer: Signer | undefined,
): Culprits<State> {
  const first = Math.max(0, broken.seq - LOOK_BACK);
  const base = replayTo(fold, journal, aside, signer, first - 1);
  if (base === undefined) return { kind: 'not-found' };
  const text = fold.snapshot(base.state);
  const tail = [...upTo(journal, first, broken.seq)];
  const scans = tail
    .filter((entry) => isScan(entry.input) && entry.seq !== broken.seq && !aside.has(entry.seq))
    .map(({ seq }) => seq)
    .reverse();
  for (const seqs of suspects(broken.seq, scans)) {
    const position = { state: fold.restore(text), seq: base.seq, digest: base.digest };
    const emissions = foldTail(fold, position, tail, new Set([...aside, ...seqs]), digest);
    if (emissions !== undefined) return { kind: 'found', seqs, position, emissions };
  }
  return { kind: 'not-found' };
}

/** In order of suspicion: the entry itself, one earlier scan, both, and then ever more of the newest scans together with it. */
function* suspects(broken: number, scans: readonly number[]): IterableIterator<readonly number[]> {
  yield [broken];
  for (const scan of scans) yield [scan];
  for (const scan of scans) yield [scan, broken];
  for (let count = 2; count <= scans.length; count++) {
    yield scans.slice(0, count);
    yield [...scans.slice(0, count), broken];
  }
}

/** The position after entry `seq`, from the nearest snapshot; undefined when an entry on the way breaks. */
function replayTo<State>(
  fold: Fold<State>,
  journal: Journal,
  aside: ReadonlySet<number>,
  signer: Signer | undefined,
  seq: number,
): Position<State> | undefined {
  const { waiting: _, ...position } = load(fold, journal, aside, signer, seq + 1);
  for (const entry of upTo(journal, position.seq + 1, seq)) {
    if (advance(fold, position, asFolded(entry, aside)) === undefined) return undefined;
  }
  return position;
}

/** Folds `tail` on to its last entry; the last one's emissions, or undefined when one breaks or the digest before the last is another. */
function foldTail<State>(
  fold: Fold<State>,
  position: Position<State>,
  tail: readonly Entry[],
  aside: ReadonlySet<number>,
  digest: string,
): readonly Emission[] | undefined {
  let emissions: readonly Emission[] | undefined;
  for (const [k, entry] of tail.entries()) {
    if (k === tail.length - 1 && position.digest !== digest) return undefined;
    emissions = advance(fold, position, asFolded(entry, aside));
    if (emissions === undefined) return undefined;
  }
  return emissions;
}

function advance<State>(fold: Fold<State>, position: Position<State>, entry: Entry): readonly Emission[] | undefined {
  const folded = foldEntry(fold, position.state, entry);
  if (folded.kind === 'broke') return undefined;
  position.seq = entry.seq;
  position.digest = nextDigest(position.digest, entry.seq, textsOf(folded.emissions));
  return folded.emissions;
}

function* upTo(journal: Journal, fromSeq: number, toSeq: number): IterableIterator<Entry> {
  if (fromSeq > toSeq) return;
  for (const entry of journal.entries(fromSeq)) {
    yield entry;
    if (entry.seq >= toSeq) return;
  }
}
