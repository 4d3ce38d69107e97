import { beforeAll, describe, expect, test } from 'vitest';
import { ecefVecFromGeodetic } from '../../core/frames/geodetic.ts';
import { scale } from '../../core/math/vector.ts';
import type { Sky } from '../disturbances.ts';
import { randomFlight } from '../regions/flights.ts';
import { type LaunchStudy, studyLaunch } from './launch-study.ts';
import { staringImager } from './presets.ts';

/** The Sun where it is midnight at the site, whatever the hour. */
function midnight(seed: number): Sky {
  const up = ecefVecFromGeodetic(randomFlight(seed, 'missile').truth.launch.point);
  return () => ({ sunEcef_m: scale(up, -23_000), moonEcef_m: scale(up, 60) });
}

const study = (seed: number, satellites: 1 | 2) =>
  studyLaunch({ seed, satellites, light: 'night', preset: staringImager, sky: midnight(seed), framePeriod_s: 10, side: 72 });

describe('a missile that is rendered into the frames of imagers under clouds, followed from their pixels to the launch', () => {
  let one: LaunchStudy | undefined;
  let two: LaunchStudy | undefined;
  beforeAll(() => {
    // One that is in plain sight after its first twenty seconds.
    one = study(9, 1);
    two = study(9, 2);
  }, 120_000);

  test('is told within two looks of standing out clearly', () => {
    const looks = two?.looks ?? [];
    const first = looks.findIndex(({ signalToClutter }) => signalToClutter >= 8);
    expect(first).toBeGreaterThanOrEqual(0);
    expect(looks.slice(first, first + 3).some(({ isTold }) => isTold)).toBe(true);
  });

  test('is noticed within a minute and a half of its launch, and nothing else is', () => {
    for (const found of [one, two]) {
      expect(found?.notice_s).toBeLessThan(90);
      expect(found?.falseEvents).toBe(0);
    }
  });

  test('is placed between the pixels as well as its fit says', () => {
    const places = two?.places ?? [];
    const rms = (of: (place: (typeof places)[number]) => number): number =>
      Math.sqrt(places.reduce((sum, place) => sum + of(place) ** 2, 0) / places.length);
    expect(places.length).toBeGreaterThan(4);
    expect(rms(({ error }) => error) / rms(({ bound }) => bound)).toBeLessThan(2);
  });

  test('was launched within the region that is said, two kilometres from it by two satellites', () => {
    expect(two?.launch?.inside).toBe(true);
    expect(two?.launch?.error_m).toBeLessThan(2_000);
    expect(Math.abs(two?.launch?.time_sigma ?? Infinity)).toBeLessThan(3);
    expect(one?.launch?.inside).toBe(true);
  });
});
