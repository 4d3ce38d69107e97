import { beforeEach, expect, test } from 'vitest';
import { surveillanceRadar } from '../../sim/defaults.ts';
import { stream } from '../../sim/random.ts';
import type { Emission } from '../tell/emission.ts';
import { geodeticDegrees } from '../frames/geodetic.ts';
import type { Input } from '../journal.ts';
import { restore, snapshot, start, type State, step } from '../pipeline.ts';
import { horizon_s } from './health.ts';

const SECOND = 1_000_000;

let state: State;
/** As it is before each test. */
let ready: string;
beforeEach(() => {
  state = start();
  say(0, { kind: 'theatre', theatre: 'test', line: 'exercise' });
  for (const id of ['north', 'south']) say(0, { kind: 'sensor', sensor: surveillanceRadar(id, geodeticDegrees(40, 140)).spec });
  ready = snapshot(state);
});

function say(at_s: number, input: Input): Emission[] {
  const said: Emission[] = [];
  step(state, { seq: state.seq + 1, at_us: Math.round(at_s * SECOND), line: 'exercise', input }, (emission) => said.push(emission));
  return said;
}

const scan = (sensor: string, measured_s: number): Input => ({
  kind: 'radar-scan',
  sensor,
  measuredAt_us: Math.round(measured_s * SECOND),
  plots: [],
});

type Alarm = Extract<Emission, { kind: 'alarm' }>;
const alarms = (said: readonly Emission[], name?: Alarm['alarm']): Alarm[] =>
  said.filter((one): one is Alarm => one.kind === 'alarm' && (name === undefined || one.alarm === name));

/** One sensor's empty scans, each so long on its way, a look in two seconds; a tick a second besides. */
function play(from_s: number, to_s: number, sensor: string, delay_s: (k: number) => number, clock_s = 0): Emission[] {
  const arrivals: { at_s: number; input: Input }[] = [];
  for (let at_s = from_s; at_s < to_s; at_s++) arrivals.push({ at_s, input: { kind: 'tick' } });
  for (let k = 0; from_s + 2 * k < to_s; k++) {
    const measured_s = from_s + 2 * k;
    arrivals.push({ at_s: measured_s + delay_s(k), input: scan(sensor, measured_s + clock_s) });
  }
  return arrivals
    .filter(({ at_s }) => at_s < to_s)
    .toSorted((a, b) => a.at_s - b.at_s)
    .flatMap(({ at_s, input }) => say(at_s, input));
}

// A radar whose link died without a word stood on the console as if all were well.
test('a sensor that sends nothing is silent, on ticks alone, said once; and once that it is back', () => {
  const said = [...play(1, 30, 'north', () => 0.5), ...play(30, 120, 'nobody', () => 0.5)];
  // Five looks of two seconds and what its scans are late by; the other has never sent anything, and gets thirty seconds more.
  expect(alarms(said, 'sensor-silent')).toMatchObject([
    { sensor: 'north', phase: 'begins', since_us: 29.5 * SECOND, silence_s: 11.5, limit_s: 10.5, through: 1 },
    { sensor: 'south', phase: 'begins', since_us: 0, silence_s: 41, limit_s: 40 },
  ]);
  const back = say(130, scan('north', 129.5));
  expect(alarms(back)).toMatchObject([
    { alarm: 'sensor-silent', sensor: 'north', phase: 'ends', since_us: 29.5 * SECOND, silence_s: 100.5, through: 1 },
  ]);
  expect(alarms(play(131, 140, 'north', () => 0.5))).toEqual([]);
});

// A radar sent for twenty seconds, then one scan with a stamp of 1970, then nothing: its silence was allowed to last fifty years.
test.each([
  ['one scan of 1970', [-1e6]],
  ['scans of 1970', [-1e6, -1e6 + 1, -1e6 + 2]],
])('a sensor that falls silent after %s is told of all the same', (_, stamps) => {
  say(0, { kind: 'setting', name: 'lateHorizonMost_s', value: 0 });
  play(1, 20, 'north', () => 0.5);
  for (const stamp of stamps) say(20, scan('north', stamp));
  const [alarm] = alarms(
    play(21, 120, 'nobody', () => 0),
    'sensor-silent',
  ).filter((one) => 'sensor' in one && one.sensor === 'north');
  // Five looks, and one scan aside the way of 0.5 s; or as much as a scan may be late, which is 17 s.
  const way_s = stamps.length === 1 ? 0.5 : 17;
  expect(alarm).toMatchObject({ phase: 'begins', since_us: 20 * SECOND, limit_s: 10 + way_s });
});

