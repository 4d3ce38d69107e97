import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../../tests/support/properties.ts';
import { surveillanceRadar } from '../../sim/defaults.ts';
import { foldWorld } from '../../sim/fold-world.ts';
import { createWorld } from '../../sim/world.ts';
import { geodesicDirect } from '../frames/geodesic.ts';
import { geodeticDegrees } from '../frames/geodetic.ts';
import { degrees } from '../units.ts';
import type { Emission } from './emission.ts';

// A helicopter at 1,000 m before a radar that looks every ten seconds was eleven objects in eighteen minutes: the filter took what hangs in the air for
// something ever lighter that falls, until its arithmetic burst; and what was missed once had come down.

const START_US = 1_742_428_800_000_000;
const MINUTES = 8;

type Hovering = { readonly latitude_deg: number; readonly height_m: number; readonly away_km: number; readonly speed_mps: number };

/** All that is said of one thing that hangs in the air before one radar. */
function saidOf({ latitude_deg, height_m, away_km, speed_mps }: Hovering, revisit_s: number, seed: number): Emission[] {
  const site = geodeticDegrees(latitude_deg, 15, 100);
  const radar = surveillanceRadar('radar', site);
  const below = geodesicDirect(site.latitude_rad, site.longitude_rad, degrees(40), away_km * 1000);
  const world = createWorld({
    id: 'hovering',
    title: 'what hangs in the air',
    theatre: 'theatre',
    line: 'exercise',
    start_us: START_US,
    end_us: START_US + MINUTES * 60e6,
    seed,
    sensors: [{ ...radar, spec: { ...radar.spec, revisit_s, detectionProbability: 0.9 } }],
    flights: [
      {
        kind: 'aircraft',
        id: 'balloon',
        from: { ...below, height_m },
        start_us: START_US,
        course_rad: degrees(110),
        speed_mps,
        heat_Wpsr: 0,
        crossSection_m2: 2,
      },
    ],
    disturbances: [],
    people: [],
  });
  const said: Emission[] = [];
  foldWorld(world, (emission) => said.push(emission));
  return said;
}

test('what hangs in the air or drifts with the wind is one object for as long as a radar sees it', () => {
  holds(
    fc.property(
      fc.integer({ min: -60, max: 60 }),
      fc.constantFrom([1_000, 20], [2_000, 40], [5_000, 90], [12_000, 150], [25_000, 250]),
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 2, max: 12 }),
      fc.nat(1000),
      (latitude_deg, [height_m, away_km], speed_mps, revisit_s, seed) => {
        const said = saidOf({ latitude_deg, height_m, away_km, speed_mps }, revisit_s, seed);
        expect(said.filter(({ kind }) => kind === 'notice').length).toBe(1);
        expect(said.filter(({ kind }) => kind === 'event-ended')).toEqual([]);
      },
    ),
    { runs: 12 },
  );
});
