/** Sets of 0…n−1 that are merged step by step (union–find with path halving; the smaller index leads). */
export class DisjointSets {
  private readonly parent: Int32Array;

  constructor(n: number) {
    this.parent = new Int32Array(n);
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
    if (ra < rb) this.parent[rb] = ra;
    else this.parent[ra] = rb;
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
    const size = new Int32Array(this.parent.length);
    for (let i = 0; i < size.length; i++) size[this.root(i)] += 1;
    const members = new Map<number, number[]>();
    for (let i = 0; i < size.length; i++) {
      const r = this.root(i);
      if (size[r] === 1) continue;
      const list = members.get(r);
      if (list === undefined) members.set(r, [i]);
      else list.push(i);
    }
    for (let i = 0; i < size.length; i++) {
      if (this.root(i) !== i) continue;
      const list = members.get(i);
      if (list === undefined) alone(i);
      else together(list);
    }
  }
}
