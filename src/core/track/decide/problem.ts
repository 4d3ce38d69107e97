import type { Choices } from '../solve/k-best.ts';
import { type Cluster, eachSlot } from './cluster.ts';
import type { InHand } from './in-hand.ts';

/** The columns in any gate of the cluster, in order of first gate. */
export function columnsOf(cluster: Cluster, inHand: InHand): number[] {
  const columns = new Set<number>();
  const add = (column: number): void => {
    columns.add(column);
  };
  eachSlot(cluster, (slot) => inHand.eachColumn(slot, add));
  return [...columns];
}

/** What each hypothesis of a cluster may do in this scan; its columns count those of the cluster. */
export function choicesBySlot(cluster: Cluster, columns: readonly number[], inHand: InHand): Map<number, Choices> {
  const local = new Map(columns.map((column, c) => [column, c]));
  const choices = new Map<number, Choices>();
  eachSlot(cluster, (slot) => choices.set(slot, inHand.choicesOf(slot, local)));
  return choices;
}
