import { expect, test } from 'vitest';
import { samples } from '../../../tests/support/ulp.ts';
import { multiply, multiplyTransposed } from './matrix.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

test('vectors are orthonormal, values ascend, and together they are the matrix', () => {
  const random = samples(4);
  for (const n of [1, 2, 3, 6, 9, 24]) {
    for (let run = 0; run < 20; run++) {
      const b = Float64Array.from({ length: n * n }, () => random() - 0.5);
      const a = new Float64Array(n * n);
      multiplyTransposed(a, b, b, n, n, n);
      const { values, vectors } = symmetricEigen(a, n);
      const av = new Float64Array(n * n);
      multiply(av, a, vectors, n, n, n);
      const vtv = new Float64Array(n * n);
      const transposed = vectors.map((_, k) => vectors[(k % n) * n + Math.floor(k / n)]);
      multiply(vtv, transposed, vectors, n, n, n);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          expect(Math.abs(av[i * n + j] - vectors[i * n + j] * values[j])).toBeLessThan(1e-13 * n);
          expect(Math.abs(vtv[i * n + j] - (i === j ? 1 : 0))).toBeLessThan(1e-13);
        }
        if (i > 0) expect(values[i]).toBeGreaterThanOrEqual(values[i - 1]);
      }
    }
  }
});

test('equal eigenvalues and a diagonal matrix are no special cases', () => {
  expect(symmetricEigen(Float64Array.of(2, 0, 0, 0, 2, 0, 0, 0, 2), 3).values).toEqual(Float64Array.of(2, 2, 2));
  const { values } = symmetricEigen(Float64Array.of(2, 1, 1, 1, 2, 1, 1, 1, 2), 3);
  [1, 1, 4].forEach((value, k) => expect(values[k]).toBeCloseTo(value, 14));
});
