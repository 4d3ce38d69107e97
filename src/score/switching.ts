import { type Gospa, gospa, type GospaParameters } from './gospa.ts';
import { NONE, type Objects, type Picture } from './picture.ts';
import { power, root } from './power.ts';
import { checkParameters, checkPictures } from './valid.ts';

/** Which track each true object has, by name; undefined when it is there and has none. Objects that are not there are left out. */
export type Links = ReadonlyMap<string, string | undefined>;

/** What each object that ever had a track has now, or had when it was last there. */
export type SwitchMemory = Map<string, string | undefined>;

/** Counts the changes from what is remembered to `links`, and remembers these: 1 from one track to another, ½ from a track to none or from
 *  none to a track. An object's first track is no change, nor is its absence.
 *  Source  the convention of Stone Soup's switching GOSPA (authorities/stone-soup-scores.ts); the halves are those of [GRS2020]. */
export function countSwitches(memory: SwitchMemory, links: Links): number {
  let changes = 0;
  for (const [object, track] of links) {
    if (!memory.has(object)) {
      if (track !== undefined) memory.set(object, track);
      continue;
    }
    const before = memory.get(object);
    if (before === track) continue;
    changes += before === undefined || track === undefined ? 0.5 : 1;
    memory.set(object, track);
  }
  return changes;
}

export type SwitchingGospaParameters = GospaParameters & { readonly switchingPenalty_m: number };

export type SwitchingGospa = Omit<Gospa, 'matching'> & {
  readonly changes: number;
  /** penalty · changes^(1/p), m: the p-th root, unlike the other parts. */
  readonly switching_m: number;
};

/** GOSPA of each scan with a charge for changed tracks: distanceᵖ = GOSPAᵖ + penaltyᵖ · changes. The pairs are GOSPA's own, scan by scan;
 *  `trajectoryGospa` chooses them with the charge in view.
 *  Throws `RangeError` that names place and remedy for pictures that are not whole or not in order, and for parameters that cannot be. */
export function switchingGospa(pictures: readonly Picture[], parameters: SwitchingGospaParameters): SwitchingGospa[] {
  checkParameters(parameters, ['switchingPenalty_m']);
  checkPictures(pictures);
  const memory: SwitchMemory = new Map();
  const { p, switchingPenalty_m } = parameters;
  return pictures.map(({ truth, tracks }) => {
    const { matching, ...plain } = gospa(truth.states, tracks.states, parameters);
    const changes = countSwitches(memory, linksOf(truth, tracks, matching.trackOf));
    const switching_m = switchingPenalty_m * root(changes, p);
    return { ...plain, changes, switching_m, distance_m: root(power(plain.distance_m, p) + power(switching_m, p), p) };
  });
}

/** Which track each object has in a picture: by the ids of both, undefined where it has none. `trackOf` has a place a true object, as `associate` gives it. */
export function linksOf(truth: Objects, tracks: Objects, trackOf: Int32Array): Links {
  return new Map(truth.ids.map((id, i) => [id, trackOf[i] === NONE ? undefined : tracks.ids[trackOf[i]]]));
}
