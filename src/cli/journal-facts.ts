import { isoFromMicros } from '../api/iso.ts';
import type { Journal } from '../adapters/journal/journal.ts';
import type { TimelineHead } from './timeline.ts';

const KEY = 'run';

/** What a journal of a simulated run knows about that run: enough to tell its timeline again, and to see that it is taken up again with
 *  the same scenario. None of it is truth about a flight except when it left, which every timeline is told from. */
export type RunFacts = {
  readonly scenario: string;
  readonly title: string;
  readonly line: string;
  readonly seed: number;
  readonly zero_us: number;
  readonly zeroIs: string;
  /** Hash of the scenario's text. */
  readonly scenarioHash: string;
};

export function writeFacts(journal: Journal, facts: RunFacts): void {
  journal.setMeta(KEY, JSON.stringify(facts));
}

export function factsOf(journal: Journal): RunFacts | undefined {
  const text = journal.meta(KEY);
  return text === undefined ? undefined : (JSON.parse(text) as RunFacts);
}

/** The head of a journal's timeline; of a journal that no simulation wrote, counted from its first entry. */
export function readFacts(journal: Journal): TimelineHead {
  const facts = factsOf(journal);
  if (facts) return headOf(facts);
  const first = journal.entry(0);
  const zero_us = first?.at_us ?? 0;
  return {
    title: `journal ${journal.name}`,
    line: first?.line ?? 'no',
    zero_us,
    zeroIs: 'the first entry',
    zeroIso: isoFromMicros(zero_us),
  };
}

export function headOf({ title, line, seed, zero_us, zeroIs }: RunFacts): TimelineHead {
  return { title, line, seed, zero_us, zeroIs, zeroIso: isoFromMicros(zero_us) };
}
