/** Looks that a hypothesis remembers, of those that concerned it. Joint hypotheses whose objects took the same in all of these are one: what they disagree
 *  about is older than the filter's memory of it. A look that could not show the object says nothing of it, and is not remembered. */
export const REMEMBERED = 6;
/** The mark of a look that should have shown it and did not; and of what was before the first. */
export const MISSED = -1;
/** A look of less chance to show an object does not concern it. */
export const CONCERNS = 0.01;

/** What stands for a column (−1 for none) of a look in the memory. */
export function markOf(look: number, column: number): number {
  return column < 0 ? MISSED : (Math.imul(look, 0x9e3779b1) + column) | 0;
}

/** A hash of marks, newest first: `newest`, then `count` of `past` from a place on. Two lists that differ share one with probability 2⁻³². */
export function likenessOf(newest: number, past: ArrayLike<number>, from: number, count: number): number {
  let hash = newest;
  for (let i = from; i < from + count; i++) hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b) + past[i] + 2;
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
