import type { Arrival } from '../../src/adapters/journal/journal.ts';
import { decode, encode } from '../../src/core/codec.ts';

/** What a producer feeds, as text: one batch a line. A batch is what arrived at one moment. */
export function tapeOf(arrivals: readonly Arrival[]): string {
  const batches: Arrival[][] = [];
  for (const arrival of arrivals) {
    const last = batches.at(-1);
    if (last !== undefined && last[0].at_us === arrival.at_us) last.push(arrival);
    else batches.push([arrival]);
  }
  return batches.map((batch) => `${encode(batch)}\n`).join('');
}

export function batchesOf(tape: string): Arrival[][] {
  return tape
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => decode(line) as Arrival[]);
}
