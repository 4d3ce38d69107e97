import { normalCdf } from '../math/chi-squared.ts';
import { exp } from '../math/elementary.ts';
import { invertSymmetric } from '../math/matrix.ts';

/** Where a point of light is between the pixels, and how much of it there is. */
export type PointFit = {
  /** Whole in the middle of a pixel. */
  readonly row: number;
  readonly column: number;
  /** Radiance, summed over the pixels that its light falls into. */
  readonly total: number;
  /** Of row and column, pixels². */
  readonly covariance: { readonly rowRow: number; readonly rowColumn: number; readonly columnColumn: number };
  /** Square of what is left over what the variances tell, a degree of freedom: 1 of a point. Much more is a patch, a streak or two points. */
  readonly misfit: number;
};

/** Half side of what is fitted: beyond it there is less than a hundredth of a point's light. */
const HALF = 2;
const ITERATIONS = 8;
/** A step in a pixel's hundredth ends it. */
const SETTLED = 1e-3;
/** A point that is not within this of the brightest pixel's middle is another one. */
const FARTHEST = 1.2;
const FEWEST = 12;

/** The least squares of a point on what a look shows over the expected, around the pixel where it stands out most; undefined where none fits.
 *    ν(i, j) = A p(i − row) p(j − column),   p(u) = Φ((u + ½)/σ) − Φ((u − ½)/σ)
 *  `sigma` is the point spread's, pixels. The covariance is the inverse of Fisher's information, times the misfit where that is over 1.
 *  Source  [W1986] (the bound), by Gauss–Newton on three parameters.   Checked  point-fit.test.ts, against its own bound. */
export function fitPoint(residual: Float32Array, variance: Float32Array, columns: number, at: number, sigma: number): PointFit | undefined {
  const row0 = Math.floor(at / columns);
  const column0 = at - row0 * columns;
  let [row, column] = [row0, column0];
  let total = Math.max(residual[at], 0) / (shareOf(0, sigma) * shareOf(0, sigma));
  const information = new Float64Array(9);
  const inverse = new Float64Array(9);
  const gradient = new Float64Array(3);
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    information.fill(0);
    gradient.fill(0);
    if (overPixels(residual, variance, columns, row0, column0, { row, column, total, sigma }, information, gradient).count < FEWEST)
      return undefined;
    if (!invertSymmetric(inverse, information, 3)) return undefined;
    const step = [0, 1, 2].map((i) => inverse[3 * i] * gradient[0] + inverse[3 * i + 1] * gradient[1] + inverse[3 * i + 2] * gradient[2]);
    // A step of more than half a pixel has left what the derivatives tell.
    const most = Math.max(1, 2 * Math.abs(step[1]), 2 * Math.abs(step[2]));
    total += step[0] / most;
    row += step[1] / most;
    column += step[2] / most;
    if (!(total > 0 && Math.abs(row - row0) <= FARTHEST && Math.abs(column - column0) <= FARTHEST)) return undefined;
    if (Math.abs(step[1]) < SETTLED && Math.abs(step[2]) < SETTLED) break;
  }
  const { squares, count } = overPixels(residual, variance, columns, row0, column0, { row, column, total, sigma }, information, gradient);
  const misfit = squares / (count - 3);
  const wider = Math.max(1, misfit);
  return {
    row,
    column,
    total,
    covariance: { rowRow: wider * inverse[4], rowColumn: wider * inverse[5], columnColumn: wider * inverse[8] },
    misfit,
  };
}

type Point = { readonly row: number; readonly column: number; readonly total: number; readonly sigma: number };

/** Adds Fisher's information and the gradient; what is left, squared, and the pixels that have a value. */
function overPixels(
  residual: Float32Array,
  variance: Float32Array,
  columns: number,
  row0: number,
  column0: number,
  { row, column, total, sigma }: Point,
  information: Float64Array,
  gradient: Float64Array,
): { readonly squares: number; readonly count: number } {
  const rows = residual.length / columns;
  let [squares, count] = [0, 0];
  for (let i = Math.max(0, row0 - HALF); i <= Math.min(rows - 1, row0 + HALF); i++) {
    const [down, slopeDown] = [shareOf(i - row, sigma), slopeOf(i - row, sigma)];
    for (let j = Math.max(0, column0 - HALF); j <= Math.min(columns - 1, column0 + HALF); j++) {
      const nu = residual[i * columns + j];
      if (Number.isNaN(nu)) continue;
      const [across, slopeAcross] = [shareOf(j - column, sigma), slopeOf(j - column, sigma)];
      const weight = 1 / variance[i * columns + j];
      const left = nu - total * down * across;
      const slopes = [down * across, total * slopeDown * across, total * down * slopeAcross];
      for (let a = 0; a < 3; a++) {
        gradient[a] += weight * slopes[a] * left;
        for (let b = 0; b < 3; b++) information[3 * a + b] += weight * slopes[a] * slopes[b];
      }
      squares += weight * left * left;
      count += 1;
    }
  }
  return { squares, count };
}

/** Share of a point's light in a pixel whose middle is so far from it along a line. */
function shareOf(u: number, sigma: number): number {
  return normalCdf((u + 0.5) / sigma) - normalCdf((u - 0.5) / sigma);
}

/** How it grows as the point moves towards greater numbers. */
function slopeOf(u: number, sigma: number): number {
  return (density((u - 0.5) / sigma) - density((u + 0.5) / sigma)) / sigma;
}

function density(z: number): number {
  return exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}
