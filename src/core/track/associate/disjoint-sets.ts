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
    const place = new Int32Array(this.parent.length).fill(-1);
    for (let i = 0; i < this.parent.length; i++) {
      const r = this.root(i);
      if (place[r] < 0) {
        place[r] = out.length;
        out.push([i]);
      } else out[place[r]].push(i);
    }
    return out;
  }
}
