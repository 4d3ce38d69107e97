import { contenders } from '../solve/contenders.ts';
import { type Cluster, eachSlot, type Member, united } from './cluster.ts';
import type { ClusterList } from './cluster-list.ts';
import type { Bounds, InHand } from './in-hand.ts';
import { foldJointly } from './joint.ts';
import { foldNearest, foldProbabilistically } from './one-hypothesis.ts';

/** How a cluster of contending tracks is resolved; a track that contends with nobody is treated alike by all. */
export const DECISIONS = { gnn: foldNearest, jpda: foldProbabilistically, pmbm: foldJointly };
export type Decision = (typeof DECISIONS)[keyof typeof DECISIONS];

/** Takes every track through a scan. Those that want one column, directly or by way of others, stand in one cluster from here on and are decided about
 *  together; a cluster comes apart where its tracks no longer contend. What becomes of `clusters` is added to `next`.
 *  Returns the tracks of each cluster that had several. */
export function decideAll(
  clusters: ClusterList,
  next: ClusterList,
  decision: Decision,
  inHand: InHand,
  bounds: Bounds,
): (readonly Member[])[] {
  const groups: (readonly Member[])[] = [];
  const decide = (cluster: Cluster): void => {
    if (cluster.tracks.length > 1) groups.push(cluster.tracks);
    inHand.prepare?.(cluster);
    for (const settled of decision(cluster, inHand, bounds)) next.add(settled);
  };
  const alone = (i: number): void => {
    const slot = clusters.loneSlot(i);
    if (slot < 0 || !inHand.foldAlone(slot)) decide(clusters.at(i));
    else if (inHand.existence(slot) >= bounds.endExistence) next.addLone(clusters.nameOf(i, 0), slot);
    else inHand.release(slot);
  };
  const sets = contenders(clusters.length, inHand.columns, (i, visit) => {
    const slot = clusters.loneSlot(i);
    if (slot >= 0) inHand.eachColumn(slot, visit);
    else eachSlot(clusters.at(i), (one) => inHand.eachColumn(one, visit));
  });
  sets.each(alone, (members) =>
    decide(
      united(
        members.map((i) => clusters.at(i)),
        bounds.jointHypotheses,
        (slot) => inHand.release(slot),
      ),
    ),
  );
  return groups;
}
