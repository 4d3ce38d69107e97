import { beforeEach, expect, test } from 'vitest';
import { assessment } from '../../tests/samples/warning-life.ts';
import type { Emission } from './tell/emission.ts';
import { geodeticDegrees } from './frames/geodetic.ts';
import type { Input } from './journal.ts';
import { restore, snapshot, start, type State, step } from './pipeline.ts';
import { type Line, LINES } from './sense/line.ts';
import type { RadarSensor } from './sense/sensor.ts';
import { recommend } from './warn/record.ts';

const RADAR: RadarSensor = {
  kind: 'radar',
  id: 'radar',
  site: geodeticDegrees(40, 140),
  revisit_s: 2,
  detectionProbability: 0.9,
  falseDetectionsPerScan: 0.1,
  rangeMin_m: 0,
  rangeMax_m: 2e6,
  elevationMin_rad: 0,
  elevationMax_rad: 1.5,
  azimuthCentre_rad: 0,
  azimuthHalfWidth_rad: Math.PI,
  sigmaRange_m: 30,
  sigmaAngle_rad: 1e-3,
  sigmaRangeRate_mps: 10,
};
const SECOND = 1_000_000;

let state: State;
let seq: number;
beforeEach(() => {
  state = start();
  seq = 0;
});

function say(at_s: number, input: Input, line: Line = 'exercise'): Emission[] {
  const said: Emission[] = [];
  step(state, { seq: seq++, at_us: at_s * SECOND, line, input }, (emission) => said.push(emission));
  return said;
}

function open(): void {
  say(0, { kind: 'theatre', theatre: 'test', line: 'exercise' });
  say(0, { kind: 'sensor', sensor: RADAR });
}

const refusals = (said: readonly Emission[]): string[] => said.flatMap((e) => (e.kind === 'refused' ? [e.reason] : []));
const scan = (measured_s: number): Input => ({ kind: 'radar-scan', sensor: 'radar', measuredAt_us: measured_s * SECOND, plots: [] });

// 1979-11-09: a training tape on the live displays. Between any two lines, whichever way round.
test('nothing of another line gets past the door, and the crossing is an alarm', () => {
  for (const theatre of LINES) {
    for (const other of LINES.filter((line) => line !== theatre)) {
      state = start();
      seq = 0;
      say(0, { kind: 'theatre', theatre: 'test', line: theatre }, theatre);
      const said = say(1, { kind: 'tick' }, other);
      expect(refusals(said)).toEqual(['wrong-line']);
      expect(said.some((e) => e.kind === 'alarm' && e.alarm === 'wrong-line')).toBe(true);
    }
  }
});

// 1979-11-09, the same tape, an hour of it: one alarm in two thousand would do, one at each hundredth tells that it goes on.
test('a tape of another line that plays on is counted, and a person is answered each time', () => {
  open();
  const said = Array.from({ length: 250 }, () => say(1, { kind: 'tick' }, 'test')).flat();
  expect(said.flatMap((one) => (one.kind === 'refused' ? [one.count] : []))).toEqual([1, 101, 201]);
  expect(said.flatMap((one) => (one.kind === 'alarm' && one.alarm === 'wrong-line' ? [one] : []))).toMatchObject(
    [1, 101, 201].map((count) => ({ inputKind: 'tick', claimed: 'test', line: 'exercise', count })),
  );
  const act: Input = { kind: 'act', act: 'end', line: 'live', person: 'a', role: 'b', session: '1', warning: 'W1', revision: 1 };
  for (let k = 0; k < 2; k++) {
    const answered = say(1, act);
    expect(refusals(answered)).toEqual(['wrong-line']);
    expect(answered.filter((one) => one.kind === 'alarm')).toMatchObject([{ alarm: 'wrong-line', inputKind: 'act', claimed: 'live' }]);
  }
  // Another line's tape is another count.
  expect(say(1, { kind: 'tick' }, 'live').flatMap((one) => (one.kind === 'refused' ? [one.count] : []))).toEqual([]);
  expect(refusals(say(1, { kind: 'tick' }, 'test'))).toEqual([]);
});

