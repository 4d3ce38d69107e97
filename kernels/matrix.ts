import { type Expr, load, minus, named, over, plus, type Scalar, sqrt, times } from './expression.ts';

/** Vectors and matrices of symbolic scalars. Zeros and ones are folded away, so a sparse matrix costs only what is in it. */
export type Vector = readonly Expr[];
export type Matrix = readonly (readonly Expr[])[];

export const sum = (...vectors: Vector[]): Vector => vectors[0].map((_, i) => plus(...vectors.map((v) => v[i])));
export const difference = (a: Vector, b: Vector): Vector => a.map((v, i) => minus(v, b[i]));
export const scaled = (k: Scalar, a: Vector): Vector => a.map((v) => times(k, v));
export const dot = (a: Vector, b: Vector): Expr => plus(...a.map((v, i) => times(v, b[i])));
export const cross = ([a, b, c]: Vector, [d, e, f]: Vector): Vector => [
  minus(times(b, f), times(c, e)),
  minus(times(c, d), times(a, f)),
  minus(times(a, e), times(b, d)),
];
export const norm = (a: Vector): Expr => sqrt(dot(a, a));
export const unit = (a: Vector): Vector => scaled(over(1, norm(a)), a);

export const matrix = (rows: number, columns: number, at: (i: number, j: number) => Scalar): Matrix =>
  Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => plus(at(i, j))));
export const identity = (n: number): Matrix => matrix(n, n, (i, j) => (i === j ? 1 : 0));
export const diagonal = (d: Vector): Matrix => matrix(d.length, d.length, (i, j) => (i === j ? d[i] : 0));
export const transposed = (a: Matrix): Matrix => a[0].map((_, j) => a.map((row) => row[j]));
export const total = (...all: Matrix[]): Matrix => all[0].map((row, i) => row.map((_, j) => plus(...all.map((a) => a[i][j]))));
export const subtraction = (a: Matrix, b: Matrix): Matrix => a.map((row, i) => row.map((v, j) => minus(v, b[i][j])));
export const multiple = (k: Scalar, a: Matrix): Matrix => a.map((row) => row.map((v) => times(k, v)));
export const product = (a: Matrix, b: Matrix): Matrix => a.map((row) => b[0].map((_, j) => plus(...row.map((v, k) => times(v, b[k][j])))));
export const applied = (a: Matrix, v: Vector): Vector => a.map((row) => dot(row, v));

/** A Bᵀ where the result is known to be symmetric: only its lower triangle is computed. */
export const symmetricProduct = (a: Matrix, b: Matrix): Matrix => mirrored(a.length, (i, j) => dot(a[i], b[j]));

/** A P Aᵀ, P symmetric. */
export const sandwich = (a: Matrix, p: Matrix): Matrix => symmetricProduct(product(a, p), a);

/** A symmetric matrix from its lower triangle. */
export function mirrored(n: number, at: (i: number, j: number) => Expr): Matrix {
  const lower = Array.from({ length: n }, (_, i) => Array.from({ length: i + 1 }, (_, j) => at(i, j)));
  return matrix(n, n, (i, j) => (j <= i ? lower[i][j] : lower[j][i]));
}

/** Where P[i][j], j ≤ i, stands in a packed lower triangle. */
export const packedIndex = (i: number, j: number): number => (i * (i + 1)) / 2 + j;

/** The lower triangle's rows. */
export const lower = (p: Matrix): Vector[] => p.map((row, i) => row.slice(0, i + 1));

/** The lower triangle by rows. */
export const packed = (p: Matrix): Vector => lower(p).flat();

/** A symmetric matrix loaded from a packed lower triangle; the values are called p00, p10, p11, … */
export const loadedSymmetric = (n: number, name: string, slot: string, first: number): Matrix =>
  mirrored(n, (i, j) => load(`${name}${i}${j}`, slot, first + packedIndex(i, j)));

export const loadedVector = (names: readonly string[], slot: string, first: number): Vector =>
  names.map((name, i) => load(name, slot, first + i));

/** Every element under a name (a00, a01, …): computed once, with its constants, before it is multiplied by anything else. */
export const settled = (name: string, a: Matrix): Matrix => a.map((row, i) => row.map((e, j) => named(`${name}${i}${j}`, e)));
