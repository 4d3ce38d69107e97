import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../../tests/support/properties.ts';
import { cholesky, ellipseAxes, invertSymmetric, multiply, multiplyTransposed, quadraticForm } from './matrix.ts';

/** A random symmetric positive definite matrix, A = B Bᵀ + I, with rows scaled far apart when asked. */
const definite = (n: number, scales: readonly number[] = []): fc.Arbitrary<Float64Array> =>
  fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: n * n, maxLength: n * n }).map((b) => {
    const a = new Float64Array(n * n);
    multiplyTransposed(a, Float64Array.from(b), Float64Array.from(b), n, n, n);
    for (let i = 0; i < n; i++) a[i * n + i] += 1;
    return a.map((v, k) => v * (scales[Math.floor(k / n)] ?? 1) * (scales[k % n] ?? 1));
  });

test('a factor times its transpose is the matrix', () => {
  holds(
    fc.property(definite(5), (a) => {
      const l = new Float64Array(25);
      expect(cholesky(l, a, 5)).toBe(true);
      const back = new Float64Array(25);
      multiplyTransposed(back, l, l, 5, 5, 5);
      back.forEach((v, i) => expect(v).toBeCloseTo(a[i], 8));
    }),
  );
});

test('metres beside radians still invert: a condition number of 1e16 is only a choice of units', () => {
  const scales = [1e3, 1e-5, 1e-5, 10];
  holds(
    fc.property(definite(4, scales), (a) => {
      const inverse = new Float64Array(16);
      expect(invertSymmetric(inverse, a, 4)).toBe(true);
      const product = new Float64Array(16);
      multiply(product, a, inverse, 4, 4, 4);
      product.forEach((v, k) => {
        const unit = scales[Math.floor(k / 4)] / scales[k % 4];
        expect(v / unit).toBeCloseTo(Math.floor(k / 4) === k % 4 ? 1 : 0, 6);
      });
    }),
  );
});

test('a matrix that is not positive definite is refused, not inverted', () => {
  const bad = Float64Array.of(1, 2, 2, 1);
  expect(cholesky(new Float64Array(4), bad, 2)).toBe(false);
  expect(invertSymmetric(new Float64Array(4), bad, 2)).toBe(false);
  expect(quadraticForm(bad, Float64Array.of(1, 0), 2)).toBeUndefined();
});

test('the ellipse of a covariance has its axes where a rotation put them', () => {
  holds(
    fc.property(fc.double({ min: 0, max: 3.14, noNaN: true }), fc.double({ min: 2, max: 9, noNaN: true }), (angle, major) => {
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      const m2 = major * major;
      const axes = ellipseAxes(m2 * c * c + s * s, (m2 - 1) * c * s, m2 * s * s + c * c);
      expect(axes.major).toBeCloseTo(major, 9);
      expect(axes.minor).toBeCloseTo(1, 6);
      expect(Math.abs(axes.cos * c + axes.sin * s)).toBeCloseTo(1, 9);
    }),
  );
});
