import { fold } from '../../../tests/support/fold.ts';
import { expect, test } from 'vitest';
import { eastAsiaSensors, sensorsAround } from '../../sim/defaults.ts';
import { stream } from '../../sim/random.ts';
import type { Scenario, SimulatedSensor } from '../../sim/scenario.ts';
import { createWorld, type TimedInput } from '../../sim/world.ts';
import { encode } from '../codec.ts';
import type { Emission } from '../tell/emission.ts';
import { geodeticDegrees } from '../frames/geodetic.ts';
import { restore, snapshot, type State } from '../pipeline.ts';
import { degrees } from '../units.ts';

const START_US = 1_668_734_040_000_000;
const SECOND = 1_000_000;

/** Two flights, two satellites, two radars and their clutter; the satellites look often enough that no second passes without a scan. */
function inputs(end_s: number, sensors: readonly SimulatedSensor[] = frequent()): TimedInput[] {
  const flight = (id: string, bearing: number, launch_s: number): Scenario['flights'][number] => ({
    kind: 'published',
    id,
    site: geodeticDegrees(39.2, 125.67),
    launch_us: START_US + launch_s * SECOND,
    bearing_rad: degrees(bearing),
    apogee_m: 120_000,
    groundRange_m: 400_000,
  });
  const world = createWorld({
    id: 'small',
    title: 'a small world',
    theatre: 'theatre',
    line: 'exercise',
    start_us: START_US,
    end_us: START_US + end_s * SECOND,
    seed: 5,
    sensors,
    flights: [flight('first', 70, 10), flight('second', 95, 22)],
    disturbances: [],
    people: [],
  });
  const all: TimedInput[] = [];
  for (let input = world.next(); input !== undefined; input = world.next()) all.push(input);
  return all;
}

function frequent(): SimulatedSensor[] {
  return eastAsiaSensors().map((one) =>
    one.kind === 'infrared-satellite' ? { ...one, spec: { ...one.spec, revisit_s: 0.8 }, latency_s: 1 } : one,
  );
}

/** The same inputs with some scans held up on their way. */
function heldUp(all: readonly TimedInput[], delay_s: (input: TimedInput) => number): TimedInput[] {
  return all.map((one) => ({ ...one, at_us: one.at_us + Math.round(delay_s(one) * SECOND) })).toSorted((a, b) => a.at_us - b.at_us);
}

/** All that the tracks are but their names and what they rest on (entries have other numbers there): the first difference, if any. */
function firstDifference(a: State, b: State): string | undefined {
  const [p, q] = [a, b].map(({ tracker }) =>
    tracker.tracks.map(({ id: _, root: __, sources: ___, ...rest }) => encode(inOrderOfKeys(rest))),
  );
  if (p.length !== q.length) return `${p.length} tracks and ${q.length}`;
  const track = p.findIndex((text, k) => text !== q[k]);
  if (track < 0) return undefined;
  let at = 0;
  while (p[track][at] === q[track][at]) at += 1;
  return `track ${track}: ${p[track].slice(at - 40, at + 20)} and ${q[track].slice(at - 40, at + 20)}`;
}

/** Fields that came to be set in another order are still the same fields. */
function inOrderOfKeys(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || value instanceof Float64Array) return value;
  if (Array.isArray(value)) return value.map(inOrderOfKeys);
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([p], [q]) => (p < q ? -1 : 1))
      .map(([key, part]) => [key, inOrderOfKeys(part)]),
  );
}

const ofKind = <K extends Emission['kind']>(said: readonly Emission[], kind: K): Extract<Emission, { kind: K }>[] =>
  said.filter((one): one is Extract<Emission, { kind: K }> => one.kind === kind);

function oneInFour(seed: number): (input: TimedInput) => number {
  const random = stream(seed, 'delays');
  return ({ input }) => (input.kind.endsWith('-scan') && random.uniform() < 0.25 ? 1 + 11 * random.uniform() : 0);
}

test('scans that come late within the horizon lead to the tracks of the same scans in time, to the bit', () => {
  for (const end_s of [75, 120]) {
    const all = inputs(end_s);
    const delay_s = oneInFour(end_s);
    // Towards the end all come in time, so that those on their way have arrived.
    const late = fold(heldUp(all, (one) => (one.at_us < START_US + (end_s - 14) * SECOND ? delay_s(one) : 0)));
    const inTime = fold(all);
    expect(ofKind(late.said, 'late-taken').length).toBeGreaterThan(end_s / 4);
    expect(ofKind(late.said, 'refused')).toEqual([]);
    expect(late.state.late.waiting).toEqual([]);
    expect(firstDifference(late.state, inTime.state)).toBeUndefined();
  }
});

test('late scans open no second event for an object that people know, and what was said can be read on', () => {
  const all = inputs(75);
  const { said, state } = fold(heldUp(all, oneInFour(7)));
  const events = ofKind(said, 'notice').map(({ notice }) => notice.event);
  expect(events).toEqual(ofKind(fold(all).said, 'notice').map(({ notice }) => notice.event));
  const confirmed = new Set(ofKind(said, 'notice').map(({ notice }) => notice.track));
  for (const { changes } of ofKind(said, 'late-taken')) for (const { track } of changes) expect(confirmed).toContain(track);
  const names = state.tracker.tracks.map(({ id }) => id);
  expect(new Set(names).size).toBe(names.length);
});

