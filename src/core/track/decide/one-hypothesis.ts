import { exp } from '../../math/elementary.ts';
import { jointProbabilities } from '../solve/joint.ts';
import { type Choices, kBest } from '../solve/k-best.ts';
import { type Cluster, loneCluster, mostLikely } from './cluster.ts';
import type { Bounds, InHand } from './in-hand.ts';
import { choicesBySlot, columnsOf } from './problem.ts';

/** The two decisions that keep one hypothesis a track: by the best assignment (GNN), and by joint probabilities (JPDA*). Both are simpler than the mixture
 *  of joint hypotheses (joint.ts), and lose to it where objects fly together. */

/** Global nearest neighbour: the likeliest joint event is taken as what happened.  Source  [BSLK2001] §7. */
export function foldNearest(cluster: Cluster, inHand: InHand, bounds: Bounds): Cluster[] {
  const { slots, rows, columns } = problemOf(cluster, inHand);
  const [best] = kBest(rows, columns.length, 1);
  slots.forEach((slot, i) => {
    const column = best.columnOf[i];
    if (column < 0) {
      inHand.settle(slot, -1, 0);
      return;
    }
    const { missed, columns: own, costs } = rows[i];
    inHand.settle(slot, columns[column], exp(missed - costs[own.indexOf(column)]));
    inHand.noteTaken(columns[column], 1);
  });
  return kept(cluster, inHand, bounds);
}

/** Joint probabilistic data association without coalescence (JPDA*, solve/joint.ts): each track becomes the mixture of what the joint events make of it. */
export function foldProbabilistically(cluster: Cluster, inHand: InHand, bounds: Bounds): Cluster[] {
  const { slots, rows, columns } = problemOf(cluster, inHand);
  const newborn = columns.map((column) => inHand.isNewborn(column));
  inHand.blend(slots, columns, jointProbabilities({ rows, columns: columns.length, newborn }));
  return kept(cluster, inHand, bounds);
}

/** The cluster's one hypothesis a track as an assignment problem. */
function problemOf(cluster: Cluster, inHand: InHand): { slots: readonly number[]; rows: Choices[]; columns: number[] } {
  const { slots } = mostLikely(cluster);
  const columns = columnsOf(cluster, inHand);
  const choices = choicesBySlot(cluster, columns, inHand);
  return { slots, rows: slots.map((slot) => choices.get(slot) as Choices), columns };
}

function kept(cluster: Cluster, inHand: InHand, { endExistence }: Bounds): Cluster[] {
  const { slots } = mostLikely(cluster);
  return cluster.tracks.flatMap((track, i) => {
    if (inHand.existence(slots[i]) >= endExistence) return [loneCluster(track, slots[i])];
    inHand.release(slots[i]);
    return [];
  });
}
