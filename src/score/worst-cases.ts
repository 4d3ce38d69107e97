import type { Association } from './association.ts';
import type { Continuity, Lifeline } from './continuity.ts';
import { NONE, type Picture } from './picture.ts';

/** Where to look first. */
export type WorstCase = {
  readonly kind: 'position error' | 'time without a track' | 'changes of track' | 'initiation delay' | 'false track';
  readonly object: string | undefined;
  readonly track: string | undefined;
  readonly scan: number | undefined;
  readonly time_s: number;
  readonly figure: number;
  readonly unit: 'm' | 's' | 'changes';
};

/** The `most` worst of each kind, each object or track at most once a kind; nothing that is no fault. */
export function worstCases(
  pictures: readonly Picture[],
  associations: readonly Association[],
  { lifelines }: Continuity,
  most = 3,
): WorstCase[] {
  const first = (cases: readonly WorstCase[]): WorstCase[] =>
    cases
      .filter(({ figure }) => figure > 0)
      .sort((a, b) => b.figure - a.figure)
      .slice(0, most);
  return [
    ...first(largestErrors(pictures, associations)),
    ...first(lifelines.map(longestGap)),
    ...first(lifelines.map(mostChanges)),
    ...first(lifelines.flatMap(latestStart)),
    ...first(falseTracks(pictures, associations)),
  ];
}

function largestErrors(pictures: readonly Picture[], associations: readonly Association[]): WorstCase[] {
  const worst = new Map<string, WorstCase>();
  pictures.forEach(({ truth, tracks, scan, time_s }, k) => {
    const { trackOf, distance_m } = associations[k];
    truth.ids.forEach((object, i) => {
      if (trackOf[i] === NONE || distance_m[i] <= (worst.get(object)?.figure ?? 0)) return;
      worst.set(object, { kind: 'position error', object, track: tracks.ids[trackOf[i]], scan, time_s, figure: distance_m[i], unit: 'm' });
    });
  });
  return [...worst.values()];
}

/** After its first track. */
function longestGap({ object, gaps, to_s }: Lifeline): WorstCase {
  const none = { from_s: to_s, to_s };
  const gap = gaps.reduce((longest, one) => (one.to_s - one.from_s > longest.to_s - longest.from_s ? one : longest), none);
  return {
    kind: 'time without a track',
    object,
    track: undefined,
    scan: undefined,
    time_s: gap.from_s,
    figure: gap.to_s - gap.from_s,
    unit: 's',
  };
}

function mostChanges({ object, switchedAt, from_s }: Lifeline): WorstCase {
  return {
    kind: 'changes of track',
    object,
    track: undefined,
    scan: switchedAt[0],
    time_s: from_s,
    figure: switchedAt.length,
    unit: 'changes',
  };
}

function latestStart({ object, from_s, to_s, initiationDelay_s, segments }: Lifeline): WorstCase[] {
  const figure = initiationDelay_s ?? to_s - from_s;
  return [{ kind: 'initiation delay', object, track: segments[0]?.track, scan: undefined, time_s: from_s, figure, unit: 's' }];
}

/** Tracks by the time from their first to their last scan without an object within c, in scans in which there was none. */
function falseTracks(pictures: readonly Picture[], associations: readonly Association[]): WorstCase[] {
  const lives = new Map<string, WorstCase>();
  pictures.forEach(({ tracks, scan, time_s }, k) => {
    tracks.ids.forEach((track, j) => {
      if (associations[k].objectOf[j] !== NONE) return;
      const life = lives.get(track) ?? { kind: 'false track', object: undefined, track, scan, time_s, figure: 0, unit: 's' };
      lives.set(track, { ...life, figure: time_s - life.time_s });
    });
  });
  return [...lives.values()];
}
