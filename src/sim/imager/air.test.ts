import { expect, test } from 'vitest';
import { type Air, depthAbove, glowHeight, limbDepth } from './air.ts';

/** Integral over steps, by their middles. */
function integral(from: number, to: number, of: (at: number) => number): number {
  const steps = 20_000;
  const step = (to - from) / steps;
  let sum = 0;
  for (let k = 0; k < steps; k++) sum += of(from + (k + 0.5) * step);
  return sum * step;
}

const HEIGHT_M = 2_000;

function shown(air: Air, cosine: number, from_m: number, to_m: number): number {
  const [top, bottom] = [depthAbove(air, to_m) / cosine, depthAbove(air, from_m) / cosine];
  return glowHeight(HEIGHT_M, { from_m, to_m, top, bottom }, Math.exp(top - bottom));
}

// Depth at the surface, cosine of the view, and the layer: clear and opaque, from overhead to grazing, between clouds and up to space.
test.each([
  [0.25, 1, 0, Infinity],
  [0.25, 0.2501, 0, Infinity],
  [0.25, 0.2499, 0, Infinity],
  [0.25, 0.025, 0, Infinity],
  [0.12, 0.5, 700, 900],
  [0.12, 0.5, 9_000, Infinity],
  [40, 1, 0, Infinity],
  [1.2, 1, 0, 3_000],
  [40, 0.5, 0, 3_000],
  [40, 0.5, 6_000, 11_000],
  [40, 0.025, 0, 1_000],
])('air of depth %d at a cosine of %d from %d m to %d m shows its mean height', (airDepth, cosine, from_m, to_m) => {
  const air = { airDepth, airHeight_m: HEIGHT_M };
  const top_m = Math.min(to_m, from_m + 30 * HEIGHT_M);
  const seen = (height_m: number): number => {
    const depth = depthAbove(air, height_m) / cosine;
    return depth * Math.exp(depthAbove(air, to_m) / cosine - depth);
  };
  const mean_m = integral(from_m, top_m, (height_m) => height_m * seen(height_m)) / integral(from_m, top_m, seen);
  const oneMetre = 1;
  expect(Math.abs(shown(air, cosine, from_m, to_m) - mean_m)).toBeLessThan(oneMetre);
});

test('where there is next to no air it shows a height within its layer', () => {
  for (const airDepth of [1e-6, 1e-9, 1e-12]) {
    const thin_m = shown({ airDepth, airHeight_m: HEIGHT_M }, 1, 5_000, 6_000);
    expect(thin_m).toBeGreaterThanOrEqual(5_000);
    expect(thin_m).toBeLessThanOrEqual(6_000);
  }
});

const EARTH_M = 6_371_000;

// Height of the sight's lowest point, and how far beyond it, away from the camera, the source is.
test.each([
  [0, 200_000],
  [5_000, 300_000],
  [3_000, 20_000],
  [5_000, -300_000],
  [20_000, -100_000],
  [3_000, -800_000],
])('a sight %d m above the limb has the air before a source %d m behind it, and no other', (tangent_m, behind_m) => {
  const air = { airDepth: 1, airHeight_m: HEIGHT_M };
  const radiusAt = (along_m: number): number => Math.hypot(along_m, EARTH_M + tangent_m);
  const depth = integral(-1_500_000, behind_m, (along_m) => Math.exp((EARTH_M - radiusAt(along_m)) / HEIGHT_M) / HEIGHT_M);
  const radius_m = radiusAt(behind_m);
  const sight = {
    height_m: radius_m - EARTH_M,
    cosine: behind_m / radius_m,
    tangent_m: behind_m > 0 ? tangent_m : undefined,
    radius_m,
  };
  expect(Math.abs(limbDepth(air, sight) / depth - 1)).toBeLessThan(0.005);
});
