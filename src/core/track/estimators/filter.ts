import { log } from '../../math/elementary.ts';
import { backSubstitute, cholesky, forwardSubstitute, multiply, multiplyTransposed, symmetrise } from '../../math/matrix.ts';
import type { Linearisation, Lineariser } from './linearise.ts';
import { differenceInto, type Mapping } from './mapping.ts';

/** Kalman filters for any motion f and any measurement h, of one object. They are written to be read and compared with: no speed trick,
 *  memory made as it is needed. The tracker's hot kernels are generated and checked against these.
 *
 *    extended          linearise = tangent                 iterated extended    the same, `rounds` above 1
 *    unscented         regression(unscented(…))            posterior linearisation   the same, `rounds` above 1
 *    cubature          regression(cubature)                statistical linearisation  withoutRest(regression(gaussHermite3))
 *
 *  Shapes  x n, P n×n row-major; Q n×n, R m×m full. */
export type Gaussian = { readonly x: Float64Array; readonly p: Float64Array };

export type NotPositiveDefinite = { readonly kind: 'not-positive-definite'; readonly what: 'covariance' | 'innovation' };

/** Time update:  x⁺ = E f(x),  P⁺ = F P Fᵀ + rest + Q. */
export function predict(
  linearise: Lineariser,
  { x, p }: Gaussian,
  f: Mapping,
  q: Float64Array,
): { readonly kind: 'predicted'; readonly state: Gaussian } | NotPositiveDefinite {
  const line = linearise(f, x, p);
  if (line === undefined) return { kind: 'not-positive-definite', what: 'covariance' };
  const n = x.length;
  const moved = carried(line.slope, p, n, n);
  for (let k = 0; k < n * n; k++) moved[k] += line.rest[k] + q[k];
  symmetrise(moved, n);
  return { kind: 'predicted', state: { x: line.value, p: moved } };
}

export type Updated = {
  readonly kind: 'updated';
  readonly state: Gaussian;
  /** Squared Mahalanobis length of the innovation of the first round. */
  readonly distance2: number;
  /** ln of its Gaussian density. */
  readonly logLikelihood: number;
  readonly rounds: number;
};

/** Ends the rounds: the estimate moves by less than this many of its own sigmas. */
const SETTLED = 1e-4;

/** Measurement update with z. Each round linearises h anew about the last round's estimate and takes z into the prior again; so a start
 *  that is kilometres off does not decide along which line a range of a hundred metres counts.
 *    K = P Hᵀ S⁻¹,  S = H P Hᵀ + rest + R        x⁺ = x + K (z − value − H (x − xᵢ))
 *  Source  [BSLK2001] §10.5 (iterated), [GSMS2015] (the same with regression). */
export function update(
  linearise: Lineariser,
  prior: Gaussian,
  h: Mapping,
  r: Float64Array,
  z: Float64Array,
  roundsMax = 1,
): Updated | NotPositiveDefinite {
  let about = prior;
  let first: Corrected | undefined;
  for (let round = 1; ; round++) {
    const line = linearise(h, about.x, about.p);
    if (line === undefined) return { kind: 'not-positive-definite', what: 'covariance' };
    const found = correct(prior, about.x, line, h, r, z);
    if (found === undefined) return { kind: 'not-positive-definite', what: 'innovation' };
    first ??= found;
    const { distance2, logLikelihood } = first;
    if (round >= roundsMax || settled(about.x, found.state))
      return { kind: 'updated', state: found.state, distance2, logLikelihood, rounds: round };
    about = found.state;
  }
}

function settled(before: Float64Array, { x, p }: Gaussian): boolean {
  const n = x.length;
  return x.every((value, i) => Math.abs(value - before[i]) <= SETTLED * Math.sqrt(p[i * n + i]));
}

type Corrected = { readonly state: Gaussian; readonly distance2: number; readonly logLikelihood: number };

