/** A filter's state as a run of numbers: x (n), then the lower triangle of P by rows. See kernels/README.md. */

/** Where P[i][j], j ≤ i, stands in the packed triangle. */
export function packedIndex(i: number, j: number): number {
  return (i * (i + 1)) / 2 + j;
}

/** Packs an n×n row-major symmetric matrix's leading m×m block into `out` from `at`. */
export function packInto(out: Float64Array, at: number, p: Float64Array, n: number, m: number): void {
  for (let i = 0; i < m; i++) for (let j = 0; j <= i; j++) out[at + packedIndex(i, j)] = p[i * n + j];
}

/** The packed n×n matrix at `at` as a row-major one. */
export function unpacked(packed: Float64Array, at: number, n: number): Float64Array {
  const p = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      p[i * n + j] = packed[at + packedIndex(i, j)];
      p[j * n + i] = p[i * n + j];
    }
  return p;
}

/** The row-major n×n matrix of which the upper triangle is given by rows, as reports of tracks have it. */
export function fromUpperTriangle(upper: ArrayLike<number>, n: number): Float64Array {
  const p = new Float64Array(n * n);
  for (let i = 0, k = 0; i < n; i++)
    for (let j = i; j < n; j++, k++) {
      p[i * n + j] = upper[k];
      p[j * n + i] = upper[k];
    }
  return p;
}
