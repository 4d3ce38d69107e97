import { associationOf } from './association.ts';
import { continuity } from './continuity.ts';
import { gospa } from './gospa.ts';
import { ospa } from './ospa.ts';
import { NONE, type Picture } from './picture.ts';
import { checkParameters, checkPictures, checkSomeCount } from './valid.ts';

/** The rule by which trackers are compared on sets of plots that others were run on too.
 *  @experimental */
export const PEERS = { c_m: 10_000, p: 2, alpha: 2, fromScan: 10 } as const;

/** @experimental */
export type PeersRule = { readonly c_m: number; readonly p: number; readonly alpha: number; readonly fromScan: number };

/** One row of their table.
 *  @experimental */
export type PeersScore = {
  readonly scans: number;
  readonly gospaMean_m: number;
  readonly ospaMean_m: number;
  /** Root of the mean squared distance of all pairs. */
  readonly locRmse_m: number;
  /** Share of the true objects, scan by scan, without a track. */
  readonly missedFraction: number;
  /** Tracks without an object. */
  readonly falsePerScan: number;
  /** An object's track is another than the one that it had. */
  readonly switches: number;
  /** Part of `falsePerScan`: tracks that are left over although an object is nearer than c. It has a track of its own. */
  readonly extraPerScan: number;
};

/** Mean over the scans from `fromScan` on. An object is missed, and a track false, when GOSPA's pairing leaves it without a partner nearer
 *  than c; a track beside another on the same object is therefore false too. What an object had before `fromScan` is remembered for the
 *  switches, which are counted from there on.
 *  Throws `RangeError` that names place and remedy for pictures that are not whole or not in order, a rule that cannot be, and when no scan counts.
 *  @experimental */
export function peersScore(pictures: readonly Picture[], rule: PeersRule = PEERS): PeersScore {
  checkParameters(rule, ['fromScan']);
  checkPictures(pictures);
  checkSomeCount(pictures, rule.fromScan);
  const scored = pictures.map(({ truth, tracks }) => gospa(truth.states, tracks.states, rule));
  const associations = pictures.map((picture, k) => associationOf(picture, scored[k].matching, rule.c_m));
  const switches = continuity(pictures, associations).lifelines.flatMap(({ switchedAt }) => switchedAt);
  let [scans, gospaSum, ospaSum, squares, matched, missed, falseTracks, extra, objects] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  pictures.forEach(({ scan, truth, tracks }, k) => {
    if (scan < rule.fromScan) return;
    const { distance_m, missedCount, falseCount, matching } = scored[k];
    scans += 1;
    gospaSum += distance_m;
    ospaSum += ospa(truth.states, tracks.states, rule).distance_m;
    matching.trackOf.forEach((track, i) => {
      if (track !== NONE) squares += matching.distance_m[i] * matching.distance_m[i];
    });
    matched += matching.matched;
    missed += missedCount;
    falseTracks += falseCount;
    extra += associations[k].extra.reduce((total, one) => total + one, 0);
    objects += truth.ids.length;
  });
  const perScan = (sum: number): number => sum / Math.max(1, scans);
  return {
    scans,
    gospaMean_m: perScan(gospaSum),
    ospaMean_m: perScan(ospaSum),
    locRmse_m: Math.sqrt(squares / Math.max(1, matched)),
    missedFraction: missed / Math.max(1, objects),
    falsePerScan: perScan(falseTracks),
    switches: switches.filter((scan) => scan >= rule.fromScan).length,
    extraPerScan: perScan(extra),
  };
}
