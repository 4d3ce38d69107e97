import { normalCdf } from '../math/chi-squared.ts';
import { exp } from '../math/elementary.ts';

/** Where a point of light is between the pixels, and how much of it there is. */
export type PointFit = {
  /** Whole in the middle of a pixel. */
  readonly row: number;
  readonly column: number;
  /** Radiance, summed over the pixels that its light falls into. */
  readonly total: number;
  readonly sigmaTotal: number;
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
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const { count, gradient: g } = overPixels(residual, variance, columns, row0, column0, { row, column, total, sigma });
    if (count < FEWEST || !invert()) return undefined;
    const down = inverse.tr * g.t + inverse.rr * g.r + inverse.rc * g.c;
    const across = inverse.tc * g.t + inverse.rc * g.r + inverse.cc * g.c;
    // A step of more than half a pixel has left what the derivatives tell.
    const most = Math.max(1, 2 * Math.abs(down), 2 * Math.abs(across));
    total += (inverse.tt * g.t + inverse.tr * g.r + inverse.tc * g.c) / most;
    row += down / most;
    column += across / most;
    if (!(total > 0 && Math.abs(row - row0) <= FARTHEST && Math.abs(column - column0) <= FARTHEST)) return undefined;
    if (Math.abs(down) < SETTLED && Math.abs(across) < SETTLED) break;
  }
  const { squares, count } = overPixels(residual, variance, columns, row0, column0, { row, column, total, sigma });
  const misfit = squares / (count - 3);
  const wider = Math.max(1, misfit);
  return {
    row,
    column,
    total,
    sigmaTotal: Math.sqrt(wider * inverse.tt),
    covariance: { rowRow: wider * inverse.rr, rowColumn: wider * inverse.rc, columnColumn: wider * inverse.cc },
    misfit,
  };
}

type Point = { readonly row: number; readonly column: number; readonly total: number; readonly sigma: number };

/** Symmetric, of total, row and column; and sums over pixels. */
type Symmetric = { tt: number; tr: number; tc: number; rr: number; rc: number; cc: number };
const information: Symmetric = { tt: 0, tr: 0, tc: 0, rr: 0, rc: 0, cc: 0 };
const inverse: Symmetric = { tt: 0, tr: 0, tc: 0, rr: 0, rc: 0, cc: 0 };
const sums = { squares: 0, count: 0, gradient: { t: 0, r: 0, c: 0 } };

/** Makes Fisher's information and the gradient; what is left, squared, and the pixels that have a value. */
function overPixels(
  residual: Float32Array,
  variance: Float32Array,
  columns: number,
  row0: number,
  column0: number,
  { row, column, total, sigma }: Point,
): typeof sums {
  const rows = residual.length / columns;
  let [squares, count] = [0, 0];
  let [tt, tr, tc, rr, rc, cc] = [0, 0, 0, 0, 0, 0];
  let [t, r, c] = [0, 0, 0];
  fillProfile(down, row0 - row, sigma);
  fillProfile(across, column0 - column, sigma);
  for (let i = Math.max(0, row0 - HALF); i <= Math.min(rows - 1, row0 + HALF); i++) {
    const shareDown = down.share[i - row0 + HALF];
    const slopeDown = down.slope[i - row0 + HALF];
    for (let j = Math.max(0, column0 - HALF); j <= Math.min(columns - 1, column0 + HALF); j++) {
      const nu = residual[i * columns + j];
      if (Number.isNaN(nu)) continue;
      const share = across.share[j - column0 + HALF];
      const weight = 1 / variance[i * columns + j];
      const left = nu - total * shareDown * share;
      const byTotal = shareDown * share;
      const byRow = total * slopeDown * share;
      const byColumn = total * shareDown * across.slope[j - column0 + HALF];
      t += weight * byTotal * left;
      r += weight * byRow * left;
      c += weight * byColumn * left;
      tt += weight * byTotal * byTotal;
      tr += weight * byTotal * byRow;
      tc += weight * byTotal * byColumn;
      rr += weight * byRow * byRow;
      rc += weight * byRow * byColumn;
      cc += weight * byColumn * byColumn;
      squares += weight * left * left;
      count += 1;
    }
  }
  information.tt = tt;
  information.tr = tr;
  information.tc = tc;
  information.rr = rr;
  information.rc = rc;
  information.cc = cc;
  sums.gradient.t = t;
  sums.gradient.r = r;
  sums.gradient.c = c;
  sums.squares = squares;
  sums.count = count;
  return sums;
}

