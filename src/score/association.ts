import { match, type Matching } from './matching.ts';
import { NONE, NUMBERS_OF_STATE, type Picture, separation } from './picture.ts';

/** Who holds whom at one scan, by index in its picture. */
export type Association = {
  /** Per true object: the track that holds it, or −1: missed. */
  readonly trackOf: Int32Array;
  /** Per true object: how far that track is off; infinite without one. */
  readonly distance_m: Float64Array;
  /** Per track: the true object that it holds; of a track that is left over, the nearest one within c: an extra track of it. −1: a false track. */
  readonly objectOf: Int32Array;
  /** Per track: 1 where it is an extra one. */
  readonly extra: Uint8Array;
};

export type AssociationRule = {
  readonly c_m: number;
  readonly p: number;
  /** Whether a pair stays together while it is nearer than c, although another pairing might now be a little shorter. */
  readonly keepPairs: boolean;
};

/** Pairs truth and tracks scan by scan: optimally as GOSPA does, or keeping pairs as multiple-object tracking in video does. */
export function associate(pictures: readonly Picture[], rule: AssociationRule): Association[] {
  if (!rule.keepPairs)
    return pictures.map((picture) =>
      associationOf(picture, match(picture.truth.states, picture.tracks.states, rule.c_m, rule.p), rule.c_m),
    );
  let held: ReadonlyMap<string, string> = new Map();
  return pictures.map((picture) => {
    const association = associationOf(picture, keepingPairs(picture, held, rule), rule.c_m);
    held = new Map([...held, ...pairsOf(picture, association)]);
    return association;
  });
}

/** From the pairs to what else there is: extra and false tracks. */
export function associationOf({ truth, tracks }: Picture, matching: Pick<Matching, 'trackOf' | 'distance_m'>, c_m: number): Association {
  const { trackOf, distance_m } = matching;
  const objectOf = new Int32Array(tracks.ids.length).fill(NONE);
  const extra = new Uint8Array(tracks.ids.length);
  trackOf.forEach((track, i) => {
    if (track !== NONE) objectOf[track] = i;
  });
  for (let j = 0; j < objectOf.length; j++) {
    if (objectOf[j] !== NONE) continue;
    let least = c_m;
    for (let i = 0; i < truth.ids.length; i++) {
      const distance = separation(truth.states, i, tracks.states, j);
      if (distance >= least) continue;
      least = distance;
      objectOf[j] = i;
      extra[j] = 1;
    }
  }
  return { trackOf, distance_m, objectOf, extra };
}

function pairsOf({ truth, tracks }: Picture, { trackOf }: Association): [string, string][] {
  return truth.ids.flatMap((id, i): [string, string][] => (trackOf[i] === NONE ? [] : [[id, tracks.ids[trackOf[i]]]]));
}

function keepingPairs(
  { truth, tracks }: Picture,
  held: ReadonlyMap<string, string>,
  { c_m, p }: AssociationRule,
): Pick<Matching, 'trackOf' | 'distance_m'> {
  const trackOf = new Int32Array(truth.ids.length).fill(NONE);
  const distance_m = new Float64Array(truth.ids.length).fill(Infinity);
  const at = new Map(tracks.ids.map((id, j) => [id, j]));
  const taken = new Uint8Array(tracks.ids.length);
  truth.ids.forEach((id, i) => {
    const track = at.get(held.get(id) ?? '');
    if (track === undefined || taken[track] === 1) return;
    const distance = separation(truth.states, i, tracks.states, track);
    if (distance >= c_m) return;
    trackOf[i] = track;
    distance_m[i] = distance;
    taken[track] = 1;
  });
  const openObjects = indicesWhere(truth.ids.length, (i) => trackOf[i] === NONE);
  const openTracks = indicesWhere(tracks.ids.length, (j) => taken[j] === 0);
  const rest = match(statesOf(truth.states, openObjects), statesOf(tracks.states, openTracks), c_m, p);
  openObjects.forEach((i, row) => {
    if (rest.trackOf[row] === NONE) return;
    trackOf[i] = openTracks[rest.trackOf[row]];
    distance_m[i] = rest.distance_m[row];
  });
  return { trackOf, distance_m };
}

function indicesWhere(count: number, holds: (index: number) => boolean): number[] {
  return Array.from({ length: count }, (_, index) => index).filter(holds);
}

function statesOf(states: Float64Array, chosen: readonly number[]): Float64Array {
  const n = NUMBERS_OF_STATE;
  const out = new Float64Array(n * chosen.length);
  chosen.forEach((index, k) => out.set(states.subarray(n * index, n * index + n), n * k));
  return out;
}
