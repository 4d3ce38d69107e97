import { expect, test } from 'vitest';
import type { Assessment } from '../core/assess/assessment.ts';
import { ellipseRing, ringHolds } from '../core/assess/area.ts';
import { start, step } from '../core/pipeline.ts';
import { seconds_us } from '../core/time/scale.ts';
import { randomFlight } from './regions/flights.ts';
import type { Scenario, SimulatedSensor } from './scenario.ts';
import { createWorld } from './world.ts';

// Weather satellites look every half minute or minute, and a boost is over after three or four such looks.

type Watched = {
  readonly sights: number;
  readonly noticed: boolean;
  readonly last: Assessment | undefined;
  readonly holds: boolean | undefined;
};

/** A missile seen by satellites alone, which come back after so long. */
function watched(seed: number, revisit_s: number, satellites: number): Watched {
  const { truth, sensors } = randomFlight(seed, 'missile');
  const slow = sensors
    .flatMap((sensor): SimulatedSensor[] =>
      sensor.kind === 'infrared-satellite' ? [{ ...sensor, spec: { ...sensor.spec, revisit_s, falseDetectionsPerScan: 0 } }] : [],
    )
    .slice(0, satellites);
  const scenario: Scenario = {
    id: truth.id,
    title: truth.id,
    theatre: 'slow looks',
    line: 'test',
    start_us: truth.launch.time_us - seconds_us(60),
    end_us: truth.launch.time_us + seconds_us(360),
    seed,
    sensors: slow,
    flights: [],
    disturbances: [],
    people: [],
    settings: [{ name: 'assessmentInterval_s', value: 10 }],
  };
  const world = createWorld(scenario, seed, { fleet: () => [truth] });
  const state = start();
  let [sights, noticed] = [0, false];
  let last: Assessment | undefined;
  let launch: Assessment['launch'];
  for (let one = world.next(); one !== undefined; one = world.next()) {
    const { at_us, line, input } = one;
    if (input.kind === 'infrared-scan') sights += input.detections.length;
    step(state, { seq: state.seq + 1, at_us, line, input }, (emission) => {
      if (emission.kind === 'notice') noticed = true;
      if (emission.kind !== 'assessment') return;
      last = emission.assessment;
      launch = last.launch ?? launch;
    });
  }
  const ring = launch && ellipseRing(launch, 0.95);
  return { sights, noticed, last, holds: ring && ringHolds(ring, truth.launch.point) };
}

const SEEDS = Array.from({ length: 12 }, (_, k) => k + 1);

test.each([
  [30, 2],
  [60, 2],
  [30, 1],
])(
  'of looks every %d s by satellites: %d, those that show four sights make a missile with a launch area that holds',
  (revisit_s, satellites) => {
    const all = SEEDS.map((seed) => watched(seed, revisit_s, satellites));
    const enough = all.filter(({ sights }) => sights >= 4);
    expect(enough.length).toBeGreaterThan(0);
    expect(enough.filter(({ noticed }) => noticed)).toHaveLength(enough.length);
    for (const { last } of enough) expect(last?.cause).toBe('ballistic-missile');
    for (const { holds } of all) expect(holds).not.toBe(false);
    expect(all.filter(({ holds }) => holds)).not.toHaveLength(0);
  },
);
