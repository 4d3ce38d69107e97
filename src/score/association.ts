import { match, type Matching } from './matching.ts';
import { NONE, type Picture, separation } from './picture.ts';
import { checkPictures } from './valid.ts';

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

export type AssociationRule = { readonly c_m: number; readonly p: number };

/** Pairs truth and tracks scan by scan, optimally, as GOSPA does.
 *  Throws `RangeError` that names place and remedy for pictures that are not whole or not in order, and for a c or a p that cannot be. */
export function associate(pictures: readonly Picture[], { c_m, p }: AssociationRule): Association[] {
  checkPictures(pictures);
  return pictures.map((picture) => associationOf(picture, match(picture.truth.states, picture.tracks.states, c_m, p), c_m));
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