test('what an adapter turned away is one alarm at the first of a source and at every hundredth; sources past the bound are told together', () => {
  open();
  const rejected = (source: string): Emission[] => say(1, { kind: 'rejected', source, reason: 'bad signature' });
  const alarms = (said: readonly Emission[]): unknown[] => said.filter(({ kind }) => kind === 'alarm');
  expect(alarms(Array.from({ length: 150 }, () => rejected('radar')).flat())).toMatchObject([
    { alarm: 'sensor-rejected', source: 'radar', reason: 'bad signature', count: 1 },
    { alarm: 'sensor-rejected', source: 'radar', count: 101 },
  ]);
  for (let k = 1; k < 500; k++) rejected(`source-${k}`);
  expect(alarms(Array.from({ length: 150 }, (_, k) => rejected(`further-${k}`)).flat())).toMatchObject([
    { alarm: 'sources-rejected', source: 'further-0', count: 1 },
    { alarm: 'sources-rejected', source: 'further-100', count: 101 },
  ]);
});

test('scans of a sensor that are refused for the same reason are counted', () => {
  open();
  say(30, { kind: 'tick' });
  const said = Array.from({ length: 250 }, () => say(30, scan(40))).flat();
  expect(said.flatMap((one) => (one.kind === 'refused' ? [one.count] : []))).toEqual([1, 101, 201]);
});

test('what contradicts its own sensor is told once, with the entry, the place in the scan and the reason', () => {
  open();
  const plot = {
    range_m: 1e6,
    azimuth_rad: 1,
    elevation_rad: 0.5,
    rangeRate_mps: 0,
    signalToNoise_dB: 20,
    sigmaRange_m: 30,
    sigmaAzimuth_rad: 1e-3,
    sigmaElevation_rad: 1e-3,
    sigmaRangeRate_mps: 10,
  };
  const far = Array.from({ length: 150 }, () => ({ ...plot, range_m: 3e6 }));
  const scanned: Input = {
    kind: 'radar-scan',
    sensor: 'radar',
    measuredAt_us: SECOND,
    plots: [plot, { ...plot, rangeRate_mps: 2e4 }, ...far],
  };
  const said = [...say(1, scanned), ...say(1, scanned), ...Array.from({ length: 10 }, (_, t) => say(2 + t, scan(2 + t))).flat()];
  const told = said.flatMap((one) => (one.kind === 'screened' ? [one] : []));
  expect(told).toMatchObject([
    { seq: 2, sensor: 'radar', detections: 152, counts: { 'range-outside-coverage': 150, 'range-rate-saturated': 1 } },
  ]);
  expect(told[0].setAside.slice(0, 2)).toEqual([
    { index: 1, reason: 'range-rate-saturated' },
    { index: 2, reason: 'range-outside-coverage' },
  ]);
  expect(told[0].setAside.length).toBe(100);
  // A scan that comes late is told of when it is taken, and not again when the tracker goes back for it.
  const late = { ...scanned, measuredAt_us: 5 * SECOND + 1 };
  const then = [...say(12, late), ...say(14, { kind: 'tick' }), ...say(16, { kind: 'tick' })];
  expect(then.map(({ kind }) => kind).filter((kind) => kind === 'screened' || kind === 'late-taken')).toEqual(['screened', 'late-taken']);
});

// 2018-01-13: the act meant another line than the one it was made on.
test('an act meant for the live line is refused in an exercise', () => {
  open();
  const act: Input = {
    kind: 'act',
    act: 'release',
    line: 'live',
    person: 'a',
    role: 'duty officer',
    session: '1',
    warning: 'W1',
    revision: 1,
  };
  expect(refusals(say(1, act))).toEqual(['wrong-line']);
});

// 2018-01-13 again: the system was started anew while a release waited for its second signature. Nobody knows any more who saw what.
test('a person’s act reaches the warning that it names; a theatre that is opened anew voids what only one has signed', () => {
  open();
  const { impact } = assessment();
  if (impact === undefined) throw new Error('the sample has an impact');
  state.warnings.W1 = recommend('W1', 'exercise', { assessment: assessment(), impact, shelterRadius_m: 10_000 }, 0);
  const changes = (said: readonly Emission[]): unknown[] =>
    said.flatMap((one) => (one.kind === 'warning' ? [[one.warning.id, one.change, one.warning.state]] : []));
  const act: Input = {
    kind: 'act',
    act: 'release',
    line: 'exercise',
    person: 'a',
    role: 'duty officer',
    session: '1',
    warning: 'W1',
    revision: 1,
  };
  expect(changes(say(1, act))).toEqual([['W1', 'half-released', 'half-released']]);
  expect(changes(say(2, { kind: 'opened', run: 'second' }))).toEqual([['W1', 'signature-voided', 'recommended']]);
  expect(changes(say(3, { kind: 'opened', run: 'third' }))).toEqual([]);
});

