import type { Row } from '../core/track/solve/assignment.ts';
import { assignInParts } from './assign-in-parts.ts';
import { nearPairs } from './near-pairs.ts';
import { type Ospa, ospaOf } from './ospa.ts';
import { NONE, type Picture } from './picture.ts';
import { power, root } from './power.ts';
import { checkParameters, checkPictures } from './valid.ts';

export type Ospa2Parameters = {
  readonly c_m: number;
  readonly p: number;
  /** Order of the mean over time. */
  readonly q: number;
};

/** OSPA of whole histories, OSPA⁽²⁾: the sets are sets of tracks, and two tracks are as far apart as they are in the mean over the scans in
 *  which at least one of them exists,  ( mean over D_f ∪ D_g of min(d, c)^q )^(1/q),  where d is c while only one exists. A track that
 *  changes its number, breaks, starts late or lives on has been far from the truth for that time. All scans weigh the same.
 *  Source  [BVV2017].   No scan at all, or nothing in any, is 0.
 *  Throws `RangeError` that names place and remedy for pictures that are not whole or not in order, and for parameters that cannot be. */
export function ospa2(pictures: readonly Picture[], parameters: Ospa2Parameters): Ospa {
  checkParameters(parameters, ['c_m', 'p', 'q']);
  checkPictures(pictures);
  const { c_m, p, q } = parameters;
  const saved = savingsOf(pictures, c_m, q);
  const near = new Set<string>();
  for (const row of saved.values()) for (const track of row.keys()) near.add(track);
  const truth = presencesOf(pictures, 'truth', () => true);
  // Of most false tracks no more is asked than that they exist.
  const tracks = presencesOf(pictures, 'tracks', (id) => near.has(id));
  const trackCount = countOf(pictures, 'tracks');
  if (truth.size === 0 && trackCount === 0) return { distance_m: 0, localisation_m: 0, cardinality_m: 0 };
  const columnOf = new Map([...tracks.keys()].map((id, column) => [id, column]));
  const cut = power(c_m, q);
  const rows = [...truth].map(([object, scans]): Row => {
    const candidates = [...(saved.get(object) ?? [])].map(([track, sum]) => {
      // Rounding may leave a trace below zero where two histories agree.
      const mean = Math.max(0, cut - sum / eitherExists(scans, tracks.get(track) ?? []));
      return { column: columnOf.get(track) ?? NONE, cost: power(root(mean, q), p) };
    });
    return { missed: power(c_m, p), candidates };
  });
  let matched = 0;
  let powerSum = 0;
  assignInParts(rows, tracks.size).forEach((column, i) => {
    if (column === NONE) return;
    matched += 1;
    powerSum += rows[i].candidates.find((candidate) => candidate.column === column)?.cost ?? 0;
  });
  return ospaOf(truth.size, trackCount, { matched, powerSum }, { c_m, p });
}

/** Per name, in the order of first appearance: in which pictures it is, rising. */
function presencesOf(pictures: readonly Picture[], side: 'truth' | 'tracks', counts: (id: string) => boolean): Map<string, number[]> {
  const found = new Map<string, number[]>();
  pictures.forEach((picture, at) => {
    for (const id of picture[side].ids) {
      if (!counts(id)) continue;
      const scans = found.get(id);
      if (scans === undefined) found.set(id, [at]);
      else scans.push(at);
    }
  });
  return found;
}

function countOf(pictures: readonly Picture[], side: 'truth' | 'tracks'): number {
  const names = new Set<string>();
  for (const picture of pictures) for (const id of picture[side].ids) names.add(id);
  return names.size;
}

function eitherExists(f: readonly number[], g: readonly number[]): number {
  let both = 0;
  for (let [i, j] = [0, 0]; i < f.length && j < g.length; ) {
    if (f[i] === g[j]) both += 1;
    if (f[i] <= g[j]) i += 1;
    else j += 1;
  }
  return f.length + g.length - both;
}

/** Per true object and track that ever came nearer than c: Σ over the scans of c^q − d^q. */
function savingsOf(pictures: readonly Picture[], c_m: number, q: number): Map<string, Map<string, number>> {
  const saved = new Map<string, Map<string, number>>();
  const cut = power(c_m, q);
  for (const { truth, tracks } of pictures)
    nearPairs(truth.states, tracks.states, c_m).forEach((near, i) => {
      const row = saved.get(truth.ids[i]) ?? new Map<string, number>();
      saved.set(truth.ids[i], row);
      for (const { column, distance_m } of near) {
        const track = tracks.ids[column];
        row.set(track, (row.get(track) ?? 0) + cut - power(distance_m, q));
      }
    });
  return saved;
}
