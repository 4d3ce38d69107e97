import { fold } from '../../../tests/support/fold.ts';
import { expect, test } from 'vitest';
import { eastAsiaSensors, surveillanceRadar } from '../../sim/defaults.ts';
import type { Scenario } from '../../sim/scenario.ts';
import { createWorld, type TimedInput, type World } from '../../sim/world.ts';
import type { BiasFinding } from '../tell/alarm.ts';
import { encode } from '../codec.ts';
import type { Emission } from '../tell/emission.ts';
import { geodeticDegrees } from '../frames/geodetic.ts';
import { distance, vec3 } from '../math/vector.ts';
import { restore, snapshot, type State } from '../pipeline.ts';
import { NO_BIAS, type SensorBias } from '../registration/bias.ts';
import { giveUp } from '../registration/register.ts';
import { degrees } from '../units.ts';

const START_US = 1_668_734_040_000_000;
const SECOND = 1_000_000;

const END_S = 380;

/** Three flights up to 500 km; both radars on the coast see them coast. */
function world(sensors = eastAsiaSensors()): World {
  const flight = (k: number): Scenario['flights'][number] => ({
    kind: 'published',
    id: `flight-${k}`,
    site: geodeticDegrees(39.2 + 0.3 * k, 125.67),
    launch_us: START_US + (10 + 15 * k) * SECOND,
    bearing_rad: degrees(70 + 10 * k),
    apogee_m: 500_000,
    groundRange_m: 900_000,
  });
  return createWorld({
    id: 'registration',
    title: 'radars that are wrong',
    theatre: 'theatre',
    line: 'exercise',
    start_us: START_US,
    end_us: START_US + END_S * SECOND,
    seed: 3,
    sensors,
    flights: [0, 1, 2].map(flight),
    disturbances: [],
    people: [],
  });
}

function inputsOf(made: World): TimedInput[] {
  const all: TimedInput[] = [];
  for (let one = made.next(); one !== undefined; one = made.next()) all.push(one);
  return all;
}

const { truth, right } = (() => {
  const made = world();
  return { truth: made.truth, right: inputsOf(made) };
})();

/** The same flights, and a third radar on an island between the two. */
function threeRadars(): TimedInput[] {
  return inputsOf(world([...eastAsiaSensors(), surveillanceRadar('radar-third', geodeticDegrees(37.5, 130.9, 100))]));
}

type Wrong = (sensor: string, at_s: number) => SensorBias;

/** The same scans from radars that are wrong. */
function scansOf(wrong: Wrong, all: readonly TimedInput[] = right): TimedInput[] {
  return all.map((one) => {
    const { input } = one;
    if (input.kind !== 'radar-scan') return one;
    const bias = wrong(input.sensor, (input.measuredAt_us - START_US) / SECOND);
    const plots = input.plots.map((plot) => ({
      ...plot,
      range_m: plot.range_m + bias.range_m,
      azimuth_rad: plot.azimuth_rad + bias.azimuth_rad,
      elevation_rad: plot.elevation_rad + bias.elevation_rad,
    }));
    return { ...one, input: { ...input, measuredAt_us: input.measuredAt_us + Math.round(bias.time_s * SECOND), plots } };
  });
}

/** As they come: no estimate of biases. */
function unregistered(all: readonly TimedInput[]): TimedInput[] {
  const off: TimedInput = { at_us: START_US, line: 'exercise', input: { kind: 'setting', name: 'registrationInterval_s', value: 0 } };
  return [...all.slice(0, 6), off, ...all.slice(6)];
}

type BiasAlarm = { readonly sensor: string; readonly finding: BiasFinding };
const biasAlarms = (said: readonly Emission[]): BiasAlarm[] =>
  said.flatMap((one) => (one.kind === 'alarm' && one.alarm === 'sensor-bias' ? [one] : []));

/** RMS distance of the reports from the nearest truth in the last minute, m. */
function error_m(said: readonly Emission[]): number {
  const squares = said.flatMap((one) => {
    if (one.kind !== 'track' || one.track.status !== 'confirmed' || one.track.at_us < START_US + (END_S - 60) * SECOND) return [];
    const { positionEcef_m, at_us } = one.track;
    const away = Math.min(...truth.map((flight) => distance(flight.stateAt(at_us)?.r ?? vec3(0, 0, 0), positionEcef_m)));
    return [away * away];
  });
  return Math.sqrt(squares.reduce((sum, v) => sum + v, 0) / squares.length);
}

test('radars without a bias are not spoken of, and nothing that is said is any different', () => {
  const { said, state } = fold(right);
  expect(biasAlarms(said)).toEqual([]);
  expect(state.registration.register.sensors).toEqual(['radar-west', 'radar-east']);
  expect(state.registration.verdicts.map(({ treatment }) => treatment)).toEqual([undefined, undefined]);
  const told = (all: readonly Emission[]): string =>
    encode(all.flatMap((one) => (one.kind === 'track' ? [{ ...one.track, sources: [] }] : [])));
  expect(told(said) === told(fold(unregistered(right)).said)).toBe(true);
});

