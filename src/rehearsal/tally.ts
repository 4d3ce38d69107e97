import type { Violation } from './observation.ts';
import { mayNotBeReached, mustBeReached } from './marks.ts';
import type { Outcome } from './run.ts';

/** What one world came to, small enough to pass between threads. */
export type Finding = {
  readonly number: number;
  readonly lasted_s: number;
  readonly entries: number;
  readonly crashes: number;
  readonly marks: readonly string[];
  /** The first of each checker. */
  readonly violations: readonly Violation[];
};

export function findingOf(number: number, { lasted_s, entries, crashes, marks, violations }: Outcome): Finding {
  const first = violations.filter(({ checker }, k) => violations.findIndex((one) => one.checker === checker) === k);
  return { number, lasted_s, entries, crashes, marks: [...marks], violations: first };
}

/** What all worlds came to. */
export type Tally = {
  worlds: number;
  lasted_s: number;
  entries: number;
  crashes: number;
  /** In how many worlds each was reached. */
  readonly marks: Map<string, number>;
  /** Worlds in which each checker found something, and the first of them. */
  readonly found: Map<string, { count: number; readonly number: number; readonly detail: string }>;
};

export function newTally(): Tally {
  return { worlds: 0, lasted_s: 0, entries: 0, crashes: 0, marks: new Map(), found: new Map() };
}

export function count(tally: Tally, finding: Finding): void {
  tally.worlds += 1;
  tally.lasted_s += finding.lasted_s;
  tally.entries += finding.entries;
  tally.crashes += finding.crashes;
  for (const mark of finding.marks) tally.marks.set(mark, (tally.marks.get(mark) ?? 0) + 1);
  for (const { checker, detail } of finding.violations) {
    const before = tally.found.get(checker);
    if (before === undefined) tally.found.set(checker, { count: 1, number: finding.number, detail });
    else before.count += 1;
  }
}

/** What must sometimes happen and did not, and what never may and did. */
export function unmet({ marks }: Tally): { readonly never: readonly string[]; readonly wrongly: readonly string[] } {
  return {
    never: mustBeReached().filter((mark) => !marks.has(mark)),
    wrongly: mayNotBeReached().filter((mark) => marks.has(mark)),
  };
}
