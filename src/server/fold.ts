import type { Emission, Emit } from '../core/tell/emission.ts';
import type { Entry } from '../core/journal.ts';
import * as pipeline from '../core/pipeline.ts';
import { coreStamp } from './stamp.ts';

/** The core as the shell sees it: a fold over entries. The real one is the pipeline; tests put smaller ones in its place. */
export type Fold<State> = {
  start(): State;
  step(state: State, entry: Entry, emit: Emit): void;
  snapshot(state: State): string;
  restore(text: string): State;
  /** Whether something waits for its second signature. Absent where nobody signs. */
  isHalfSigned?(state: State): boolean;
  /** Names the code of the fold. Only a snapshot of the very same code is used; undefined turns snapshots off. */
  stamp(): string | undefined;
};

export const PIPELINE: Fold<pipeline.State> = {
  start: pipeline.start,
  step: pipeline.step,
  snapshot: pipeline.snapshot,
  restore: pipeline.restore,
  isHalfSigned: pipeline.isHalfSigned,
  stamp: coreStamp,
};

export type Folded =
  | { readonly kind: 'folded'; readonly emissions: readonly Emission[] }
  | { readonly kind: 'broke'; readonly reason: string };

/** One step. What the core says in a step that breaks is thrown away with it; the state is then not to be used any more. */
export function foldEntry<State>(fold: Fold<State>, state: State, entry: Entry): Folded {
  const emissions: Emission[] = [];
  try {
    fold.step(state, entry, (emission) => emissions.push(emission));
    return { kind: 'folded', emissions };
  } catch (error) {
    return { kind: 'broke', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** The entry as it is folded: one that was set aside gives its number and its time to an entry that says nothing. */
export function asFolded(entry: Entry, aside: ReadonlySet<number>): Entry {
  return aside.has(entry.seq) ? { ...entry, input: { kind: 'set-aside', entry: entry.seq, reason: 'passed over' } } : entry;
}
