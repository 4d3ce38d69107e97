import { fold } from '../../../tests/support/fold.ts';
import { describe, expect, test } from 'vitest';
import { infraredSatellite, surveillanceRadar } from '../../sim/defaults.ts';

import { describeProblem, parseScenario } from '../../adapters/scenario-yaml/scenario-yaml.ts';
import type { Scenario, SimulatedRadar, SimulatedSensor } from '../../sim/scenario.ts';
import { createWorld, type TimedInput, type World } from '../../sim/world.ts';
import { geodeticDegrees, heightAbove } from '../frames/geodetic.ts';
import type { RadarScan } from '../sense/scan.ts';
import type { RadarSensor } from '../sense/sensor.ts';
import type { Emission } from '../tell/emission.ts';
import { degrees } from '../units.ts';

const START_US = 1_668_734_040_000_000;
const SITE = geodeticDegrees(39.2, 125.67);
const EAST = geodeticDegrees(37.5, 137, 100);
const RADAR = surveillanceRadar('coast', EAST);
const AIR = { kind: 'exponential', refractivity: 313, scaleHeight_m: 7000 } as const;
const { sigmaRangeRate_mps, ...without } = RADAR.spec;
const WITHOUT_RATE: SimulatedRadar = { ...RADAR, spec: without };

/** One missile to the east, seen by two satellites and a radar 1,000 km away. */
function inputs(radar: SimulatedRadar): TimedInput[] {
  const satellites: SimulatedSensor[] = [infraredSatellite('sat-1', degrees(110), SITE), infraredSatellite('sat-2', degrees(160), SITE)];
  const world = createWorld({
    id: 'kinds',
    title: 'one missile and a radar of some kind',
    theatre: 'theatre',
    line: 'exercise',
    start_us: START_US,
    end_us: START_US + 400e6,
    seed: 3,
    sensors: [...satellites, radar],
    flights: [
      {
        kind: 'published',
        id: 'one',
        site: SITE,
        launch_us: START_US + 20e6,
        bearing_rad: degrees(95),
        apogee_m: 200_000,
        groundRange_m: 900_000,
      },
    ],
    disturbances: [],
    people: [],
  });
  return allOf(world);
}

function inputsOf(scenario: Scenario): TimedInput[] {
  return allOf(createWorld(scenario));
}

function allOf(world: World): TimedInput[] {
  const all: TimedInput[] = [];
  for (let next = world.next(); next !== undefined; next = world.next()) all.push(next);
  return all;
}

const events = (said: readonly Emission[]): number => said.filter(({ kind }) => kind === 'notice').length;
const recommended = (said: readonly Emission[]): boolean => said.some((one) => one.kind === 'warning' && one.change === 'recommended');
const plots = (all: readonly TimedInput[]): RadarScan[] => all.flatMap(({ input }) => (input.kind === 'radar-scan' ? [input] : []));

describe('one missile is one event, which is warned of, whatever kind of radar sees it', () => {
  const radars: Record<string, SimulatedRadar> = {
    'one that stands and takes the air out itself': RADAR,
    'one whose plots the air bends': { ...RADAR, spec: { ...RADAR.spec, refraction: AIR } },
    'one that measures no range rate': WITHOUT_RATE,
    'one on a ship': {
      ...RADAR,
      spec: { ...RADAR.spec, moves: true },
      way: { from_us: START_US, course_rad: degrees(200), speed_mps: 15 },
    },
    'one in an aircraft, through the air, without range rate': {
      ...WITHOUT_RATE,
      spec: { ...WITHOUT_RATE.spec, site: { ...EAST, height_m: 9_000 }, moves: true, refraction: AIR },
      way: { from_us: START_US, course_rad: degrees(20), speed_mps: 220 },
    },
  };
  test.each(Object.entries(radars))('%s', (_, radar) => {
    const { said, state } = fold(inputs(radar));
    expect(events(said)).toBe(1);
    expect(recommended(said)).toBe(true);
    expect(state.tracker.tracks.filter(({ status }) => status === 'confirmed').length).toBe(1);
    expect(said.filter(({ kind }) => kind === 'refused')).toEqual([]);
  });
});

test('bent plots that are not said to be bent put the object too high; said so, they put it where straight ones do', () => {
  const bent = inputs({ ...RADAR, spec: { ...RADAR.spec, refraction: AIR } });
  const [straight, corrected] = [fold(inputs(RADAR)), fold(bent)];
  const untold = fold(
    bent.map((one) => {
      if (one.input.kind !== 'sensor' || one.input.sensor.kind !== 'radar') return one;
      const { refraction, ...sensor } = one.input.sensor;
      return { ...one, input: { ...one.input, sensor } };
    }),
  );
  const heights = (said: readonly Emission[]): Map<number, number> =>
    new Map(
      said.flatMap((one) => {
        if (one.kind !== 'track' || one.track.hits.radar < 10) return [];
        const { x, y, z } = one.track.positionEcef_m;
        return [[one.track.at_us, heightAbove(x, y, z)] as const];
      }),
    );
  const [right, again, wrong] = [straight, corrected, untold].map(({ said }) => heights(said));
  const meanApart = (a: ReadonlyMap<number, number>): number => {
    const apart = [...a].flatMap(([at_us, height]) => (right.has(at_us) ? [height - (right.get(at_us) ?? NaN)] : []));
    expect(apart.length).toBeGreaterThan(20);
    return apart.reduce((sum, one) => sum + one, 0) / apart.length;
  };
  expect(Math.abs(meanApart(again))).toBeLessThan(60);
  expect(meanApart(wrong)).toBeGreaterThan(300);
});

