import { type Association, associationOf } from './association.ts';
import { type ScoreConsistency, scoreConsistency } from './consistency.ts';
import { type Continuity, continuity } from './continuity.ts';
import { type Gospa, gospa } from './gospa.ts';
import { type Mot, mot } from './mot.ts';
import { type Ospa, ospa } from './ospa.ts';
import { ospa2 } from './ospa2.ts';
import { PEERS, type PeersScore, peersScore } from './peers.ts';
import type { Picture } from './picture.ts';
import { REQUIREMENTS } from './requirements/catalogue.ts';
import { quantile } from './requirements/measures.ts';
import { evaluate, type RequirementResult } from './requirements/requirement.ts';
import { type Siap, siap } from './siap.ts';
import { switchingGospa } from './switching.ts';
import { checkPictures } from './valid.ts';
import { type TrajectoryGospa, trajectoryGospa } from './trajectory-gospa.ts';
import { type WorstCase, worstCases } from './worst-cases.ts';

export type ScoreRule = {
  readonly c_m: number;
  readonly p: number;
  readonly alpha: number;
  /** For each change of track, in the forms of GOSPA that charge for it. */
  readonly switchingPenalty_m: number;
  /** First scan that counts: before it trackers may settle. */
  readonly fromScan: number;
};

/** A change of track costs half as much as a missed object. */
export const DEFAULT_RULE: ScoreRule = { ...PEERS, switchingPenalty_m: PEERS.c_m / 2 };

/** One scan as a chart shows it. */
export type ScanScore = {
  readonly scan: number;
  readonly time_s: number;
  readonly objects: number;
  readonly tracks: number;
  readonly extra: number;
  readonly gospa: Omit<Gospa, 'matching'>;
  readonly ospa_m: number;
  /** Objects whose track is another than the last that they had. */
  readonly switches: number;
  /** Of the held objects; undefined where none is. */
  readonly positionError: { readonly median_m: number; readonly rms_m: number; readonly q95_m: number } | undefined;
};

/** Everything that is measured on one run, as data. `scans` and `continuity` are of the whole run, with its beginning; the delays and the gaps
 *  among requirements and worst cases are taken from that continuity. Everything else counts from `fromScan` on. */
export type ScoreSheet = {
  readonly rule: ScoreRule;
  readonly scans: readonly ScanScore[];
  readonly peers: PeersScore;
  readonly siap: Siap;
  readonly mot: Mot;
  readonly ospa2: Ospa;
  readonly trajectory: TrajectoryGospa;
  readonly switching: { readonly mean_m: number /** Half for an object that is lost or found again. */; readonly changes: number };
  readonly continuity: Continuity;
  readonly consistency: ScoreConsistency | undefined;
  readonly requirements: readonly RequirementResult[];
  readonly worst: readonly WorstCase[];
};

/** Scores one run by every measure there is. `limits` replaces limits of requirements by their id.
 *  Throws `RangeError` that names place and remedy for pictures that are not whole or not in order, a rule or a limit that cannot be, and when no
 *  scan counts: `fromScan` of the usual rule is 10. */
export function scoreSheet(
  pictures: readonly Picture[],
  rule: ScoreRule = DEFAULT_RULE,
  limits: Readonly<Record<string, number>> = {},
): ScoreSheet {
  checkPictures(pictures);
  const all = pictures.map((picture) =>
    associationOf(picture, gospa(picture.truth.states, picture.tracks.states, rule).matching, rule.c_m),
  );
  const wholeRun = continuity(pictures, all);
  const counted = pictures.filter(({ scan }) => scan >= rule.fromScan);
  const associations = all.filter((_, k) => pictures[k].scan >= rule.fromScan);
  const consistency = scoreConsistency(counted, associations);
  const run = { pictures: counted, associations, continuity: continuity(counted, associations), wholeRun, consistency };
  return {
    rule,
    scans: scanScores(pictures, all, wholeRun, rule),
    peers: peersScore(pictures, rule),
    siap: siap(counted, associations),
    mot: mot(counted, rule.c_m),
    ospa2: ospa2(counted, { c_m: rule.c_m, p: rule.p, q: rule.p }),
    trajectory: trajectoryGospa(counted, rule),
    switching: switchingOf(pictures, rule),
    continuity: wholeRun,
    consistency,
    requirements: evaluate(REQUIREMENTS, run, limits),
    worst: worstCases(counted, associations, wholeRun),
  };
}

/** Scans before the first that counts are remembered, not charged. */
function switchingOf(pictures: readonly Picture[], rule: ScoreRule): ScoreSheet['switching'] {
  const scans = switchingGospa(pictures, rule).filter((_, k) => pictures[k].scan >= rule.fromScan);
  return {
    mean_m: scans.reduce((sum, { distance_m }) => sum + distance_m, 0) / Math.max(1, scans.length),
    changes: scans.reduce((sum, { changes }) => sum + changes, 0),
  };
}

function scanScores(
  pictures: readonly Picture[],
  associations: readonly Association[],
  { lifelines }: Continuity,
  rule: ScoreRule,
): ScanScore[] {
  const switches = new Map<number, number>();
  for (const { switchedAt } of lifelines) for (const scan of switchedAt) switches.set(scan, (switches.get(scan) ?? 0) + 1);
  return pictures.map(({ scan, time_s, truth, tracks }, k): ScanScore => {
    const { matching, ...parts } = gospa(truth.states, tracks.states, rule);
    return {
      scan,
      time_s,
      objects: truth.ids.length,
      tracks: tracks.ids.length,
      extra: associations[k].extra.reduce((total, one) => total + one, 0),
      gospa: parts,
      ospa_m: ospa(truth.states, tracks.states, rule).distance_m,
      switches: switches.get(scan) ?? 0,
      positionError: errorOf(matching.distance_m.filter(Number.isFinite)),
    };
  });
}

function errorOf(errors: Float64Array): ScanScore['positionError'] {
  if (errors.length === 0) return undefined;
  const rms_m = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
  return { median_m: quantile(errors, 0.5), rms_m, q95_m: quantile(errors, 0.95) };
}
