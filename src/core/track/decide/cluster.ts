import { exp, log } from '../../math/elementary.ts';

/** A cluster's track, by the number that its tracker knows it by (in the plot tracker its name, 0 until it has been reported). */
export type Member = { id: number };

/** One way in which all of a cluster's tracks may have come about: a hypothesis (slot) for each of them. */
export type Joint = { logWeight: number; readonly slots: readonly number[] };

/** Tracks that have contended for plots, and the joint hypotheses about them; weights sum to one. A lone track has a cluster of its own.
 *  Source  [Williams2015] (multi-Bernoulli mixture); [Reid1979] for clusters. */
export type Cluster = { readonly tracks: readonly Member[]; readonly joints: readonly Joint[] };

export function loneCluster(track: Member, slot: number): Cluster {
  return { tracks: [track], joints: [{ logWeight: 0, slots: [slot] }] };
}

/** The distinct hypotheses of the i-th track, in order of first use. */
export function slotsOf(cluster: Cluster, i: number): number[] {
  const { joints } = cluster;
  if (joints.length === 1) return [joints[0].slots[i]];
  return [...new Set(joints.map(({ slots }) => slots[i]))];
}

/** Calls `visit` with every hypothesis of the cluster once. */
export function eachSlot(cluster: Cluster, visit: (slot: number) => void): void {
  const { tracks, joints } = cluster;
  if (joints.length === 1) {
    const { slots } = joints[0];
    for (let i = 0; i < slots.length; i++) visit(slots[i]);
    return;
  }
  for (let i = 0; i < tracks.length; i++) for (const slot of slotsOf(cluster, i)) visit(slot);
}

/** The joint hypothesis of most weight; of equals the first. */
export function mostLikely(cluster: Cluster): Joint {
  let best = cluster.joints[0];
  for (const joint of cluster.joints) if (joint.logWeight > best.logWeight) best = joint;
  return best;
}

/** One cluster of several that have come to contend: every combination of their joint hypotheses, the `most` likely of them.
 *  Hypotheses that no kept combination uses are handed to `release`. */
export function united(clusters: readonly Cluster[], most: number, release: (slot: number) => void): Cluster {
  let { tracks, joints } = clusters[0];
  for (const next of clusters.slice(1)) {
    const pairs = joints.flatMap((a) =>
      next.joints.map((b): Joint => ({ logWeight: a.logWeight + b.logWeight, slots: [...a.slots, ...b.slots] })),
    );
    tracks = [...tracks, ...next.tracks];
    joints = pairs.length > most ? pairs.sort((a, b) => b.logWeight - a.logWeight).slice(0, most) : pairs;
  }
  const used = new Set(joints.flatMap(({ slots }) => slots));
  for (const cluster of clusters)
    eachSlot(cluster, (slot) => {
      if (!used.has(slot)) release(slot);
    });
  return { tracks, joints: normalised(joints) };
}

export function normalised(joints: readonly Joint[]): Joint[] {
  let best = -Infinity;
  for (const { logWeight } of joints) best = Math.max(best, logWeight);
  let sum = 0;
  for (const { logWeight } of joints) sum += exp(logWeight - best);
  const total = best + log(sum);
  return joints.map(({ logWeight, slots }) => ({ logWeight: logWeight - total, slots }));
}

/** A cluster taken apart: a track about which all joint hypotheses agree contends with nobody any more and goes on alone. */
export function settled(cluster: Cluster): Cluster[] {
  if (cluster.joints.length === 1) return cluster.tracks.map((track, i) => loneCluster(track, cluster.joints[0].slots[i]));
  const out: Cluster[] = [];
  const open: number[] = [];
  cluster.tracks.forEach((track, i) => {
    const [first, ...others] = slotsOf(cluster, i);
    if (others.length === 0) out.push(loneCluster(track, first));
    else open.push(i);
  });
  if (open.length === 0) return out;
  if (open.length === cluster.tracks.length) return [cluster];
  out.push({ tracks: open.map((i) => cluster.tracks[i]), joints: withoutTwins(cluster.joints.map((joint) => narrowed(joint, open))) });
  return out;
}

function narrowed({ logWeight, slots }: Joint, kept: readonly number[]): Joint {
  return { logWeight, slots: kept.map((i) => slots[i]) };
}

/** Joint hypotheses that use the same slots are one. */
function withoutTwins(joints: readonly Joint[]): Joint[] {
  const byKey = new Map<string, Joint>();
  for (const joint of joints) {
    const key = joint.slots.join();
    const twin = byKey.get(key);
    if (twin === undefined) byKey.set(key, joint);
    else twin.logWeight = log(exp(twin.logWeight) + exp(joint.logWeight));
  }
  return [...byKey.values()];
}
