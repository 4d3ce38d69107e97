import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { geodesicInverse } from '../core/frames/geodesic.ts';
import { ecefVecFromGeodetic, geodeticDegrees, heightAbove } from '../core/frames/geodetic.ts';
import { distance, type Vec3 } from '../core/math/vector.ts';
import { keplerArc } from '../core/physics/ballistic.ts';
import { BOOST_PROFILES, flyBoost } from '../core/physics/boost.ts';
import { coast } from '../core/physics/propagate.ts';
import { degrees } from '../core/units.ts';
import { flyPublished } from './flight.ts';
import { flightsFromTable } from './recorded-flights.ts';
import type { Manoeuvre, PublishedFlight } from './scenario.ts';
import { trajectory, type TruthFlight } from './truth.ts';

const SITE = geodeticDegrees(39.2, 125.67, 0);
const SITE_ECEF = ecefVecFromGeodetic(SITE);
const oneMetre = 1;
const oneKilometre = 1000;

function published(apogee_km: number, distance_km: number, manoeuvre?: Manoeuvre): PublishedFlight {
  const flight = {
    kind: 'published',
    id: `f-${apogee_km}-${distance_km}`,
    site: SITE,
    launch_us: 0,
    bearing_rad: degrees(70),
    apogee_m: apogee_km * 1000,
    groundRange_m: distance_km * 1000,
  } as const;
  return manoeuvre === undefined ? flight : { ...flight, manoeuvre };
}

function flown(flight: PublishedFlight, seed = 1): { truth: TruthFlight; evaluations: number } {
  const outcome = flyPublished(flight, seed);
  if (outcome.kind !== 'flown') throw new Error(outcome.reason);
  return outcome;
}

function expectMet(flight: PublishedFlight, truth: TruthFlight): void {
  const { impact } = truth;
  if (impact === undefined) throw new Error('no impact');
  const landed = geodesicInverse(flight.site, impact.point);
  const aside_m = landed.distance_m * Math.sin(landed.azimuth_rad - flight.bearing_rad);
  expect(Math.abs(truth.apogee.height_m - flight.apogee_m)).toBeLessThan(Math.max(500, 0.005 * flight.apogee_m));
  expect(Math.abs(landed.distance_m - flight.groundRange_m)).toBeLessThan(oneKilometre);
  expect(Math.abs(aside_m)).toBeLessThan(oneKilometre);
}

test.each([
  [6100, 1000],
  [1400, 400],
  [550, 2700],
  [1200, 8000],
  [260, 1000],
  [120, 400],
  [25, 110],
  [50, 850],
  [150, 150],
])('a flight published as %i km high and %i km long is flown so', (apogee_km, distance_km) => {
  const flight = published(apogee_km, distance_km);
  const { truth, evaluations } = flown(flight);
  expectMet(flight, truth);
  expect(truth.kind).toBe('ballistic');
  expect(evaluations).toBeLessThan(100);
});

test.each([
  [50, 600, 'pullup'],
  [20, 190, 'pullup'],
  [30, 700, 'glide'],
  [60, 200, 'glide'],
] as const)(
  'a flight published as %i km high and %i km long with a %s never rises above its apogee',
  (apogee_km, distance_km, manoeuvre) => {
    const flight = published(apogee_km, distance_km, manoeuvre);
    const { truth } = flown(flight);
    expectMet(flight, truth);
    expect(truth.kind).toBe('manoeuvring');
    let highest_m = 0;
    for (let t = 0; t < truth.end_us; t += 1_000_000) {
      const { r } = truth.stateAt(t) ?? { r: SITE_ECEF };
      highest_m = Math.max(highest_m, heightAbove(r.x, r.y, r.z));
    }
    expect(highest_m).toBeLessThan(apogee_km * 1000 + 500);
  },
);

test('figures that no flight can have are refused with the reason', () => {
  const outcome = flyPublished(published(3, 9000), 1);
  expect(outcome).toMatchObject({
    kind: 'no-solution',
    reason: expect.stringMatching(/^no flight of a generic \w+ fits apogee and distance: /),
  });
});

test('another seed gives the payload another ballistic coefficient, and the same seed the same flight', () => {
  const flight = published(500, 1000);
  const [one, same, other] = [flown(flight, 1).truth, flown(flight, 1).truth, flown(flight, 2).truth];
  expect(one.ballisticCoefficient_kgpm2).not.toBe(other.ballisticCoefficient_kgpm2);
  expect(one.stateAt(400_000_000)).toEqual(same.stateAt(400_000_000));
});

test('between samples a coast is within a metre of the propagated one, up to re-entry', () => {
  const { truth } = flown(published(6100, 1000));
  const beta = truth.ballisticCoefficient_kgpm2;
  let worst = 0;
  for (let t_us = truth.burnout_us + 10_000_000; t_us < truth.end_us - 3_000_000; t_us += 7_300_000) {
    const [here, later] = [truth.stateAt(t_us), truth.stateAt(t_us + 2_500_000)];
    if (!here || !later) throw new Error('no state');
    worst = Math.max(worst, distance(coast(here.r, here.v, 2.5, beta).r, later.r));
  }
  expect(worst).toBeLessThan(2 * oneMetre);
});

test('between half-second samples of a boost the curve is within a metre of the samples left out', () => {
  const launch = { site: SITE, azimuth_rad: 1, kick_rad: 0.1, cutoff_s: 200 };
  const path = trajectory();
  const leftOut: { t_s: number; r: Vec3 }[] = [];
  flyBoost(launch, BOOST_PROFILES.ICBM, 0.05, (t_s, r, v, thrust) => {
    if (Math.abs(t_s * 2 - Math.round(t_s * 2)) < 1e-6) path.add(t_s, r, v, thrust, 0);
    else leftOut.push({ t_s, r });
  });
  const misses = leftOut.map(({ t_s, r }) => distance(path.at(t_s)?.r ?? SITE_ECEF, r));
  expect(misses.length).toBeGreaterThan(3000);
  expect(Math.max(...misses)).toBeLessThan(oneMetre);
});

test('a flight that is stopped is not to be seen from then on', () => {
  const stop_us = 120_000_000;
  const { truth } = flown({ ...published(500, 1000), stop_us });
  expect(truth.stateAt(stop_us - 1)).toBeDefined();
  expect(truth.stateAt(stop_us)).toBeUndefined();
  expect(truth.end_us).toBe(stop_us);
});

const TABLE = '../shared/data/nk_missile_tests/tests.json';

test.skipIf(!existsSync(TABLE))(
  `the recorded lofted flights take 100…260 s longer than their vacuum arcs (skipped without ${TABLE})`,
  () => {
    const { flights } = flightsFromTable(JSON.parse(readFileSync(TABLE, 'utf8')));
    const lofted = flights.filter(({ recordedType }) => recordedType === 'ICBM');
    expect(lofted.length).toBeGreaterThanOrEqual(8);
    const outside: string[] = [];
    for (const { flight, name } of lofted) {
      if (flight.kind !== 'published') throw new Error(name);
      const { truth } = flown(flight);
      expectMet(flight, truth);
      const longer_s = (truth.end_us - flight.launch_us) / 1e6 - keplerArc(flight.apogee_m, flight.groundRange_m).flightTime_s;
      outside.push(...(longer_s > 100 && longer_s < 260 ? [] : [`${name}: ${longer_s} s`]));
    }
    expect(outside).toEqual([]);
  },
);
