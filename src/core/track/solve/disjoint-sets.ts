/** Sets of 0…n−1 that are merged step by step (union–find with path halving; the smaller index leads). */
export class DisjointSets {
  private readonly parent: Int32Array;
  /** Whether others have come to a leader. */
  private readonly hasOthers: Uint8Array;

  constructor(n: number) {
    this.parent = new Int32Array(n);
    this.hasOthers = new Uint8Array(n);
    for (let i = 0; i < n; i++) this.parent[i] = i;
  }

  private root(i: number): number {
    const { parent } = this;
    let at = i;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }

  unite(a: number, b: number): void {
    const [ra, rb] = [this.root(a), this.root(b)];
    if (ra === rb) return;
    this.parent[Math.max(ra, rb)] = Math.min(ra, rb);
    this.hasOthers[Math.min(ra, rb)] = 1;
  }

  /** The sets, in order of their least member, members in order. */
  sets(): number[][] {
    const out: number[][] = [];
    this.each(
      (alone) => out.push([alone]),
      (members) => out.push(members),
    );
    return out;
  }

  /** Calls one or the other with every set, in order of their least member. Most members stand alone, and those cost no array. */
  each(alone: (member: number) => void, together: (members: number[]) => void): void {
    const { parent, hasOthers } = this;
    const members = new Map<number, number[]>();
    for (let i = 0; i < parent.length; i++) {
      if (parent[i] !== i) members.get(this.root(i))?.push(i);
      else if (hasOthers[i] !== 0) members.set(i, [i]);
    }
    for (let i = 0; i < parent.length; i++) {
      if (parent[i] !== i) continue;
      const list = members.get(i);
      if (list === undefined) alone(i);
      else together(list);
    }
  }
}