/** The information's inverse by its minors; false where it is not positive. */
function invert(): boolean {
  const { tt, tr, tc, rr, rc, cc } = information;
  const ofTt = rr * cc - rc * rc;
  const ofTr = tc * rc - tr * cc;
  const ofTc = tr * rc - tc * rr;
  const determinant = tt * ofTt + tr * ofTr + tc * ofTc;
  if (!(tt > 0 && tt * rr > tr * tr && determinant > 0)) return false;
  inverse.tt = ofTt / determinant;
  inverse.tr = ofTr / determinant;
  inverse.tc = ofTc / determinant;
  inverse.rr = (tt * cc - tc * tc) / determinant;
  inverse.rc = (tr * tc - tt * rc) / determinant;
  inverse.cc = (tt * rr - tr * tr) / determinant;
  return true;
}

/** What pixels along a line have of a point's light, and how that grows as the point moves towards greater numbers. */
type Profile = { readonly share: Float64Array; readonly slope: Float64Array };

const [down, across] = [0, 1].map((): Profile => ({ share: new Float64Array(2 * HALF + 1), slope: new Float64Array(2 * HALF + 1) }));

/** Of the pixels that are fitted, the middle one's middle so far from the point. Each edge between two is asked once. */
function fillProfile({ share, slope }: Profile, u: number, sigma: number): void {
  let edge = (u - HALF - 0.5) / sigma;
  let [below, height] = [lightBelow(edge), density(edge)];
  for (let k = 0; k <= 2 * HALF; k++) {
    edge = (u - HALF + k + 0.5) / sigma;
    const [belowNext, heightNext] = [lightBelow(edge), density(edge)];
    share[k] = belowNext - below;
    slope[k] = (height - heightNext) / sigma;
    [below, height] = [belowNext, heightNext];
  }
}

/** Values of the normal distribution, so many to a unit, from −8 to 8. */
const PER_UNIT = 32;
const FARTHEST_EDGE = 8;
const NORMAL = Float64Array.from({ length: 2 * FARTHEST_EDGE * PER_UNIT + 1 }, (_, k) => normalCdf(k / PER_UNIT - FARTHEST_EDGE));
const NORMAL_SLOPE = Float64Array.from(NORMAL, (_, k) => density(k / PER_UNIT - FARTHEST_EDGE) / PER_UNIT);

/** Φ(z), between the values above by cubics, to 2e-9: a fit asks for it a hundred times, and all digits of it cost twenty times as much. */
function lightBelow(z: number): number {
  const place = (z + FARTHEST_EDGE) * PER_UNIT;
  if (!(place > 0)) return 0;
  const k = Math.floor(place);
  if (k >= NORMAL.length - 1) return 1;
  const t = place - k;
  const [a, b] = [NORMAL[k], NORMAL[k + 1]];
  const [slopeA, slopeB] = [NORMAL_SLOPE[k], NORMAL_SLOPE[k + 1]];
  const rise = b - a;
  return a + t * (slopeA + t * (3 * rise - 2 * slopeA - slopeB + t * (slopeA + slopeB - 2 * rise)));
}

/** Share of a point's light in a pixel whose middle is so far from it along a line. */
function shareOf(u: number, sigma: number): number {
  return normalCdf((u + 0.5) / sigma) - normalCdf((u - 0.5) / sigma);
}

function density(z: number): number {
  return exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}