test('a scan of a radar that moves says where it was, and one of a radar that stands does not: else it is refused, with the remedy', () => {
  const spec: RadarSensor = RADAR.spec;
  const scan: RadarScan = { kind: 'radar-scan', sensor: 'coast', measuredAt_us: START_US, plots: [] };
  const refusals = (sensor: RadarSensor, one: RadarScan): Emission[] =>
    fold([
      { at_us: START_US, line: 'exercise', input: { kind: 'theatre', name: 'theatre', line: 'exercise' } },
      { at_us: START_US, line: 'exercise', input: { kind: 'sensor', sensor } },
      { at_us: START_US, line: 'exercise', input: one },
    ] as TimedInput[]).said.filter(({ kind }) => kind === 'refused');
  expect(refusals(spec, scan)).toEqual([]);
  expect(refusals({ ...spec, moves: true }, { ...scan, platform: EAST })).toEqual([]);
  expect(refusals({ ...spec, moves: true }, scan)).toMatchObject([
    { reason: 'no-place', detail: 'coast moves: each of its scans must say where it was' },
  ]);
  expect(refusals(spec, { ...scan, platform: EAST })).toMatchObject([{ reason: 'no-place' }]);
  expect(refusals({ ...spec, moves: true }, { ...scan, platform: { ...EAST, height_m: NaN } })).toMatchObject([{ reason: 'not-finite' }]);
});

// A stranger's worlds: a wrong radar that moved was left out of registration, was never named, and made a second alert or pulled the impact away by 28 km.
test.each([
  ['turned', 'azimuthBias_mrad: 40', 1],
  ['late by its clock', 'clock_s: -8', 2],
])('a radar on a ship that is %s is named as one that stands would be, and the missile is one', (_, errors, seed) => {
  const parsed = parseScenario(
    `id: ship
title: a wrong radar on a ship and a right one on land
theatre: th
line: exercise
start: 2025-03-20T00:00:00Z
end: 2025-03-20T00:08:00Z
seed: ${seed}
region: { latitude_deg: 37.5, longitude_deg: 48.4, radius_km: 2500 }
sensors:
  - { kind: infrared-satellite, id: sat-0, orbit: { kind: geostationary, longitude_deg: 20 }, looksAt: { latitude_deg: 37.5, longitude_deg: 48.4 } }
  - { kind: infrared-satellite, id: sat-1, orbit: { kind: geostationary, longitude_deg: 75 }, looksAt: { latitude_deg: 37.5, longitude_deg: 48.4 } }
  - { kind: radar, id: ship, site: { latitude_deg: 34.26, longitude_deg: 46.75 }, moves: { course_deg: 200, speed_mps: 15 }, errors: { ${errors} } }
  - { kind: radar, id: land, site: { latitude_deg: 39.15, longitude_deg: 45 } }
flights:
  - { kind: published, id: f0, site: { latitude_deg: 36, longitude_deg: 45 }, launch: 2025-03-20T00:01:00Z, bearing_deg: 60, apogee_km: 200, distance_km: 700 }
people: []
`,
    'ship.yaml',
  );
  if (parsed.kind === 'rejected') throw new Error(parsed.problems.map(describeProblem).join('\n'));
  const { said } = fold(inputsOf(parsed.scenario));
  const beside = said.flatMap((one) => (one.kind === 'alarm' && one.alarm === 'sensor-bias' ? [`${one.sensor} ${one.finding.kind}`] : []));
  expect(beside).toContain('ship beside');
  expect(new Set(said.flatMap((one) => (one.kind === 'warning' ? [one.warning.id] : [])))).toEqual(new Set(['W1']));
});

test('where a radar on a ship was is where its plots are counted from', () => {
  const way = { from_us: START_US, course_rad: degrees(270), speed_mps: 15 };
  const scans = plots(inputs({ ...RADAR, spec: { ...RADAR.spec, moves: true }, way }));
  const [first, last] = [scans[0].platform, scans.at(-1)?.platform];
  expect(first?.height_m).toBe(100);
  expect(((first?.longitude_rad ?? 0) - (last?.longitude_rad ?? 0)) * 6.371e6 * Math.cos(EAST.latitude_rad)).toBeCloseTo(15 * 398, -2);
});
