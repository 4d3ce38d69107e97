/** The filter as the textbook writes it: number[][], map and reduce, no thought of speed. The oracle of the fast one, and the other
 *  side of the bench. */
export type Matrix = number[][];

export const times = (a: Matrix, b: Matrix): Matrix => a.map((row) => b[0].map((_, j) => row.reduce((sum, v, k) => sum + v * b[k][j], 0)));
export const plus = (a: Matrix, b: Matrix): Matrix => a.map((row, i) => row.map((v, j) => v + b[i][j]));
export const scaledBy = (a: Matrix, k: number): Matrix => a.map((row) => row.map((v) => v * k));
export const transposed = (a: Matrix): Matrix => a[0].map((_, j) => a.map((row) => row[j]));
export const identity = (n: number): Matrix => Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)));

/** Gauss–Jordan with pivoting. */
export function inverse(a: Matrix): Matrix {
  const n = a.length;
  const work = a.map((row, i) => [...row, ...identity(n)[i]]);
  for (let c = 0; c < n; c++) {
    const pivot = work.slice(c).reduce((best, row, i) => (Math.abs(row[c]) > Math.abs(work[best][c]) ? i + c : best), c);
    [work[c], work[pivot]] = [work[pivot], work[c]];
    work[c] = work[c].map((v) => v / work[c][c]);
    for (let r = 0; r < n; r++) if (r !== c) work[r] = work[r].map((v, k) => v - work[r][c] * work[c][k]);
  }
  return work.map((row) => row.slice(n));
}

/** By elimination with pivoting. */
export function determinant(a: Matrix): number {
  const n = a.length;
  const work = a.map((row) => [...row]);
  let product = 1;
  for (let c = 0; c < n; c++) {
    const pivot = work.slice(c).reduce((best, row, i) => (Math.abs(row[c]) > Math.abs(work[best][c]) ? i + c : best), c);
    if (pivot !== c) product = -product;
    [work[c], work[pivot]] = [work[pivot], work[c]];
    product *= work[c][c];
    for (let r = c + 1; r < n; r++) work[r] = work[r].map((v, k) => v - (work[r][c] / work[c][c]) * work[c][k]);
  }
  return product;
}

export type NaiveState = { x: number[]; p: Matrix };

export type NaiveModel = {
  derivative(x: number[]): number[];
  jacobian(x: number[]): Matrix;
  /** Q of a step of h seconds; x is the last stage's point of it. */
  noise(h: number, x: number[]): Matrix;
};

/** x⁺ by RK4, P⁺ = Φ P Φᵀ + Q with Φ = I + A h + ½ A² h² at the mid-point: one step. */
export function naivePredict(model: NaiveModel, { x, p }: NaiveState, h: number): NaiveState {
  const shifted = (k: number[], s: number): number[] => x.map((v, i) => v + s * k[i]);
  const k1 = model.derivative(x);
  const k2 = model.derivative(shifted(k1, h / 2));
  const k3 = model.derivative(shifted(k2, h / 2));
  const k4 = model.derivative(shifted(k3, h));
  const a = model.jacobian(shifted(k1, h / 2));
  const phi = plus(plus(identity(x.length), scaledBy(a, h)), scaledBy(times(a, a), (h * h) / 2));
  return {
    x: x.map((v, i) => v + (h / 6) * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i])),
    p: plus(times(times(phi, p), transposed(phi)), model.noise(h, shifted(k3, h))),
  };
}

/** K = P Hᵀ S⁻¹, Joseph form. */
export function naiveUpdate({ x, p }: NaiveState, residual: number[], h: Matrix, r: Matrix): NaiveState {
  const s = plus(times(times(h, p), transposed(h)), r);
  const k = times(times(p, transposed(h)), inverse(s));
  const ikh = plus(identity(x.length), scaledBy(times(k, h), -1));
  const correction = times(
    k,
    residual.map((v) => [v]),
  );
  return {
    x: x.map((v, i) => v + correction[i][0]),
    p: plus(times(times(ikh, p), transposed(ikh)), times(times(k, r), transposed(k))),
  };
}

/** Σ residualᵀ S⁻¹ residual: the squared Mahalanobis distance. */
export function naiveDistance2({ p }: NaiveState, residual: number[], h: Matrix, r: Matrix): number {
  const s = plus(times(times(h, p), transposed(h)), r);
  return times(
    times([residual], inverse(s)),
    residual.map((v) => [v]),
  )[0][0];
}
