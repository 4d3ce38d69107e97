import type { Association } from './association.ts';
import { NONE, type Picture, separation } from './picture.ts';
import { checkAssociations } from './valid.ts';

/** Counts and sums of one scan; the measures are quotients of their sums. Letters are the source's. */
export type SiapScan = {
  /** J: true objects. */
  readonly objects: number;
  /** JT: objects with at least one track. */
  readonly tracked: number;
  /** N: tracks. */
  readonly tracks: number;
  /** NA: tracks that belong to an object. */
  readonly assigned: number;
  /** Σ over the tracks that belong to an object. */
  readonly positionError_m: number;
  readonly velocityError_mps: number;
};

/** A stretch in which one track belongs to one object. */
export type Hold = { readonly track: string; readonly from_s: number; readonly to_s: number };

export type SiapObject = {
  /** TT: time in which it is tracked by whichever track. */
  readonly tracked_s: number;
  /** NU: fewest stretches that cover what can be covered of it. */
  readonly fewestTracks: number;
  /** TL: longest time that it has under one track number, gaps left out. */
  readonly longest_s: number;
  /** T: from its first scan to its last. */
  readonly life_s: number;
};

/** The single integrated air picture’s attributes over a run. */
export type Siap = {
  /** Share of true objects that are tracked; 1 is best. */
  readonly completeness: number;
  /** Tracks to a tracked object; 1 is best. */
  readonly ambiguity: number;
  /** Share of tracks that belong to no object; 0 is best. */
  readonly spuriousness: number;
  /** Means over the tracks that belong to an object. */
  readonly positionAccuracy_m: number;
  readonly velocityAccuracy_mps: number;
  /** Changes of number for each second that an object is tracked; 0 is best. */
  readonly trackNumberChangeRate_hz: number;
  /** Share of the objects' lives under their longest track; 1 is best. */
  readonly longestTrackSegment: number;
};

/** The measures of the single integrated air picture over all scans. A track belongs to an object when it is paired with it, or is an extra
 *  track of it. An object that is never tracked counts for no change of number (Stone Soup counts minus one).
 *  Source  [V2001], in the letters used by Stone Soup.   Quotients of nothing: 0, ambiguity 1.
 *  Throws `RangeError` that names place and remedy for pictures that are not whole or not in order, and for associations of others. */
export function siap(pictures: readonly Picture[], associations: readonly Association[]): Siap {
  checkAssociations(pictures, associations);
  const scans = pictures.map((picture, k) => siapScan(picture, associations[k]));
  const objects = siapObjects(pictures, associations);
  const sum = <T>(items: readonly T[], of: (item: T) => number): number => items.reduce((total, item) => total + of(item), 0);
  const quotient = (part: number, whole: number, ofNothing = 0): number => (whole === 0 ? ofNothing : part / whole);
  const assigned = sum(scans, (scan) => scan.assigned);
  const tracked = sum(scans, (scan) => scan.tracked);
  const tracks = sum(scans, (scan) => scan.tracks);
  return {
    completeness: quotient(
      tracked,
      sum(scans, (scan) => scan.objects),
    ),
    ambiguity: quotient(assigned, tracked, 1),
    spuriousness: quotient(tracks - assigned, tracks),
    positionAccuracy_m: quotient(
      sum(scans, (scan) => scan.positionError_m),
      assigned,
    ),
    velocityAccuracy_mps: quotient(
      sum(scans, (scan) => scan.velocityError_mps),
      assigned,
    ),
    trackNumberChangeRate_hz: quotient(
      sum(objects, ({ fewestTracks }) => Math.max(0, fewestTracks - 1)),
      sum(objects, ({ tracked_s }) => tracked_s),
    ),
    longestTrackSegment: quotient(
      sum(objects, ({ longest_s }) => longest_s),
      sum(objects, ({ life_s }) => life_s),
    ),
  };
}

/** The counts and sums of one scan, which `siap` makes means of. */
export function siapScan({ truth, tracks }: Picture, { trackOf, objectOf }: Association): SiapScan {
  let [assigned, positionError_m, velocityError_mps] = [0, 0, 0];
  objectOf.forEach((object, j) => {
    if (object === NONE) return;
    assigned += 1;
    positionError_m += separation(truth.states, object, tracks.states, j);
    velocityError_mps += separation(truth.states, object, tracks.states, j, 3);
  });
  const tracked = trackOf.reduce((count, track) => (track === NONE ? count : count + 1), 0);
  return { objects: truth.ids.length, tracked, tracks: tracks.ids.length, assigned, positionError_m, velocityError_mps };
}

/** One object's life in numbers.   times_s  its scans, rising.   holds  in any order; they may overlap. */
export function siapObject(times_s: readonly number[], holds: readonly Hold[]): SiapObject {
  const covers = (hold: Hold, time_s: number): boolean => hold.from_s <= time_s && time_s <= hold.to_s;
  let tracked_s = 0;
  for (let k = 1; k < times_s.length; k++)
    if (holds.some((hold) => covers(hold, times_s[k - 1]) && covers(hold, times_s[k]))) tracked_s += times_s[k] - times_s[k - 1];
  let [fewestTracks, reach_s] = [0, -Infinity];
  for (const time_s of times_s) {
    if (time_s <= reach_s) continue;
    // Greedy is optimal here: of the stretches that cover the first open scan, the one that reaches furthest.
    reach_s = holds.filter((hold) => covers(hold, time_s)).reduce((furthest_s, { to_s }) => Math.max(furthest_s, to_s), -Infinity);
    if (reach_s !== -Infinity) fewestTracks += 1;
  }
  const byTrack = new Map<string, number>();
  for (const { track, from_s, to_s } of holds) byTrack.set(track, (byTrack.get(track) ?? 0) + to_s - from_s);
  const longest_s = [...byTrack.values()].reduce((longest, time_s) => Math.max(longest, time_s), 0);
  return { tracked_s, fewestTracks, longest_s, life_s: times_s.length === 0 ? 0 : times_s[times_s.length - 1] - times_s[0] };
}

type Life = { readonly times_s: number[]; readonly holds: Map<string, { track: string; from_s: number; to_s: number; last: number }[]> };

function siapObjects(pictures: readonly Picture[], associations: readonly Association[]): SiapObject[] {
  const lives = new Map<string, Life>();
  pictures.forEach(({ truth, tracks, time_s }, k) => {
    for (const id of truth.ids) {
      const life = lives.get(id);
      if (life === undefined) lives.set(id, { times_s: [time_s], holds: new Map() });
      else life.times_s.push(time_s);
    }
    associations[k].objectOf.forEach((object, j) => {
      const life = object === NONE ? undefined : lives.get(truth.ids[object]);
      if (life !== undefined) extend(life, tracks.ids[j], time_s);
    });
  });
  return [...lives.values()].map(({ times_s, holds }) => siapObject(times_s, [...holds.values()].flat()));
}

/** The stretch goes on when the track belonged to the object in its last scan too. */
function extend({ times_s, holds }: Life, track: string, time_s: number): void {
  const stretches = holds.get(track) ?? [];
  holds.set(track, stretches);
  const current = stretches.at(-1);
  const seen = times_s.length;
  if (current !== undefined && current.last === seen - 1) {
    current.to_s = time_s;
    current.last = seen;
  } else stretches.push({ track, from_s: time_s, to_s: time_s, last: seen });
}
