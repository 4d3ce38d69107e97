import { normalCdf } from '../math/chi-squared.ts';
import { exp } from '../math/elementary.ts';
import type { PointFit } from './point-fit.ts';

/** By how much the light of a spot is spread wider than a point's: variance along an axis over the point spread's, mean of both axes, pixels², and its
 *  sigma. Of two equal points d pixels apart d²/8. */
export type PointWidth = { readonly excess: number; readonly sigma: number };

const HALF = 2;
const FEWEST = 12;
/** Of what is fitted the last: more light, two ways to move, longer one way than the other, longer aslant, wider. */
const WIDER = 5;

/** The one step of least squares by which a point that fits becomes wider: along ½ A (∂²p/∂row² + ∂²p/∂column²), with what that has in common with a brighter
 *  point, one that is moved a little and one that is drawn out to a side taken off. `fit` is the point's in the same pixels as `at`. What is left after it widens the sigma, where that is more than the variances tell.
 *  Undefined where too few pixels have a value. */
export function pointWidth(
  residual: Float32Array,
  variance: Float32Array,
  columns: number,
  at: number,
  pointSpread: number,
  fit: Pick<PointFit, 'row' | 'column' | 'total'>,
): PointWidth | undefined {
  const rows = residual.length / columns;
  const row0 = Math.floor(at / columns);
  const column0 = at - row0 * columns;
  const slopes: number[][] = [];
  const left: number[] = [];
  for (let i = Math.max(0, row0 - HALF); i <= Math.min(rows - 1, row0 + HALF); i++)
    for (let j = Math.max(0, column0 - HALF); j <= Math.min(columns - 1, column0 + HALF); j++) {
      const nu = residual[i * columns + j];
      if (Number.isNaN(nu)) continue;
      const weight = 1 / Math.sqrt(variance[i * columns + j]);
      const [down, across] = [profileAt(i - fit.row, pointSpread), profileAt(j - fit.column, pointSpread)];
      left.push(weight * (nu - fit.total * down.share * across.share));
      slopes.push([
        weight * down.share * across.share,
        weight * fit.total * down.slope * across.share,
        weight * fit.total * down.share * across.slope,
        weight * fit.total * (down.bend * across.share - down.share * across.bend),
        weight * fit.total * down.slope * across.slope,
        (weight * fit.total * (down.bend * across.share + down.share * across.bend)) / 2,
      ]);
    }
  if (left.length < FEWEST) return undefined;
  // Gram and Schmidt: the last, made independent of those before it.
  const columnsOf = [0, 1, 2, 3, 4, 5].map((k) => slopes.map((slope) => slope[k]));
  const basis: number[][] = [];
  for (const one of columnsOf) basis.push(basis.reduce((rest, other) => without(rest, other), one));
  const wider = basis[WIDER];
  const information = product(wider, wider);
  if (!(information > 0)) return undefined;
  const excess = product(wider, left) / information;
  const squares = basis.reduce((rest, one) => rest - (product(one, left) * product(one, left)) / product(one, one), product(left, left));
  const misfit = Math.max(1, squares / (left.length - basis.length));
  return { excess, sigma: Math.sqrt(misfit / information) };
}

function product(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, one, k) => sum + one * b[k], 0);
}

function without(a: readonly number[], b: readonly number[]): number[] {
  const share = product(a, b) / product(b, b);
  return a.map((one, k) => one - share * b[k]);
}

/** A point's light in a pixel whose middle is `u` from it along a line; how that grows as the point moves towards greater numbers; and by its variance, twice. */
function profileAt(u: number, sigma: number): { readonly share: number; readonly slope: number; readonly bend: number } {
  const [low, high] = [(u - 0.5) / sigma, (u + 0.5) / sigma];
  const height = (z: number): number => exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  return {
    share: normalCdf(high) - normalCdf(low),
    slope: (height(low) - height(high)) / sigma,
    bend: (low * height(low) - high * height(high)) / (sigma * sigma),
  };
}
