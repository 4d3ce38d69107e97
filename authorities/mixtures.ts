/** Mean and covariance of Gaussian mixtures. */

/** Stone Soup, test of its Gaussian mixture reduction; weights as they stand, not normalised. */
export const REDUCED = {
  weights: [1, 2, 5],
  means: [
    [1, 2],
    [3, 4],
    [5, 6],
  ],
  covariances: [
    [1, 1, 1, 0.7],
    [1.2, 1.4, 1.3, 2],
    [2, 1.4, 1.2, 1.2],
  ],
  mean: [4, 5],
  covariance: [3.675, 3.35, 3.2, 3.3375],
};
