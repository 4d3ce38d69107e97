/** Points and weights that stand for a Gaussian of n dimensions with zero mean and unit covariance. */
export type SigmaSet = {
  readonly count: number;
  /** count×n row-major: deviations in sigmas. */
  readonly deviations: Float64Array;
  readonly meanWeights: Float64Array;
  readonly covarianceWeights: Float64Array;
};

export type SigmaRule = (n: number) => SigmaSet;

/** The scaled unscented set of 2n + 1 points:  0 and ±√c eᵢ,  c = α²(n + κ),  λ = c − n.
 *    mean weights λ/c, ½/c        covariance weight of the centre λ/c + 1 − α² + β
 *  α = ½, β = 2, κ = 3 − n is common practice; a small α makes the centre's weight large and negative.
 *  Source  [WM2000] §3. */
export function unscented({ alpha, beta, kappa }: { alpha: number; beta: number; kappa?: number }): SigmaRule {
  return (n) => {
    const c = alpha * alpha * (n + (kappa ?? 3 - n));
    const set = cross(n, Math.sqrt(c), 0.5 / c);
    set.meanWeights[0] = (c - n) / c;
    set.covarianceWeights[0] = (c - n) / c + 1 - alpha * alpha + beta;
    return set;
  };
}

/** The third-degree cubature set: ±√n eᵢ, all alike; the centre counts for nothing.  Source  [AH2009]. */
export function cubature(n: number): SigmaSet {
  return cross(n, Math.sqrt(n), 0.5 / n);
}

/** Gauss–Hermite with three nodes an axis, 0 and ±√3: 3ⁿ points, right for polynomials to the fifth degree in each component. */
export function gaussHermite3(n: number): SigmaSet {
  const nodes = [0, -Math.sqrt(3), Math.sqrt(3)];
  const weights = [2 / 3, 1 / 6, 1 / 6];
  let count = 1;
  for (let i = 0; i < n; i++) count *= 3;
  const deviations = new Float64Array(count * n);
  const meanWeights = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    let weight = 1;
    // The digits of k to the base three choose the nodes; k = 0 is the centre.
    for (let i = 0, rest = k; i < n; i++, rest = Math.floor(rest / 3)) {
      deviations[k * n + i] = nodes[rest % 3];
      weight *= weights[rest % 3];
    }
    meanWeights[k] = weight;
  }
  return { count, deviations, meanWeights, covarianceWeights: meanWeights };
}

/** A centre of weight zero and ±distance along each axis. */
function cross(n: number, distance: number, weight: number): SigmaSet {
  const count = 2 * n + 1;
  const deviations = new Float64Array(count * n);
  for (let i = 0; i < n; i++) {
    deviations[(1 + i) * n + i] = distance;
    deviations[(1 + n + i) * n + i] = -distance;
  }
  const meanWeights = new Float64Array(count).fill(weight);
  meanWeights[0] = 0;
  return { count, deviations, meanWeights, covarianceWeights: meanWeights.slice() };
}
