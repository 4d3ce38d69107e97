import { expect, test } from 'vitest';
import { encode } from '../core/codec.ts';
import { geodeticDegrees } from '../core/frames/geodetic.ts';
import { vec3 } from '../core/math/vector.ts';
import type { Emission } from '../core/tell/emission.ts';
import { degrees } from '../core/units.ts';
import type { Warning } from '../core/warn/warning.ts';
import { dutyStaff, eastAsiaSensors } from './defaults.ts';
import { type Disturbance, LONGEST_S, type PublishedFlight, type Scenario } from './scenario.ts';
import { createWorld, type WorldSources, type TimedInput, type World } from './world.ts';

const START_US = 1_668_734_040_000_000;
const FLIGHT: PublishedFlight = {
  kind: 'published',
  id: 'secret-name-of-the-truth',
  site: geodeticDegrees(39.2, 125.67),
  launch_us: START_US + 10_000_000,
  bearing_rad: degrees(70),
  apogee_m: 120_000,
  groundRange_m: 400_000,
};

function scenario(change: Partial<Scenario> = {}): Scenario {
  return {
    id: 'small',
    title: 'a small world',
    theatre: 'theatre',
    line: 'exercise',
    start_us: START_US,
    seed: 5,
    sensors: eastAsiaSensors(),
    flights: [FLIGHT],
    disturbances: [],
    people: dutyStaff(),
    ...change,
  };
}

function all(world: World): TimedInput[] {
  const inputs: TimedInput[] = [];
  for (let input = world.next(); input !== undefined; input = world.next()) inputs.push(input);
  return inputs;
}

/** The same, each with when the world said that it would come. */
function allExpected(world: World): (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  for (let due_us = world.due_us(); due_us < Infinity; due_us = world.due_us()) pairs.push([due_us, world.next()?.at_us ?? Number.NaN]);
  expect(world.next()).toBeUndefined();
  return pairs;
}

const sky = () => ({ sunEcef_m: vec3(1.5e11, 0, 0), moonEcef_m: vec3(0, 3.8e8, 0) });

test('the same scenario and seed give the same bytes, another seed gives others', () => {
  const bytes = (seed: number) => encode(all(createWorld(scenario({ disturbances: disturbed() }), seed, { sky })));
  expect(bytes(5)).toBe(bytes(5));
  expect(bytes(6)).not.toBe(bytes(5));
});

test('inputs come in order of arrival: theatre and sensors first, a tick every second, an empty scan at every look', () => {
  const region = { centre: geodeticDegrees(41, 140), radius_m: 500_000 };
  const placesAround: WorldSources['placesAround'] = (point, radius_m) => ({ point, radius_m, places: [], leftOut: 0 });
  const inputs = all(createWorld(scenario({ region }), 5, { sky, placesAround }));
  expect(inputs.slice(0, 6).map(({ input }) => input.kind)).toEqual(['theatre', 'sensor', 'sensor', 'sensor', 'sensor', 'places']);
  inputs.reduce((before, { at_us }) => {
    expect(at_us).toBeGreaterThanOrEqual(before);
    return at_us;
  }, START_US);
  const ticks = inputs.filter(({ input }) => input.kind === 'tick').map(({ at_us }) => at_us);
  expect(ticks.every((at_us, i) => at_us === START_US + i * 1_000_000)).toBe(true);
  const skies = inputs.filter(({ input }) => input.kind === 'sky').map(({ at_us }) => (at_us - START_US) / 1e6);
  expect(skies.slice(0, 3)).toEqual([0, 60, 120]);
  const scans = inputs.flatMap(({ input }) => (input.kind === 'radar-scan' && input.sensor === 'radar-west' ? [input] : []));
  expect(scans.every(({ measuredAt_us }, i) => i === 0 || measuredAt_us - scans[i - 1].measuredAt_us === 2_000_000)).toBe(true);
  expect(scans.some(({ plots }) => plots.length === 0)).toBe(true);
  expect(scans.some(({ plots }) => plots.length > 0)).toBe(true);
});

test('the truth never reaches an input', () => {
  const world = createWorld(scenario({ disturbances: disturbed() }), 5, { sky });
  const text = encode(all(world));
  expect(world.truth.map(({ id }) => id)).toEqual([FLIGHT.id]);
  for (const hidden of [FLIGHT.id, 'tape-flight', 'thrust', 'plume', 'truth', 'ballisticCoefficient']) expect(text).not.toContain(hidden);
});

