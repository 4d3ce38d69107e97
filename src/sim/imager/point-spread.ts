import { normalCdf } from '../../core/math/chi-squared.ts';

/** Shares of a point's light in the pixels of a line: a Gaussian of `sigma` pixels around `at`, integrated over each pixel, whole in the middle of one.
 *  `first` is the pixel of the first share. All that is left out, beyond five sigmas, is under a millionth. */
export function sharesAlong(at: number, sigma: number): { readonly first: number; readonly shares: Float64Array } {
  // Without any width all of it is in one pixel.
  if (sigma === 0) return { first: Math.round(at), shares: Float64Array.of(1) };
  const reach = Math.ceil(reachOf(sigma));
  const first = Math.round(at) - reach;
  const shares = new Float64Array(2 * reach + 1);
  let below = normalCdf((first - 0.5 - at) / sigma);
  for (let k = 0; k < shares.length; k++) {
    const upTo = normalCdf((first + k + 0.5 - at) / sigma);
    shares[k] = upTo - below;
    below = upTo;
  }
  return { first, shares };
}

/** So many pixels from where it falls a point's light ends. */
export function reachOf(sigma: number): number {
  return Math.max(1, 5 * sigma + 0.5);
}

/** Adds a point's light to an image: `total` over all pixels, less what falls beside it; or of that only what falls into one row. Row and column are whole in the
 *  middle of a pixel. */
export function addPoint(
  image: Float64Array,
  columns: number,
  row: number,
  column: number,
  sigma: number,
  total: number,
  onlyRow?: number,
): void {
  const down = sharesAlong(row, sigma);
  const across = sharesAlong(column, sigma);
  const rows = image.length / columns;
  for (let i = 0; i < down.shares.length; i++) {
    const y = down.first + i;
    if (y < 0 || y >= rows || (onlyRow !== undefined && y !== onlyRow)) continue;
    for (let j = 0; j < across.shares.length; j++) {
      const x = across.first + j;
      if (x >= 0 && x < columns) image[y * columns + x] += total * down.shares[i] * across.shares[j];
    }
  }
}

/** What optics of `sigma` pixels that point beside by so many rows and columns make of an image. Beyond its edges it goes on as at them; what has no value
 *  (beside the Earth) adds none and has none. */
export function blurred(image: Float64Array, columns: number, rowsOff: number, columnsOff: number, sigma: number): Float64Array {
  const rows = image.length / columns;
  const across = sharesAlong(columnsOff, sigma);
  const down = sharesAlong(rowsOff, sigma);
  const half = new Float64Array(image.length);
  for (let row = 0; row < rows; row++) alongLine(image, half, row * columns, 1, columns, across.first, across.shares);
  const out = new Float64Array(image.length);
  for (let column = 0; column < columns; column++) alongLine(half, out, column, columns, rows, down.first, down.shares);
  return out;
}

function alongLine(
  from: Float64Array,
  to: Float64Array,
  start: number,
  stride: number,
  count: number,
  first: number,
  shares: Float64Array,
): void {
  for (let at = 0; at < count; at++) {
    let sum = 0;
    let weight = 0;
    for (let k = 0; k < shares.length; k++) {
      // Light at `other` falls into this pixel when it is moved by the shift and the spread.
      const other = Math.min(count - 1, Math.max(0, at - first - k));
      const value = from[start + other * stride];
      if (Number.isNaN(value)) continue;
      sum += shares[k] * value;
      weight += shares[k];
    }
    // All that it would show may lie beside the Earth.
    const own = from[start + at * stride];
    to[start + at * stride] = Number.isNaN(own) || weight === 0 ? own : sum / weight;
  }
}
