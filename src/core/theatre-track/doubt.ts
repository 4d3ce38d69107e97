import { ClusterList } from '../track/decide/cluster-list.ts';
import { type Cluster, mostLikely, slotsOf } from '../track/decide/cluster.ts';
import { copyPlain } from '../replay/copy-plain.ts';
import type { TakenSource } from '../sense/scan.ts';
import type { Branch } from './in-hand.ts';
import { forkTrack, type Track } from './track.ts';

/** Tracks about which several joint hypotheses are kept. What the system says of a track is its branch in the likeliest of them, and that stands with the
 *  tracks of the theatre; the other branches stand here, each a track with a story of its own, and live and are looked at with it. */
export type Doubt = {
  /** Names of the tracks. */
  readonly ids: readonly string[];
  /** A slot is a place in `branches`. */
  readonly joints: Cluster['joints'];
  /** `of`: place of the track's name. `track` is absent where it is the one that the system goes by. */
  readonly branches: readonly { readonly of: number; readonly track?: Track; readonly lately: readonly number[] }[];
};

/** Branches held besides the tracks; at the bound the doubts with the most are decided for what is likeliest. */
export const MAX_BRANCHES = 4000;

/** A copy that goes its own way. */
export function forkDoubt({ branches, ...same }: Doubt): Doubt {
  return {
    ...same,
    branches: branches.map((branch) => (branch.track === undefined ? branch : { ...branch, track: forkTrack(branch.track) })),
  };
}

/** All tracks that the doubts hold besides the theatre's. */
export function othersOf(doubts: readonly Doubt[]): Track[] {
  return doubts.flatMap(({ branches }) => branches.flatMap(({ track }) => (track === undefined ? [] : [track])));
}

/** The tracks, by place, as clusters, and what each branch took lately. Slots are the places of the tracks, and behind them those of `othersOf`. */
export function clustersOf(
  tracks: readonly Track[],
  doubts: readonly Doubt[],
): { readonly clusters: ClusterList; readonly lately: (readonly number[])[] } {
  // Nobody else has this past: without it a plot that either of two may have made would be one way and not two.
  const lately: (readonly number[])[] = tracks.map(({ id }) => [numberOf(id)]);
  const clusterOf = new Map<string, Cluster | undefined>();
  for (const { ids, joints, branches } of doubts) {
    const places = ids.map((id) => tracks.findIndex((track) => track.id === id));
    const slots = branches.map(({ of, track, lately: before }) => {
      if (track !== undefined) return lately.push(before) - 1;
      lately[places[of]] = before;
      return places[of];
    });
    const cluster = {
      tracks: places.map((id) => ({ id })),
      joints: joints.map((joint) => ({ ...joint, slots: joint.slots.map((b) => slots[b]) })),
    };
    // The cluster stands where its eldest track does.
    ids.forEach((id) => clusterOf.set(id, undefined));
    clusterOf.set(tracks[Math.min(...places)].id, cluster);
  }
  const clusters = new ClusterList();
  tracks.forEach(({ id }, place) => {
    if (!clusterOf.has(id)) clusters.addLone(place, place);
    const cluster = clusterOf.get(id);
    if (cluster !== undefined) clusters.add(cluster);
  });
  return { clusters, lately };
}

/** A hash of a name. */
function numberOf(id: string): number {
  let hash = 0;
  for (let i = 0; i < id.length; i++) hash = (Math.imul(hash, 31) + id.charCodeAt(i)) | 0;
  return hash;
}

/** What was decided: for each track, by place, the branch that it goes by, and the doubts that are left. */
export function settledBy(clusters: ClusterList, branches: readonly Branch[]): { readonly fronts: Branch[]; readonly doubts: Doubt[] } {
  const fronts: Branch[] = [];
  const doubts: Doubt[] = [];
  for (let i = 0; i < clusters.length; i++) {
    const cluster = clusters.at(i);
    const front = mostLikely(cluster).slots;
    cluster.tracks.forEach(({ id }, k) => {
      fronts[id] = branches[front[k]];
    });
    if (cluster.joints.length > 1) doubts.push(doubtOf(cluster, front, branches));
  }
  return { fronts, doubts: bounded(doubts) };
}

function doubtOf({ tracks, joints }: Cluster, front: readonly number[], all: readonly Branch[]): Doubt {
  const place = new Map<number, number>();
  const branches = tracks.flatMap((_, of) =>
    slotsOf({ tracks, joints }, of).map((slot) => {
      const { candidate, lately } = all[slot];
      place.set(slot, place.size);
      return slot === front[of] ? { of, lately } : { of, track: candidate.track, lately };
    }),
  );
  return {
    ids: tracks.map((_, k) => all[front[k]].candidate.track.id),
    joints: joints.map(({ logWeight, slots }) => ({ logWeight, slots: slots.map((slot) => place.get(slot) as number) })),
    branches,
  };
}

function bounded(doubts: readonly Doubt[]): Doubt[] {
  let held = 0;
  const others = ({ ids, branches }: Doubt): number => branches.length - ids.length;
  const fewestFirst = [...doubts].sort((a, b) => others(a) - others(b));
  const kept = new Set(fewestFirst.filter((one) => (held += others(one)) <= MAX_BRANCHES));
  return doubts.filter((one) => kept.has(one));
}

/** Detections that have been told for a track are told for whatever else it may have become. */
export function forgetTold(doubts: readonly Doubt[], id: string, told: readonly TakenSource[]): void {
  for (const { ids, branches } of doubts)
    for (const { of, track } of branches)
      if (track !== undefined && ids[of] === id)
        track.sources = track.sources.filter(({ seq, index }) => !told.some((one) => one.seq === seq && one.index === index));
}

/** The doubts that stand when tracks have ended or gone into others: with those the likeliest is taken for what happened. What is known of a track,
 *  whichever of its branches is true, is told to all of them. */
export function standing(doubts: readonly Doubt[], tracks: readonly Track[], isDecided: (id: string) => boolean): Doubt[] {
  const byId = new Map(tracks.map((track) => [track.id, track]));
  const left = doubts.filter(({ ids }) => ids.every((id) => byId.has(id) && !isDecided(id)));
  for (const { ids, branches } of left)
    for (const { of, track } of branches) {
      const front = byId.get(ids[of]);
      if (track === undefined || front === undefined) continue;
      const { status, confirmed_us, neighbours, displaced } = front;
      Object.assign(track, { status, confirmed_us }, copyPlain({ neighbours, displaced }));
    }
  return left;
}
