/** Light of a point that falls into the next pixel, over that in its own, for optics of half a pixel, sigma: a third in the mean over where in its pixel it lies; in the
 *  middle 0.23. Of optics of 0.35 to 0.8 pixels it keeps 87 to 90 % of what can be had, at 1.2 pixels 78 %. */
const BESIDE = 1 / 3;
const CORNER = BESIDE * BESIDE;

/** The spatial matched filter of a point whose light spreads over three pixels:
 *    Σ w ν / √(Σ w² S),
 *  w the point spread, ν what a look shows over the expected, S its variance. It has sigma 1 where S is right and pixels are independent.
 *  Source  [K1998] 4.3, with the variances of neighbours taken for alike. */
export function matchedFilter(residual: Float32Array, variance: Float32Array, columns: number): Float32Array {
  const rows = residual.length / columns;
  const out = new Float32Array(residual.length).fill(NaN);
  for (let row = 1; row < rows - 1; row++)
    for (let at = row * columns + 1; at < (row + 1) * columns - 1; at++) {
      const above = at - columns;
      const below = at + columns;
      const sum =
        residual[at] +
        BESIDE * (residual[above] + residual[at - 1] + residual[at + 1] + residual[below]) +
        CORNER * (residual[above - 1] + residual[above + 1] + residual[below - 1] + residual[below + 1]);
      const square =
        variance[at] +
        BESIDE * BESIDE * (variance[above] + variance[at - 1] + variance[at + 1] + variance[below]) +
        CORNER * CORNER * (variance[above - 1] + variance[above + 1] + variance[below - 1] + variance[below + 1]);
      out[at] = sum / Math.sqrt(square);
    }
  return out;
}