test('nobody can act on a warning that no track has made (H3)', () => {
  open();
  const act: Input = {
    kind: 'act',
    act: 'release',
    line: 'exercise',
    person: 'a',
    role: 'duty officer',
    session: '1',
    warning: 'W1',
    revision: 1,
  };
  expect(refusals(say(1, act))).toEqual(['unknown-warning']);
});

test('a scan that is late, early, of nobody or not finite is refused with the reason', () => {
  open();
  say(30, { kind: 'tick' });
  expect(refusals(say(30, scan(12)))).toEqual(['late']);
  expect(refusals(say(30, scan(40)))).toEqual(['from-the-future']);
  expect(refusals(say(30, { ...scan(30), sensor: 'nobody' } as Input))).toEqual(['unknown-sensor']);
  expect(refusals(say(30, scan(NaN)))).toEqual(['not-finite']);
  expect(refusals(say(30, scan(30)))).toEqual([]);
  expect(refusals(say(30, scan(30)))).toEqual(['doubled']);
});

test('a scan that is late but inside the horizon is taken, and said to have been; with no horizon it is refused', () => {
  open();
  for (let t = 1; t <= 30; t += 2) say(t, scan(t));
  expect(say(30, scan(20)).filter(({ kind }) => kind === 'late-taken' || kind === 'refused')).toMatchObject([
    { kind: 'late-taken', scans: [{ sensor: 'radar', measuredAt_us: 20 * SECOND }], changes: [] },
  ]);
  expect(refusals(say(31, scan(20)))).toEqual(['doubled']);
  say(31, { kind: 'setting', name: 'lateHorizon_s', value: 0 });
  expect(refusals(say(31, scan(22)))).toEqual(['late']);
});

test('a sensor cannot become another kind of sensor, so nobody relabels what it measures (H2)', () => {
  open();
  const relabelled: Input = {
    kind: 'sensor',
    sensor: {
      kind: 'infrared-satellite',
      id: 'radar',
      revisit_s: 1,
      detectionProbability: 0.9,
      falseDetectionsPerScan: 0,
      fieldOfRegard_sr: 0.1,
      sigmaLineOfSight_rad: 1e-5,
    },
  };
  expect(refusals(say(1, relabelled))).toEqual(['unknown-sensor']);
});

test('a setting out of its range is refused and names the range', () => {
  open();
  const said = say(1, { kind: 'setting', name: 'recommendProbability', value: 0.1 });
  expect(said[0]).toMatchObject({ kind: 'refused', reason: 'unknown-setting', detail: expect.stringContaining('0.5 to 0.9999') });
});

test('a gap in the journal is our own mistake and stops the core', () => {
  open();
  expect(() => step(state, { seq: seq + 5, at_us: 0, line: 'exercise', input: { kind: 'tick' } }, () => undefined)).toThrow(/gap/);
});

test('a state that was written and read again goes on to the same bytes', () => {
  open();
  for (let t = 1; t < 20; t++) say(t, scan(t));
  state = restore(snapshot(state));
  const copy = restore(snapshot(state));
  const after = (one: State): string => {
    const from = seq;
    for (let t = 20; t < 40; t++) step(one, { seq: from + t - 20, at_us: t * SECOND, line: 'exercise', input: scan(t) }, () => undefined);
    return snapshot(one);
  };
  expect(after(copy)).toBe(after(state));
});

test('signs of life carry no level and no count of objects, so that none can be read as a warning (H5)', () => {
  open();
  const said = say(60, { kind: 'tick' }).filter((e) => e.kind === 'alive');
  expect(said.map((e) => Object.keys(e).sort())).toEqual([['at_us', 'entries', 'kind', 'line']]);
});