test('a simulated world is never on the live line', () => {
  const lines = new Set(all(createWorld(scenario({ disturbances: disturbed() }), 5, { sky })).map(({ line }) => line));
  expect([...lines].sort()).toEqual(['exercise', 'test']);
});

function disturbed(): Disturbance[] {
  return [
    { kind: 'tape', line: 'test', flights: [{ ...FLIGHT, id: 'tape-flight' }] },
    {
      kind: 'stationary-fire',
      point: geodeticDegrees(40, 128, 12_000),
      from_us: START_US,
      to_us: START_US + 60_000_000,
      intensity_Wpsr: 5e4,
    },
    {
      kind: 'sun-glint',
      satellite: 'satellite-east',
      point: geodeticDegrees(41, 130, 10_000),
      from_us: START_US,
      to_us: START_US + 60_000_000,
      intensity_Wpsr: 5e4,
    },
    { kind: 'moon-echo', radar: 'radar-east', unambiguousRange_m: 2_000_000, signalToNoise_dB: 30 },
  ];
}

test('a tape’s scans carry the line that they were recorded on, and the theatre’s own sky stays as empty as it is', () => {
  const inputs = all(
    createWorld(
      scenario({ flights: [], end_us: START_US + 200_000_000, disturbances: [{ kind: 'tape', line: 'test', flights: [FLIGHT] }] }),
      5,
    ),
  );
  const plots = (line: string) =>
    inputs.reduce((sum, each) => sum + (each.line === line && each.input.kind === 'radar-scan' ? each.input.plots.length : 0), 0);
  expect(plots('test')).toBeGreaterThan(60);
  expect(plots('exercise')).toBeLessThan(45);
});

test('a glint is seen by its one satellite, a fire by both, and only while they last', () => {
  const heat = disturbed().filter(({ kind }) => kind === 'sun-glint' || kind === 'stationary-fire');
  const inputs = all(createWorld(scenario({ flights: [], end_us: START_US + 120_000_000, disturbances: heat }), 5));
  const count = (sensor: string, from_s: number, to_s: number) =>
    inputs.reduce((sum, { input }) => {
      if (input.kind !== 'infrared-scan' || input.sensor !== sensor) return sum;
      const t = (input.measuredAt_us - START_US) / 1e6;
      return t >= from_s && t < to_s ? sum + input.detections.length : sum;
    }, 0);
  expect(count('satellite-west', 0, 60)).toBeGreaterThan(25);
  expect(count('satellite-west', 0, 60)).toBeLessThan(40);
  expect(count('satellite-east', 0, 60)).toBeGreaterThan(50);
  expect(count('satellite-west', 60, 120) + count('satellite-east', 60, 120)).toBeLessThan(15);
});

test('the Moon’s echo stands where the Moon is, at the range that is left when the unambiguous range is taken off', () => {
  const echo = disturbed().filter(({ kind }) => kind === 'moon-echo');
  const high = () => ({
    sunEcef_m: vec3(1.5e11, 0, 0),
    moonEcef_m: vec3(3.8e8 * Math.cos(2.44) * 0.77, 3.8e8 * Math.sin(2.44) * 0.77, 3.8e8 * 0.64),
  });
  const inputs = all(
    createWorld(scenario({ flights: [], end_us: START_US + 60_000_000, disturbances: echo, sensors: eastAsiaSensors().map(overhead) }), 5, {
      sky: high,
    }),
  );
  const ranges = inputs.flatMap(({ input }) =>
    input.kind === 'radar-scan' && input.sensor === 'radar-east' ? input.plots.map(({ range_m }) => range_m) : [],
  );
  expect(ranges.length).toBeGreaterThan(20);
  ranges.sort((a, b) => a - b);
  const middle = ranges[Math.floor(ranges.length / 2)];
  expect(ranges.filter((range) => Math.abs(range - middle) < 200).length).toBeGreaterThan(20);
  expect(middle).toBeLessThan(2_000_000);
});

function overhead(sensor: Scenario['sensors'][number]): Scenario['sensors'][number] {
  return sensor.kind === 'radar' ? { ...sensor, spec: { ...sensor.spec, elevationMax_rad: Math.PI / 2, rangeMin_m: 1 } } : sensor;
}

