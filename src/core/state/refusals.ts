/** What is counted of refused things, by source: a sensor, an adapter's source, a line. Plain data. */
export type RefusalCounts = { readonly sources: { readonly source: string; readonly what: string; count: number }[]; others: number };

/** Sources that are counted one by one. What comes of further ones is counted together, and told as such: a flood of names must neither
 *  fill the memory nor pass without a word. */
export const MAX_REFUSED = 500;
/** Of what is counted the first and every so-many-th is told. */
export const TELL_EVERY = 100;

export type Counted = {
  readonly count: number;
  /** Whether this one is to be told. */
  readonly told: boolean;
  /** Counted together with all sources that there was no room for. */
  readonly others: boolean;
};

export function newRefusalCounts(): RefusalCounts {
  return { sources: [], others: 0 };
}

/** How many of a source have been counted, as far as it is counted for itself. */
export function refusalsOf(counts: RefusalCounts, source: string, what: string): number {
  return counts.sources.find((one) => one.source === source && one.what === what)?.count ?? 0;
}

/** Counts one more refused thing of a source. `what` parts kinds that are counted for themselves. */
export function countRefusal(counts: RefusalCounts, source: string, what: string): Counted {
  let known = counts.sources.find((one) => one.source === source && one.what === what);
  if (known === undefined && counts.sources.length < MAX_REFUSED) {
    known = { source, what, count: 0 };
    counts.sources.push(known);
  }
  if (known === undefined) counts.others += 1;
  else known.count += 1;
  const count = known?.count ?? counts.others;
  return { count, told: count % TELL_EVERY === 1, others: known === undefined };
}
