import { match } from './matching.ts';
import { nearPairs } from './near-pairs.ts';
import { NONE, NUMBERS_OF_STATE } from './picture.ts';
import { power, root } from './power.ts';
import { checkParameters, checkSets } from './valid.ts';

export type OspaParameters = { readonly c_m: number; readonly p: number };

/** A distance of two sets of states, and what it is made of. */
export type Ospa = {
  readonly distance_m: number;
  /** Shares of the distance: distanceᵖ = localisationᵖ + cardinalityᵖ. With p = ∞ the larger one is the distance. */
  readonly localisation_m: number;
  readonly cardinality_m: number;
};

/** Optimal subpattern assignment: how far two sets of n ≥ m points are apart, per point.
 *    ( (min over pairings Σ min(d, c)ᵖ + cᵖ (n − m)) / n )^(1/p);   p = ∞: the worst pair of the best pairing, or c when n ≠ m.
 *  Source  [SVV2008].   Shapes  six numbers an object.   Empty against empty is 0.
 *  Throws `RangeError` that names place and remedy for what is no set, and for a c or a p (1 to 20, or ∞) that cannot be. */
export function ospa(truth: Float64Array, tracks: Float64Array, parameters: OspaParameters): Ospa {
  const { c_m, p } = parameters;
  checkParameters(parameters, p === Infinity ? ['c_m'] : ['c_m', 'p']);
  checkSets(truth, tracks);
  const a = truth.length / NUMBERS_OF_STATE;
  const b = tracks.length / NUMBERS_OF_STATE;
  if (a === 0 && b === 0) return { distance_m: 0, localisation_m: 0, cardinality_m: 0 };
  if (p === Infinity) return bottleneckOspa(truth, tracks, c_m);
  return ospaOf(a, b, match(truth, tracks, c_m, p), { c_m, p });
}

/** From the sum over the pairs nearer than c to the distance; `a` and `b` are the sizes of the sets, not both 0. */
export function ospaOf(
  a: number,
  b: number,
  { matched, powerSum }: { readonly matched: number; readonly powerSum: number },
  { c_m, p }: OspaParameters,
): Ospa {
  const n = Math.max(a, b);
  const cut = power(c_m, p);
  const localisation = (powerSum + cut * (Math.min(a, b) - matched)) / n;
  const cardinality = (cut * Math.abs(a - b)) / n;
  return { distance_m: root(localisation + cardinality, p), localisation_m: root(localisation, p), cardinality_m: root(cardinality, p) };
}

function bottleneckOspa(truth: Float64Array, tracks: Float64Array, c_m: number): Ospa {
  const [few, many] = truth.length <= tracks.length ? [truth, tracks] : [tracks, truth];
  const localisation_m = worstOfBestPairing(few, many, c_m);
  const cardinality_m = few.length === many.length ? 0 : c_m;
  return { distance_m: Math.max(localisation_m, cardinality_m), localisation_m, cardinality_m };
}

/** The smallest limit under which every one of the fewer points still finds a partner of its own; c when there is none.
 *  Halves the list of distances that occur, and asks at each for a complete pairing. */
function worstOfBestPairing(few: Float64Array, many: Float64Array, c_m: number): number {
  const near = nearPairs(few, many, c_m);
  const limits = [...new Set(near.flatMap((row) => row.map(({ distance_m }) => distance_m)))].sort((x, y) => x - y);
  if (near.length === 0) return 0;
  let low = 0;
  let high = limits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (everyoneFinds(near, many.length / NUMBERS_OF_STATE, limits[middle])) high = middle;
    else low = middle + 1;
  }
  return low === limits.length ? c_m : limits[low];
}

type Near = ReturnType<typeof nearPairs>;

/** Augmenting paths (Kuhn): each row looks for a column, asking those in its way to move. */
function everyoneFinds(near: Near, columns: number, limit_m: number): boolean {
  const rowAt = new Int32Array(columns).fill(NONE);
  const seenBy = new Int32Array(columns).fill(NONE);
  const place = (row: number, start: number): boolean => {
    for (const { column, distance_m } of near[row]) {
      if (distance_m > limit_m || seenBy[column] === start) continue;
      seenBy[column] = start;
      if (rowAt[column] !== NONE && !place(rowAt[column], start)) continue;
      rowAt[column] = row;
      return true;
    }
    return false;
  };
  return near.every((_, row) => place(row, row));
}
