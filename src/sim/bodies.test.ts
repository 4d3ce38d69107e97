import { expect, test } from 'vitest';
import { geodesicInverse } from '../core/frames/geodesic.ts';
import { geodeticDegrees, geodeticFromEcefVec } from '../core/frames/geodetic.ts';
import { eciFromEcef } from '../core/frames/inertial.ts';
import { dot, norm, subtract } from '../core/math/vector.ts';
import { orbitOf } from '../core/physics/orbit.ts';
import { coast } from '../core/physics/propagate.ts';
import { degrees } from '../core/units.ts';
import { eastAsiaSensors } from './defaults.ts';
import { fly, flyAll } from './fleet.ts';
import type {
  Aircraft,
  Decay,
  OrbitElements,
  OrbitingSatellite,
  PublishedFlight,
  ReEntry,
  Scenario,
  SpaceLaunch,
  SpentStage,
} from './scenario.ts';
import type { BodyState, TruthBody } from './truth.ts';
import { createWorld, SETTLING_S } from './world.ts';

const START_us = 1_700_000_000_000_000;
const at = (seconds: number): number => START_us + seconds * 1e6;

const ORBIT: OrbitElements = {
  epoch_us: START_us,
  semiMajorAxis_m: 6_900_000,
  eccentricity: 0.001,
  inclination_rad: degrees(98),
  ascendingNode_rad: 1,
  argumentOfPerigee_rad: 0.5,
  meanAnomaly_rad: 2,
};

function truthOf(flight: Parameters<typeof fly>[0]): TruthBody {
  const one = fly(flight as Aircraft, 1);
  if (one.kind === 'no-solution') throw new Error(one.reason);
  return one.truth;
}

function stateAt(body: TruthBody, seconds: number): BodyState {
  const state = body.stateAt(at(seconds));
  if (state === undefined) throw new Error(`nothing is there at ${seconds} s`);
  return state;
}

test('a satellite is on its orbit, moves as free fall does, and goes on until it is stopped', () => {
  const satellite: OrbitingSatellite = { kind: 'satellite', id: 's', orbit: ORBIT, crossSection_m2: 3 };
  const body = truthOf(satellite);
  const { r, v, crossSection_m2, plume_Wpsr } = stateAt(body, 0);
  const inertial = eciFromEcef(START_us, r, v);
  expect(orbitOf(inertial.r, inertial.v).semiMajorAxis_m / 1000).toBeCloseTo(6900, 6);
  expect(crossSection_m2).toBe(3);
  expect(plume_Wpsr).toBe(0);
  // A sample every half minute, and a curve between: free fall to some centimetres, backwards too.
  for (const seconds of [7, 300, 4000, -7, -4000]) {
    const fallen = coast(r, v, seconds);
    expect(norm(subtract(fallen.r, stateAt(body, seconds).r))).toBeLessThan(0.1);
    expect(norm(subtract(fallen.v, stateAt(body, seconds).v))).toBeLessThan(0.1);
  }
  expect(body.stateAt(at(1e6))).toBeDefined();
  expect(truthOf({ ...satellite, stop_us: at(10) }).stateAt(at(10))).toBeUndefined();
});

const PLANE: Aircraft = {
  kind: 'aircraft',
  id: 'plane',
  start_us: at(100),
  from: geodeticDegrees(50, 175, 11_000),
  course_rad: degrees(80),
  speed_mps: 250,
  heat_Wpsr: 100,
  crossSection_m2: 20,
};

test('an aircraft keeps its height and its speed, over the antimeridian too', () => {
  const body = truthOf(PLANE);
  expect(body.stateAt(at(99))).toBeUndefined();
  for (const seconds of [100, 1000, 4000]) {
    const { r, v, plume_Wpsr } = stateAt(body, seconds);
    const here = geodeticFromEcefVec(r);
    expect(here.height_m).toBeCloseTo(11_000, 3);
    expect(norm(v)).toBeGreaterThan(249);
    expect(norm(v)).toBeLessThan(251);
    expect(Math.abs(dot(v, r)) / norm(r)).toBeLessThan(1);
    expect(plume_Wpsr).toBe(100);
    const flown_m = geodesicInverse(PLANE.from, here).distance_m;
    expect(Math.abs(flown_m - (250 * (seconds - 100)) / (1 + 11_000 / 6_378_137))).toBeLessThan(0.01);
  }
});

const CAPSULE: ReEntry = {
  kind: 're-entry',
  id: 'capsule',
  start_us: START_us,
  from: geodeticDegrees(45, 30, 120_000),
  speed_mps: 7_600,
  flightPathAngle_rad: degrees(-2),
  azimuth_rad: degrees(60),
  ballisticCoefficient_kgpm2: 350,
  glow_Wpsr: 20_000,
  crossSection_m2: 3,
};

