/** What an estimate was made from: for each system that first measured, the number of its last contribution. Sorted by origin, each once.
 *  A system numbers its own contributions upwards, so a number stands for it and for all before it. */
export type Pedigree = readonly { readonly origin: string; readonly sequence: number }[];

/** Origins that a pedigree may name. */
export const MAX_ORIGINS = 32;

/** Everything that either of the two was made from. */
export function merged(a: Pedigree, b: Pedigree): Pedigree {
  const sequenceIn = (one: Pedigree, origin: string): number => one.find((each) => each.origin === origin)?.sequence ?? -Infinity;
  const origins = [...new Set([...a, ...b].map(({ origin }) => origin))].sort();
  return origins.map((origin) => ({ origin, sequence: Math.max(sequenceIn(a, origin), sequenceIn(b, origin)) }));
}

/** Whether all that `part` was made from is in `whole` already: then it has nothing to add, by whatever way it came. */
export function isWithin(part: Pedigree, whole: Pedigree): boolean {
  return part.every(({ origin, sequence }) => whole.some((one) => one.origin === origin && one.sequence >= sequence));
}

/** Whether the two name no origin in common. */
export function areDisjoint(a: Pedigree, b: Pedigree): boolean {
  return a.every(({ origin }) => b.every((one) => one.origin !== origin));
}

/** Why a pedigree from outside cannot be one, or undefined. */
export function pedigreeError(pedigree: Pedigree): string | undefined {
  if (pedigree.length === 0) return 'it names no origin';
  if (pedigree.length > MAX_ORIGINS) return `it names ${pedigree.length} origins, at most ${MAX_ORIGINS}`;
  if (pedigree.some(({ sequence }) => !Number.isSafeInteger(sequence))) return 'a sequence is no whole number';
  return pedigree.some(({ origin }, k) => k > 0 && origin <= pedigree[k - 1].origin)
    ? 'its origins are not in order, each once'
    : undefined;
}
