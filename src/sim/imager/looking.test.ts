import { expect, test } from 'vitest';
import { burning, excess, only, SIDE } from '../../../tests/support/simulated-look.ts';
import { cameraOf } from '../../core/frames/imager-grid.ts';
import { ecefVecFromGeodetic, geodeticDegrees, geodeticFromEcefVec } from '../../core/frames/geodetic.ts';
import { addScaled, distance, scale, subtract, vec3 } from '../../core/math/vector.ts';
import { shareOfHeat } from '../../core/physics/plume-light.ts';
import { gridOf } from './area.ts';
import { type BackdropSettings, backdropOf, HIGH_CLOUDS, USUAL_BACKDROP } from './backdrop.ts';
import { simulatedImager } from './imager.ts';
import { type ImagerSpec, imagerOf } from './imager-spec.ts';
import { staringImager } from './presets.ts';

const ARRAY: ImagerSpec = { ...imagerOf(staringImager(0)), badPixels: 0, hitsPerSecondMegapixel: 0, drift_rad: 0, jitter_rad: 0 };
const AIRLESS: ImagerSpec = { ...ARRAY, bands: ARRAY.bands.map((band) => ({ ...band, airDepth: 0 })) };

/** What a look at the eastern rim has of a fire over the equator, in each band. */
function seen(spec: ImagerSpec, longitude_deg: number, height_m: number, backdrop: Partial<BackdropSettings> = { layers: [] }): number[] {
  const rim = { kind: 'mesoscale', x_rad: 0.153, y_rad: 0, side_rad: SIDE * spec.step_rad * 3 } as const;
  const imager = simulatedImager(spec, rim, {
    seed: 1,
    backdrop: backdropOf({ seed: 1, ...USUAL_BACKDROP, ...backdrop }),
    sky: () => ({ sunEcef_m: vec3(-1.5e11, 0, 0), moonEcef_m: vec3(-3.8e8, 0, 0) }),
    begin_us: 0,
  });
  const lit = imager.look(0, only({ heat: [burning(geodeticDegrees(0, longitude_deg, height_m), 3e6)] }));
  const dark = imager.look(0);
  return lit.map((frame, k) => excess(frame, dark[k]));
}

/** Optical depth of a band's air between a place over the equator and the camera, step by step. */
function depthBefore({ airDepth, airHeight_m }: ImagerSpec['bands'][number], longitude_deg: number, height_m: number): number {
  const from = ecefVecFromGeodetic(geodeticDegrees(0, longitude_deg, height_m));
  const camera = cameraOf(gridOf(ARRAY));
  const towards = scale(subtract(camera, from), 1 / distance(camera, from));
  const step_m = 500;
  let depth = 0;
  for (let along_m = step_m / 2; along_m < 2_000_000; along_m += step_m) {
    const { height_m: above_m } = geodeticFromEcefVec(addScaled(from, towards, along_m));
    depth += (airDepth * step_m) / Math.exp(above_m / airHeight_m) / airHeight_m;
  }
  return depth;
}

// The limb of this camera lies 81.3° away. What stood behind it had the air of its own height before it: 50 km up next to none, though its sight passed at 6 km.
test.each([
  [80.5, 40_000],
  [81.4, 10_000],
  [83, 20_000],
  [83, 30_000],
  [84, 16_000],
  [84, 50_000],
  [85.5, 40_000],
])('what burns over the limb, %d° away and %d m high, has all the air of its sight before it', (longitude_deg, height_m) => {
  const [airy, bare] = [seen(ARRAY, longitude_deg, height_m), seen(AIRLESS, longitude_deg, height_m)];
  ARRAY.bands.forEach((band, k) => {
    const pixel_m = distance(cameraOf(gridOf(ARRAY)), ecefVecFromGeodetic(geodeticDegrees(0, longitude_deg, height_m))) * ARRAY.step_rad;
    expect(Math.abs(bare[k] / ((3e6 * shareOfHeat(band)) / (pixel_m * pixel_m)) - 1)).toBeLessThan(0.05);
    expect(Math.abs(airy[k] / bare[k] - Math.exp(-depthBefore(band, longitude_deg, height_m)))).toBeLessThan(0.03);
  });
});

test('clouds over the limb hide what is behind them, and nothing before or above them', () => {
  const overcast = { layers: [{ ...HIGH_CLOUDS, cover: 0.9999, opticalDepth: 1 }] };
  const share = (longitude_deg: number, height_m: number): number =>
    seen(AIRLESS, longitude_deg, height_m, overcast)[1] / seen(AIRLESS, longitude_deg, height_m)[1];
  // Lowest points of their sights: some 6 km, and 29 km; and what stands before its own, over the clouds.
  expect(share(84, 16_000)).toBeLessThan(0.01);
  expect(share(83, 30_000)).toBeCloseTo(1, 2);
  expect(share(80.9, 20_000)).toBeCloseTo(1, 2);
});