test('an outage silences a sensor, and jitter may let a later look arrive first', () => {
  const [west] = eastAsiaSensors();
  const sensors = [{ ...west, latencyJitter_s: 5, outages: [{ from_us: START_US + 40_000_000, to_us: START_US + 80_000_000 }] }];
  const inputs = all(createWorld(scenario({ flights: [], end_us: START_US + 120_000_000, sensors }), 5));
  const looks = inputs.flatMap((each) =>
    each.input.kind === 'infrared-scan' ? [{ at_us: each.at_us, measuredAt_us: each.input.measuredAt_us }] : [],
  );
  const t = looks.map(({ measuredAt_us }) => (measuredAt_us - START_US) / 1e6);
  expect(t.some((s) => s >= 40 && s < 80)).toBe(false);
  expect(t.some((s) => s > 80)).toBe(true);
  expect(t.some((s, i) => i > 0 && s < t[i - 1])).toBe(true);
  expect(looks.every(({ at_us, measuredAt_us }) => at_us - measuredAt_us >= 1_500_000 && at_us - measuredAt_us <= 6_500_000)).toBe(true);
});

test('a flight that cannot be flown is an error that names it', () => {
  expect(() => createWorld(scenario({ flights: [{ ...FLIGHT, id: 'impossible', apogee_m: 3_000, groundRange_m: 9_000_000 }] }))).toThrow(
    /flight "impossible": no flight/,
  );
});

const WARNING = {
  id: 'w1',
  state: 'recommended',
  revision: 3,
  signatures: [],
  retractSignatures: [],
  renewals: 0,
  area: { ring: [], estimate: [], probability: 0.95, shelterRadius_m: 0 },
  impactWindow: { from_us: START_US + 100_000_000, to_us: START_US + 110_000_000 },
} as unknown as Warning;

type Change = Extract<Emission, { kind: 'warning' }>['change'];
const said = (change: Change, at_s: number, warning: Partial<Warning>): Emission => ({
  kind: 'warning',
  change,
  at_us: START_US + at_s * 1e6,
  warning: { ...WARNING, ...warning },
});

/** Runs a world up to a time and returns the acts. */
function acts(world: World, until_s: number): { at_s: number; person: string; act: string; revision: number; line: string }[] {
  const found = [];
  for (let next = world.next(); next !== undefined; next = world.next()) {
    if (next.input.kind === 'act') {
      const { person, act, revision, line } = next.input;
      found.push({ at_s: (next.at_us - START_US) / 1e6, person, act, revision, line });
    }
    if (next.at_us >= START_US + until_s * 1e6) break;
  }
  return found;
}

test('two people release what they hear recommended, each after a time of their own, and sign the revision they see', () => {
  const world = createWorld(scenario({ flights: [], end_us: START_US + 600_000_000 }));
  acts(world, 20);
  world.hear(said('recommended', 20, { revision: 3 }));
  expect(acts(world, 30)).toEqual([]);
  world.hear(said('revised', 30, { revision: 4 }));
  expect(acts(world, 40)).toEqual([{ at_s: 35, person: 'duty-officer', act: 'release', revision: 4, line: 'exercise' }]);
  const signed = { person: 'duty-officer', role: 'duty officer', session: 'desk-1', at_us: START_US + 35_000_000, signedFor: 4 };
  world.hear(said('half-released', 40, { revision: 4, state: 'half-released', signatures: [signed] }));
  expect(acts(world, 60)).toEqual([{ at_s: 50, person: 'supervisor', act: 'release', revision: 4, line: 'exercise' }]);
});

test('a person whose signature a revision voids signs again', () => {
  const world = createWorld(scenario({ flights: [], end_us: START_US + 600_000_000 }));
  acts(world, 20);
  world.hear(said('recommended', 20, {}));
  acts(world, 36);
  const signed = { person: 'duty-officer', role: 'duty officer', session: 'desk-1', at_us: START_US + 35_000_000, signedFor: 3 };
  world.hear(said('half-released', 36, { state: 'half-released', signatures: [signed] }));
  world.hear(said('revised', 40, { revision: 4, state: 'recommended', signatures: [] }));
  expect(acts(world, 60).map(({ at_s, person, revision }) => [at_s, person, revision])).toEqual([
    [45, 'duty-officer', 4],
    [50, 'supervisor', 4],
  ]);
});

