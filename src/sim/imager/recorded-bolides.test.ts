import { describe, expect, test } from 'vitest';
import { ecefVecFromGeodetic, geodeticDegrees, upAt } from '../../core/frames/geodetic.ts';
import { distance, scale } from '../../core/math/vector.ts';
import { seconds_us } from '../../core/time/scale.ts';
import { ENDINGS, lightOf } from './recorded-bolides.ts';

const AT_us = 1_700_000_000_000_000;
const place = geodeticDegrees(0, 20, 35_000);
const bolide = {
  at_us: AT_us,
  place,
  velocityEcef_mps: scale(upAt(place.latitude_rad, place.longitude_rad), -14_000),
  radiatedEnergy_J: 1e11,
};

describe.each(ENDINGS)('a bolide that ends %s', (ending) => {
  const light = lightOf(bolide, ending);
  const after = (t_s: number) => light(AT_us + seconds_us(t_s));

  test('sheds a twentieth of its energy in the band, to all sides', () => {
    let sum = 0;
    for (let k = -4000; k <= 12_000; k++) sum += 1e-3 * (after(1e-3 * k)?.intensity_Wpsr ?? 0);
    expect((sum * 4 * Math.PI) / 1e11).toBeCloseTo(0.05, 4);
  });

  test('is brightest where and when the list says', () => {
    const peak = after(0);
    expect(distance(peak?.r ?? { x: 0, y: 0, z: 0 }, ecefVecFromGeodetic(place))).toBeLessThan(1);
    for (const t_s of [-0.5, -0.1, 0.1, 0.5]) expect(after(t_s)?.intensity_Wpsr).toBeLessThan(peak?.intensity_Wpsr ?? 0);
    expect(after(-30)).toBeUndefined();
    expect(after(30)).toBeUndefined();
  });
});

test('what slows down stops, fourteen kilometres on: its speed times its fading', () => {
  const gone = (ending: (typeof ENDINGS)[number], t_s: number): number =>
    distance(lightOf(bolide, ending)(AT_us + seconds_us(t_s))?.r ?? { x: NaN, y: NaN, z: NaN }, ecefVecFromGeodetic(place));
  expect(gone('slowing down', 8)).toBeCloseTo(14_000, -1.5);
  expect(gone('as fast as it came', 1)).toBeCloseTo(14_000, 0);
});
