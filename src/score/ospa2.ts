import type { Row } from '../core/track/solve/assignment.ts';
import { assignInParts } from './assign-in-parts.ts';
import { nearPairs } from './near-pairs.ts';
import { type Ospa, ospaOf } from './ospa.ts';
import { NONE, type Objects, type Picture } from './picture.ts';
import { power, root } from './power.ts';

export type Ospa2Parameters = { readonly c_m: number; readonly p: number /** Order of the mean over time. */; readonly q: number };

/** OSPA of whole histories, OSPA⁽²⁾: the sets are sets of tracks, and two tracks are as far apart as they are in the mean over the scans in
 *  which at least one of them exists,  ( mean over D_f ∪ D_g of min(d, c)^q )^(1/q),  where d is c while only one exists. A track that
 *  changes its number, breaks, starts late or lives on has been far from the truth for that time. All scans weigh the same.
 *  Source  [BVV2017].   No scan at all, or nothing in any, is 0. */
export function ospa2(pictures: readonly Picture[], { c_m, p, q }: Ospa2Parameters): Ospa {
  const truth = presenceOf(pictures.map((picture) => picture.truth));
  const tracks = presenceOf(pictures.map((picture) => picture.tracks));
  if (truth.length === 0 && tracks.length === 0) return { distance_m: 0, localisation_m: 0, cardinality_m: 0 };
  const pairs = savingsOf(pictures, truth, tracks, c_m, q);
  const cut = power(c_m, q);
  const rows = truth.map((f, i): Row => {
    const candidates = [...pairs[i]].sort(([j], [k]) => j - k);
    return {
      missed: power(c_m, p),
      candidates: candidates.map(([column, saved]) => {
        // Rounding may leave a trace below zero where two histories agree.
        const mean = Math.max(0, cut - saved / eitherExists(f, tracks[column]));
        return { column, cost: power(root(mean, q), p) };
      }),
    };
  });
  let matched = 0;
  let powerSum = 0;
  assignInParts(rows, tracks.length).forEach((column, i) => {
    if (column === NONE) return;
    matched += 1;
    powerSum += rows[i].candidates.find((candidate) => candidate.column === column)?.cost ?? 0;
  });
  return ospaOf(truth.length, tracks.length, { matched, powerSum }, { c_m, p });
}

/** When an object exists: one byte a scan. */
type Presence = { readonly id: string; readonly at: Uint8Array };

function presenceOf(pictures: readonly Objects[]): Presence[] {
  const found = new Map<string, Presence>();
  pictures.forEach(({ ids }, scan) => {
    for (const id of ids) {
      let presence = found.get(id);
      if (presence === undefined) found.set(id, (presence = { id, at: new Uint8Array(pictures.length) }));
      presence.at[scan] = 1;
    }
  });
  return [...found.values()];
}

function eitherExists(f: Presence, g: Presence): number {
  let scans = 0;
  for (let k = 0; k < f.at.length; k++) scans += f.at[k] | g.at[k];
  return scans;
}

/** Per true object and track that ever came nearer than c: Σ over the scans of c^q − d^q. */
function savingsOf(
  pictures: readonly Picture[],
  truth: readonly Presence[],
  tracks: readonly Presence[],
  c_m: number,
  q: number,
): Map<number, number>[] {
  const truthAt = new Map(truth.map(({ id }, i) => [id, i]));
  const trackAt = new Map(tracks.map(({ id }, j) => [id, j]));
  const saved = truth.map(() => new Map<number, number>());
  const cut = power(c_m, q);
  for (const picture of pictures) {
    nearPairs(picture.truth.states, picture.tracks.states, c_m).forEach((near, i) => {
      const row = saved[truthAt.get(picture.truth.ids[i]) ?? 0];
      for (const { column, distance_m } of near) {
        const j = trackAt.get(picture.tracks.ids[column]) ?? 0;
        row.set(j, (row.get(j) ?? 0) + cut - power(distance_m, q));
      }
    });
  }
  return saved;
}