test('the end follows the impact window, also when it moves; a retraction follows its evidence; nobody acts on what is closed', () => {
  const world = createWorld(scenario({ flights: [], end_us: START_US + 600_000_000 }));
  acts(world, 50);
  world.hear(said('released', 50, { state: 'released' }));
  world.hear(said('updated', 60, { state: 'released', impactWindow: { from_us: START_US + 140_000_000, to_us: START_US + 150_000_000 } }));
  expect(acts(world, 300).map(({ at_s, act }) => [at_s, act])).toEqual([[210, 'end']]);
  const other = createWorld(scenario({ flights: [], end_us: START_US + 600_000_000 }));
  acts(other, 50);
  other.hear(said('released', 50, { state: 'released' }));
  other.hear(said('retraction-ready', 60, { state: 'released', turned: { kind: 'radar-absent' } }));
  expect(acts(other, 80).map(({ at_s, person, act }) => [at_s, person, act])).toEqual([[75, 'duty-officer', 'retract']]);
  other.hear(said('retracted', 80, { state: 'retracted' }));
  expect(acts(other, 600)).toEqual([]);
});

test('a slip of the hand names the live line, once', () => {
  const slip = { act: 'release', when: { kind: 'after', heard: 'recommended', delay_s: 5 }, line: 'live' } as const;
  const people = [{ id: 'watch-officer', role: 'watch officer', session: 'desk-1', acts: [slip] }];
  const world = createWorld(scenario({ flights: [], people, end_us: START_US + 600_000_000 }));
  acts(world, 10);
  world.hear(said('recommended', 10, {}));
  world.hear(said('revised', 12, { revision: 4 }));
  expect(acts(world, 600)).toEqual([{ at_s: 15, person: 'watch-officer', act: 'release', revision: 4, line: 'live' }]);
});

test('an act at a set time takes the warning that stands then', () => {
  const plan = { act: 'retract', when: { kind: 'at', at_us: START_US + 90_000_000 }, reason: 'a drill' } as const;
  const people = [{ id: 'shift-leader', role: 'shift leader', session: 'desk-2', acts: [plan] }];
  const world = createWorld(scenario({ flights: [], people, end_us: START_US + 600_000_000 }));
  acts(world, 50);
  world.hear(said('released', 50, { state: 'released' }));
  expect(acts(world, 600)).toEqual([{ at_s: 90, person: 'shift-leader', act: 'retract', revision: 3, line: 'exercise' }]);
});

// 2026-11-29: with an end some thousand years away and a sensor that reports nothing, the next look was looked for without end.
test('a world of more than a week is refused before anything is looked for', () => {
  const sensors = eastAsiaSensors().map((sensor) => ({ ...sensor, lostShare: 1 }));
  const end_us = START_US + (LONGEST_S + 2 * 86_400) * 1e6;
  expect(() => createWorld(scenario({ sensors, end_us }))).toThrow('a scenario lasts 7 days at most, and this one would last 9.0');
});

test('who can look places up answers what the core asks, at once', () => {
  const placesAround: WorldSources['placesAround'] = (point, radius_m) => ({ point, radius_m, places: [], leftOut: 0 });
  const wanted = { kind: 'places-wanted', at_us: START_US, point: geodeticDegrees(10, 20), radius_m: 5000 } as const;
  const world = createWorld(scenario(), 5, { placesAround });
  let before = world.next();
  for (let k = 0; k < 20; k++) before = world.next();
  world.hear(wanted);
  expect(world.next()).toEqual({
    at_us: before?.at_us,
    line: 'exercise',
    input: { kind: 'places', point: wanted.point, radius_m: 5000, places: [], leftOut: 0 },
  });
  expect(world.next()?.input.kind).not.toBe('places');
  const nobody = createWorld(scenario(), 5);
  nobody.hear(wanted);
  expect(nobody.next()?.input.kind).toBe('theatre');
});

test('when the next input comes is known before it is made, to the end of the world', () => {
  const world = createWorld(scenario({ disturbances: disturbed() }), 5, { sky });
  const pairs = allExpected(world);
  expect(pairs).toHaveLength(all(createWorld(scenario({ disturbances: disturbed() }), 5, { sky })).length);
  for (const [due_us, at_us] of pairs) expect(at_us).toBe(due_us);
});
