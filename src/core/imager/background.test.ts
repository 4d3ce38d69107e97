import { expect, test } from 'vitest';
import { coded } from '../../../tests/support/coded-looks.ts';
import { stream } from '../../sim/random.ts';
import { type Background, createBackground, type Innovation, lookAt, wholeOf } from './background.ts';

const SIDE = 40;
const MIDDLE = 20 * SIDE + 20;
const NOISE = 0.5;

/** A scene that stands still, under noise; `put` adds to it, and `drift` of its slopes moves it on a look. */
function follow(
  looks: number,
  put: (look: number, at: number) => number = () => 0,
  noise = NOISE,
): { background: Background; last: Innovation | undefined } {
  const random = stream(1, 'background');
  const background = createBackground(SIDE, SIDE, noise);
  let last: Innovation | undefined;
  for (let look = 0; look < looks; look++)
    last = laid(
      background,
      Float32Array.from({ length: SIDE * SIDE }, (_, at) => 10 + 3 * Math.sin(at / 3) + noise * random.normal() + put(look, at)),
      10,
    );
  return { background, last };
}

/** The same where it is not the first look. */
function followed(...args: Parameters<typeof follow>): { background: Background; last: Innovation } {
  const { background, last } = follow(...args);
  if (last === undefined) throw new Error('there was no look but the first');
  return { background, last };
}

function laid(background: Background, image: Float32Array, elapsed_s: number): Innovation | undefined {
  return wholeOf(lookAt(background, coded(image), elapsed_s));
}

/** What a background has at a pixel. */
const at = ({ kernel }: Background, of: 'mean' | 'variance', pixel: number): number =>
  kernel[of][Math.floor(pixel / SIDE) * kernel.stride + (pixel % SIDE)];

const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

test('of the first look nothing was expected', () => {
  const { background, last } = follow(1);
  expect(last).toBeUndefined();
  expect(background.looks).toBe(1);
});

test('of a scene that stays, a look differs by its noise and what is left of that in the mean, and the variance says so', () => {
  const { last } = followed(60);
  const squares = mean(last.residual.map((value) => value * value));
  // The gain settles near a third: σ² (1 + K/(2 − K)).
  expect(squares / (NOISE * NOISE)).toBeGreaterThan(1.1);
  expect(squares / (NOISE * NOISE)).toBeLessThan(1.45);
  expect(squares / mean(last.variance)).toBeGreaterThan(0.85);
  expect(squares / mean(last.variance)).toBeLessThan(1.1);
});

test('what wavers is learnt from at once, and expected to waver', () => {
  // A pixel of sigma 5 beside the noise's ½.
  const random = stream(2, 'wavering');
  const { background, last } = followed(80, (_, at) => (at === MIDDLE ? 5 * random.normal() : 0));
  expect(Math.sqrt(last.variance[MIDDLE])).toBeGreaterThan(4);
  expect(Math.sqrt(at(background, 'variance', MIDDLE + 5 * SIDE))).toBeLessThan(1);
});

test('what begins to burn is new, still for half a minute, and is background a few minutes later', () => {
  const burning = (from: number) => (look: number, at: number) => (look >= from && at === MIDDLE ? 25 : 0);
  const sigmas = (looks: number): number => {
    const { residual, variance } = followed(looks, burning(30)).last;
    return residual[MIDDLE] / Math.sqrt(variance[MIDDLE]);
  };
  expect(sigmas(31)).toBeGreaterThan(20);
  expect(sigmas(34)).toBeGreaterThan(8);
  expect(Math.abs(sigmas(60))).toBeLessThan(4);
});

test('it is learnt as fast by the clock, however often it is looked at', () => {
  const quick = createBackground(SIDE, SIDE, NOISE);
  const random = stream(3, 'quick');
  let residual = NaN;
  for (let look = 0; look < 230; look++) {
    const image = Float32Array.from({ length: SIDE * SIDE }, (_, at) => NOISE * random.normal() + (look >= 218 && at === MIDDLE ? 25 : 0));
    residual = laid(quick, image, 1)?.residual[MIDDLE] ?? NaN;
  }
  // Twelve looks, a second apart.
  expect(residual).toBeGreaterThan(10);
});

test('the first variance is of the pixels around, so that what begins in the second look stands out of it', () => {
  const { last } = followed(2, (look, at) => (look === 1 && at === MIDDLE ? 25 : 0));
  expect(Math.sqrt(last.variance[MIDDLE])).toBeLessThan(1);
  expect(last.residual[MIDDLE]).toBeGreaterThan(20);
});

test('a pixel without a value differs from nothing, and is expected again as it was', () => {
  const { last, background } = followed(12, (look, at) => (at === MIDDLE && look > 8 && look < 11 ? NaN : 0));
  expect(Number.isNaN(last.residual[MIDDLE])).toBe(false);
  expect(Math.abs(last.residual[MIDDLE])).toBeLessThan(4 * NOISE);
  expect(Number.isNaN(at(background, 'mean', MIDDLE))).toBe(false);
  expect(Number.isNaN(followed(10, (look, at) => (at === MIDDLE && look > 8 ? NaN : 0)).last.residual[MIDDLE])).toBe(true);
});

test('a scene that drifts by a tenth of a pixel a look is expected where it is', () => {
  const waves = (look: number, at: number): number => 40 * Math.sin((at % SIDE) / 3 - look / 30 + Math.floor(at / SIDE) / 4);
  const { last } = followed(40, waves);
  // Unmoved, it would differ by 40/30 a look, and by twice as much from its mean.
  expect(Math.sqrt(mean(last.residual.map((value) => value * value)))).toBeLessThan(1.6 * NOISE);
});
