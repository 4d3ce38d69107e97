import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../../tests/support/properties.ts';
import { scale, vec3 } from '../../core/math/vector.ts';
import { brightnessTemperature } from '../../core/physics/planck.ts';
import { backdropOf, type Cloud, type Surface, USUAL_BACKDROP } from './backdrop.ts';
import { type ImagerBand, imagerOf } from './imager-spec.ts';
import { geostationaryImager } from './presets.ts';
import { type Column, columnAt, radianceOf, sunlightAt } from './radiance.ts';

const [, WINDOW, SHINE] = imagerOf(geostationaryImager(0, 30)).bands;
const BACKDROP = backdropOf({ seed: 1, ...USUAL_BACKDROP, layers: [] });
const GROUND: Surface = { seaShare: 0, night_K: 300, heating_K: 0, reflectance: { at2_2um: 0.2, at3_9um: 0.1 }, wind_mps: 0 };

/** A column over the equator, seen and lit at angles from the vertical, on opposite sides of it. */
function columnOf(view_rad: number, sun_rad: number, clouds: readonly Cloud[] = [], surface: Surface = GROUND): Column {
  const from = (angle_rad: number, distance_m: number) =>
    vec3(6_378_137 + distance_m * Math.cos(angle_rad), distance_m * Math.sin(angle_rad), 0);
  return columnAt(BACKDROP, vec3(6_378_137, 0, 0), surface, clouds, from(view_rad, 3.6e7), from(-sun_rad, 1.496e11));
}

const NIGHT = Math.PI;

/** What a column sends of the Sun. */
function sunlit(band: ImagerBand, ...[view_rad, sun_rad, clouds, surface]: Parameters<typeof columnOf>): number {
  return radianceOf(band, columnOf(view_rad, sun_rad, clouds, surface)) - radianceOf(band, columnOf(view_rad, NIGHT, clouds, surface));
}

const angle = fc.integer({ min: 0, max: 85 }).map((whole) => (whole * Math.PI) / 180);

// At a slant where the air's depth comes to one, the height that it shows jumped, and a warm ring lay around the disc's edge: 295.4 K inside, 299.5 K outside of it.
test('the lower the view, the colder the window shows a warm sea through its air, without a jump', () => {
  const planck = WINDOW.planck;
  if (planck === undefined) throw new Error('the band glows');
  const seen = Array.from({ length: 850 }, (_, k) =>
    brightnessTemperature(planck, radianceOf(WINDOW, columnOf((k * Math.PI) / 1800, NIGHT))),
  );
  for (let k = 1; k < seen.length; k++) {
    expect(seen[k]).toBeLessThanOrEqual(seen[k - 1]);
    expect(seen[k - 1] - seen[k]).toBeLessThan(0.25);
  }
});

// Clouds dimmed the ground's sunlight on its way up alone.
test('sunlight goes through the clouds down and up again: the ground’s, and a lower cloud’s', () => {
  const cloud = (opticalDepth: number, top_m: number, at2_2um: number): Cloud => ({
    opticalDepth,
    top_m,
    reflectance: { at2_2um, at3_9um: at2_2um },
    levelPlates: 0,
  });
  const airless = { ...SHINE, airDepth: 0 };
  holds(
    fc.property(angle, angle, fc.integer({ min: 1, max: 20 }), (view_rad, sun_rad, tenths) => {
      const depth = tenths / 10;
      const shown = Math.exp(-depth * (1 / Math.cos(view_rad) + 1 / Math.cos(sun_rad)));
      const bare = sunlit(airless, view_rad, sun_rad);
      expect(sunlit(airless, view_rad, sun_rad, [cloud(depth, 9_000, 0)]) / bare / shown).toBeCloseTo(1, 6);
      const low = cloud(3, 1_000, 0.4);
      const lower = sunlit(airless, view_rad, sun_rad, [low]);
      expect(sunlit(airless, view_rad, sun_rad, [low, cloud(depth, 9_000, 0)]) / lower / shown).toBeCloseTo(1, 6);
    }),
  );
});

test('the mirrored Sun of the sea goes through the clouds as the scattered does', () => {
  const sea: Surface = { ...GROUND, seaShare: 1, wind_mps: 7, reflectance: { at2_2um: 0, at3_9um: 0 } };
  const veil: Cloud = { opticalDepth: 0.5, top_m: 9_000, reflectance: { at2_2um: 0, at3_9um: 0 }, levelPlates: 0 };
  const airless = { ...SHINE, airDepth: 0 };
  const [bare, under] = [[], [veil]].map((clouds) => sunlit(airless, 0.5, 0.5, clouds, sea));
  expect(bare).toBeGreaterThan(0);
  expect(under / bare).toBeCloseTo(Math.exp(-1 / Math.cos(0.5)), 9);
});

test('sunlight is of the Sun’s distance: a fifteenth more at its nearest than at its farthest', () => {
  expect(sunlightAt(149_597_870_700)).toBe(1);
  expect(sunlightAt(147.1e9) / sunlightAt(152.1e9)).toBeCloseTo(1.069, 3);
  const near = vec3(1, 0, 0);
  const lit = (distance_m: number): number => {
    const sun = scale(near, distance_m);
    return radianceOf(SHINE, columnAt(BACKDROP, scale(near, 6_378_137), GROUND, [], scale(near, 4.2e7), sun));
  };
  const dark = radianceOf(SHINE, columnOf(0, NIGHT));
  expect((lit(147.1e9) - dark) / (lit(152.1e9) - dark)).toBeCloseTo(1.069, 3);
});
