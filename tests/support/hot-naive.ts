import { heightsOf } from '../../src/core/imager/heights.ts';
import { type Candidate, noiseOf, sunAt } from '../../src/core/imager/hot-pixels.ts';
import { type ImagerLook, type Layer, overSurface, radiance, unexplained } from '../../src/core/imager/imager-look.ts';
import { imageOf } from '../../src/core/imager/piece.ts';
import type { Vec3 } from '../../src/core/math/vector.ts';

/** Verdicts on what stands out of a look, as they are meant and without any haste: three images of the whole frame in radiance, and each pixel's surroundings
 *  sorted. Of bands that have a value wherever the hot one has, and by day with one of sunlight. */
export function naiveCandidates(look: ImagerLook, sunEcef_m: Vec3): Pick<Candidate, 'at' | 'rejectedFor'>[] {
  const { columns } = look.hot.raster;
  const noise = noiseOf(look);
  const whole = (layer: Layer): Float32Array => imageOf(look, layer, { top: 0, left: 0, ...look.hot.raster });
  const seen = whole(radiance);
  const left = whole(unexplained);
  const heights = [radiance, overSurface, unexplained].map((layer) => heightsOf(whole(layer), columns));
  const least = look.window === undefined ? 8 : 6;
  const found: Pick<Candidate, 'at' | 'rejectedFor'>[] = [];
  for (let at = 0; at < seen.length; at++) {
    if (!(heights[0][at] > 3 * noise && heights[1][at] > 3 * noise) || !isHighest(seen, columns, at)) continue;
    const [k, kOverSurface, kUnexplained] = heights.map((image) => {
      const around = sortedSurroundings(image, columns, at, noise);
      return around === undefined ? NaN : (image[at] - around.median) / around.spread;
    });
    if (Number.isNaN(k)) continue;
    const { sunHeight, glint } = sunAt(look, Math.floor(at / columns), at % columns, sunEcef_m);
    const isSunlight = sunHeight >= -0.08 && !(kUnexplained >= least && (glint <= 0.77 || left[at] > 3 * noise));
    const rejectedFor = k < least ? 'texture' : !(kOverSurface >= least) ? 'surface' : isSunlight ? 'sunlight' : undefined;
    found.push({ at, rejectedFor });
  }
  return found;
}

function isHighest(image: Float32Array, columns: number, at: number): boolean {
  const offsets = [-1, 0, 1].flatMap((row) => [-1, 0, 1].map((column) => row * columns + column));
  return offsets.every((offset) => !(image[at + offset] > image[at]) && !(offset < 0 && image[at + offset] === image[at]));
}

/** `surroundingsOf` by sorting. */
export function sortedSurroundings(
  image: Float32Array,
  columns: number,
  at: number,
  least: number,
): { readonly median: number; readonly spread: number; readonly count: number } | undefined {
  const [row, column] = [Math.floor(at / columns), at % columns];
  const values: number[] = [];
  for (let i = Math.max(0, row - 10); i <= Math.min(image.length / columns - 1, row + 10); i++)
    for (let j = Math.max(0, column - 10); j <= Math.min(columns - 1, column + 10); j++) {
      const value = image[i * columns + j];
      if (Math.max(Math.abs(i - row), Math.abs(j - column)) > 1 && !Number.isNaN(value)) values.push(value);
    }
  if (values.length < 40) return undefined;
  const middle = (of: readonly number[]): number => of.toSorted((a, b) => a - b)[of.length >> 1];
  for (let left = values, round = 0; ; round++) {
    const median = middle(left);
    const spread = Math.max(1.4826 * middle(left.map((value) => Math.abs(value - median))), least);
    const kept = left.filter((value) => value <= median + 4 * spread);
    if (kept.length === left.length || kept.length < 40 || round === 4) return { median, spread, count: left.length };
    left = kept;
  }
}
