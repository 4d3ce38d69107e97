import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../../tests/support/properties.ts';
import { sensorsAround } from '../../sim/defaults.ts';
import { foldWorld } from '../../sim/fold-world.ts';
import type { SatelliteErrors, SimulatedSensor } from '../../sim/scenario.ts';
import { createWorld } from '../../sim/world.ts';
import { geodeticDegrees } from '../frames/geodetic.ts';
import { degrees } from '../units.ts';

// Of forty missiles before two radars and two satellites, one of which was tilted by 250 µrad, thirty-six were two events: what the tilted one showed beside a rocket that was high and fast by
// then was taken for another one that had just left its cloud.

const START_US = 1_742_428_800_000_000;
const LAUNCH_S = 10;

/** Objects that people are told of until three minutes after the launches, at places so far apart, km. */
function events(errors: SatelliteErrors, latitude_deg: number, bearing_deg: number, seed: number, apart_km?: number): number {
  const site = geodeticDegrees(latitude_deg, 40, 100);
  const all = sensorsAround(site, degrees(bearing_deg));
  const sensors = all.map((one, k): SimulatedSensor => (k === 1 && one.kind === 'infrared-satellite' ? { ...one, errors } : one));
  const sites = [site, ...(apart_km === undefined ? [] : [geodeticDegrees(latitude_deg + apart_km / 111, 40, 100)])];
  const world = createWorld({
    id: 'displaced',
    title: 'a satellite that is wrong',
    theatre: 'theatre',
    line: 'exercise',
    start_us: START_US,
    end_us: START_US + 190e6,
    seed,
    sensors,
    flights: sites.map((from, k) => ({
      kind: 'published',
      id: `missile-${k}`,
      site: from,
      launch_us: START_US + LAUNCH_S * 1e6,
      bearing_rad: degrees(bearing_deg),
      apogee_m: 250_000,
      groundRange_m: 900_000,
    })),
    disturbances: [],
    people: [],
  });
  let told = 0;
  foldWorld(world, ({ kind }) => {
    if (kind === 'notice') told += 1;
  });
  return told;
}

const TILTED: SatelliteErrors[] = [
  { right_rad: 250e-6, up_rad: 0, clock_s: 0 },
  { right_rad: 0, up_rad: -250e-6, clock_s: 0 },
  { right_rad: 0, up_rad: 0, clock_s: 2 },
  { right_rad: 0, up_rad: 0, clock_s: -2 },
];

test('one missile is one object before a satellite that is tilted or whose clock is wrong', () => {
  holds(
    fc.property(
      fc.constantFrom(...TILTED),
      fc.integer({ min: -45, max: 50 }),
      fc.integer({ min: 0, max: 359 }),
      fc.nat(1000),
      (errors, latitude_deg, bearing_deg, seed) => {
        expect(events(errors, latitude_deg, bearing_deg, seed)).toBe(1);
      },
    ),
    { runs: 10 },
  );
});

test('and two that leave sites some kilometres apart at once are two before it', () => {
  for (const errors of TILTED) expect(events(errors, 35, 80, 3, 40)).toBeGreaterThan(1);
});
