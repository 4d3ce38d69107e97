import { assignInParts } from './assign-in-parts.ts';
import { continuity } from './continuity.ts';
import { correspondences } from './correspondence.ts';
import { nearPairs } from './near-pairs.ts';
import { NONE, type Picture } from './picture.ts';
import { checkParameters, checkPictures } from './valid.ts';

/** Counts as the trackers of people and cars in video are compared by. */
export type Mot = {
  readonly objects: number;
  readonly matches: number;
  readonly misses: number;
  readonly falsePositives: number;
  readonly switches: number;
  readonly fragmentations: number;
  /** 1 − (misses + false + switches) / objects: below 0 for a tracker that is worse than none. */
  readonly mota: number;
  /** Mean distance of the matches; 0 where there is none. */
  readonly motp_m: number;
  /** Objects that are held for 80 % of their lives and more, for less than 20 %, and between. */
  readonly mostlyTracked: number;
  readonly partlyTracked: number;
  readonly mostlyLost: number;
  /** Share of object scans and track scans that agree when each object is given one track for the whole run, and each track one object. */
  readonly idf1: number;
};

/** CLEAR MOT and identity counts. From scan to scan pairs stay together while they are nearer than c, and what is left is paired optimally; an
 *  object that comes back under another track than its last one is a switch, however long it was lost.
 *  Source  [BS2008] for MOTA and MOTP, [RSZ2016] for IDF1: 2 IDTP / (objects + tracks), both counted over all scans.
 *  Throws `RangeError` that names place and remedy for pictures that are not whole or not in order, and for a c that cannot be. */
export function mot(pictures: readonly Picture[], c_m: number): Mot {
  checkParameters({ c_m }, ['c_m']);
  checkPictures(pictures);
  const associations = correspondences(pictures, c_m);
  const whole = continuity(pictures, associations);
  let [objects, tracks, matches, distance_m] = [0, 0, 0, 0];
  associations.forEach((association, k) => {
    objects += pictures[k].truth.ids.length;
    tracks += pictures[k].tracks.ids.length;
    association.trackOf.forEach((track, i) => {
      if (track === NONE) return;
      matches += 1;
      distance_m += association.distance_m[i];
    });
  });
  const share = whole.lifelines.map(({ heldScans, scans }) => heldScans / scans);
  const mostlyTracked = share.filter((held) => held >= 0.8).length;
  const mostlyLost = share.filter((held) => held < 0.2).length;
  const [misses, falsePositives] = [objects - matches, tracks - matches];
  return {
    objects,
    matches,
    misses,
    falsePositives,
    switches: whole.switches,
    fragmentations: whole.breaks,
    mota: 1 - (misses + falsePositives + whole.switches) / Math.max(1, objects),
    motp_m: distance_m / Math.max(1, matches),
    mostlyTracked,
    partlyTracked: share.length - mostlyTracked - mostlyLost,
    mostlyLost,
    idf1: (2 * agreeingForLife(pictures, c_m)) / Math.max(1, objects + tracks),
  };
}

/** IDTP: the most scans in which objects and tracks agree when each object is given one track for the whole run, and each track one object.
 *  They agree where both are there and nearer than c, whoever is paired with whom in that scan. */
function agreeingForLife(pictures: readonly Picture[], c_m: number): number {
  const together = new Map<string, Map<number, number>>();
  const columns = new Map<string, number>();
  for (const { truth, tracks } of pictures) {
    nearPairs(truth.states, tracks.states, c_m).forEach((near, i) => {
      const row = together.get(truth.ids[i]) ?? new Map<number, number>();
      together.set(truth.ids[i], row);
      for (const { column: track } of near) {
        const column = columns.get(tracks.ids[track]) ?? columns.size;
        columns.set(tracks.ids[track], column);
        row.set(column, (row.get(column) ?? 0) + 1);
      }
    });
  }
  const counts = [...together.values()];
  const most = pictures.length;
  const rows = counts.map((row) => ({ missed: most, candidates: [...row].map(([column, scans]) => ({ column, cost: most - scans })) }));
  return assignInParts(rows, columns.size).reduce((total, column, row) => total + (counts[row].get(column) ?? 0), 0);
}
