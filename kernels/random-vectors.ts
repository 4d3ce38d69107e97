import fc from 'fast-check';

/** Plain vectors for tests of kernels. */
type Vector = readonly number[];

export const dot = (a: Vector, b: Vector): number => a.reduce((sum, v, i) => sum + v * b[i], 0);
export const along = (a: Vector, k: number): number[] => a.map((v) => v * k);
export const add = (a: Vector, b: Vector): number[] => a.map((v, i) => v + b[i]);
export const unit = (a: Vector): number[] => along(a, 1 / Math.sqrt(dot(a, a)));
export const cross = (a: Vector, b: Vector): number[] => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];

/** Evenly from a lattice between the two: fast-check's own doubles like to be 5e-324, which no radar has measured. */
export const between = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: LATTICE }).map((i) => min + ((max - min) * (i + 0.37)) / (LATTICE + 1));
const LATTICE = 2 ** 20 - 1;
