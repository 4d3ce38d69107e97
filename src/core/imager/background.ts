import { exp } from '../math/elementary.ts';
import type { Seconds } from '../units.ts';
import { type Displacement, displacementOf } from './displacement.ts';
import { type Coded, createSeriesKernel, type SeriesKernel } from './series-kernel.ts';

/** What an imager's pixels have shown so far, and how far they have been from it: an estimate over time, pixel by pixel, that follows what the wind and the
 *  pointing move. It is only ever as old as a few looks, and is made anew from them after a restart: nobody keeps it. */
export type Background = {
  /** Variance of a pixel's noise. */
  readonly noise2: number;
  /** How many looks it is of; with 0 of them it begins anew. */
  looks: number;
  /** Share of the last look's blocks that had moved farther than is followed: what stands there may stand out. */
  cut: number;
  /** Mean: radiance of each pixel, as looks so far say; NaN where none has shown any. Variance: of how far a look is from what was expected of it; never less than the noise's. */
  readonly kernel: SeriesKernel;
};

/** A look beside what was expected of it, or a part of it. */
export type Innovation = {
  /** Radiance over what was expected, pixel by pixel; NaN where nothing was. */
  readonly residual: Float32Array;
  /** Its variance as it stood before this look. */
  readonly variance: Float32Array;
};

/** What drifts by less than noise tells is followed in this time all the same, and the variance in that: clouds change as fast, however often they are looked at. */
const MEAN_FOLLOWS_IN_s: Seconds = 28;
const VARIANCE_FOLLOWS_IN_s: Seconds = 95;

export function createBackground(rows: number, columns: number, noise: number): Background {
  return { noise2: noise * noise, looks: 0, cut: 0, kernel: createSeriesKernel(rows, columns) };
}

/** Lays a look beside what was expected of it, and learns from it; `elapsed_s` after the one before, from which the camera's own motion displaces it as `ground` says.
 *    x̂⁻ = x̂ displaced,  ν = z − x̂⁻,  x̂ = x̂⁻ + K ν
 *  with the gain of a random walk whose innovations have the variance S seen here, K = 1 − σ²/S (σ² the noise's), and S the exponential mean of ν². What is farther off than three
 *  sigmas is learnt from as if it were no farther: what burns and stays becomes background in a minute, and a plume has moved on by then. The first variance is that of the
 *  pixels two steps away: one difference says little of one pixel, and what burns in it says nothing.
 *  Yields after each strip, which stands in the kernel then; of the first look there is none, as nothing was expected. All of them must be asked for.
 *  Source  [BSLK2001] 5.2, the scalar filter; S by innovations instead of a model. */
export function* lookAt(background: Background, look: Coded, elapsed_s: Seconds, ground?: Displacement): Generator<SeriesKernel> {
  const { kernel, noise2, looks } = background;
  background.looks += 1;
  background.cut = 0;
  if (looks === 0) {
    kernel.begin(look, noise2);
    return;
  }
  const moved = displacementOf(kernel.rows, kernel.columns, (from) => kernel.slopes(look, from), ground);
  background.cut = moved.cut / moved.east.length;
  kernel.displace(moved);
  if (looks === 1) kernel.firstVariance(look, noise2);
  const first = 1 / (looks + 1);
  const gain = Math.max(first, 1 - exp((0 - elapsed_s) / MEAN_FOLLOWS_IN_s));
  const varianceGain = Math.max(first, 1 - exp((0 - elapsed_s) / VARIANCE_FOLLOWS_IN_s));
  for (let strip = 0; strip < kernel.strips; strip++) {
    kernel.lay(look, strip, { gain, varianceGain, noise2 });
    yield kernel;
  }
}

/** All of a look's strips in one image of rows × columns; undefined of a first look. */
export function wholeOf(strips: Iterable<SeriesKernel>): Innovation | undefined {
  let whole: Innovation | undefined;
  for (const { rows, columns, stride, strip } of strips) {
    whole ??= { residual: new Float32Array(rows * columns), variance: new Float32Array(rows * columns) };
    const inStrip = strip.residual.length / stride;
    for (let row = Math.max(0, strip.top); row < Math.min(rows, strip.top + inStrip); row++) {
      const from = (row - strip.top) * stride;
      whole.residual.set(strip.residual.subarray(from, from + columns), row * columns);
      whole.variance.set(strip.variance.subarray(from, from + columns), row * columns);
    }
  }
  return whole;
}