test('a radar whose north is off is found, named and corrected, and its tracks are where they should be', () => {
  const scans = scansOf((sensor) => (sensor === 'radar-east' ? { ...NO_BIAS, azimuth_rad: 3e-3, range_m: 50 } : NO_BIAS));
  const { said, state } = fold(scans);
  const alarms = biasAlarms(said);
  expect(alarms.length).toBeGreaterThan(0);
  expect(alarms.length).toBeLessThanOrEqual(4);
  for (const { sensor, finding } of alarms) {
    expect([sensor, finding.kind]).toEqual(['radar-east', 'biased']);
    if (finding.kind === 'biased') expect(finding.bias.azimuth_rad).toBeGreaterThan(2e-3);
    if (finding.kind === 'biased') expect(finding.bias.azimuth_rad).toBeLessThan(4e-3);
  }
  expect(Math.abs(state.registration.register.b[5] - 3e-3)).toBeLessThan(5e-4);
  // Measured: 600 m as they come, 120 m corrected, 46 m when nothing is wrong.
  expect(error_m(said)).toBeLessThan(0.35 * error_m(fold(unregistered(scans)).said));
});

// A turntable slips by 0.2 mrad a second for half a minute, and then holds.
test('a radar that turns away is set aside, and taken back with its new bias when it keeps still', () => {
  const scans = scansOf((sensor, t) =>
    sensor === 'radar-east' ? { ...NO_BIAS, azimuth_rad: 2e-4 * Math.min(30, Math.max(0, t - 200)) } : NO_BIAS,
  );
  let steps = 0;
  const { said } = fold(scans, (state) => (++steps % 101 === 0 ? restore(snapshot(state)) : state));
  const alarms = biasAlarms(said);
  expect(new Set(alarms.map(({ sensor }) => sensor))).toEqual(new Set(['radar-east']));
  const aside = alarms.findIndex(({ finding }) => finding.kind === 'drifting');
  expect(aside).toBeGreaterThanOrEqual(0);
  const after = alarms.slice(aside + 1).flatMap(({ finding }) => (finding.kind === 'biased' ? [finding.bias.azimuth_rad] : []));
  expect(after.some((azimuth_rad) => azimuth_rad >= 5e-3 && azimuth_rad < 7e-3)).toBe(true);
  // Measured: 760 m as they come, 83 m.
  expect(error_m(said)).toBeLessThan(0.3 * error_m(fold(unregistered(scans)).said));
  // Written and read in between, nothing is different.
  expect(encode(said) === encode(fold(scans).said)).toBe(true);
});

// A radar that was 2 km off, or 2 s, made a missile of its own and was taken for blind on the true one; no word of it anywhere.
test.each([
  { what: 'range', error: { ...NO_BIAS, range_m: 2000 }, least_m: 1500 },
  { what: 'clock', error: { ...NO_BIAS, time_s: -2 }, least_m: 2000 },
  { what: 'north', error: { ...NO_BIAS, azimuth_rad: 0.01 }, least_m: 1500 },
])('a radar that is so wrong that its plots never come near the tracks is named, once: $what', ({ error, least_m }) => {
  const third: Wrong = (sensor) => (sensor === 'radar-third' ? error : NO_BIAS);
  const { said } = fold(scansOf(third, threeRadars()));
  const found = biasAlarms(said);
  expect(new Set(found.map(({ sensor }) => sensor))).toEqual(new Set(['radar-third']));
  const beside = found.flatMap(({ finding }) => (finding.kind === 'beside' ? [finding] : []));
  expect(beside.length).toBe(1);
  expect(beside[0].apart_m).toBeGreaterThan(least_m);
});

/** Radar-third, wrong by this at some times. */
const thirdWrong =
  (error: SensorBias, when: (at_s: number) => boolean): Wrong =>
  (sensor, at_s) =>
    sensor === 'radar-third' && when(at_s) ? error : NO_BIAS;

function thirdOf({ registration }: State): { readonly b: readonly number[]; readonly sigma: readonly number[] } {
  const { sensors, b, covariance } = registration.register;
  const parts = [0, 1, 2, 3].map((part) => 4 * sensors.indexOf('radar-third') + part);
  return { b: parts.map((i) => b[i]), sigma: parts.map((i) => Math.sqrt(covariance[i * (b.length + 1)])) };
}

// A radar that was 2 km off was mended. It stood accused for ever; a third of its old bias was believed still, a sound radar was called biased to make up
// for that, and its plots were moved.
test.each([
  { what: 'range', error: { ...NO_BIAS, range_m: 2000 } },
  { what: 'clock', error: { ...NO_BIAS, time_s: -2 } },
  { what: 'north', error: { ...NO_BIAS, azimuth_rad: 0.01 } },
])('a radar that was named and has been mended is taken back within two estimates, and nobody else is accused: $what', ({ error }) => {
  const { said, state } = fold(
    scansOf(
      thirdWrong(error, (at_s) => at_s < 200),
      threeRadars(),
    ),
  );
  const found = said.flatMap((one) => (one.kind === 'alarm' && one.alarm === 'sensor-bias' ? [one] : []));
  expect(found).toMatchObject([
    { sensor: 'radar-third', finding: { kind: 'beside' } },
    { sensor: 'radar-third', finding: { kind: 'not-told' } },
  ]);
  expect(found[1].at_us).toBeLessThanOrEqual(START_US + 222 * SECOND);
  expect(state.registration.beside).toEqual([]);
  const { b, sigma } = thirdOf(state);
  b.forEach((v, part) => expect(Math.abs(v)).toBeLessThan(3 * sigma[part]));
});

