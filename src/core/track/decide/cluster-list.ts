import { doubled, doubledInts } from '../object/hypotheses.ts';
import type { SlotList } from '../object/slot-list.ts';
import { type Cluster, eachSlot, loneCluster } from './cluster.ts';

/** The clusters of a tracker, in one order. Nearly all are of one track with one hypothesis: those are two numbers in columns, and an object only
 *  while somebody asks for it. Why: a hundred thousand of them as objects are 600,000 that the collector marks, and five reads, one after the
 *  other, from each to its hypothesis (`npm run bench -- tracker`). */
export class ClusterList {
  length = 0;
  /** Hypothesis of a lone track; below zero −1 − k for the cluster `several[k]`. */
  private slots: Int32Array = new Int32Array(FEWEST);
  /** Name of a lone track, 0 until it has been reported. */
  private names: Float64Array = new Float64Array(FEWEST);
  private several: Cluster[] = [];

  clear(): void {
    this.length = 0;
    this.several = [];
  }

  addLone(id: number, slot: number): void {
    if (this.length === this.slots.length) {
      this.slots = doubledInts(this.slots, 2 * this.length);
      this.names = doubled(this.names, 2 * this.length);
    }
    this.slots[this.length] = slot;
    this.names[this.length] = id;
    this.length += 1;
  }

  add(cluster: Cluster): void {
    const { tracks, joints } = cluster;
    if (tracks.length === 1 && joints.length === 1) this.addLone(tracks[0].id, joints[0].slots[0]);
    else this.addLone(0, -this.several.push(cluster));
  }

  /** The hypothesis of the i-th cluster if that is a lone track, −1 otherwise. */
  loneSlot(i: number): number {
    const slot = this.slots[i];
    return slot < 0 ? -1 : slot;
  }

  /** Name of the k-th track of the i-th cluster. */
  nameOf(i: number, k: number): number {
    const slot = this.slots[i];
    return slot < 0 ? this.several[-1 - slot].tracks[k].id : this.names[i];
  }

  rename(i: number, k: number, id: number): void {
    const slot = this.slots[i];
    if (slot < 0) this.several[-1 - slot].tracks[k].id = id;
    else this.names[i] = id;
  }

  /** The i-th cluster; of a lone track a new object, whose name nobody reads back. */
  at(i: number): Cluster {
    const slot = this.slots[i];
    return slot < 0 ? this.several[-1 - slot] : loneCluster({ id: this.names[i] }, slot);
  }

  /** Adds every hypothesis once to a list, cluster by cluster. */
  slotsInto(list: SlotList): void {
    const add = (slot: number): void => list.add(slot);
    for (let i = 0; i < this.length; i++) {
      const slot = this.slots[i];
      if (slot < 0) eachSlot(this.several[-1 - slot], add);
      else list.add(slot);
    }
  }

  /** All as objects. */
  all(): Cluster[] {
    return Array.from({ length: this.length }, (_, i) => this.at(i));
  }

  /** Tracks of the largest. */
  largest(): number {
    return this.several.reduce((most, { tracks }) => Math.max(most, tracks.length), Math.min(1, this.length));
  }
}

/** Places to begin with: as few as the engine keeps beside the object. A theatre makes two lists for each look. */
const FEWEST = 8;
