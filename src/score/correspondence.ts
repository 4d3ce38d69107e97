import type { Row } from '../core/track/solve/assignment.ts';
import { type Association, associationOf } from './association.ts';
import { assignInParts } from './assign-in-parts.ts';
import { nearPairs } from './near-pairs.ts';
import { NONE, type Picture, separation } from './picture.ts';

/** Pairs truth and tracks as multiple-object tracking in video does, scan after scan: a pair of the scan before stays together while both are
 *  there and nearer than c; of the others as many are paired as can be, with the least sum of distances.
 *  Source  [BS2008] §2.1.3, steps 1 and 2. M(t−1) is taken to hold the pairs of the scan before and no older ones, as the evaluation kit of
 *  MOTChallenge and TrackEval take it, by which figures are published (docs/adr/0063). */
export function correspondences(pictures: readonly Picture[], c_m: number): Association[] {
  let before: ReadonlyMap<string, string> = new Map();
  return pictures.map((picture) => {
    const pairs = pairedOf(picture, before, c_m);
    const { truth, tracks } = picture;
    before = new Map(truth.ids.flatMap((id, i) => (pairs.trackOf[i] === NONE ? [] : [[id, tracks.ids[pairs.trackOf[i]]]])));
    return associationOf(picture, pairs, c_m);
  });
}

type Pairs = { readonly trackOf: Int32Array; readonly distance_m: Float64Array };

function pairedOf({ truth, tracks }: Picture, before: ReadonlyMap<string, string>, c_m: number): Pairs {
  const trackOf = new Int32Array(truth.ids.length).fill(NONE);
  const distance_m = new Float64Array(truth.ids.length).fill(Infinity);
  const at = new Map(tracks.ids.map((id, j) => [id, j]));
  const taken = new Uint8Array(tracks.ids.length);
  const pair = (i: number, j: number): void => {
    trackOf[i] = j;
    distance_m[i] = separation(truth.states, i, tracks.states, j);
    taken[j] = 1;
  };
  truth.ids.forEach((id, i) => {
    const track = before.get(id);
    const j = track === undefined ? undefined : at.get(track);
    if (j !== undefined && separation(truth.states, i, tracks.states, j) < c_m) pair(i, j);
  });
  // One more pair is worth more than any distances that it may lengthen.
  const missed = c_m * (1 + truth.ids.length);
  const rows = nearPairs(truth.states, tracks.states, c_m).map((near, i): Row => {
    const open = trackOf[i] === NONE ? near.filter(({ column }) => taken[column] === 0) : [];
    return { missed, candidates: open.map(({ column, distance_m: cost }) => ({ column, cost })) };
  });
  assignInParts(rows, tracks.ids.length).forEach((j, i) => {
    if (j !== NONE) pair(i, j);
  });
  return { trackOf, distance_m };
}
