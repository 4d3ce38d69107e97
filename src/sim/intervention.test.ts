import { expect, test } from 'vitest';
import { encode } from '../core/codec.ts';
import { detectionsOf, isScan } from '../core/sense/scan.ts';
import { seconds_us } from '../core/time/scale.ts';
import { dutyStaff, eastAsiaSensors } from './defaults.ts';
import { geodeticDegrees } from '../core/frames/geodetic.ts';
import type { Intervention } from './intervention.ts';
import type { Scenario } from './scenario.ts';
import { createWorld, type TimedInput } from './world.ts';

const START_US = 1_668_734_040_000_000;
const SCENARIO: Scenario = {
  id: 'quiet',
  title: 'nothing flies',
  theatre: 'theatre',
  line: 'exercise',
  start_us: START_US,
  end_us: START_US + seconds_us(60),
  seed: 5,
  sensors: eastAsiaSensors(),
  flights: [],
  disturbances: [],
  people: dutyStaff(),
};

/** All inputs of the world, told of the intervention before the one of this number. */
function inputs(before: number, what: Intervention): TimedInput[] {
  const world = createWorld(SCENARIO);
  const all: TimedInput[] = [];
  for (;;) {
    if (all.length === before) world.intervene(what);
    const next = world.next();
    if (next === undefined) return all;
    all.push(next);
  }
}

const scansOf = (all: readonly TimedInput[], sensor: string) =>
  all.flatMap(({ input }) => (isScan(input) && input.sensor === sensor ? [input] : []));

test('a lost sensor sends nothing more, the others send what they would have sent, and the world made again is the same', () => {
  const [lost, other] = SCENARIO.sensors.map(({ spec }) => spec.id);
  const what: Intervention = { kind: 'sensor-lost', sensor: lost };
  const all = inputs(40, what);
  expect(scansOf(all.slice(0, 40), lost).length).toBeGreaterThan(0);
  expect(scansOf(all.slice(40), lost)).toEqual([]);
  expect(scansOf(all, other)).toEqual(scansOf(inputs(Infinity, what), other));
  expect(encode(inputs(40, what))).toBe(encode(all));
});

test('a false report is heat in the one satellite, from then on', () => {
  const satellite = SCENARIO.sensors.find(({ kind }) => kind === 'infrared-satellite')?.spec.id ?? '';
  const from_us = START_US + seconds_us(20);
  const point = geodeticDegrees(40, 127);
  const glint = { kind: 'sun-glint', satellite, point, from_us, to_us: Infinity, intensity_Wpsr: 60_000 } as const;
  const scans = scansOf(inputs(40, { kind: 'false-report', glint }), satellite);
  const found = (late: boolean) =>
    scans.filter((scan) => scan.measuredAt_us >= from_us === late).flatMap((scan) => [...detectionsOf(scan)]);
  expect(found(true).length).toBeGreaterThan(found(false).length + 3);
});
