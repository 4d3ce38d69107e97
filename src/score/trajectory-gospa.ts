import type { Row } from '../core/track/solve/assignment.ts';
import { assignInParts } from './assign-in-parts.ts';
import { nearPairs } from './near-pairs.ts';
import { NONE, type Picture, separation } from './picture.ts';
import { power, root } from './power.ts';
import { checkParameters, checkPictures } from './valid.ts';

export type TrajectoryGospaParameters = { readonly c_m: number; readonly p: number; readonly switchingPenalty_m: number };

export type TrajectoryGospa = {
  readonly distance_m: number;
  /** distance / scans^(1/p): comparable between runs of different length. */
  readonly perScan_m: number;
  /** Parts of distanceᵖ, mᵖ. */
  readonly localisation: number;
  readonly missed: number;
  readonly false: number;
  readonly switching: number;
  readonly changes: number;
};

/** GOSPA of whole histories (α = 2): over all scans, localisation, missed and false as in GOSPA, and γᵖ for each change of the track that
 *  an object is linked to, half of it for a change from or to none. A link may outlive either side, and stretches back to where both were
 *  free, so first and last links cost nothing.
 *    min over links of all scans ( Σ_k cost_k(links_k) + γᵖ Σ_k changes(links_{k−1}, links_k) )^(1/p)
 *  Sequential: each scan's links are optimal given the last scan's, not over all scans at once. The figure is what these links cost by the
 *  metric's own rules: never below the metric, and above it where a look ahead would have paid (3 of 100 small random histories, where every
 *  chain of links can be tried); equal to it where nothing switches. It is therefore a score, but no metric in the strict sense.
 *  Source  [GRS2020], α = 2; without the switching it is the GOSPA of [RGS2017].
 *  Throws `RangeError` that names place and remedy for pictures that are not whole or not in order, and for parameters that cannot be. */
export function trajectoryGospa(pictures: readonly Picture[], parameters: TrajectoryGospaParameters): TrajectoryGospa {
  checkParameters(parameters, ['c_m', 'p', 'switchingPenalty_m']);
  checkPictures(pictures);
  const { p, c_m, switchingPenalty_m } = parameters;
  const half = power(c_m, p) / 2;
  const fine = power(switchingPenalty_m, p);
  const memory: Memory = { linkOf: new Map(), everLinked: new Set() };
  const sums = { localisation: 0, missed: 0, false: 0, changes: 0 };
  for (const picture of pictures) {
    const { truth, tracks } = picture;
    sums.missed += half * truth.ids.length;
    sums.false += half * tracks.ids.length;
    for (const { object, track, distance_m, changes } of linksAt(picture, memory, parameters)) {
      sums.changes += changes;
      memory.linkOf.set(object, track);
      if (track !== undefined) memory.everLinked.add(track);
      if (distance_m === undefined || distance_m >= c_m) continue;
      sums.localisation += power(distance_m, p);
      sums.missed -= half;
      sums.false -= half;
    }
  }
  const { localisation, missed, changes } = sums;
  const switching = fine * changes;
  const distance_m = root(localisation + missed + sums.false + switching, p);
  const perScan_m = pictures.length === 0 ? 0 : distance_m / root(pictures.length, p);
  return { distance_m, perScan_m, localisation, missed, false: sums.false, switching, changes };
}

type Memory = {
  /** What each object that ever was linked is linked to; undefined: to none. */
  readonly linkOf: Map<string, string | undefined>;
  readonly everLinked: Set<string>;
};

/** What becomes of one object at one scan. */
type Chosen = {
  readonly object: string;
  readonly track: string | undefined;
  readonly changes: number;
  /** Of the two states, when both exist now. */
  readonly distance_m: number | undefined;
};

/** The cheapest links for one scan, given the last. Takes part: who is there, and who is linked. */
function linksAt({ truth, tracks }: Picture, memory: Memory, { c_m, p, switchingPenalty_m }: TrajectoryGospaParameters): Chosen[] {
  const { linkOf, everLinked } = memory;
  const cut = power(c_m, p);
  const fine = power(switchingPenalty_m, p);
  const near = nearPairs(truth.states, tracks.states, c_m);
  const truthAt = new Map(truth.ids.map((id, i) => [id, i]));
  const trackAt = new Map(tracks.ids.map((id, j) => [id, j]));
  const objects = [...new Set([...linkOf.keys(), ...truth.ids])];
  const columns = new Map<string, number>();
  const columnOf = (track: string): number => {
    const column = columns.get(track) ?? columns.size;
    columns.set(track, column);
    return column;
  };
  const changesOf = (object: string, track: string | undefined): number => {
    const before = linkOf.get(object);
    if (track === before) return 0;
    if (before !== undefined) return track === undefined ? 0.5 : 1;
    return !linkOf.has(object) && track !== undefined && !everLinked.has(track) ? 0 : 0.5;
  };
  const distanceOf = (object: string, track: string): number | undefined => {
    const [i, j] = [truthAt.get(object), trackAt.get(track)];
    return i === undefined || j === undefined ? undefined : separation(truth.states, i, tracks.states, j);
  };
  const rows = objects.map((object): Row => {
    const before = linkOf.get(object);
    const candidates: { column: number; cost: number }[] = [];
    if (before !== undefined) {
      // A pair beyond c, or one of which a side is not there, costs what both cost unlinked: cᵖ on this scale, which has it as its origin.
      const distance_m = distanceOf(object, before);
      candidates.push({ column: columnOf(before), cost: distance_m === undefined ? cut : Math.min(cut, power(distance_m, p)) });
    }
    const i = truthAt.get(object);
    for (const { column, distance_m } of i === undefined ? [] : near[i]) {
      const track = tracks.ids[column];
      if (track !== before) candidates.push({ column: columnOf(track), cost: power(distance_m, p) + fine * changesOf(object, track) });
    }
    return { missed: cut + fine * changesOf(object, undefined), candidates };
  });
  const trackOf = [...columns.keys()];
  const chosen = assignInParts(rows, columns.size);
  return objects.flatMap((object, row): Chosen[] => {
    const track = chosen[row] === NONE ? undefined : trackOf[chosen[row]];
    if (track === undefined && !linkOf.has(object)) return [];
    const distance_m = track === undefined ? undefined : distanceOf(object, track);
    return [{ object, track, changes: changesOf(object, track), distance_m }];
  });
}
