import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holds } from '../../../tests/support/properties.ts';
import { addPoint, blurred, sharesAlong } from './point-spread.ts';

const place = fc.double({ min: 12, max: 18, noNaN: true });
const sigma = fc.double({ min: 0.2, max: 1.5, noNaN: true });
const SIDE = 31;

function sumOf(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

describe('a point’s light', () => {
  test('is all there, wherever between the pixels it falls', () => {
    holds(
      fc.property(place, place, sigma, (row, column, wide) => {
        const image = new Float64Array(SIDE * SIDE);
        addPoint(image, SIDE, row, column, wide, 7);
        expect(sumOf(image)).toBeCloseTo(7, 4);
      }),
    );
  });

  // Pixels wider than the optics draw the mean towards their middles: that much, and no more.
  test('has its mean within two hundredths of a pixel of where it is, as wide as imagers’ optics are', () => {
    holds(
      fc.property(place, fc.double({ min: 0.4, max: 1.5, noNaN: true }), (at, wide) => {
        const { first, shares } = sharesAlong(at, wide);
        expect(Math.abs(sumOf(shares.map((share, k) => share * (first + k))) - at)).toBeLessThan(0.02);
      }),
    );
  });

  test('is for the most part in one pixel when it falls into its middle, and in two alike when between them', () => {
    const { shares } = sharesAlong(10, 0.45);
    // P(|z| < 0.5 / 0.45) of a normal.
    expect(Math.max(...shares)).toBeCloseTo(0.7335, 3);
    const [most, next] = [...sharesAlong(10.5, 0.45).shares].sort((a, b) => b - a);
    expect([most, next].map((share) => share.toFixed(6))).toEqual(['0.486866', '0.486866']);
  });

  test('without any spread is in the one pixel that it falls into, on its edge as well', () => {
    holds(
      fc.property(fc.oneof(place, fc.constantFrom(14.5, 15, 15.5)), (at) => {
        const image = new Float64Array(SIDE * SIDE);
        addPoint(image, SIDE, at, 14, 0, 7);
        expect([image[Math.round(at) * SIDE + 14], sumOf(image)]).toEqual([7, 7]);
      }),
    );
  });

  test('of one row is what of it falls into that', () => {
    const [whole, part] = [new Float64Array(SIDE * SIDE), new Float64Array(SIDE * SIDE)];
    addPoint(whole, SIDE, 14.3, 15.2, 0.5, 7);
    addPoint(part, SIDE, 14.3, 15.2, 0.5, 7, 15);
    expect([...part]).toEqual(Array.from(whole, (value, at) => (Math.floor(at / SIDE) === 15 ? value : 0)));
  });

  test('that falls beside the image is lost, and only that', () => {
    const image = new Float64Array(SIDE * SIDE);
    addPoint(image, SIDE, 15, -0.5, 0.5, 1);
    expect(sumOf(image)).toBeCloseTo(0.5, 6);
  });
});

describe('an image through optics', () => {
  test('of one level stays as it is, edges and all', () => {
    const image = new Float64Array(SIDE * SIDE).fill(3);
    for (const value of blurred(image, SIDE, 0.3, -0.7, 0.5)) expect(value).toBeCloseTo(3, 12);
  });

  test('that points beside moves a pixel’s light as it would move a point’s', () => {
    const image = new Float64Array(SIDE * SIDE);
    image[14 * SIDE + 16] = 5;
    const point = new Float64Array(SIDE * SIDE);
    addPoint(point, SIDE, 14.3, 15.4, 0.5, 5);
    blurred(image, SIDE, 0.3, -0.6, 0.5).forEach((value, at) => expect(value).toBeCloseTo(point[at], 5));
  });

  test('without any spread is moved by whole pixels, or stays', () => {
    const image = Float64Array.from({ length: SIDE * SIDE }, (_, at) => at);
    expect([...blurred(image, SIDE, 0, 0, 0)]).toEqual([...image]);
    expect(blurred(image, SIDE, 1, -2, 0)[14 * SIDE + 14]).toBe(13 * SIDE + 16);
  });

  // A look that points beside by more than its optics spread, where only one pixel of a line is on the Earth: all that this would show is beside it.
  test('on the Earth always has a value', () => {
    const image = new Float64Array(SIDE * SIDE).map((_, at) => (at % SIDE === 9 ? 2 : NaN));
    for (const sigma of [0, 0.1]) expect(blurred(image, SIDE, 0, 3.4, sigma)[5 * SIDE + 9]).toBe(2);
  });

  test('beside the Earth has no value, and takes none from what is on it', () => {
    const image = new Float64Array(SIDE * SIDE).map((_, at) => (at % SIDE < 10 ? NaN : 2));
    const seen = blurred(image, SIDE, 0, 0.2, 0.5);
    expect([seen[5 * SIDE + 9], seen[5 * SIDE + 10]]).toEqual([NaN, expect.closeTo(2, 12)]);
  });
});
