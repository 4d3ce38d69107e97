/** The measurement update of a Kalman filter, whatever is measured.
 *
 *    S = H P Hᵀ + R = E⁻¹ L D Lᵀ E⁻¹        E the scaling to unit diagonal, L unit lower triangular
 *    d² = yᵀ S⁻¹ y        ln p(y) = −½ (d² + ln|S| + m ln 2π)
 *    K = P Hᵀ S⁻¹        x⁺ = x + K y        P⁺ = (I−KH) P (I−KH)ᵀ + K R Kᵀ
 *
 *  Why scaled: metres beside radians give S a condition of 4e12 that is only a choice of units.
 *  Why Joseph: the short form loses symmetry and then definiteness when R is small beside H P Hᵀ.
 *  Source  [BSLK2001] eq. 5.2.3-18. */
import { constant, type Expr, load, minus, named, over, plus, sqrt, square, times } from '../expression.ts';
import { firstSixFirst, type Kernel, recordSlots, type Store, stored, storedByRows } from '../kernel.ts';
import {
  applied,
  dot,
  loadedSymmetric,
  loadedVector,
  lower as triangle,
  mirrored,
  type Matrix,
  packedIndex,
  product,
  settled,
  subtraction,
  transposed,
  type Vector,
} from '../matrix.ts';
import { layout, type Layout } from './layout.ts';
import { log } from './outside.ts';

const LOG_TWO_PI = 1.8378770664093453;
/** Smallest share of a scaled variance that the others leave over: below it S is singular to the last digits of a double. */
const SINGULAR = 1e-14;

/** What is known of one innovation of m dimensions, with R as `noise` numbers. */
export const innovationLayout = (name: string, m: number, noise: number): Layout =>
  layout(
    name,
    ['distance2', 1],
    ['logLikelihood', 1],
    ['residual', m],
    ['scale', m],
    ['lower', (m * (m - 1)) / 2],
    ['inversePivots', m],
    ['noise', noise],
  );

/** Distance, likelihood and factor of the residual y with covariance S; R's numbers are handed on. */
export function weighed(s: Matrix, y: Vector, r: Vector, to: Layout): Pick<Kernel, 'stores' | 'returnsAbove'> {
  const m = y.length;
  const variance = s.map((row, i) => named(`s${i}${i}`, row[i]));
  const scale = variance.map((e, i) => named(`scale${i}`, over(1, sqrt(e))));
  const { lower, pivots } = factored(s.map((row, i) => row.map((e, j) => (i === j ? constant(1) : times(e, scale[i], scale[j])))));
  const inversePivots = pivots.map((d) => over(1, d));
  const white = forward(
    lower,
    y.map((e, i) => times(e, scale[i])),
  );
  const distance2 = named('distance2', plus(...white.map((e, i) => times(square(e), inversePivots[i]))));
  const determinant = times(...variance, ...pivots);
  const logLikelihood = times(-0.5, plus(distance2, log(determinant), m * LOG_TWO_PI));
  const below = lower.flatMap((row, i) => row.slice(0, i));
  const stores: Store[] = [
    ...stored('v', to.at.distance2, [distance2]),
    ...stored('v', to.at.logLikelihood, [logLikelihood]),
    ...stored('v', to.at.residual, y),
    ...stored('v', to.at.scale, scale),
    ...stored('v', to.at.lower, below),
    ...stored('v', to.at.inversePivots, inversePivots),
    ...stored('v', to.at.noise, r),
  ];
  return { stores, returnsAbove: { bound: SINGULAR, values: pivots.slice(1) } };
}

/** C = L D Lᵀ of a matrix with unit diagonal. */
function factored(c: Matrix): { lower: Matrix; pivots: Vector } {
  const lower: Expr[][] = c.map((row) => row.map(() => constant(0)));
  const pivots: Expr[] = [];
  for (let j = 0; j < c.length; j++) {
    const earlier = (i: number): Expr => plus(...pivots.map((d, k) => times(lower[i][k], lower[j][k], d)));
    const pivot = named(`pivot${j}`, minus(c[j][j], earlier(j)));
    for (let i = j + 1; i < c.length; i++) lower[i][j] = named(`lower${i}${j}`, over(minus(c[i][j], earlier(i)), pivot));
    lower[j][j] = constant(1);
    pivots.push(pivot);
  }
  return { lower, pivots };
}

