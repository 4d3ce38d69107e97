import type { Innovation } from './background.ts';
import { matchedFilter } from './matched-filter.ts';
import { surroundingsOf } from './surroundings.ts';

/** Half side of the patch in which bands are compared, pixels, and of what surroundings there are in it. */
const HALF = 12;
const SIDE = 2 * HALF + 1;
const MIDDLE = HALF * SIDE + HALF;
/** A pixel farther off than so many sigmas counts for less. */
const UNLIKELY2 = 9;
/** The first rounds make much of pixels that differ little, by which the coefficient is too small. */
const ROUNDS = 5;

/** How far a place stands out, in spreads of its surroundings, of what other bands of the same look do not explain. A cloud that grows shows in the window, and in
 *  the Sun; a plume there hardly. In a patch around it the least squares of the hot band's innovation on the others',
 *    ν ≈ Σ β_b ν_b  (the place and its neighbours apart),
 *  is taken off. Undefined where too little has a value.   Source  [K1998] 9 (interference is cancelled by what it is correlated with). */
export function kUnexplained(
  { residual, variance }: Innovation,
  others: readonly Innovation[],
  columns: number,
  at: number,
): number | undefined {
  const left = patchOf(residual, columns, at, HALF);
  const sigma2 = patchOf(variance, columns, at, HALF);
  const bands: Float32Array[] = [];
  for (const other of others) {
    const band = patchOf(other.residual, columns, at, HALF).map((value) => (Number.isNaN(value) ? 0 : value));
    // What an earlier one says as well is taken off it: two bands that say the same explain it once.
    for (const earlier of bands) takeOff(band, earlier, patchOf(other.variance, columns, at, HALF));
    takeOff(left, band, sigma2);
    bands.push(band);
  }
  const sigmas = matchedFilter(left, sigma2, SIDE);
  const around = surroundingsOf(sigmas, SIDE, MIDDLE, 1);
  return around && (sigmas[MIDDLE] - around.median) / around.spread;
}

/** The place's own pixels of a patch. */
const IS_OWN = Uint8Array.from({ length: SIDE * SIDE }, (_, k) =>
  Number(Math.abs(Math.floor(k / SIDE) - HALF) <= 1 && Math.abs((k % SIDE) - HALF) <= 1),
);

/** Takes off a patch what another one explains of it, by the pixels that are not the place's own: least squares, each pixel weighted by what is left of it. */
function takeOff(from: Float32Array, by: Float32Array, variance: Float32Array): void {
  let beta = 0;
  for (let round = 0; round < ROUNDS; round++) {
    let [square, product] = [0, 0];
    for (let k = 0; k < from.length; k++) {
      const left = from[k] - beta * by[k];
      const weight = 1 / (variance[k] + (left * left) / UNLIKELY2);
      if (IS_OWN[k] === 1 || Number.isNaN(weight)) continue;
      square += weight * by[k] * by[k];
      product += weight * by[k] * from[k];
    }
    if (!(square > 0)) return;
    beta = product / square;
  }
  for (let k = 0; k < from.length; k++) from[k] -= beta * by[k];
}

/** The square around a place, so many pixels to each side; NaN beyond the image. */
export function patchOf(image: Float32Array, columns: number, at: number, half: number): Float32Array {
  const rows = image.length / columns;
  const side = 2 * half + 1;
  const [row0, column0] = [Math.floor(at / columns) - half, (at % columns) - half];
  const patch = new Float32Array(side * side).fill(NaN);
  const [left, right] = [Math.max(0, -column0), Math.min(side, columns - column0)];
  for (let i = Math.max(0, -row0); i < Math.min(side, rows - row0); i++)
    for (let j = left; j < right; j++) patch[i * side + j] = image[(row0 + i) * columns + column0 + j];
  return patch;
}
