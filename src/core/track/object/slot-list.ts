import { doubledInts } from './hypotheses.ts';

/** Slots in an order, in an array that is kept from scan to scan: lists that grow anew in every scan leave twice their length behind. */
export class SlotList {
  length = 0;
  slots: Int32Array = new Int32Array(FEWEST);

  clear(): void {
    this.length = 0;
  }

  add(slot: number): void {
    if (this.length === this.slots.length) this.slots = doubledInts(this.slots, 2 * this.length);
    this.slots[this.length++] = slot;
  }

  addAll(slots: readonly number[] | SlotList): void {
    const from = slots instanceof SlotList ? slots.slots : slots;
    for (let k = 0; k < slots.length; k++) this.add(from[k]);
  }

  /** As a plain list, for a snapshot. */
  all(): number[] {
    return Array.from(this.slots.subarray(0, this.length));
  }
}

/** Places to begin with. */
const FEWEST = 256;