// All reports late by chance, in mixed order. Of one flight there were two events: where its track began anew because an earlier sighting came late,
// and where it had come down and a late look revived it.
test.each([
  { what: 'while it climbs', seed: 6, jitter_s: 13, end_s: 90 },
  { what: 'when it is down', seed: 1, jitter_s: 10, end_s: 720 },
])('reports in mixed order make one event of one flight: $what', ({ seed, jitter_s, end_s }) => {
  const site = geodeticDegrees(39.2, 125.67);
  const bearing_rad = degrees(70);
  const world = createWorld({
    id: 'mixed',
    title: 'reports in mixed order',
    theatre: 'theatre',
    line: 'exercise',
    start_us: START_US,
    end_us: START_US + end_s * SECOND,
    seed,
    sensors: sensorsAround(site, bearing_rad).map((one) => ({ ...one, latencyJitter_s: jitter_s })),
    flights: [
      {
        kind: 'published',
        id: 'flight',
        site,
        launch_us: START_US + 10 * SECOND,
        bearing_rad,
        apogee_m: 350_000,
        groundRange_m: 1_200_000,
      },
    ],
    disturbances: [],
    people: [],
  });
  const all: TimedInput[] = [];
  for (let input = world.next(); input !== undefined; input = world.next()) all.push(input);
  expect(ofKind(fold(all).said, 'notice').length).toBe(1);
});

test('a state written and read among late scans goes on to the same bytes', () => {
  const all = heldUp(inputs(75), oneInFour(3));
  let steps = 0;
  const interrupted = fold(all, (state) => (++steps % 61 === 0 ? restore(snapshot(state)) : state));
  const straight = fold(all);
  expect(ofKind(straight.said, 'late-taken').length).toBeGreaterThan(20);
  expect(encode(interrupted.said) === encode(straight.said)).toBe(true);
  expect(firstDifference(interrupted.state, straight.state)).toBeUndefined();
});

test('what the window keeps stays within its bounds', () => {
  const all = heldUp(inputs(75), oneInFour(11));
  let most = { snapshots: 0, items: 0, births: 0, moments: 0 };
  fold(all, (state) => {
    const { replay, births, moments } = state.late;
    most = {
      snapshots: Math.max(most.snapshots, replay.snapshots.length),
      items: Math.max(most.items, replay.items.length),
      births: Math.max(most.births, births.length),
      moments: Math.max(most.moments, moments.length),
    };
    return state;
  });
  // Four sensors over the horizon and a snapshot's spacing: 20 s of 2 × 1.25 + 2 × 0.5 scans a second.
  expect(most.snapshots).toBeLessThanOrEqual(5);
  expect(most.items).toBeLessThanOrEqual(90);
  expect(most.births).toBeLessThanOrEqual(60);
  expect(most.moments).toBeLessThanOrEqual(40);
});

// Two radars on the coast that look more than once a second: ten misses fit into the horizon. The first is blind from here on.
const BLIND_S = 150;
function onTheCoast(): SimulatedSensor[] {
  const sensors = frequent().map((one) => (one.kind === 'radar' ? { ...one, spec: { ...one.spec, revisit_s: 0.7 } } : one));
  const west = sensors.find(({ spec }) => spec.id === 'radar-west');
  return sensors.map((one) =>
    one.kind === 'radar' && west?.kind === 'radar' && one !== west ? { ...west, spec: { ...west.spec, id: one.spec.id } } : one,
  );
}
const isOf = ({ input }: TimedInput, sensor: string): boolean =>
  input.kind === 'radar-scan' && input.sensor === sensor && input.measuredAt_us >= START_US + BLIND_S * SECOND;
const blinded = (one: TimedInput): TimedInput =>
  one.input.kind === 'radar-scan' && isOf(one, 'radar-west') ? { ...one, input: { ...one.input, plots: [] } } : one;
const until = ({ at_us }: TimedInput): boolean => at_us < START_US + 180 * SECOND;

test('a track that late looks show to be lost ends openly, and its event with it', () => {
  const all = inputs(180, onTheCoast())
    .map(blinded)
    .filter((one) => !isOf(one, 'radar-east'));
  const { said, state } = fold(heldUp(all, (one) => (isOf(one, 'radar-west') ? 12 : 0)).filter(until));
  const gone = ofKind(said, 'late-taken').flatMap(({ changes }) => changes.filter(({ change }) => change === 'gone'));
  expect(gone.length).toBe(2);
  for (const { track } of gone) {
    expect(ofKind(said, 'track').some((one) => one.track.id === track && one.track.status === 'ended')).toBe(true);
    expect(Object.values(state.events).find((event) => event.track === track)?.ended).toBe('lost');
  }
});

test('a track that was ended and that late looks show to live goes on in its own event', () => {
  const all = inputs(180, onTheCoast()).map(blinded);
  // The link of the other radar fails, and comes back when ten misses of the first have ended the tracks.
  const heldUntilBack = (one: TimedInput): number =>
    isOf(one, 'radar-east') ? Math.max(0, BLIND_S + 11 - (one.at_us - START_US) / SECOND) : 0;
  const { said, state } = fold(heldUp(all, heldUntilBack).filter(until));
  const returned = ofKind(said, 'late-taken').flatMap(({ changes }) => changes.filter(({ change }) => change === 'returned'));
  expect(returned.length).toBe(2);
  for (const { track } of returned) {
    expect(ofKind(said, 'notice').filter(({ notice }) => notice.track === track).length).toBe(1);
    const ended = said.findIndex((one) => one.kind === 'track' && one.track.id === track && one.track.status === 'ended');
    expect(ended).toBeGreaterThan(0);
    const on = ofKind(said.slice(ended), 'assessment').filter(({ assessment }) => assessment.tracks.includes(track));
    expect(on.length).toBeGreaterThan(0);
  }
  expect(ofKind(said, 'notice').length).toBe(2);
  expect(Object.values(state.events).map(({ ended }) => ended)).toEqual([undefined, undefined]);
});
