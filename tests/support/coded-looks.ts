import type { Innovation } from '../../src/core/imager/background.ts';
import { still } from '../../src/core/imager/displacement.ts';
import { type Coded, createSeriesKernel, type SeriesKernel } from '../../src/core/imager/series-kernel.ts';

/** An image as a look's codes, of which 65,535 reach from its lowest value to its highest; NaN has none. */
export function coded(image: Float32Array): Coded {
  let [low, high] = [Infinity, -Infinity];
  for (const value of image) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const scale = high > low ? (high - low) / 65_534 : 1;
  const offset = low < Infinity ? low : 0;
  const codes = Uint16Array.from(image, (value) => (Number.isNaN(value) ? 65_535 : Math.round((value - offset) / scale)));
  return { codes, line: { scale, offset, first: 0, last: 65_534, hole: undefined } };
}

/** A kernel that remembers these of each pixel. */
export function remembering(mean: Float32Array, variance: Float32Array, columns: number): SeriesKernel {
  const rows = mean.length / columns;
  const kernel = createSeriesKernel(rows, columns);
  for (let row = 0; row < rows; row++) {
    kernel.mean.set(mean.subarray(row * columns, (row + 1) * columns), row * kernel.stride);
    kernel.variance.set(variance.subarray(row * columns, (row + 1) * columns), row * kernel.stride);
  }
  return kernel;
}

/** The strips of a look that is over what was expected by so much. */
export function* stripsOf({ residual, variance }: Innovation, columns: number): Generator<SeriesKernel> {
  const kernel = remembering(new Float32Array(residual.length), variance, columns);
  kernel.displace(still(kernel.rows, columns));
  const look = coded(residual);
  for (let strip = 0; strip < kernel.strips; strip++) {
    kernel.lay(look, strip, { gain: 0, varianceGain: 0, noise2: 0 });
    yield kernel;
  }
}
