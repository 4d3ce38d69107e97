import type { Arrival, Journal } from '../adapters/journal/journal.ts';
import type { Emission } from '../core/tell/emission.ts';
import type { Entry } from '../core/journal.ts';
import { nextDigest, textsOf } from './digest.ts';
import type { Fold } from './fold.ts';
import { asFolded, foldEntry } from './fold.ts';
import type { Signer } from './heads.ts';
import type { Waiting } from './outbox.ts';
import type { Position } from './recover.ts';
import { findCulprits, load, save } from './recover.ts';

export type FoldingAlarm =
  /** An entry broke an invariant of the core; it is passed over from now on. */
  | { readonly kind: 'set-aside'; readonly seq: number; readonly reason: string }
  /** The core broke in a way that passing over an entry does not mend. The theatre takes nothing more. */
  | { readonly kind: 'stopped'; readonly seq: number; readonly reason: string };

/** Most entries that may be set aside in one journal. Beyond it something is wrong that no passing over mends, and the theatre stops. */
const MAX_SET_ASIDE = 100;

/** What the core said to an entry, and each of it as the digest has it. */
export type Said = { readonly emissions: readonly Emission[]; readonly texts: readonly string[] };

/** The core of a theatre: its state, from the newest snapshot on, and what is passed over when an entry breaks it. */
export type Folding<State> = {
  readonly position: Readonly<Position<State>>;
  /** Why nothing more is taken, or undefined. */
  readonly stopped: string | undefined;
  /** What waited for delivery where it began. */
  readonly waiting: readonly Waiting[];
  /** What the core says to the next entry; undefined when it has stopped. */
  take(entry: Entry): Said | undefined;
  /** Keeps the state, to begin from it the next time. */
  save(waiting: readonly Waiting[]): void;
  /** Entries that were taken since the last time it was kept. */
  readonly unsaved: number;
};

export function createFolding<State>(
  fold: Fold<State>,
  options: {
    readonly journal: Journal;
    readonly signer: Signer | undefined;
    readonly fromSnapshot: boolean;
    readonly alarm: (alarm: FoldingAlarm) => void;
  },
): Folding<State> {
  const { journal, signer, alarm } = options;
  const aside = new Set(journal.setAside());
  const { waiting, ...loaded } = load(fold, journal, aside, signer, options.fromSnapshot ? Infinity : 0);
  let position: Position<State> = loaded;
  let savedSeq = loaded.seq;
  let stopped: string | undefined;

  function take(entry: Entry): Said | undefined {
    const folded = foldEntry(fold, position.state, asFolded(entry, aside));
    const emissions = folded.kind === 'folded' ? folded.emissions : setAside(entry, folded.reason);
    if (emissions === undefined) return undefined;
    position.seq = entry.seq;
    const texts = textsOf(emissions);
    position.digest = nextDigest(position.digest, entry.seq, texts);
    return { emissions, texts };
  }

  /** Passes over what broke the core: journals that it does, and goes on as if that had never been heard. Returns what the core says to
   *  `entry` then, or undefined when no passing over helps. */
  function setAside(entry: Entry, reason: string): readonly Emission[] | undefined {
    const { digest } = position;
    const culprits = findCulprits(fold, journal, aside, entry, digest, signer);
    if (culprits.kind === 'not-found' || aside.size + culprits.seqs.length > MAX_SET_ASIDE) {
      stopped = `entry ${entry.seq} broke the core: ${reason}`;
      alarm({ kind: 'stopped', seq: entry.seq, reason });
      return undefined;
    }
    const at_us = journal.entry(journal.length - 1)?.at_us ?? entry.at_us;
    journal.appendAll(culprits.seqs.map((seq): Arrival => ({ at_us, line: entry.line, input: { kind: 'set-aside', entry: seq, reason } })));
    for (const seq of culprits.seqs) {
      aside.add(seq);
      alarm({ kind: 'set-aside', seq, reason });
    }
    position = { ...culprits.position, seq: entry.seq - 1, digest };
    return culprits.emissions;
  }

  return {
    waiting,
    take,
    get position() {
      return position;
    },
    get stopped() {
      return stopped;
    },
    get unsaved() {
      return position.seq - savedSeq;
    },
    save: (stillWaiting) => {
      save(fold, journal, aside, position, stillWaiting, signer);
      savedSeq = position.seq;
    },
  };
}
