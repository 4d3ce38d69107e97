import { expect, test } from 'vitest';
import { stream } from '../random.ts';
import { randomField, type RandomField } from './random-field.ts';

const SHAPE = { longest_m: 400_000, shortest_m: 3_000, smoothness: 1 / 3 };

function places(count: number): (readonly [number, number, number])[] {
  const random = stream(4, 'places');
  const share = (): number => 6.4e6 * (2 * random.uniform() - 1);
  return Array.from({ length: count }, () => [share(), share(), share()]);
}

/** Root of the mean square of what two places `apart_m` from each other differ by. */
function differenceOver(field: RandomField, apart_m: number): number {
  const all = places(1500);
  return Math.sqrt(all.reduce((sum, [x, y, z]) => sum + (field(x + apart_m, y, z) - field(x, y, z)) ** 2, 0) / all.length);
}

test('a field is the same for the same seed and name, and another for another', () => {
  const at = (seed: number, name: string): number => randomField(seed, name, SHAPE)(1e6, 2e6, 3e6);
  expect(at(1, 'a')).toBe(at(1, 'a'));
  expect(new Set([at(1, 'a'), at(2, 'a'), at(1, 'b')]).size).toBe(3);
});

test('its values have mean 0 and sigma 1', () => {
  const field = randomField(1, 'a', SHAPE);
  const values = places(8_000).map(([x, y, z]) => field(x, y, z));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const sigma = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  expect(Math.abs(mean)).toBeLessThan(0.05);
  expect(Math.abs(sigma - 1)).toBeLessThan(0.05);
});

// Kolmogorov's two thirds: the mean square difference grows as d^(2/3).
test.each([0.33, 0.6])('differences grow with distance to the power of its smoothness, %d', (smoothness) => {
  const field = randomField(2, 'a', { longest_m: 4_000_000, shortest_m: 1_000, smoothness });
  const measured = Math.log(differenceOver(field, 64_000) / differenceOver(field, 8_000)) / Math.log(8);
  expect(Math.abs(measured - smoothness)).toBeLessThan(0.06);
});

test('it has no jump: a metre apart it is the same within a thousandth', () => {
  const field = randomField(3, 'a', SHAPE);
  for (const [x, y, z] of places(500)) expect(Math.abs(field(x + 1, y, z) - field(x, y, z))).toBeLessThan(1e-3);
});

// With its lattice along the Earth's axes a field had rings around six points, where the ball lies along the lattice's planes: half as much variance between two planes as on
// them.
test('it has no rings around the ends of the Earth’s axes', () => {
  const radius_m = 6.371e6;
  const shape = { longest_m: 4_000, shortest_m: 4_000, smoothness: 0 };
  const varianceOn = (ring_m: number, along: (up: number, east: number, north: number) => number): number => {
    const up_m = Math.sqrt(radius_m * radius_m - ring_m * ring_m);
    const count = 1200;
    let sum = 0;
    for (let k = 0; k < count; k++) {
      const turn = (2 * Math.PI * k) / count;
      sum += along(up_m, ring_m * Math.cos(turn), ring_m * Math.sin(turn)) ** 2;
    }
    return sum / count;
  };
  for (const seed of [1, 2, 3]) {
    const field = randomField(seed, 'a', shape);
    const ends = [
      (up: number, east: number, north: number) => field(up, east, north),
      (up: number, east: number, north: number) => field(north, -up, east),
      (up: number, east: number, north: number) => field(east, north, up),
    ];
    for (const along of ends) {
      const rings = Array.from({ length: 30 }, (_, k) => varianceOn(200_000 + 10_000 * k, along));
      expect(Math.max(...rings) / Math.min(...rings)).toBeLessThan(1.7);
    }
  }
});

// 1983 in pixels: a camera that grazes the clouds and moves on by a tenth of a pixel a look saw each pixel flicker, since its middle fell on another wave each time.
test('a long pixel shows what is longer, and moved by a tenth of its length nearly the same', () => {
  const field = randomField(5, 'a', { longest_m: 400_000, shortest_m: 3_000, smoothness: 0.28 });
  const pixel_m = 40_000;
  const changeOver = (apart_m: number, long_m: number): number =>
    Math.sqrt(places(1500).reduce((sum, [x, y, z]) => sum + (field(x + apart_m, y, z, long_m) - field(x, y, z, long_m)) ** 2, 0) / 1500);
  expect(changeOver(0.1 * pixel_m, 0)).toBeGreaterThan(0.25);
  expect(changeOver(0.1 * pixel_m, pixel_m)).toBeLessThan(0.06);
  expect(field(1e6, 2e6, 3e6, 0)).toBe(field(1e6, 2e6, 3e6));
});

test('what a pixel does not show of it and what varies in it is what it says', () => {
  const field = randomField(6, 'a', SHAPE);
  expect(field.within(0)).toBe(0);
  expect(field.within(1e12)).toBeCloseTo(1, 6);
  for (const pixel_m of [2_000, 8_000, 30_000, 100_000]) {
    // Mean over lines of the variance within them.
    const all = places(400).map(([x, y, z]) => {
      const along = Array.from({ length: 33 }, (_, k) => field(x + (k / 32 - 0.5) * pixel_m, y, z));
      const mean = along.reduce((sum, one) => sum + one, 0) / 33;
      return along.reduce((sum, one) => sum + (one - mean) ** 2, 0) / 33;
    });
    const sigma = Math.sqrt(all.reduce((sum, one) => sum + one, 0) / all.length);
    expect(field.within(pixel_m) / sigma).toBeGreaterThan(0.9);
    expect(field.within(pixel_m) / sigma).toBeLessThan(1.1);
  }
});
