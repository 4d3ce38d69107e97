import { describe, expect, test } from 'vitest';
import { dutyStaff, infraredSatellite, surveillanceRadar } from '../../sim/defaults.ts';
import type { Flight, RadarErrors, Scenario, SimulatedSensor } from '../../sim/scenario.ts';
import { createWorld } from '../../sim/world.ts';
import { geodesicDirect } from '../frames/geodesic.ts';
import { geodetic, type Geodetic, geodeticDegrees } from '../frames/geodetic.ts';
import { start, step } from '../pipeline.ts';
import { packInto } from '../math/packed.ts';
import { THEATRE_MODES } from '../track/filter/imm.ts';
import { degrees } from '../units.ts';
import { newTrack, type Track } from './track.ts';
import { joinTwins } from './twins.ts';

// A radar that was 2 km, 10 mrad or 0.5 s off made a second event, a second alert and the retraction of the true one ("radar should see it and does
// not"). One object is one event, whoever is wrong; and two objects stay two. TOCSIN_TWINS=n runs the whole family over n seeds.

const START_US = 1_742_428_800_000_000;
const SECOND = 1_000_000;
const SEEDS = Number(process.env['TOCSIN_TWINS'] ?? '0');

type Shot = { readonly from: Geodetic; readonly bearing_deg: number; readonly apogee_km: number; readonly range_km: number };

const SHOTS: readonly Shot[] = [
  { from: geodeticDegrees(31, -40), bearing_deg: 280, apogee_km: 330, range_km: 1100 },
  { from: geodeticDegrees(-20, 70), bearing_deg: 95, apogee_km: 210, range_km: 850 },
  { from: geodeticDegrees(48, 160), bearing_deg: 30, apogee_km: 120, range_km: 450 },
  { from: geodeticDegrees(12, -100), bearing_deg: 200, apogee_km: 600, range_km: 2200 },
];

const RADARS = ['beside', 'across', 'ahead'] as const;
type Radar = (typeof RADARS)[number];

function away({ latitude_rad, longitude_rad }: Geodetic, bearing_deg: number, distance_km: number): Geodetic {
  const to = geodesicDirect(latitude_rad, longitude_rad, degrees((bearing_deg + 360) % 360), 1000 * distance_km);
  return geodetic(to.latitude_rad, to.longitude_rad, 100);
}

/** Two satellites; a radar beside the climb, one across from the middle, one near the end. */
function sensorsFor({ from, bearing_deg, range_km }: Shot): SimulatedSensor[] {
  const middle = away(from, bearing_deg, range_km / 2);
  const sites: Record<Radar, Geodetic> = {
    beside: away(from, bearing_deg + 50, 60 + range_km / 5),
    across: away(from, bearing_deg - 40, 0.58 * range_km),
    ahead: away(away(from, bearing_deg, range_km), bearing_deg + 110, 70),
  };
  return [
    infraredSatellite('satellite-west', from.longitude_rad - degrees(30), middle),
    infraredSatellite('satellite-east', from.longitude_rad + degrees(30), middle),
    ...RADARS.map((id) => surveillanceRadar(id, sites[id])),
  ];
}

type Extra = {
  readonly apart_km?: number;
  readonly toward_deg?: number;
  readonly after_s?: number;
  readonly turned_deg?: number;
  readonly higher_km?: number;
};

function world(shot: Shot, seed: number, sensors: readonly SimulatedSensor[], shots: readonly Extra[] = [{}]): Scenario {
  const flight = ({ apart_km = 0, toward_deg = 0, after_s = 0, turned_deg = 0, higher_km = 0 }: Extra, k: number): Flight => ({
    kind: 'published',
    id: `flight-${k}`,
    site: { ...away(shot.from, toward_deg, apart_km), height_m: 0 },
    launch_us: START_US + (30 + after_s) * SECOND,
    bearing_rad: degrees(shot.bearing_deg + turned_deg),
    apogee_m: 1000 * (shot.apogee_km + higher_km),
    groundRange_m: 1000 * shot.range_km,
  });
  return {
    id: 'twins',
    title: 'one object or two',
    theatre: 'theatre',
    line: 'exercise',
    start_us: START_US,
    seed,
    sensors,
    flights: shots.map(flight),
    disturbances: [],
    people: dutyStaff(),
  };
}

