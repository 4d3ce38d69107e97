/** The first of many by their rank, at most so many and one of each key, told in the order in which they came. */
export type Choice<T> = {
  /** Offers one; what is not kept is not made. Of a key the one of the highest rank is kept, of equals the first. */
  add(key: string, rank: number, make: () => T): void;
  chosen(): T[];
  /** How many were offered and are not kept. */
  readonly left: number;
};

type Kept<T> = { readonly key: string; readonly rank: number; readonly nth: number; readonly item: T };

export function createChoice<T>(most: number): Choice<T> {
  const kept = new Map<string, Kept<T>>();
  let [offered, least] = [0, -Infinity];
  return {
    add(key, rank, make) {
      offered += 1;
      const before = kept.get(key);
      if (before === undefined ? kept.size >= most && !(rank > least) : !(rank > before.rank)) return;
      kept.set(key, { key, rank, nth: offered, item: make() });
      if (kept.size > most) kept.delete(lowest(kept.values()).key);
      least = kept.size < most ? -Infinity : lowest(kept.values()).rank;
    },
    chosen: () => [...kept.values()].sort((a, b) => a.nth - b.nth).map(({ item }) => item),
    get left() {
      return offered - kept.size;
    },
  };
}

/** Of equals the last one that came. */
function lowest<T>(all: Iterable<Kept<T>>): Kept<T> {
  return [...all].reduce((low, one) => (one.rank < low.rank || (one.rank === low.rank && one.nth > low.nth) ? one : low));
}
