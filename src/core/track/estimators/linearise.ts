import { atan2, cos, sin } from '../../math/elementary.ts';
import { backSubstitute, cholesky, forwardSubstitute, multiply, multiplyTransposed } from '../../math/matrix.ts';
import { differenceInto, jacobianOf, type Mapping } from './mapping.ts';
import type { SigmaRule, SigmaSet } from './sigma-rules.ts';

/** What a filter replaces a mapping by, for a state that is about N(x, P):
 *    y ≈ value + slope (state − x) + a rest of covariance `rest` that the slope does not explain
 *  Shapes  value m, slope m×n, rest m×m, row-major. */
export type Linearisation = { readonly value: Float64Array; readonly slope: Float64Array; readonly rest: Float64Array };

/** `undefined` when P is not positive definite and the method needs its root. */
export type Lineariser = (mapping: Mapping, x: Float64Array, p: Float64Array) => Linearisation | undefined;

/** The tangent at x, without a rest: the extended Kalman filter.  Source  [BSLK2001] §10.3. */
export const tangent: Lineariser = (mapping, x, p) => {
  const value = new Float64Array(mapping.dimension);
  mapping.of(value, x);
  return { value, slope: jacobianOf(mapping, x, p), rest: new Float64Array(mapping.dimension * mapping.dimension) };
};

/** The regression over sigma points: the unscented and the cubature Kalman filter, and statistical linearisation.
 *    slope = Cᵀ P⁻¹,   rest = Y − slope P slopeᵀ       C, Y cross-covariance and covariance of the mapped points
 *  The points are kept as deviations from x, and their values as deviations from the centre's: a centre that weighs −7 would otherwise
 *  cancel against the others and leave metres of a range of thousands of kilometres.
 *  Source  [GSMS2015]; the filters made of it are those of [WM2000] and [AH2009]. */
export function regression(rule: SigmaRule): Lineariser {
  const sets = new Map<number, SigmaSet>();
  return (mapping, x, p) => {
    const n = x.length;
    const set = sets.get(n) ?? rule(n);
    sets.set(n, set);
    const root = new Float64Array(n * n);
    if (!cholesky(root, p, n)) return undefined;
    const spread = new Float64Array(set.count * n);
    multiplyTransposed(spread, set.deviations, root, set.count, n, n);
    const { mean, covariance, cross } = moments(mapping, x, spread, set);
    return { value: mean, ...regressed(root, p, covariance, cross, n, mapping.dimension) };
  };
}

/** The same without its rest: the original statistical linearisation, which takes the curve's own spread for noise-free. */
export function withoutRest(lineariser: Lineariser): Lineariser {
  return (mapping, x, p) => {
    const found = lineariser(mapping, x, p);
    return found === undefined ? undefined : { ...found, rest: found.rest.fill(0) };
  };
}

/** Mean (m), covariance (m×m) and cross-covariance with the state (n×m) of the mapped points. */
export type Moments = { readonly mean: Float64Array; readonly covariance: Float64Array; readonly cross: Float64Array };

/** `spread` are the points' deviations from x, count×n. */
export function moments(mapping: Mapping, x: Float64Array, spread: Float64Array, set: SigmaSet): Moments {
  const n = x.length;
  const m = mapping.dimension;
  const centre = new Float64Array(m);
  mapping.of(centre, x);
  const at = new Float64Array(n);
  const values = new Float64Array(set.count * m);
  for (let k = 0; k < set.count; k++) {
    for (let i = 0; i < n; i++) at[i] = x[i] + spread[k * n + i];
    const value = values.subarray(k * m, (k + 1) * m);
    mapping.of(value, at);
    differenceInto(value, value, centre, mapping);
  }
  const shift = meanOf(values, set, mapping);
  const covariance = new Float64Array(m * m);
  const cross = new Float64Array(n * m);
  for (let k = 0; k < set.count; k++) {
    const deviation = values.subarray(k * m, (k + 1) * m);
    differenceInto(deviation, deviation, shift, mapping);
    const weight = set.covarianceWeights[k];
    for (let i = 0; i < m; i++) for (let j = 0; j < m; j++) covariance[i * m + j] += weight * deviation[i] * deviation[j];
    for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) cross[i * m + j] += weight * spread[k * n + i] * deviation[j];
  }
  return { mean: centre.map((c, i) => c + shift[i]), covariance, cross };
}

/** Weighted mean; of angles the direction of the mean of their unit vectors. */
function meanOf(values: Float64Array, { count, meanWeights }: SigmaSet, { dimension: m, angles }: Mapping): Float64Array {
  const mean = new Float64Array(m);
  for (let k = 0; k < count; k++) for (let i = 0; i < m; i++) mean[i] += meanWeights[k] * values[k * m + i];
  for (const i of angles ?? []) {
    let s = 0;
    let c = 0;
    for (let k = 0; k < count; k++) {
      s += meanWeights[k] * sin(values[k * m + i]);
      c += meanWeights[k] * cos(values[k * m + i]);
    }
    mean[i] = atan2(s, c);
  }
  return mean;
}

/** Slope and rest of the regression; `root` is the Cholesky factor of P. */
export function regressed(
  root: Float64Array,
  p: Float64Array,
  covariance: Float64Array,
  cross: Float64Array,
  n: number,
  m: number,
): { slope: Float64Array; rest: Float64Array } {
  const slope = new Float64Array(m * n);
  const column = new Float64Array(n);
  for (let j = 0; j < m; j++) {
    for (let i = 0; i < n; i++) column[i] = cross[i * m + j];
    forwardSubstitute(root, column, n);
    backSubstitute(root, column, n);
    slope.set(column, j * n);
  }
  const slopeP = new Float64Array(m * n);
  const explained = new Float64Array(m * m);
  multiply(slopeP, slope, p, m, n, n);
  multiplyTransposed(explained, slopeP, slope, m, n, m);
  return { slope, rest: covariance.map((value, k) => value - explained[k]) };
}
