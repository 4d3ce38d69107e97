import { describe, expect, test } from 'vitest';
import { microsFromIso } from '../../api/iso.ts';
import { enuBasis } from '../../core/frames/enu.ts';
import { ecefVecFromGeodetic, geodeticDegrees } from '../../core/frames/geodetic.ts';
import { polarFromEcef } from '../../core/frames/radar.ts';
import { norm, scale, subtract } from '../../core/math/vector.ts';
import { seconds_us } from '../../core/time/scale.ts';
import { toDegrees } from '../../core/units.ts';
import { skyAt } from './sky.ts';

const SPEED_OF_LIGHT_MPS = 299_792_458;

/** The early-warning radar near Thule, Greenland: 76.57° N, 68.30° W. */
const thule = geodeticDegrees(76.57, -68.3, 420);

function moonFromThule(time: string) {
  const at_us = microsFromIso(time);
  const [before, now, after] = [-10, 0, 10].map((s) => skyAt(at_us + seconds_us(s)).moonEcef_m);
  return polarFromEcef(ecefVecFromGeodetic(thule), enuBasis(thule), now, scale(subtract(after, before), 1 / 20));
}

// 1960-10-05: the radar at Thule reported a mass of objects over the horizon. It was the Moon, whose echo comes back after two and a half
// seconds; nobody had thought of it.
describe('the Moon over Thule on 1960-10-05', () => {
  test('rises at about 21:26 UTC at azimuth 63°', () => {
    const elevation = (time: string): number => toDegrees(moonFromThule(time).elevation_rad);
    expect(elevation('1960-10-05T21:21:00Z')).toBeLessThan(0);
    expect(elevation('1960-10-05T21:31:00Z')).toBeGreaterThan(-0.3);
    expect(toDegrees(moonFromThule('1960-10-05T21:26:00Z').azimuth_rad)).toBeCloseTo(63, 0);
  });

  test('echoes after 2.554 s and comes nearer at 56 m/s at 22:30 UTC', () => {
    const { range_m, rangeRate_mps } = moonFromThule('1960-10-05T22:30:00Z');
    expect((2 * range_m) / SPEED_OF_LIGHT_MPS).toBeCloseTo(2.554, 3);
    expect(rangeRate_mps).toBeCloseTo(-56, 0);
  });
});

test('the Sun stands over the equator at an equinox, over Greenwich at noon of the equation of time', () => {
  const { sunEcef_m } = skyAt(microsFromIso('2022-03-20T15:33:00Z'));
  expect(Math.abs(toDegrees(Math.asin(sunEcef_m.z / norm(sunEcef_m))))).toBeLessThan(0.01);
  const noon = skyAt(microsFromIso('2022-11-03T11:43:34Z')).sunEcef_m; // the Sun is 16 min 26 s early on 3 November
  expect(Math.abs(toDegrees(Math.atan2(noon.y, noon.x)))).toBeLessThan(0.05);
});

test('positions are whole metres for the Moon and whole kilometres for the Sun, so that every platform journals the same', () => {
  const { sunEcef_m, moonEcef_m } = skyAt(microsFromIso('2017-08-28T20:57:00Z'));
  for (const value of Object.values(moonEcef_m)) expect(Number.isInteger(value)).toBe(true);
  for (const value of Object.values(sunEcef_m)) expect(value % 1000).toBeCloseTo(0, 12);
});
