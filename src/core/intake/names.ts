import { eventOfTrack } from '../state/event-book.ts';
import { quadraticForm } from '../math/matrix.ts';
import type { FoldItem, State } from '../state/state.ts';
import type { Doubt } from '../theatre-track/doubt.ts';
import { type Track, trackEstimate } from '../theatre-track/track.ts';
import { GATES } from '../track/look/gates.ts';
import type { ScanOutcome } from '../theatre-track/tracker.ts';
import { measuredAt_us } from '../register/treated-scan.ts';
import type { Micros } from '../units.ts';

// Folded again, a track is the object that people know, and must go by the name that they know it by. Three things tell, the surest first: that
// it began with the same detection; that it took the same detections since; that it is in the same place.

type ScanItem = Extract<FoldItem, { kind: 'scan' }>;

/** Detections remembered with the track that took each; at the bound the oldest are forgotten, and place alone tells. */
const MAX_USES = 20_000;
/** Share of what a track took that another must have taken to be the same object. */
const SAME_USES = 0.5;

/** Remembers, of a scan folded in order, which tracks began and which detections went to tracks that people know. */
export function noteNames(state: State, item: ScanItem, outcome: ScanOutcome): void {
  const { births, uses } = state.late;
  for (const { id, born_us, sources } of outcome.born) births.push({ ...sources[0], id, born_us });
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

/** Another name for what has one. */
type Rename = (id: string) => string;

/** The names for one going back: what begins again with the same detection has the same name; hears each scan that is folded again, and in the end
 *  gives the tracks that people knew their names back. Says what has another name now. */
export function namesAgain(state: State): {
  nameOf(seq: number, index: number): string | undefined;
  hear(item: ScanItem, outcome: ScanOutcome): void;
  keep(known: readonly Track[]): Rename;
} {
  const names = new Map(state.late.births.map(({ seq, index, id }) => [`${seq}:${index}`, id]));
  const fresh: Use[] = [];
  return {
    nameOf: (seq, index) => names.get(`${seq}:${index}`),
    hear(item, outcome) {
      for (const { id, born_us, sources } of outcome.born)
        if (!names.has(`${sources[0].seq}:${sources[0].index}`)) state.late.births.push({ ...sources[0], id, born_us });
      for (const track of outcome.touched) fresh.push(...useOf(item, track));
    },
    keep(known) {
      const rename = keepNames(state, known, fresh);
      const again = new Set(fresh.map(({ seq }) => seq));
      const confirmed = new Set(state.tracker.tracks.flatMap(({ id, status }) => (status === 'confirmed' ? [id] : [])));
      const { uses } = state.late;
      const before = uses.filter(({ seq }) => !again.has(seq));
      uses.splice(0, uses.length, ...before, ...fresh.filter(({ id }) => confirmed.has(id)));
      return rename;
    },
  };
}

/** The detection of this scan that went to a track, if one did; of several the likeliest. */
function useOf(item: ScanItem, { id, sources }: Track): Use[] {
  const taken = sources.filter(({ seq }) => seq === item.seq).sort((a, b) => (b.weight ?? 1) - (a.weight ?? 1));
  return taken.slice(0, 1).map(({ seq, index }) => ({ seq, index, id, at_us: measuredAt_us(item) }));
}

/** A first sighting that comes late makes a track begin anew, from another detection. It is the object that people know, where it has taken the
 *  detections of one that would be gone, or agrees with it, and goes by that name. */
function keepNames(state: State, known: readonly Track[], fresh: Use[]): Rename {
  let all: Rename = (id) => id;
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
    const [earlier, rename] = [all, exchange(state, same.id, before.id)];
    all = (id) => rename(earlier(id));
  }
  return all;
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
  let least: number = GATES.sameObject[6];
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

/** Two names change places wherever they stand, so that the next going back brings up the same ones; no two tracks ever have one name. */
function exchange(state: State, a: string, b: string): Rename {
  const rename: Rename = (id) => (id === a ? b : id === b ? a : id);
  const { tracker, late, registration, launches } = state;
  inPlace(late.births, (birth) => ({ ...birth, id: rename(birth.id) }));
  for (const list of [tracker.tracks, tracker.dormant]) inPlace(list, (track) => renamed(track, rename));
  inPlace(tracker.doubts, (doubt) => renamedDoubt(doubt, rename));
  inPlace(late.replay.snapshots, (one) => {
    const { tracks, doubts, dormant } = one.saved;
    const named = {
      tracks: tracks.map((track) => renamed(track, rename)),
      doubts: doubts.map((doubt) => renamedDoubt(doubt, rename)),
      dormant: dormant.map((track) => renamed(track, rename)),
    };
    return { ...one, saved: { ...one.saved, ...named } };
  });
  for (const list of [registration.gathered, registration.gatheredBeside]) inPlace(list, (one) => ({ ...one, track: rename(one.track) }));
  inPlace(launches.ended, ({ at_us, evidence }) => {
    const { track, root } = evidence;
    return { at_us, evidence: { ...evidence, track: rename(track), root: rename(root) } };
  });
  return rename;
}

function renamed(track: Track, rename: Rename): Track {
  const { id, parent, root, apartFrom, neighbours } = track;
  return {
    ...track,
    id: rename(id),
    parent: parent === undefined ? undefined : rename(parent),
    root: rename(root),
    apartFrom: apartFrom.map(rename),
    neighbours: neighbours.map((pair) => ({ ...pair, older: rename(pair.older) })),
  };
}

function renamedDoubt({ ids, joints, branches }: Doubt, rename: Rename): Doubt {
  return {
    ids: ids.map(rename),
    joints,
    branches: branches.map((branch) => (branch.track === undefined ? branch : { ...branch, track: renamed(branch.track, rename) })),
  };
}

function inPlace<T>(list: T[], changed: (one: T) => T): void {
  for (const [k, one] of list.entries()) list[k] = changed(one);
}
