import type { Row } from '../core/track/solve/assignment.ts';
import { assignInParts } from './assign-in-parts.ts';
import { nearPairs } from './near-pairs.ts';
import { NONE, NUMBERS_OF_STATE } from './picture.ts';
import { power } from './power.ts';
import { checkParameters, checkSets } from './valid.ts';

/** Who is whom at one scan. */
export type Matching = {
  /** Per true object: its track, or −1. */
  readonly trackOf: Int32Array;
  /** Per true object: how far its track is off; infinite without one. */
  readonly distance_m: Float64Array;
  readonly matched: number;
  /** Σ dᵖ over the pairs. */
  readonly powerSum: number;
};

/** The pairs of true object and track, each used once and nearer than c, with the least Σ dᵖ + (cᵖ/2)(objects and tracks left over). Optimal
 *  for OSPA and for GOSPA whatever α is, since each pair saves the same cᵖ in all of them.  Shapes: six numbers an object.
 *  Throws `RangeError` that names place and remedy for what is no set, and for a c or a p (1 to 20) that cannot be. */
export function match(truth: Float64Array, tracks: Float64Array, c_m: number, p: number): Matching {
  checkParameters({ c_m, p }, ['c_m', 'p']);
  checkSets(truth, tracks);
  const near = nearPairs(truth, tracks, c_m);
  const missed = power(c_m, p);
  const rows = near.map(
    (candidates): Row => ({ missed, candidates: candidates.map(({ column, distance_m }) => ({ column, cost: power(distance_m, p) })) }),
  );
  const trackOf = assignInParts(rows, tracks.length / NUMBERS_OF_STATE);
  const distance_m = new Float64Array(near.length).fill(Infinity);
  let matched = 0;
  let powerSum = 0;
  trackOf.forEach((track, i) => {
    if (track === NONE) return;
    distance_m[i] = near[i].find(({ column }) => column === track)?.distance_m ?? Infinity;
    matched += 1;
    powerSum += power(distance_m[i], p);
  });
  return { trackOf, distance_m, matched, powerSum };
}