type Told = {
  notices: number;
  warnings: number;
  mostOpen: number;
  firstRecommended_s: number;
  retractionReady: string[];
  closed: string[];
};

const CLOSED = new Set(['ended', 'retracted', 'withdrawn', 'dismissed']);

/** What people were told. */
function tell(scenario: Scenario): Told {
  const input = createWorld(scenario, scenario.seed);
  const state = start();
  const told: Told = { notices: 0, warnings: 0, mostOpen: 0, firstRecommended_s: Infinity, retractionReady: [], closed: [] };
  const open = new Set<string>();
  let seq = 0;
  for (let one = input.next(); one !== undefined; one = input.next()) {
    step(state, { seq: seq++, ...one }, (emission) => {
      input.hear(emission);
      if (emission.kind === 'notice') told.notices += 1;
      if (emission.kind !== 'warning') return;
      const { change, warning } = emission;
      if (CLOSED.has(warning.state)) open.delete(warning.id);
      else open.add(warning.id);
      told.mostOpen = Math.max(told.mostOpen, open.size);
      if (change === 'recommended') {
        told.warnings += 1;
        told.firstRecommended_s = Math.min(told.firstRecommended_s, (state.at_us - START_US) / SECOND - 30);
      }
      if (change === 'retraction-ready') told.retractionReady.push(warning.id);
      if (change === 'withdrawn' || change === 'retracted') told.closed.push(warning.id);
    });
  }
  return told;
}

const NO_ERROR: RadarErrors = { range_m: 0, azimuth_rad: 0, elevation_rad: 0, clock_s: 0 };

/** Radars that are wrong, and how. */
type Wrong = Partial<Record<Radar, Partial<RadarErrors>>>;

function toldBy(shot: Shot, seed: number, wrong: Wrong, without?: Radar): Told {
  const sensors = sensorsFor(shot).flatMap((one): SimulatedSensor[] => {
    if (one.spec.id === without) return [];
    const errors = one.kind === 'radar' ? wrong[one.spec.id as Radar] : undefined;
    return [one.kind === 'radar' && errors !== undefined ? { ...one, errors: { ...NO_ERROR, ...errors } } : one];
  });
  return tell(world(shot, seed, sensors));
}

/** As with sound radars, though it may take a few seconds longer. */
function isOneWarning(told: Told, sound: Told): void {
  expect(told).toMatchObject({ notices: 1, warnings: 1, mostOpen: 1, retractionReady: [], closed: [] });
  expect(told.firstRecommended_s).toBeLessThan(sound.firstRecommended_s + 15);
}

describe('one missile is one event, one warning and no retraction, though a radar shows it elsewhere', () => {
  test.each([
    ['a range 2 km too long', 0, { beside: { range_m: 2000 } }],
    ['a north 10 mrad off', 1, { across: { azimuth_rad: 0.01 } }],
    ['a clock 0.5 s behind', 2, { ahead: { clock_s: -0.5 } }],
    ['a clock 2 s behind', 0, { across: { clock_s: -2 } }],
  ] as const)('%s', (_, at, wrong) => isOneWarning(toldBy(SHOTS[at], 1, wrong), tell(world(SHOTS[at], 1, sensorsFor(SHOTS[at])))));
});

// Two radars of two, both 30 mrad off: of 24 random flights each became two to four events, and one two alerts that were never said to be one.
describe('one missile is one event and one warning though both radars show it elsewhere', () => {
  test.each([
    ['to both sides', 2, 1, { beside: { azimuth_rad: 0.03 }, across: { azimuth_rad: -0.03 } }],
    ['to the side and up', 1, 2, { beside: { azimuth_rad: 0.03 }, across: { elevation_rad: 0.03 } }],
    ['to the side and down', 0, 2, { beside: { azimuth_rad: 0.03 }, across: { elevation_rad: -0.03 } }],
  ] as const)('%s', (_, at, seed, wrong) => isOneWarning(toldBy(SHOTS[at], seed, wrong, 'ahead'), toldBy(SHOTS[at], seed, {}, 'ahead')));
});