test('scans that come in bursts, or are refused, are no silence; a setting says after how many looks there is one', () => {
  say(0, { kind: 'setting', name: 'silentAfterLooks', value: 20 });
  expect(alarms(play(1, 39, 'nobody', () => 0.5))).toEqual([]);
  state = restore(snapshot(state));
  expect(
    alarms(
      play(40, 200, 'north', (k) => 12 - 2 * (k % 6)),
      'sensor-silent',
    ).map((one) => 'sensor' in one && one.sensor),
  ).toEqual(['south']);
  const twice = Array.from({ length: 60 }, (_, k) => say(200 + k, scan('north', 190)));
  expect(alarms(twice.flat(), 'sensor-silent')).toEqual([]);
});

/** As `play`, over a link that loses so many scans of each. */
function playLossy(from_s: number, to_s: number, lost: number, seed: number): Emission[] {
  const random = stream(seed, 'losses');
  return Array.from({ length: Math.round((to_s - from_s) / 2) }, (_, k) => {
    const at_s = from_s + 2 * k;
    const ticks = [...say(at_s, { kind: 'tick' }), ...say(at_s + 1, { kind: 'tick' })];
    return random.uniform() < lost ? ticks : [...ticks, ...say(at_s + 1.5, scan('north', at_s + 1))];
  }).flat();
}

// A link that lost two scans of three was said to be silent, and to send again, ten times in ten minutes.
test('a link that loses most of its scans is one alarm while it does, and its end when it is mended', () => {
  for (const lost of [0.6, 0.65, 0.7])
    for (const seed of [1, 2, 3, 4, 5]) {
      state = restore(ready);
      const north = (said: readonly Emission[]): unknown[] =>
        alarms(said, 'sensor-silent').flatMap((one) => ('phase' in one && 'sensor' in one && one.sensor === 'north' ? [one.phase] : []));
      expect(north(playLossy(1, 601, lost, seed))).toEqual(['begins']);
      expect(north(play(602, 702, 'north', () => 0.5))).toEqual(['ends']);
      expect(north(play(702, 722, 'north', () => 0.5))).toEqual([]);
    }
});

test('a link that loses one scan in ten is never said to be silent, and an outage of it is over with the first scan', () => {
  expect(alarms(playLossy(1, 601, 0.1, 1), 'sensor-silent')).toMatchObject([{ sensor: 'south' }]);
  expect(
    alarms(
      play(602, 650, 'nobody', () => 0),
      'sensor-silent',
    ),
  ).toMatchObject([{ sensor: 'north', phase: 'begins' }]);
  expect(alarms(say(651, scan('north', 650.5)), 'sensor-silent')).toMatchObject([{ sensor: 'north', phase: 'ends' }]);
});

// 1,227 reports of radars that were twenty seconds late were refused, without a word that a setting would have let them in.
// Links that bring each scan twice, or stand at a limit, were told of up to seven times a minute.
test('what is said to begin or to end is not said otherwise for half a minute', () => {
  say(0, { kind: 'setting', name: 'lateHorizon_s', value: 0 });
  const flipping = play(600, 900, 'south', (k) => (k % 16 < 8 ? -1.5 : 4));
  for (const name of ['sensor-late', 'sensor-clock'] as const) {
    const times = alarms(flipping, name)
      .filter((one) => 'sensor' in one && one.sensor === 'south')
      .map(({ at_us }) => at_us);
    expect([name, times.length > 2]).toEqual([name, true]);
    for (let k = 1; k < times.length; k++) expect(times[k] - times[k - 1]).toBeGreaterThanOrEqual(30 * SECOND);
  }
});

test('a sensor that is always late is told with its delay, and after a few refusals its scans are used', () => {
  const mixed: Emission[] = [];
  for (let t = 1; t < 120; t++) {
    mixed.push(...say(t, t % 2 === 0 ? scan('south', t - 0.5) : { kind: 'tick' }));
    if (t % 2 === 1 && t > 20) mixed.push(...say(t, scan('north', t - 20)));
  }
  const refused = state.refused.sources.find(({ source, what }) => source === 'north' && what === 'late')?.count ?? 0;
  expect(refused).toBeGreaterThan(0);
  expect(refused).toBeLessThanOrEqual(6);
  expect(alarms(mixed, 'sensor-late')).toMatchObject([{ sensor: 'north', phase: 'begins', delay_s: 20, horizon_s: 20, wanted_s: 20 }]);
  const taken = mixed.flatMap((one) => (one.kind === 'late-taken' ? one.scans : []));
  expect(taken.length).toBeGreaterThan(40);
  // In time again, the alarm ends and the horizon goes back.
  const after = play(121, 160, 'north', () => 0.5);
  expect(alarms(after, 'sensor-late')).toMatchObject([{ phase: 'ends', delay_s: 0.5 }]);
  expect(horizon_s(state)).toBe(15);
});

