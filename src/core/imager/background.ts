import { exp } from '../math/elementary.ts';
import type { Seconds } from '../units.ts';
import { type Displacement, displacementAlong, displacementOf } from './displacement.ts';

/** What an imager's pixels have shown so far, and how far they have been from it: an estimate over time, pixel by pixel, that follows what the wind and the
 *  pointing move. It is only ever as old as a few looks, and is made anew from them after a restart: nobody keeps it. */
export type Background = {
  readonly rows: number;
  readonly columns: number;
  /** Variance of a pixel's noise. */
  readonly noise2: number;
  /** How many looks it is of. */
  looks: number;
  /** Radiance of each pixel, as looks so far say; NaN where none has shown any. */
  mean: Float32Array;
  /** Of how far a look is from what was expected of it; never less than the noise's. */
  readonly variance: Float32Array;
};

/** A look beside what was expected of it. */
export type Innovation = {
  /** Radiance over what was expected, pixel by pixel; NaN where nothing was. */
  readonly residual: Float32Array;
  /** Its variance as it stood before this look. */
  readonly variance: Float32Array;
};

/** What drifts by less than noise tells is followed in this time all the same, and the variance in that: clouds change as fast, however often they are looked at. */
const MEAN_FOLLOWS_IN_s: Seconds = 28;
const VARIANCE_FOLLOWS_IN_s: Seconds = 95;
/** What is farther off than so many sigmas is learnt from as if it were no farther. What burns and stays becomes background in a minute; a plume has moved on by then. */
const CLIP = 3;
/** The first variance is that of the pixels two steps away: one difference says little of one pixel, and what burns in it says nothing. */
const RING = 2;

export function createBackground(rows: number, columns: number, noise: number): Background {
  const noise2 = noise * noise;
  return {
    rows,
    columns,
    noise2,
    looks: 0,
    mean: new Float32Array(rows * columns).fill(NaN),
    variance: new Float32Array(rows * columns).fill(noise2),
  };
}

/** Lays a look beside what was expected of it, and learns from it; `elapsed_s` after the one before.
 *    x̂⁻ = x̂ displaced,  ν = z − x̂⁻,  x̂ = x̂⁻ + K ν
 *  with the gain of a random walk whose innovations have the variance S seen here, K = 1 − σ²/S (σ² the noise's), and S the exponential mean of ν².
 *  Source  [BSLK2001] 5.2, the scalar filter; S by innovations instead of a model. */
export function lookAt(background: Background, image: Float32Array, elapsed_s: Seconds): Innovation {
  const { rows, columns, variance } = background;
  const residual = new Float32Array(image.length).fill(NaN);
  const before = variance.slice();
  if (background.looks === 0) {
    background.mean = image.slice();
    background.looks = 1;
    return { residual, variance: before };
  }
  const displacement = displacementOf(background.mean, variance, image, columns);
  const expected = displaced(background.mean, rows, columns, displacement);
  for (let at = 0; at < image.length; at++) residual[at] = image[at] - expected[at];
  if (background.looks === 1) {
    firstVariance(background, residual);
    before.set(variance);
  }
  learn(background, image, expected, residual, elapsed_s);
  return { residual, variance: before };
}

/** The image as it lies now, to the first order of the displacement; at its edges, and beside what has no value, as it lay before. */
function displaced(image: Float32Array, rows: number, columns: number, displacement: Displacement): Float32Array {
  const out = image.slice();
  const along = { east: new Float64Array(columns), south: new Float64Array(columns) };
  for (let row = 1; row < rows - 1; row++) {
    displacementAlong(row, rows, columns, displacement, along);
    for (let column = 1; column < columns - 1; column++) {
      const at = row * columns + column;
      const value =
        image[at] -
        (along.east[column] * (image[at + 1] - image[at - 1]) + along.south[column] * (image[at + columns] - image[at - columns])) / 2;
      if (!Number.isNaN(value)) out[at] = value;
    }
  }
  return out;
}

function learn(background: Background, image: Float32Array, expected: Float32Array, residual: Float32Array, elapsed_s: Seconds): void {
  const { mean, variance, noise2, looks } = background;
  const first = 1 / (looks + 1);
  const leastGain = Math.max(first, 1 - exp((0 - elapsed_s) / MEAN_FOLLOWS_IN_s));
  const varianceGain = Math.max(first, 1 - exp((0 - elapsed_s) / VARIANCE_FOLLOWS_IN_s));
  for (let at = 0; at < image.length; at++) {
    const nu = residual[at];
    const s = variance[at];
    if (Number.isNaN(nu)) {
      mean[at] = Number.isNaN(image[at]) ? expected[at] : image[at];
      continue;
    }
    const most = CLIP * Math.sqrt(s);
    const gain = Math.max(leastGain, 1 - noise2 / s);
    mean[at] = expected[at] + gain * Math.min(most, Math.max(-most, nu));
    variance[at] = Math.max(noise2, s + varianceGain * (Math.min(nu * nu, most * most) - s));
  }
  background.looks += 1;
}

/** Mean of the squares around each pixel. */
function firstVariance({ rows, columns, noise2, variance }: Background, residual: Float32Array): void {
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      let count = 0;
      for (let i = Math.max(0, row - RING); i <= Math.min(rows - 1, row + RING); i++)
        for (let j = Math.max(0, column - RING); j <= Math.min(columns - 1, column + RING); j++) {
          if (Math.abs(i - row) < RING && Math.abs(j - column) < RING) continue;
          const nu = residual[i * columns + j];
          if (Number.isNaN(nu)) continue;
          sum += nu * nu;
          count += 1;
        }
      variance[row * columns + column] = count === 0 ? noise2 : Math.max(noise2, sum / count);
    }
}