// Some of its plots come near enough to the tracks for the tracker to take them, and others do not.
test('a radar at the edge of what is gross is not spoken of over and over: named, and then known', () => {
  const wrong = thirdWrong({ ...NO_BIAS, azimuth_rad: 6e-3 }, () => true);
  const found = biasAlarms(fold(scansOf(wrong, threeRadars())).said);
  expect(found.map(({ sensor, finding }) => `${sensor} ${finding.kind}`)).toEqual(['radar-third beside', 'radar-third biased']);
});

test('a second slip is said as the first was', () => {
  const error = { ...NO_BIAS, range_m: 2000 };
  const { said } = fold(
    scansOf(
      thirdWrong(error, (at_s) => at_s < 180 || at_s > 250),
      threeRadars(),
    ),
  );
  expect(biasAlarms(said).map(({ sensor, finding }) => `${sensor} ${finding.kind}`)).toEqual([
    'radar-third beside',
    'radar-third not-told',
    'radar-third beside',
  ]);
});

// Its north was 3 mrad off and corrected, when it slipped to 13: what it is beside is where the correction puts it.
test('a radar that is corrected and slips away is named, and corrected no more until it is known anew', () => {
  const north: Wrong = (sensor, at_s) => (sensor === 'radar-third' ? { ...NO_BIAS, azimuth_rad: at_s < 240 ? 0.003 : 0.013 } : NO_BIAS);
  let known = false;
  const { said } = fold(scansOf(north, threeRadars()), (state) => {
    const { register, verdicts, beside } = state.registration;
    const k = register.sensors.indexOf('radar-third');
    if (!known && state.at_us > START_US + 231 * SECOND) {
      known = true;
      giveUp(register, k, { range_m: 10, azimuth_rad: 1e-4, elevation_rad: 1e-4, time_s: 5e-3 });
      register.b.set([0, 3e-3, 0, 0], 4 * k);
      verdicts[k] = { kind: 'biased', treatment: { kind: 'correct', bias: { ...NO_BIAS, azimuth_rad: 3e-3 } } };
    }
    if (beside.length > 0) expect([beside, verdicts[k].treatment]).toEqual([[k], undefined]);
    return state;
  });
  const [first, ...rest] = biasAlarms(said);
  expect(first).toMatchObject({ sensor: 'radar-third', finding: { kind: 'beside' } });
  // At 520 km 10 mrad beside the correction, and not 13.
  if (first.finding.kind === 'beside') expect(Math.abs(first.finding.apart_m - 4_500)).toBeLessThan(1_500);
  for (const { sensor, finding } of rest) {
    expect([sensor, finding.kind]).toEqual(['radar-third', 'biased']);
    if (finding.kind === 'biased') expect(finding.bias.azimuth_rad).toBeGreaterThan(0.011);
  }
});

// Each look in another place: a decoy, a piece, two objects in turn. What was known of the radar was given up for it, and sound radars were called biased.
test('plots that no bias explains are of something else: nobody is named, and what is known of the radar stays', () => {
  const range_m = (at_s: number): number => (Math.round(at_s) % 4 < 2 ? 2500 : -2500);
  const { said, state } = fold(
    scansOf((sensor, at_s) => (sensor === 'radar-third' ? { ...NO_BIAS, range_m: range_m(at_s) } : NO_BIAS), threeRadars()),
  );
  expect(biasAlarms(said)).toEqual([]);
  expect(state.registration.gatheredBeside.length).toBeGreaterThan(0);
  expect(thirdOf(state)).toEqual({ b: [0, 0, 0, 0], sigma: [200, 5e-3, 5e-3, 0.1] });
});

// A clock that is two seconds behind makes every scan late; of late scans nothing was gathered, so that nothing was ever found.
test('a radar whose scans come late is named like any other', () => {
  const late = threeRadars().map((one) => (isOf(one, 'radar-third') ? { ...one, at_us: one.at_us + 6 * SECOND } : one));
  const wrong: Wrong = (sensor) => (sensor === 'radar-third' ? { ...NO_BIAS, range_m: 2000 } : NO_BIAS);
  const { said } = fold(
    scansOf(
      wrong,
      late.toSorted((a, b) => a.at_us - b.at_us),
    ),
  );
  expect(biasAlarms(said)).toMatchObject([{ sensor: 'radar-third', finding: { kind: 'beside' } }]);
});

const isOf = ({ input }: TimedInput, sensor: string): boolean => input.kind === 'radar-scan' && input.sensor === sensor;

test('of three radars that are right nobody is said to show things beside where the others do', () => {
  expect(biasAlarms(fold(threeRadars()).said)).toEqual([]);
});
