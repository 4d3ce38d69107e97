import { heightsOf } from '../../core/imager/heights.ts';
import { noiseOf } from '../../core/imager/hot-pixels.ts';
import { type ImagerLook, type Layer, overSurface, radiance, temperatureOf, unexplained } from '../../core/imager/imager-look.ts';
import { imageOf } from '../../core/imager/piece.ts';
import { surroundingsOf } from '../../core/imager/surroundings.ts';

/** A statistic of a look, at some quantiles over its pixels or some distances. */
export type TextureRow = { readonly of: string; readonly at: string; readonly value: number };

/** Every so many pixels are asked for their surroundings: a prime, so that no column is left out. */
const EVERY = 37;
const QUANTILES = [0.1, 0.5, 0.9, 0.99] as const;
const DISTANCES = [1, 2, 4, 8, 16, 32, 64] as const;

/** What the background of a look is like, to lay a simulated one beside a real one: how warm it is; how much what a point would stand out of varies around each
 *  pixel, which is what a detector has to overcome; and its spatial spectrum, as how much pixels so far apart differ. In noises (0.1 K at 300 K), but for the temperatures. */
export function textureOf(look: ImagerLook): TextureRow[] {
  const { columns } = look.hot.raster;
  const noise = noiseOf(look);
  const spreads = (layer: Layer): number[] => {
    const heights = heightsOf(wholeOf(look, layer), columns);
    const found: number[] = [];
    for (let at = 0; at < heights.length; at += EVERY) {
      const around = surroundingsOf(heights, columns, at, 0);
      if (around !== undefined) found.push(around.spread / noise);
    }
    return found;
  };
  const seen = wholeOf(look, radiance);
  const temperatures = Array.from(look.hot.codes, (_, at) => temperatureOf(look, at));
  return [
    ...atQuantiles('temperature, K', temperatures, [0.01, ...QUANTILES]),
    ...atQuantiles('spread around a pixel', spreads(radiance), QUANTILES),
    ...atQuantiles('the same over the surface', spreads(overSurface), QUANTILES),
    ...atQuantiles('the same, unexplained', spreads(unexplained), QUANTILES),
    ...DISTANCES.map((apart) => ({ of: 'difference', at: `${apart} px`, value: differenceOver(seen, columns, apart) / noise })),
  ];
}

/** How much one look differs from the next, as of a normal from the median of the absolute differences, in noises. */
export function changeBetween(before: ImagerLook, after: ImagerLook): number {
  const now = wholeOf(after, radiance);
  return (1.4826 * median(Array.from(wholeOf(before, radiance), (value, at) => Math.abs(now[at] - value)))) / noiseOf(before);
}

function wholeOf(look: ImagerLook, layer: Layer): Float32Array {
  return imageOf(look, layer, { top: 0, left: 0, ...look.hot.raster });
}

function atQuantiles(of: string, values: readonly number[], quantiles: readonly number[]): TextureRow[] {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  return quantiles.map((quantile) => ({ of, at: `${100 * quantile} %`, value: sorted[Math.floor(quantile * (sorted.length - 1))] }));
}

function median(values: readonly number[]): number {
  return atQuantiles('', values, [0.5])[0].value;
}

/** How much pixels so many rows or columns apart differ, as of a normal from the mean of the absolute differences: squares would be those of a fire alone. */
function differenceOver(image: Float32Array, columns: number, apart: number): number {
  let sum = 0;
  let count = 0;
  const add = (at: number, other: number): void => {
    const difference = Math.abs(image[other] - image[at]);
    if (Number.isNaN(difference)) return;
    sum += difference;
    count += 1;
  };
  for (let at = 0; at + apart * columns < image.length; at += 3) {
    add(at, at + apart * columns);
    if ((at % columns) + apart < columns) add(at, at + apart);
  }
  return (Math.sqrt(Math.PI / 2) * sum) / count;
}
