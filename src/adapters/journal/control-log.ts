import type { Micros } from '../../core/units.ts';
import type { Journal } from './journal.ts';

const KEY = 'exercise-control';

/** What somebody did to an exercise, not in it: time, injects, desks. The core never hears of it; it is a fact in the journal's chain. */
export type Control = {
  readonly at_us: Micros;
  readonly by: string;
  readonly text: string;
  /** What it did to the world, for who makes the world again. */
  readonly intervention?: unknown;
  /** Whether the exercise's clock stands after it, where it was about that. */
  readonly paused?: boolean;
};

export function writeControl(journal: Pick<Journal, 'setMeta'>, control: Control): void {
  journal.setMeta(KEY, JSON.stringify(control));
}

/** A control as it stands in a journal, with the number of the entry before which it was given. */
export type WrittenControl = Control & { readonly beforeSeq: number };

/** All controls in their order. One that cannot be read is passed over: the
 *  chain tells of it (tocsin audit). */
export function readControls(journal: Pick<Journal, 'records'>): WrittenControl[] {
  const controls: WrittenControl[] = [];
  for (const record of journal.records()) {
    if (record.kind !== 'fact' || record.key !== KEY) continue;
    try {
      controls.push({ ...(JSON.parse(record.value) as Control), beforeSeq: record.beforeSeq });
    } catch {
      continue;
    }
  }
  return controls;
}