/** Real ones: side by side, one behind the other on the same path (as a clock's error would show it), five from one place. */
const SEVERAL: readonly (readonly [string, readonly Extra[]])[] = [
  [
    '5 km and 8 s apart',
    [
      { apart_km: 5, toward_deg: 180, turned_deg: -1.6 },
      { after_s: 8, turned_deg: -0.8, higher_km: 7 },
    ],
  ],
  ['on one path, 3 s apart', [{}, { after_s: 3 }]],
  ['3 km apart, 20 s', [{ apart_km: 3, toward_deg: 90 }, { after_s: 20 }]],
  ['30 km apart, 3 s', [{ apart_km: 30, toward_deg: 180 }, { after_s: 3 }]],
  ['five from one place, 3 s apart', [0, 1, 2, 3, 4].map((k) => ({ after_s: 3 * k, turned_deg: -1.6 + 0.8 * k, higher_km: (7 * k) % 21 }))],
];

function staySeveral(shot: Shot, seed: number, shots: readonly Extra[]): void {
  const told = tell(world(shot, seed, sensorsFor(shot), shots));
  expect(told).toMatchObject({ warnings: shots.length, mostOpen: shots.length, retractionReady: [], closed: [] });
  expect(told.notices).toBeGreaterThanOrEqual(shots.length);
  expect(told.notices).toBeLessThanOrEqual(shots.length + (shots.length > 2 ? 1 : 0));
}

describe('several missiles stay several', () => {
  test.each(SEVERAL.slice(0, 2))('%s', (_, shots) => staySeveral(SHOTS[0], 1, shots));
});

describe.runIf(SEEDS > 0)('the whole family', () => {
  const seeds = Array.from({ length: SEEDS }, (_, k) => k + 1);
  const errors: readonly Partial<RadarErrors>[] = [
    ...[500, 1000, 2000, 5000, -2000].map((range_m) => ({ range_m })),
    ...[2e-3, 5e-3, 1e-2, 1.5e-2, -5e-3].map((azimuth_rad) => ({ azimuth_rad })),
    ...[-3, -2, -1, -0.3, 0.3, 0.5, 1, 3].map((clock_s) => ({ clock_s })),
  ];
  const worlds = SHOTS.flatMap((_, at) => seeds.map((seed) => [at, seed] as const));
  test.each(worlds)('one missile: shot %i, seed %i', (at, seed) => {
    const sound = tell(world(SHOTS[at], seed, sensorsFor(SHOTS[at])));
    const wrong = RADARS.flatMap((radar) => errors.map((error) => [radar, error] as const)).filter(([radar, error]) => {
      const told = toldBy(SHOTS[at], seed, { [radar]: error });
      return (
        told.notices !== 1 ||
        told.warnings !== 1 ||
        told.retractionReady.length > 0 ||
        told.firstRecommended_s > sound.firstRecommended_s + 15
      );
    });
    expect(wrong).toEqual([]);
  });
  test.each(worlds.flatMap(([at, seed]) => SEVERAL.map(([name, shots]) => [name, at, seed, shots] as const)))(
    '%s: shot %i, seed %i',
    (_, at, seed, shots) => staySeveral(SHOTS[at], seed, shots),
  );
});

test('what echoes have told of its size stays known when the track of a radar goes into that of the heat', () => {
  const trackOf = (id: string): Track => {
    const modes = new Float64Array(THEATRE_MODES.size);
    const p = Float64Array.from({ length: 36 }, (_, k) => (k % 7 === 0 ? 1e4 : 0));
    THEATRE_MODES.models.forEach(({ dimension }, j) => {
      modes.set([7e6, 0, 0, 0, 3000, 0], THEATRE_MODES.at[j]);
      packInto(modes, THEATRE_MODES.at[j] + dimension, p, 6, 6);
    });
    return newTrack(id, 0, { modes, weights: Float64Array.of(0, 1, 0, 0) }, 10);
  };
  const [heat, radar] = [trackOf('T1'), trackOf('T2')];
  Object.assign(heat.seen.heat, { hits: 20, first_us: 0, last_us: 60 * SECOND });
  Object.assign(radar.seen.radar, { hits: 12, first_us: 70 * SECOND, last_us: 90 * SECOND });
  Object.assign(radar.echoStrength, { mean_dBsm: 5, looks: 10 });
  expect(joinTwins([heat, radar])).toHaveLength(1);
  expect(heat.echoStrength).toEqual({ mean_dBsm: 5, looks: 10 });
});