/** L⁻¹ b. */
function forward(lower: Matrix, b: Vector): Expr[] {
  const y: Expr[] = [];
  b.forEach((e, i) => y.push(minus(e, plus(...y.map((before, k) => times(lower[i][k], before))))));
  return y;
}

/** L⁻ᵀ b. */
function backward(lower: Matrix, b: Vector): Expr[] {
  const y = [...b];
  for (let i = b.length - 1; i >= 0; i--) for (let k = i + 1; k < b.length; k++) y[i] = minus(y[i], times(lower[k][i], y[k]));
  return y;
}

/** The updated record of n states, from the record s, the work record w (P Hᵀ), the innovation v, H over the first six states, and R. */
export function updated(name: string, n: number, h: Matrix, work: Layout, innovation: Layout, r: Matrix): Kernel {
  const m = h.length;
  const x = loadedVector(['x', 'y', 'z', 'vx', 'vy', 'vz', 'e6', 'e7', 'e8'].slice(0, n), 's', 0);
  const p = loadedSymmetric(n, 'p', 'P', 0);
  const ph = Array.from({ length: n }, (_, i) => Array.from({ length: m }, (_, j) => load(`b${i}${j}`, 'w', work.at.ph + i * m + j)));
  const run = (what: string, at: number, length: number): Vector => Array.from({ length }, (_, i) => load(`${what}${i}`, 'v', at + i));
  const y = run('residual', innovation.at.residual, m);
  const scale = run('scale', innovation.at.scale, m);
  const inversePivots = run('inversePivot', innovation.at.inversePivots, m).map((e, i) => (i === 0 ? constant(1) : e));
  const lower = Array.from({ length: m }, (_, i) =>
    Array.from({ length: m }, (_, j) =>
      j < i ? load(`lower${i}${j}`, 'v', innovation.at.lower + (i * (i - 1)) / 2 + j) : constant(i === j ? 1 : 0),
    ),
  );
  // K = P Hᵀ E L⁻ᵀ D⁻¹ L⁻¹ E, a row at a time
  const gainRow = (b: Vector): Vector => {
    const white = forward(
      lower,
      b.map((e, j) => times(e, scale[j])),
    );
    return backward(
      lower,
      white.map((e, j) => times(e, inversePivots[j])),
    ).map((e, j) => times(e, scale[j]));
  };
  const k = settled('k', ph.map(gainRow));
  const wide = h.map((row) => [...row, ...Array.from({ length: n - row.length }, () => constant(0))]);
  // (I−KH) P = P − K (P Hᵀ)ᵀ =: N, and N (I−KH)ᵀ + K R Kᵀ = N − (N Hᵀ − K R) Kᵀ: Joseph's form, I−KH applied as what it is, a change of rank m
  const left = settled('n', subtraction(p, product(k, transposed(ph))));
  const rest = settled('rest', subtraction(product(left, transposed(wide)), product(k, r)));
  const joseph = mirrored(n, (i, j) => minus(left[i][j], dot(rest[i], k[j])));
  const corrected = applied(k, y).map((e, i) => plus(x[i], e));
  return {
    name,
    about: [
      `The record s (x ${n}, P packed) with the innovation v that was weighed against w taken into it, Joseph form, written to t; t may be s.`,
    ],
    slots: [
      ...recordSlots('s', 'o', n, 'P', 'p'),
      { array: 'w', offset: 'wo' },
      { array: 'v', offset: 'vo' },
      ...recordSlots('t', 'to', n, 'tP', 'tp'),
    ],
    numbers: [],
    inPlace: { t: 's', tP: 'P' },
    stores: firstSixFirst(n, (from, to) => [
      ...stored('t', from, corrected.slice(from, to)),
      ...storedByRows('tP', packedIndex(from, 0), triangle(joseph).slice(from, to), 'gain', k.slice(from, to)),
    ]),
  };
}