test('a body that enters begins as it is told, glows most where the air takes most, and comes down slowly', () => {
  const body = truthOf(CAPSULE);
  const first = stateAt(body, 0);
  expect(norm(first.v)).toBeCloseTo(7_600, 6);
  expect((Math.asin(dot(first.v, first.r) / norm(first.v) / norm(first.r)) * 180) / Math.PI).toBeCloseTo(-2, 0);
  const lasts_s = (body.end_us - START_us) / 1e6;
  const states = Array.from({ length: Math.floor(lasts_s) }, (_, t) => stateAt(body, t));
  const glow = states.map(({ plume_Wpsr }) => plume_Wpsr);
  const brightest = glow.indexOf(Math.max(...glow));
  expect(glow[brightest]).toBeGreaterThan(19_000);
  expect(glow[brightest]).toBeLessThan(20_100);
  const high = geodeticFromEcefVec(states[brightest].r).height_m;
  expect(high).toBeGreaterThan(35_000);
  expect(high).toBeLessThan(75_000);
  expect(glow[0]).toBeLessThan(200);
  const last = states[states.length - 1];
  expect(norm(last.v)).toBeLessThan(200);
  expect(geodeticFromEcefVec(last.r).height_m).toBeLessThan(200);
  expect(last.plume_Wpsr).toBeLessThan(100);
  expect(body.stateAt(body.end_us + 1e6)).toBeUndefined();
});

test('what stays in orbit does not enter, and the reason is told with the flight', () => {
  expect(fly({ ...CAPSULE, flightPathAngle_rad: 0, speed_mps: 9_000 }, 1)).toMatchObject({ kind: 'no-solution' });
  expect(() => flyAll([{ ...CAPSULE, flightPathAngle_rad: 0, speed_mps: 9_000 }], 1)).toThrow('flight "capsule": it does not come down');
});

test('an orbit whose perigee is in the air decays within the hour', () => {
  const decay: Decay = {
    kind: 'decay',
    id: 'old-stage',
    orbit: { ...ORBIT, semiMajorAxis_m: 6_490_000, eccentricity: 0.004, meanAnomaly_rad: 3 },
    ballisticCoefficient_kgpm2: 100,
    glow_Wpsr: 0,
    crossSection_m2: 5,
  };
  const body = truthOf(decay);
  expect((body.end_us - START_us) / 1e6).toBeGreaterThan(600);
  expect((body.end_us - START_us) / 1e6).toBeLessThan(6_000);
  expect(geodeticFromEcefVec(stateAt(body, 0).r).height_m).toBeGreaterThan(100_000);
  expect(stateAt(body, 600).plume_Wpsr).toBe(0);
});

const MISSILE: PublishedFlight = {
  kind: 'published',
  id: 'missile',
  site: geodeticDegrees(39, 126),
  launch_us: at(30),
  bearing_rad: degrees(70),
  apogee_m: 250_000,
  groundRange_m: 800_000,
};
const STAGE: Omit<SpentStage, 'of'> = {
  kind: 'spent-stage',
  id: 'stage',
  partsAt_mps: 2,
  ballisticCoefficient_kgpm2: 400,
  glow_Wpsr: 0,
  crossSection_m2: 10,
};

test('a spent stage parts at burn-out and comes down near its missile; it may stand before it in the list', () => {
  const [stage, missile] = flyAll([{ ...STAGE, of: 'missile' }, MISSILE], 1);
  expect([stage.id, missile.id]).toEqual(['stage', 'missile']);
  if (!('burnout_us' in missile)) throw new Error('it was launched');
  const burnout_us = missile.burnout_us as number;
  expect(stage.stateAt(burnout_us - 1e6)).toBeUndefined();
  const together = (us: number): number => norm(subtract(stage.stateAt(us)?.r ?? MOON, missile.stateAt(us)?.r ?? MOON));
  expect(together(burnout_us)).toBeLessThan(1);
  expect(together(burnout_us + 60e6)).toBeGreaterThan(50);
  expect(together(burnout_us + 60e6)).toBeLessThan(2_000);
  const last = stage.stateAt(stage.end_us);
  expect(geodeticFromEcefVec(last?.r ?? MOON).height_m).toBeLessThan(1_000);
});

const MOON = { x: 4e8, y: 0, z: 0 };

test('the stage of a launch to orbit goes round with it', () => {
  const launch: SpaceLaunch = {
    kind: 'space-launch',
    id: 'launch',
    site: MISSILE.site,
    launch_us: at(30),
    azimuth_rad: degrees(90),
    insertionHeight_m: 400_000,
  };
  const [payload, stage] = flyAll([launch, { ...STAGE, of: 'launch' }], 1);
  const apart = subtract(stage.stateAt(payload.end_us - 1e6)?.r ?? MOON, payload.stateAt(payload.end_us - 1e6)?.r ?? MOON);
  expect(norm(apart)).toBeGreaterThan(500);
  expect(norm(apart)).toBeLessThan(10_000);
  expect(() => flyAll([{ ...STAGE, of: 'none' }], 1)).toThrow('nothing called "none" is launched here');
});

test('what goes on for ever keeps no world going', () => {
  const scenario: Scenario = {
    id: 'background',
    title: 'background',
    theatre: 'theatre',
    line: 'exercise',
    start_us: START_us,
    seed: 1,
    sensors: eastAsiaSensors(),
    flights: [{ kind: 'satellite', id: 's', orbit: ORBIT, crossSection_m2: 3 }, PLANE, MISSILE],
    disturbances: [],
    people: [],
  };
  const world = createWorld(scenario);
  const impact_us = world.truth[2].end_us;
  expect(world.end_us).toBe(impact_us + SETTLING_S * 1e6);
});