/** One correction of the prior with h's linearisation about `about`, Joseph form. `undefined` when S is not positive definite. */
function correct(
  { x, p }: Gaussian,
  about: Float64Array,
  { value, slope, rest }: Linearisation,
  h: Mapping,
  r: Float64Array,
  z: Float64Array,
): Corrected | undefined {
  const n = x.length;
  const m = h.dimension;
  const noise = r.map((v, k) => v + rest[k]);
  const s = carried(slope, p, m, n);
  for (let k = 0; k < m * m; k++) s[k] += noise[k];
  const factor = factored(s, m);
  if (factor === undefined) return undefined;
  const residual = new Float64Array(m);
  differenceInto(residual, z, value, h);
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) residual[i] -= slope[i * n + j] * (x[j] - about[j]);
  const gain = new Float64Array(n * m);
  multiplyTransposed(gain, p, slope, n, n, m);
  for (let i = 0; i < n; i++) solve(factor, gain.subarray(i * m, (i + 1) * m));
  const moved = new Float64Array(n);
  multiply(moved, gain, residual, n, m, 1);
  for (let i = 0; i < n; i++) moved[i] += x[i];
  return { state: { x: moved, p: joseph(p, gain, slope, noise, n, m) }, ...density(factor, residual) };
}

/** (I−KH) P (I−KH)ᵀ + K R Kᵀ: symmetric and definite whatever the gain.  Source  [BSLK2001] eq. 5.2.3-18. */
function joseph(p: Float64Array, k: Float64Array, h: Float64Array, r: Float64Array, n: number, m: number): Float64Array {
  const left = new Float64Array(n * n);
  multiply(left, k, h, n, m, n);
  for (let i = 0; i < n * n; i++) left[i] = -left[i];
  for (let i = 0; i < n; i++) left[i * n + i] += 1;
  const out = carried(left, p, n, n);
  const noise = carried(k, r, n, m);
  for (let i = 0; i < n * n; i++) out[i] += noise[i];
  symmetrise(out, n);
  return out;
}

/** A P Aᵀ, A rows×n. */
function carried(a: Float64Array, p: Float64Array, rows: number, n: number): Float64Array {
  const ap = new Float64Array(rows * n);
  const out = new Float64Array(rows * rows);
  multiply(ap, a, p, rows, n, n);
  multiplyTransposed(out, ap, a, rows, n, rows);
  return out;
}

/** S = E L Lᵀ E with E = diag(sigma) and L lower triangular: metres beside radians give S a condition of 4e12 that is only a choice of
 *  units, and without the scaling gain and likelihood lose half of their digits to it. */
type Factor = { readonly sigma: Float64Array; readonly root: Float64Array };

function factored(s: Float64Array, m: number): Factor | undefined {
  const sigma = Float64Array.from({ length: m }, (_, i) => Math.sqrt(s[i * m + i]));
  const root = s.map((value, k) => value / (sigma[Math.floor(k / m)] * sigma[k % m]));
  return cholesky(root, root, m) ? { sigma, root } : undefined;
}

/** b := S⁻¹ b. */
function solve({ sigma, root }: Factor, b: Float64Array): void {
  const m = sigma.length;
  for (let i = 0; i < m; i++) b[i] /= sigma[i];
  forwardSubstitute(root, b, m);
  backSubstitute(root, b, m);
  for (let i = 0; i < m; i++) b[i] /= sigma[i];
}

const LOG_TWO_PI = 1.8378770664093453;

/** Squared length and ln of the density of y under N(0, S). */
function density({ sigma, root }: Factor, y: Float64Array): { distance2: number; logLikelihood: number } {
  const m = sigma.length;
  const white = y.map((value, i) => value / sigma[i]);
  forwardSubstitute(root, white, m);
  let distance2 = 0;
  let logDeterminant = 0;
  for (let i = 0; i < m; i++) {
    distance2 += white[i] * white[i];
    logDeterminant += 2 * log(root[i * m + i] * sigma[i]);
  }
  return { distance2, logLikelihood: -0.5 * (distance2 + logDeterminant + m * LOG_TWO_PI) };
}
