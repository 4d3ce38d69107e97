import { heightAbove } from '../../core/frames/geodetic.ts';
import { type Track, trackEstimate } from '../../core/theatre-track/track.ts';
import type { ScanOutcome, Tracker } from '../../core/theatre-track/tracker.ts';
import type { Micros } from '../../core/units.ts';
import type { RaidMissile, RaidObject } from './missile.ts';
import type { Raid } from './raid.ts';

/** What became of the tracks of one raid, against the truth. */
export type RaidScore = {
  /** Flights that no confirmed track held when their engine stopped. */
  readonly neverHeld: readonly number[];
  /** Flights whose track, with all that came of it, did not follow the body after the pieces had parted. */
  readonly lost: readonly number[];
  readonly tracksAtPeak: number;
  /** Confirmed tracks near no object, and near one that another track has; and objects in reach that no track has. Means over the marks. */
  readonly falseTracks: number;
  readonly duplicates: number;
  readonly missedShare: number;
};

/** How near a track must be to a body to follow it, m; and to be a track of an object at all, where its own sigma is not larger. */
const FOLLOWS_M = 2_000;
const NEAR_M = 3_000;
const MARK_US = 10_000_000;
/** Radars ahead see a body until it is below this on its way down. */
const IN_REACH_M = 60_000;

/** Watches a tracker through a raid. Tell it of every scan's outcome. */
export function createJudge(raid: Raid): { after(tracker: Tracker, outcome: ScanOutcome, at_us: Micros): void; score(): RaidScore } {
  const parentOf = new Map<string, string>();
  const holderOf = new Map<number, string>();
  const flights = raid.missiles.map((missile) => ({
    missile,
    lastMark_us: lastInReach(missile),
    marks: 0,
    misses: 0,
    missedRun: 0,
    worstRun: 0,
  }));
  const neverHeld: number[] = [];
  const totals = { marks: 0, falseTracks: 0, duplicates: 0, missed: 0, present: 0, peak: 0 };
  let nextMark_us = raid.start_us;

  const belongs = (id: string, root: string): boolean => {
    const ring = new Set<string>();
    for (let one: string | undefined = id; one !== undefined && !ring.has(one); one = parentOf.get(one)) {
      if (one === root) return true;
      ring.add(one);
    }
    return false;
  };
  return {
    after(tracker, outcome, at_us) {
      for (const { id, parent } of tracker.tracks) if (parent !== undefined) parentOf.set(id, parent);
      for (const { track, into } of outcome.ended) if (into !== undefined) parentOf.set(track.id, into);
      const confirmed = tracker.tracks.filter(({ status }) => status === 'confirmed').map(placed);
      totals.peak = Math.max(totals.peak, confirmed.length);
      flights.forEach(({ missile }, k) => {
        if (holderOf.has(k) || neverHeld.includes(k) || missile.burnout_us > at_us) return;
        const holder = nearest(confirmed, missile.objects[0], at_us);
        if (holder === undefined) neverHeld.push(k);
        else holderOf.set(k, holder.track.id);
      });
      if (at_us < nextMark_us) return;
      nextMark_us = at_us + MARK_US;
      flights.forEach((flight, k) => {
        const root = holderOf.get(k);
        const body = flight.missile.objects[0].stateAt(at_us);
        if (root === undefined || body === undefined || at_us < flight.missile.separation_us + MARK_US || at_us > flight.lastMark_us)
          return;
        const kept = confirmed.some((one) => apart(one, body.r) <= FOLLOWS_M && belongs(one.track.id, root));
        flight.marks += 1;
        flight.misses += kept ? 0 : 1;
        flight.missedRun = kept ? 0 : flight.missedRun + 1;
        flight.worstRun = Math.max(flight.worstRun, flight.missedRun);
      });
      count(totals, confirmed, raid.objects, at_us);
    },
    score: () => ({
      neverHeld,
      // Lost for good, or so long that nobody would have called it followed: three marks on end are half a minute.
      lost: flights.flatMap(({ missedRun, worstRun, marks }, k) => (marks > 0 && (missedRun > 0 || worstRun >= 3) ? [k] : [])),
      tracksAtPeak: totals.peak,
      falseTracks: totals.falseTracks / Math.max(1, totals.marks),
      duplicates: totals.duplicates / Math.max(1, totals.marks),
      missedShare: totals.missed / Math.max(1, totals.present),
    }),
  };
}

type Placed = { readonly track: Track; readonly x: Float64Array; readonly sigma_m: number };

function placed(track: Track): Placed {
  const { x, p } = trackEstimate(track);
  return { track, x, sigma_m: Math.sqrt(p[0] + p[7] + p[14]) };
}

function nearest(tracks: readonly Placed[], object: RaidObject, at_us: Micros): Placed | undefined {
  const state = object.stateAt(at_us);
  if (state === undefined) return undefined;
  let best: Placed | undefined;
  let least = Infinity;
  for (const one of tracks) {
    const d = apart(one, state.r);
    if (d < least && d <= reach(one)) [best, least] = [one, d];
  }
  return best;
}

function reach({ sigma_m }: Placed): number {
  return Math.max(NEAR_M, 4 * sigma_m);
}

function apart({ x }: Placed, r: { readonly x: number; readonly y: number; readonly z: number }): number {
  const [dx, dy, dz] = [x[0] - r.x, x[1] - r.y, x[2] - r.z];
  return Math.sqrt(dx * dx + dy * dy + dz * dz);
}

function lastInReach({ objects: [body], separation_us }: RaidMissile): Micros {
  for (let t = body.end_us; t > separation_us; t -= 1_000_000) {
    const state = body.stateAt(t);
    if (state !== undefined && heightAbove(state.r.x, state.r.y, state.r.z) > IN_REACH_M) return t;
  }
  return separation_us;
}

/** Pairs tracks with objects, nearest pairs first, and counts what is left over on both sides. */
function count(
  totals: { marks: number; falseTracks: number; duplicates: number; missed: number; present: number },
  tracks: readonly Placed[],
  objects: readonly RaidObject[],
  at_us: Micros,
): void {
  const present = objects.flatMap((object) => {
    const state = object.stateAt(at_us);
    return state !== undefined && heightAbove(state.r.x, state.r.y, state.r.z) > IN_REACH_M
      ? [{ r: state.r, near: false, taken: false }]
      : [];
  });
  const low = objects.flatMap((object) => object.stateAt(at_us)?.r ?? []);
  const pairs: { d: number; t: number; k: number }[] = [];
  tracks.forEach((track, t) =>
    present.forEach(({ r }, k) => {
      const d = apart(track, r);
      if (d <= reach(track)) pairs.push({ d, t, k });
    }),
  );
  pairs.sort((a, b) => a.d - b.d || a.t - b.t || a.k - b.k);
  const used = new Set<number>();
  for (const { t, k } of pairs) {
    if (used.has(t) || present[k].taken) continue;
    used.add(t);
    present[k].taken = true;
  }
  totals.marks += 1;
  totals.present += present.length;
  totals.missed += present.filter(({ taken }) => !taken).length;
  tracks.forEach((track, t) => {
    if (used.has(t)) return;
    if (pairs.some((pair) => pair.t === t)) totals.duplicates += 1;
    else if (!low.some((r) => apart(track, r) <= reach(track))) totals.falseTracks += 1;
  });
}