test('the horizon grows no further than its bound, and the alarm says what would be needed', () => {
  const [alarm] = alarms(
    play(1, 200, 'north', () => 90),
    'sensor-late',
  );
  expect(alarm).toMatchObject({ phase: 'begins', horizon_s: 45, wanted_s: 90 });
  expect(horizon_s(state)).toBe(45);
  say(200, { kind: 'setting', name: 'lateHorizonMost_s', value: 0 });
  expect(horizon_s(state)).toBe(15);
  say(200, { kind: 'setting', name: 'lateHorizon_s', value: 0 });
  expect(horizon_s(state)).toBe(0);
});

test('one scan that was held up makes nobody late and moves no horizon', () => {
  const said = play(1, 80, 'north', (k) => (k === 10 ? 14 : 0.5));
  expect(alarms(said, 'sensor-late')).toEqual([]);
  expect(horizon_s(state)).toBe(15);
});

test('a clock that is ahead is told with how far, said once, and once that it is right again', () => {
  const said = play(1, 60, 'north', () => 0.5, 3);
  expect(alarms(said, 'sensor-clock')).toMatchObject([{ sensor: 'north', phase: 'begins', ahead_s: 2.5 }]);
  const after = play(60, 100, 'north', () => 0.5);
  expect(alarms(after, 'sensor-clock')).toMatchObject([{ sensor: 'north', phase: 'ends', refused: 30 }]);
  expect(
    alarms(
      play(100, 140, 'north', () => 0.5, 0.9),
      'sensor-clock',
    ),
  ).toEqual([]);
});

const repeated = (times: number, value: number): number[] => Array.from({ length: times }, () => value);
/** Scans of the northern radar two seconds apart, each so long on its way by its stamp; when and what is said of that. */
function told(name: 'sensor-late' | 'sensor-clock', from_s: number, delays_s: readonly number[]): (readonly [number, string])[] {
  const said = delays_s.flatMap((delay_s, k) => say(from_s + 2 * k, scan('north', from_s + 2 * k - delay_s)));
  return alarms(said, name).map((one) => [one.at_us / SECOND, 'phase' in one ? one.phase : '']);
}

test('a delay is told from the fifth scan on, when half of the last fifteen are longer than lag and horizon together', () => {
  // Soon after it was declared as well as later.
  expect(told('sensor-late', 20, repeated(8, 18))).toEqual([[28, 'begins']]);
});

test('seventeen seconds are in time with a lag of two and a horizon of fifteen', () => {
  expect(told('sensor-late', 100, repeated(8, 17))).toEqual([]);
  // Eight of fifteen have to be later.
  expect(told('sensor-late', 116, repeated(9, 17.5))).toEqual([[130, 'begins']]);
});

test('of as many late scans as scans in time the sensor is in time', () => {
  expect(told('sensor-late', 100, [1, 1, 1, 18, 18, 18])).toEqual([]);
  expect(told('sensor-late', 112, [18])).toEqual([[112, 'begins']]);
});

test('in whichever order they come, it is the middle one of the delays that tells', () => {
  expect(told('sensor-late', 20, [18, 18, 1, 18, 1])).toEqual([[28, 'begins']]);
});

test('a delay is over when it has shrunk to four fifths of what it may be, and not before half a minute', () => {
  expect(told('sensor-late', 100, repeated(5, 20))).toEqual([[108, 'begins']]);
  expect(told('sensor-late', 110, repeated(20, 13.7))).toEqual([]);
  expect(told('sensor-late', 150, repeated(8, 13.6))).toEqual([[164, 'ends']]);
  expect(told('sensor-late', 166, repeated(30, 20))).toEqual([[194, 'begins']]);
  expect(told('sensor-late', 226, repeated(15, 0.5))).toEqual([[240, 'ends']]);
});

test('what a late sensor is told with: its delay, the horizon that is, the one that it needs, and what was refused of it', () => {
  say(0, { kind: 'setting', name: 'reorderLag_s', value: 1 });
  play(1, 60, 'south', () => 0.5);
  const said = [61, 63, 65, 67, 69].flatMap((at_s, k) => say(at_s, scan('north', at_s - [60, 50, 30, 30, 30][k])));
  // Of five delays the longest may be chance; the next, without the lag, and two seconds of margin.
  expect(alarms(said, 'sensor-late')).toMatchObject([{ phase: 'begins', delay_s: 30, horizon_s: 45, wanted_s: 51, refused: 4 }]);
});

