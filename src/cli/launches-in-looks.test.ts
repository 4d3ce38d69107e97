import { beforeAll, describe, expect, test } from 'vitest';
import { glowing, shining } from '../../tests/support/imager-frames.ts';
import { ringHolds, ellipseRing } from '../core/assess/area.ts';
import { ecefVecFromGeodetic } from '../core/frames/geodetic.ts';
import type { BandFrame } from '../core/imager/frame.ts';
import { scale } from '../core/math/vector.ts';
import { type RenderedLaunch, renderLaunch } from '../sim/imager/launch-study.ts';
import { stream } from '../sim/random.ts';
import { staringImager } from '../sim/imager/presets.ts';
import { randomFlight } from '../sim/regions/flights.ts';
import { launchesInLooks, type LookOfSeries, type SeenLaunch } from './launches-in-looks.ts';

const SEED = 9;

function rendered(satellites: 1 | 2): RenderedLaunch {
  const { truth } = randomFlight(SEED, 'missile');
  const up = ecefVecFromGeodetic(truth.launch.point);
  const sky = () => ({ sunEcef_m: scale(up, -23_000), moonEcef_m: scale(up, 60) });
  const made = renderLaunch({ seed: SEED, satellites, light: 'night', preset: staringImager, sky, framePeriod_s: 10, side: 72 });
  if (made === undefined) throw new Error('a satellite does not see the site');
  return made;
}

/** Looks of all imagers in order of time. */
function looksOf({ watching, end_us }: RenderedLaunch): BandFrame[][] {
  const looks: BandFrame[][] = [];
  for (let index = 0; watching[0].imager.beginOf(index) <= end_us; index++) for (const one of watching) looks.push(one.look(index));
  return looks;
}

describe('a missile in the looks of two imagers', () => {
  const { truth } = randomFlight(SEED, 'missile');
  let looks: BandFrame[][];
  let series: (LookOfSeries | undefined)[];
  let said: SeenLaunch[];
  beforeAll(() => {
    const { take } = launchesInLooks();
    looks = looksOf(rendered(2));
    series = looks.map((frames) => take(frames));
    said = series.flatMap((look) => look?.launches ?? []);
  }, 120_000);

  test('is one launch, from the region that is said last', () => {
    expect(new Set(said.map(({ event }) => event)).size).toBe(1);
    const [{ estimate, probability }] = said.slice(-1);
    const ring = ellipseRing(estimate, 0.95);
    expect(ring !== undefined && ringHolds(ring, truth.launch.point)).toBe(true);
    expect(probability).toBeGreaterThan(0.9);
    expect(Math.abs(estimate.time_us - truth.launch.time_us) / 1e6).toBeLessThan(3 * estimate.sigmaTime_s + 1);
  });

  test('burns in looks of both, before it is a launch', () => {
    const burns = series.map((look) => (look?.plumes.length ?? 0) > 0);
    expect(burns.some((isBurning, k) => isBurning && k % 2 === 0)).toBe(true);
    expect(burns.some((isBurning, k) => isBurning && k % 2 === 1)).toBe(true);
    expect(burns.indexOf(true)).toBeLessThanOrEqual(series.findIndex((look) => (look?.launches.length ?? 0) > 0));
  });

  test('an imager’s first look, one that comes late and one that shows no heat are none of a series', () => {
    const { take } = launchesInLooks();
    expect(take(looks[2])).toBeUndefined();
    expect(take(looks[4])).toBeDefined();
    expect(take(looks[0])).toBeUndefined();
    expect(take([shining(6, 2.2, () => 0.1)])).toBeUndefined();
  });
});

test('looks ten minutes apart are no series, and nothing is kept of them', () => {
  const { take } = launchesInLooks();
  const at = (minutes: number): BandFrame[] => [{ ...glowing(7, 3.9, () => 290), begin_us: 60e6 * minutes, end_us: 60e6 * minutes + 1 }];
  expect([0, 10, 20, 20.5].map((minutes) => take(at(minutes)) !== undefined)).toEqual([false, false, false, true]);
});

test('a fire that flares up is no plume', () => {
  const { take } = launchesInLooks();
  const found = Array.from({ length: 14 }, (_, index) => {
    const random = stream(index, 'fire');
    const kelvin = (row: number, column: number): number =>
      (index > 6 && row === 30 && column === 40 ? 330 + 4 * index : 290) + 0.1 * random.normal();
    return take([{ ...glowing(7, 3.9, kelvin), begin_us: 10e6 * index, end_us: 10e6 * index + 6e6 }]);
  });
  expect(found.slice(1).every((look) => look !== undefined)).toBe(true);
  expect(found.flatMap((look) => [...(look?.plumes ?? []), ...(look?.launches ?? [])])).toEqual([]);
});
