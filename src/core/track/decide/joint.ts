import { exp, log } from '../../math/elementary.ts';
import { type Choices, kBest } from '../solve/k-best.ts';
import { type Cluster, eachSlot, type Joint, normalised, settled, slotsOf, type Member } from './cluster.ts';
import type { Bounds, Child, InHand } from './in-hand.ts';
import { choicesBySlot, columnsOf } from './problem.ts';

/** One cluster through one scan by a multi-Bernoulli mixture: from each joint hypothesis the most likely assignments of plots to objects
 *  (Murty), pruned, those that explain the last scans alike made one, and the cluster taken apart where its tracks no longer contend.
 *  Source  [GFWG2018] §V (Poisson multi-Bernoulli mixture: weights and existence); [Williams2015] §IV.
 *  Why joint hypotheses and not marginals: objects that fly together coalesce under marginals (peers: 22 % missed against 13 %). */
export function foldJointly(cluster: Cluster, inHand: InHand, bounds: Bounds): Cluster[] {
  const columns = columnsOf(cluster, inHand);
  const children = likelyChildren(cluster, columns, inHand, bounds);
  noteTaken(children, columns, inHand);
  const joints = children.length === 0 ? [] : born(cluster, children, columns, inHand);
  eachSlot(cluster, (slot) => inHand.release(slot));
  return settled(withoutTheGone({ tracks: cluster.tracks, joints: normalised(joints) }, inHand, bounds.endExistence));
}

function likelyChildren(cluster: Cluster, columns: readonly number[], inHand: InHand, bounds: Bounds): Child[] {
  const choices = choicesBySlot(cluster, columns, inHand);
  const rowsOf = (parent: number): Choices[] => cluster.joints[parent].slots.map((slot) => choices.get(slot) as Choices);
  const children: Child[] = [];
  let best = -Infinity;
  const within = -log(bounds.dropWeight);
  const bound = boundOf(cluster, bounds);
  const parents = cluster.joints.map((_, i) => i).sort((a, b) => cluster.joints[b].logWeight - cluster.joints[a].logWeight || a - b);
  for (const parent of parents) {
    const { logWeight } = cluster.joints[parent];
    // As many as its share of the bound, and none that would be pruned beside the best so far.
    const k = Math.max(1, Math.ceil(bound * exp(logWeight)));
    for (const { cost, columnOf } of kBest(rowsOf(parent), columns.length, k, within, logWeight - best + within)) {
      best = Math.max(best, logWeight - cost);
      children.push({ logWeight: logWeight - cost, parent, columnOf });
    }
  }
  const weighed =
    cluster.tracks.length > LARGE ? children : (inHand.weighTogether?.(cluster, { children, columns, parents, rowsOf }) ?? children);
  return withoutLikenesses(cluster, columns, pruned(weighed, bound, bounds.dropWeight), inHand);
}

/** Tracks in a cluster beyond which it is large: fewer joint hypotheses are kept the more there are, down to the one best, since each costs the time of
 *  its tracks squared; and objects are not weighed together. */
const LARGE = 60;

function boundOf({ tracks }: Cluster, { jointHypotheses }: Bounds): number {
  return tracks.length <= LARGE ? jointHypotheses : Math.max(1, Math.floor((jointHypotheses * LARGE) / tracks.length / 4));
}

function pruned(children: readonly Child[], most: number, dropWeight: number): Child[] {
  const sorted = [...children].sort((a, b) => b.logWeight - a.logWeight).slice(0, most);
  let total = 0;
  for (const { logWeight } of sorted) total += exp(logWeight - sorted[0].logWeight);
  return sorted.filter(({ logWeight }) => exp(logWeight - sorted[0].logWeight) > dropWeight * total);
}

/** Joint hypotheses whose objects, taken as a set, explain the last scans by the same plots are one and the same to all that counts; the
 *  likelier one's names are kept, so that names do not flicker between likenesses. */
function withoutLikenesses(cluster: Cluster, columns: readonly number[], children: readonly Child[], inHand: InHand): Child[] {
  const byKey = new Map<string, Child>();
  for (const child of children) {
    const { slots } = cluster.joints[child.parent];
    let sum = 0;
    let mix = 0;
    for (let i = 0; i < slots.length; i++) {
      const hash = inHand.likeness(slots[i], child.columnOf[i] < 0 ? -1 : columns[child.columnOf[i]]);
      sum = (sum + hash) | 0;
      mix = (mix + Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)) | 0;
    }
    const key = `${sum} ${mix}`;
    const twin = byKey.get(key);
    if (twin === undefined) byKey.set(key, { ...child });
    else twin.logWeight += log(1 + exp(child.logWeight - twin.logWeight));
  }
  return [...byKey.values()];
}

function noteTaken(children: readonly Child[], columns: readonly number[], inHand: InHand): void {
  let total = 0;
  for (const { logWeight } of children) total += exp(logWeight - children[0].logWeight);
  for (const { logWeight, columnOf } of children) {
    const weight = exp(logWeight - children[0].logWeight) / total;
    for (let i = 0; i < columnOf.length; i++) if (columnOf[i] >= 0) inHand.noteTaken(columns[columnOf[i]], weight);
  }
}

/** Makes the objects of the surviving joint hypotheses: each (hypothesis, plot) once, however many joint hypotheses use it. */
function born(cluster: Cluster, children: readonly Child[], columns: readonly number[], inHand: InHand): Joint[] {
  const made = new Map<number, number>();
  const make = (slot: number, column: number): number => {
    const key = slot * (columns.length + 1) + column + 1;
    const known = made.get(key);
    if (known !== undefined) return known;
    const to = inHand.child(slot, column < 0 ? -1 : columns[column]);
    made.set(key, to);
    return to;
  };
  return children.map(({ logWeight, parent, columnOf }) => ({
    logWeight,
    slots: cluster.joints[parent].slots.map((slot, i) => make(slot, columnOf[i])),
  }));
}

/** Tracks that hardly exist any more leave; their hypotheses are free. */
function withoutTheGone(cluster: Cluster, inHand: InHand, least: number): Cluster {
  const stay: number[] = [];
  for (let i = 0; i < cluster.tracks.length; i++) {
    let existence = 0;
    for (const { logWeight, slots } of cluster.joints) existence += exp(logWeight) * inHand.existence(slots[i]);
    if (existence >= least) stay.push(i);
    else for (const slot of slotsOf(cluster, i)) inHand.release(slot);
  }
  if (stay.length === cluster.tracks.length) return cluster;
  return {
    tracks: stay.map((i): Member => cluster.tracks[i]),
    joints: cluster.joints.map(({ logWeight, slots }) => ({ logWeight, slots: stay.map((i) => slots[i]) })),
  };
}