test('the horizon is the widest that any sensor needs, of which five delays are known, and never narrower than the setting', () => {
  const delays = (sensor: number, ...delays_s: number[]): void => {
    state.health[sensor].delays_us.splice(0, Infinity, ...delays_s.map((delay_s) => delay_s * SECOND));
  };
  delays(0, 40, 40, 40, 40);
  expect(horizon_s(state)).toBe(15);
  delays(0, 20, 20, 20, 20, 40);
  expect(horizon_s(state)).toBe(20);
  delays(1, 25, 1, 1, 25, 1);
  expect(horizon_s(state)).toBe(25);
  say(1, { kind: 'setting', name: 'reorderLag_s', value: 0 });
  expect(horizon_s(state)).toBe(27);
  say(1, { kind: 'setting', name: 'lateHorizonMost_s', value: 26 });
  expect(horizon_s(state)).toBe(26);
  say(1, { kind: 'setting', name: 'lateHorizonMost_s', value: 10 });
  expect(horizon_s(state)).toBe(15);
  say(1, { kind: 'setting', name: 'lateHorizonMost_s', value: 45 });
  say(1, { kind: 'setting', name: 'lateHorizon_s', value: 0 });
  expect(horizon_s(state)).toBe(0);
});

test('a clock may be ahead by a second, and once it was further it is right again at four fifths', () => {
  expect(told('sensor-clock', 100, repeated(8, -1))).toEqual([]);
  expect(told('sensor-clock', 116, repeated(8, -1.1))).toEqual([[130, 'begins']]);
  expect(told('sensor-clock', 132, repeated(20, -0.9))).toEqual([]);
  expect(told('sensor-clock', 172, repeated(9, -0.8))).toEqual([[186, 'ends']]);
});

test('silence is looked at once a second, and begins when it is longer than five looks and the second longest way of late', () => {
  expect(alarms(play(1, 20, 'north', (k) => (k === 4 ? 1.8 : k === 5 ? 1.5 : 0.5)))).toEqual([]);
  // Last heard at 19.5 s: of two seconds a look and 1.5 s for the way, 31 s is the end.
  const at = (at_s: number): number => alarms(say(at_s, { kind: 'tick' }), 'sensor-silent').length;
  expect([29, 30, 31, 31.9].map(at)).toEqual([0, 0, 0, 0]);
  expect(at(32)).toBe(1);
  expect([33, 34].map(at)).toEqual([0, 0]);
});

test('a clock that is ahead shortens no way: the silence that is allowed is that of the looks', () => {
  const [silent] = alarms([...play(1, 20, 'north', () => 0.25, 0.75), ...play(20, 40, 'nobody', () => 0)], 'sensor-silent');
  expect(silent).toMatchObject({ sensor: 'north', limit_s: 10 });
});

test('each sensor has the silence of its own looks, when it begins and when it ends', () => {
  const south = surveillanceRadar('south', geodeticDegrees(40, 140)).spec;
  say(0, { kind: 'sensor', sensor: { ...south, revisit_s: 6 } });
  const begun = alarms(
    play(1, 70, 'nobody', () => 0),
    'sensor-silent',
  );
  expect(begun).toMatchObject([
    { sensor: 'north', phase: 'begins', limit_s: 40 },
    { sensor: 'south', phase: 'begins', limit_s: 60 },
  ]);
  // What has never sent before is back when thirteen scans have shown that its link is sound.
  const ended = [...play(120, 150, 'north', () => 0.5), ...play(150, 180, 'south', () => 0.5)];
  expect(alarms(ended, 'sensor-silent')).toMatchObject([
    { sensor: 'north', phase: 'ends', at_us: 144.5 * SECOND, silence_s: 144.5, limit_s: 10.5 },
    { sensor: 'south', phase: 'ends', at_us: 174.5 * SECOND, silence_s: 174.5, limit_s: 30.5 },
    { sensor: 'north', phase: 'begins' },
  ]);
  // Back, they are not said to be back again.
  expect(
    alarms(
      play(181, 260, 'north', () => 0.5),
      'sensor-silent',
    ),
  ).toMatchObject([
    { sensor: 'north', phase: 'ends' },
    { sensor: 'south', phase: 'begins' },
  ]);
});
