import { eventOfTrack } from '../event-book.ts';
import { quadraticForm } from '../math/matrix.ts';
import type { FoldItem, State } from '../state.ts';
import { type Track, trackEstimate } from '../track/track.ts';
import type { ScanOutcome } from '../track/tracker.ts';
import { measuredAt_us } from './treated-scan.ts';
import type { Micros } from '../units.ts';

// Folded again, a track is the object that people know, and must go by the name that they know it by. Three things tell, the surest first: that
// it began with the same detection; that it took the same detections since; that it is in the same place.

type ScanItem = Extract<FoldItem, { kind: 'scan' }>;

/** Detections remembered with the track that took each; at the bound the oldest are forgotten, and place alone tells. */
const MAX_USES = 20_000;
/** Share of what a track took that another must have taken to be the same object. */
const SAME_USES = 0.5;
/** Distance² in six dimensions up to which a track that is gone and one that is new are the same object (χ²₆ at 0.99). */
const SAME = 16.8;

/** Remembers, of a scan folded in order, which tracks began and which detections went to tracks that people know. */
export function noteNames(state: State, item: ScanItem, outcome: ScanOutcome): void {
  const { births, uses } = state.late;
  for (const { id, born_us, sources } of bornIn(item, outcome)) births.push({ ...sources[0], id, born_us });
  for (const track of outcome.touched) if (track.status === 'confirmed') uses.push(...useOf(item, track));
  if (uses.length > MAX_USES) uses.splice(0, uses.length - MAX_USES);
}

/** Forgets what no late scan can bring back. */
export function forgetNames({ late: { births, uses } }: State, reach_us: Micros): void {
  const firstBirth = births.findIndex(({ born_us }) => born_us > reach_us);
  births.splice(0, firstBirth < 0 ? births.length : firstBirth);
  const firstUse = uses.findIndex(({ at_us }) => at_us > reach_us);
  uses.splice(0, firstUse < 0 ? uses.length : firstUse);
}

type Use = State['late']['uses'][number];

/** The names for one going back: hears each scan that is folded again, and in the end gives the tracks that people knew their names back. */
export function namesAgain(state: State): {
  hear(item: ScanItem, outcome: ScanOutcome, next: number): void;
  keep(known: readonly Track[]): void;
} {
  const names = new Map(state.late.births.map(({ seq, index, id }) => [`${seq}:${index}`, id]));
  const fresh: Use[] = [];
  return {
    hear(item, outcome, next) {
      const renamedTo = nameBirths(state, item, outcome, names, next);
      for (const track of outcome.touched) fresh.push(...useOf(item, track, renamedTo.get(track.id)));
    },
    keep(known) {
      keepNames(state, known, fresh);
      const again = new Set(fresh.map(({ seq }) => seq));
      const confirmed = new Set(state.tracker.tracks.flatMap(({ id, status }) => (status === 'confirmed' ? [id] : [])));
      const { uses } = state.late;
      const before = uses.filter(({ seq }) => !again.has(seq));
      uses.splice(0, uses.length, ...before, ...fresh.filter(({ id }) => confirmed.has(id)));
    },
  };
}

function bornIn(item: ScanItem, { touched }: ScanOutcome): Track[] {
  return touched.filter(({ born_us, seen }) => born_us === measuredAt_us(item) && seen.heat.hits + seen.radar.hits === 1);
}

/** The detection of this scan that went to a track, if one did. */
function useOf(item: ScanItem, { id, sources }: Track, name = id): Use[] {
  const source = sources.at(-1);
  return source?.seq === item.seq ? [{ ...source, id: name, at_us: measuredAt_us(item) }] : [];
}

/** Gives tracks that begin again the names that they had; `next` is the first number that is free. Returns the new name of each. */
function nameBirths(
  state: State,
  item: ScanItem,
  outcome: ScanOutcome,
  names: ReadonlyMap<string, string>,
  next: number,
): Map<string, string> {
  const { tracker, late } = state;
  const renamedTo = new Map<string, string>();
  tracker.nextNumber = next;
  for (const born of bornIn(item, outcome)) {
    const [{ seq, index }] = born.sources;
    const old = names.get(`${seq}:${index}`);
    const id = old ?? `T${tracker.nextNumber++}`;
    if (old === undefined) late.births.push({ seq, index, id, born_us: born.born_us });
    const at = tracker.tracks.indexOf(born);
    if (at >= 0 && born.id !== id) {
      tracker.tracks[at] = { ...born, id };
      renamedTo.set(born.id, id);
    }
  }
  return renamedTo;
}

/** A first sighting that comes late makes a track begin anew, from another detection. It is the object that people know, where it has taken the
 *  detections of one that would be gone, or agrees with it, and goes by that name. */
function keepNames(state: State, known: readonly Track[], fresh: Use[]): void {
  const { tracks } = state.tracker;
  for (const before of known) {
    if (tracks.some(({ id }) => id === before.id)) continue;
    const free = tracks.filter(({ id }) => {
      const event = eventOfTrack(state, id);
      return !known.some((one) => one.id === id) && (event === undefined || event.ended !== undefined);
    });
    const same = byUses(state, before, free, fresh) ?? nearest(before, free);
    if (same === undefined) continue;
    for (const [k, use] of fresh.entries()) if (use.id === same.id) fresh[k] = { ...use, id: before.id };
    rename(state, same, before.id);
  }
}

/** The track that has taken most of what this one took, as far as that was folded again. */
function byUses({ late }: State, before: Track, free: readonly Track[], fresh: readonly Use[]): Track | undefined {
  const takers = new Map(fresh.map(({ seq, index, id }) => [`${seq}:${index}`, id]));
  const again = new Set(fresh.map(({ seq }) => seq));
  const taken = late.uses.filter(({ id, seq }) => id === before.id && again.has(seq));
  const counts = new Map<string, number>();
  for (const { seq, index } of taken) {
    const id = takers.get(`${seq}:${index}`);
    if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  let found: Track | undefined;
  let most = SAME_USES * taken.length;
  for (const track of free) {
    const count = counts.get(track.id) ?? 0;
    if (count > 0 && count >= most) [found, most] = [track, count];
  }
  return found;
}

function nearest(before: Track, free: readonly Track[]): Track | undefined {
  let found: Track | undefined;
  let least = SAME;
  for (const track of free) {
    const distance2 = apart2(before, track) ?? Infinity;
    if (distance2 < least) [found, least] = [track, distance2];
  }
  return found;
}

/** Squared Mahalanobis distance of two estimates of one time. */
function apart2(a: Track, b: Track): number | undefined {
  const [p, q] = [trackEstimate(a), trackEstimate(b)];
  return quadraticForm(
    p.p.map((v, i) => v + q.p[i]),
    p.x.map((v, i) => v - q.x[i]),
    6,
  );
}

/** Another name, wherever the present one stands, so that the next going back brings up that other one. */
function rename(state: State, track: Track, id: string): void {
  const renamed = (one: Track): Track => (one.id === track.id ? { ...one, id } : one);
  const { births, replay } = state.late;
  births.forEach((birth, k) => {
    if (birth.id === track.id) births[k] = { ...birth, id };
  });
  replay.snapshots.forEach((one, k) => {
    replay.snapshots[k] = { ...one, saved: { ...one.saved, tracks: one.saved.tracks.map(renamed) } };
  });
  state.tracker.tracks.splice(state.tracker.tracks.indexOf(track), 1, { ...track, id });
}
