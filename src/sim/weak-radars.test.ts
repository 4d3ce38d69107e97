import { expect, test } from 'vitest';
import type { Emission } from '../core/tell/emission.ts';
import { geodesicDirect } from '../core/frames/geodesic.ts';
import { type Geodetic, geodetic, geodeticDegrees } from '../core/frames/geodetic.ts';
import { vec3 } from '../core/math/vector.ts';
import { start, step } from '../core/pipeline.ts';
import { degrees } from '../core/units.ts';
import { dutyStaff, infraredSatellite, sensitivityAt1000km, surveillanceRadar } from './defaults.ts';
import type { Scenario, SimulatedRadar } from './scenario.ts';
import { createWorld } from './world.ts';

const START_US = 1_742_428_800_000_000;
const SITE = geodeticDegrees(35, 48);

function from(site: Geodetic, bearing_deg: number, distance_km: number): Geodetic {
  const there = geodesicDirect(site.latitude_rad, site.longitude_rad, degrees(bearing_deg), distance_km * 1000);
  return geodetic(there.latitude_rad, there.longitude_rad, 100);
}

/** Two satellites that see the boost, and a radar north of it with so many decibels of one square metre at 1,000 km. */
function world(distance_km: number, apogee_km: number, signalToNoise_dB: number, detectionProbability: number, stop_s?: number): Scenario {
  const radar = surveillanceRadar('radar', from(SITE, 0, 450));
  const weak: SimulatedRadar = {
    ...radar,
    spec: { ...radar.spec, detectionProbability, sensitivity: sensitivityAt1000km(signalToNoise_dB) },
  };
  return {
    id: 'weak',
    title: 'a weak radar',
    theatre: 'theatre',
    line: 'exercise',
    start_us: START_US,
    seed: 1,
    sensors: [infraredSatellite('west', degrees(18), SITE), infraredSatellite('east', degrees(78), SITE), weak],
    flights: [
      {
        kind: 'published',
        id: 'missile',
        site: SITE,
        launch_us: START_US + 30_000_000,
        ...(stop_s === undefined ? {} : { stop_us: START_US + 30_000_000 + stop_s * 1_000_000 }),
        bearing_rad: degrees(270),
        apogee_m: apogee_km * 1000,
        groundRange_m: distance_km * 1000,
      },
    ],
    disturbances: [],
    people: dutyStaff(),
  };
}

function play(scenario: Scenario, seed: number): Emission[] {
  const running = createWorld(scenario, seed, { sky: () => ({ sunEcef_m: vec3(1.5e11, 0, 0), moonEcef_m: vec3(0, 3.8e8, 0) }) });
  const state = start();
  const said: Emission[] = [];
  for (let one = running.next(); one !== undefined; one = running.next())
    step(state, { seq: state.seq + 1, at_us: one.at_us, line: one.line, input: one.input }, (emission) => {
      said.push(emission);
      running.hear(emission);
    });
  return said;
}

// Twenty-six of 72 true, released warnings were taken back, since the radar that had shown the burning stage "should see and does not" the payload of
// 0.1 m²; afterwards nobody was warned again, and eight in ten readinesses came and went within a minute.
test.each([
  [1200, 350, 12, 0.9],
  [1200, 350, 15, 0.5],
  [1200, 350, 18, 0.95],
  [2500, 600, 15, 0.9],
  [2500, 600, 25, 0.5],
])('a true warning of a flight of %d km, apogee %d km, stands where a radar of %d dB and Pd %d cannot see that far', (...figures) => {
  const said = play(world(...figures), 1);
  const changes = new Set(said.flatMap((one) => (one.kind === 'warning' ? [one.change] : [])));
  for (const change of ['recommended', 'released', 'ended'] as const) expect([...changes]).toContain(change);
  for (const change of ['withdrawn', 'retraction-ready', 'retracted'] as const) expect([...changes]).not.toContain(change);
  expect(new Set(said.flatMap((one) => (one.kind === 'notice' ? [one.notice.event] : []))).size).toBe(1);
});

test('a true radar’s silence still speaks: what is gone while it must see it has its retraction ready within half a minute', () => {
  const [stop_s, said] = [180, play(world(1200, 350, 47, 0.95, 180), 1)];
  const ready = said.find((one) => one.kind === 'warning' && one.change === 'retraction-ready');
  const after_s = ((ready as { readonly at_us: number } | undefined)?.at_us ?? Infinity) / 1e6 - START_US / 1e6 - 30 - stop_s;
  expect(after_s).toBeGreaterThan(0);
  expect(after_s).toBeLessThan(30);
});
