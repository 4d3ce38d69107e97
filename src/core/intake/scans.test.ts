import { expect, test } from 'vitest';
import { type CoreTheatre, openTheatre, PLOT, radarScan, refused, SECOND } from '../../../tests/support/core-theatre.ts';
import type { InfraredScan, LineOfSightDetection, Plot, RadarScan, Scan } from '../sense/scan.ts';

const SPOT: LineOfSightDetection = {
  lineOfSightEcef: { x: 1, y: 0, z: 0 },
  covariance_rad2: { rightRight: 1e-10, rightUp: 0, upUp: 1e-10 },
  intensity_Wpsr: 5e4,
};
const heatScan = (measured_s: number, detections: readonly LineOfSightDetection[] = []): InfraredScan => ({
  kind: 'infrared-scan',
  sensor: 'satellite',
  measuredAt_us: measured_s * SECOND,
  satelliteEcef_m: { x: 4e7, y: 0, z: 0 },
  detections,
});
const waiting = ({ state }: CoreTheatre): number[] => state.pending.map(({ scan }) => scan.measuredAt_us / SECOND);

// The door, one reason a row. The theatre's clock stands at 30 s.
const SPOTS_max = Array.from({ length: 5000 }, () => SPOT);
const PLOTS_max = Array.from({ length: 5000 }, () => PLOT);
test.each<[string, Scan, string?, string?]>([
  ['a scan of a radar', radarScan(30, [PLOT])],
  ['a look of a satellite', heatScan(30, [SPOT])],
  ['an empty scan of each', heatScan(30)],
  ['of no sensor', { ...radarScan(30), sensor: 'nobody' }, 'unknown-sensor', 'no sensor is called nobody'],
  [
    'plots of a satellite',
    { ...radarScan(30), sensor: 'satellite' },
    'unknown-sensor',
    'satellite is a infrared-satellite; it makes no radar-scan',
  ],
  ['heat of a radar', { ...heatScan(30), sensor: 'radar' }, 'unknown-sensor', 'radar is a radar; it makes no infrared-scan'],
  ['as many plots as may be', radarScan(30, PLOTS_max)],
  ['one plot more', radarScan(30, [...PLOTS_max, PLOT]), 'too-many-detections', '5001 in one scan of radar; at most 5000'],
  ['as many spots as may be', heatScan(30, SPOTS_max)],
  ['one spot more', heatScan(30, [...SPOTS_max, SPOT]), 'too-many-detections', '5001 in one scan of satellite; at most 5000'],
  ['a clock ahead by the slack', radarScan(31)],
  ['a clock ahead by more', radarScan(31.5), 'from-the-future', 'measured 1.5 s after it arrived; check the clock of radar'],
])('at the door: %s', (_, scan, reason, detail) => {
  const theatre = openTheatre();
  theatre.say(30, { kind: 'tick' });
  const said = theatre.say(30, scan);
  if (reason === undefined) {
    expect(refused(said)).toEqual([]);
    expect(theatre.state.pending.map((one) => one.scan)).toEqual([scan]);
  } else {
    expect(said).toContainEqual(
      expect.objectContaining({ kind: 'refused', seq: theatre.state.seq, at_us: 30 * SECOND, reason, detail, count: 1 }),
    );
    expect(theatre.state.pending).toEqual([]);
  }
});

// 2023, in a copy: a satellite with a place that is no number went through to the tracker. Every number of a scan, one at a time.
const NOT_FINITE: [string, Scan][] = [NaN, Infinity, -Infinity].flatMap((bad): [string, Scan][] => [
  ...Object.keys(PLOT).map((field): [string, Scan] => [
    `plot ${field} ${bad}`,
    radarScan(30, [PLOT, { ...PLOT, [field as keyof Plot]: bad }]),
  ]),
  [`radar measuredAt ${bad}`, { ...radarScan(30), measuredAt_us: bad } satisfies RadarScan],
  [`heat measuredAt ${bad}`, { ...heatScan(30), measuredAt_us: bad }],
  [`intensity ${bad}`, heatScan(30, [SPOT, { ...SPOT, intensity_Wpsr: bad }])],
  ...(['x', 'y', 'z'] as const).flatMap((axis): [string, Scan][] => [
    [`satellite ${axis} ${bad}`, { ...heatScan(30), satelliteEcef_m: { x: 4e7, y: 0, z: 0, [axis]: bad } }],
    [`direction ${axis} ${bad}`, heatScan(30, [SPOT, { ...SPOT, lineOfSightEcef: { ...SPOT.lineOfSightEcef, [axis]: bad } }])],
  ]),
  ...(['rightRight', 'rightUp', 'upUp'] as const).map((part): [string, Scan] => [
    `covariance ${part} ${bad}`,
    heatScan(30, [SPOT, { ...SPOT, covariance_rad2: { ...SPOT.covariance_rad2, [part]: bad } }]),
  ]),
]);
test.each(NOT_FINITE)('a number that is none is refused, wherever it stands: %s', (_, scan) => {
  const theatre = openTheatre();
  theatre.say(30, { kind: 'tick' });
  expect(refused(theatre.say(30, scan))).toEqual([
    { reason: 'not-finite', detail: `a number in the scan of ${scan.sensor} is not finite` },
  ]);
  expect(theatre.state.pending).toEqual([]);
});

test('a scan is taken once, whether the first still waits, has been folded, or came late; another time or sensor is another scan', () => {
  const theatre = openTheatre();
  const { pending, late } = theatre.state;
  const kept = (): number => pending.length + late.waiting.length + late.replay.items.filter(({ kind }) => kind === 'scan').length;
  const takenOf3 = (at_s: number, scan: Scan): number => {
    const before = kept();
    for (let k = 0; k < 3; k++) theatre.say(at_s, scan);
    return kept() - before;
  };
  expect(refused(theatre.say(30, radarScan(30)))).toEqual([]);
  expect(refused(theatre.say(30, radarScan(30)))).toEqual([{ reason: 'doubled', detail: 'this scan of radar is here already' }]);
  expect(takenOf3(30, radarScan(30))).toBe(0);
  expect(takenOf3(30, heatScan(30))).toBe(1);
  expect(takenOf3(30, radarScan(29))).toBe(1);
  theatre.say(33, { kind: 'tick' });
  expect(pending).toEqual([]);
  expect(takenOf3(33, radarScan(30))).toBe(0);
  expect(takenOf3(33, radarScan(29.5))).toBe(1);
  expect(takenOf3(33.5, radarScan(29.6))).toBe(1);
  expect(late.waiting.length).toBe(1);
});

// With a horizon of nothing no scan is kept, and each of ten that were sent three times was folded three times.
test.each([15, 0])(
  'the newest scan sent again is a double, with a horizon of %s s too; at the same time another sensor may have looked',
  (horizon_s) => {
    const theatre = openTheatre();
    theatre.say(0, { kind: 'setting', name: 'lateHorizon_s', value: horizon_s });
    theatre.say(0, { kind: 'setting', name: 'reorderLag_s', value: 0 });
    for (let t = 1; t <= 10; t++) {
      const scan = radarScan(t, [{ ...PLOT, range_m: 800_000 + 500 * t }]);
      expect(refused(theatre.say(t, scan))).toEqual([]);
      theatre.say(t + 0.3, scan);
      expect(refused(theatre.say(t + 0.3, heatScan(t)))).toEqual([]);
      theatre.say(t + 0.4, scan);
    }
    expect(theatre.state.tracker.tracks.map(({ seen }) => seen.radar.hits)).toEqual([10]);
  },
);

test('scans wait two seconds for older ones, and are folded in the order in which they were measured', () => {
  const theatre = openTheatre();
  for (const measured_s of [30, 28.5, 29.5, 29]) theatre.say(30, radarScan(measured_s));
  expect(waiting(theatre)).toEqual([28.5, 29, 29.5, 30]);
  const { seq } = theatre.state;
  theatre.say(30, heatScan(29.5));
  // Of one time the one that came first goes first.
  expect(theatre.state.pending.map((one) => one.seq)).toEqual([seq - 2, seq, seq - 1, seq + 1, seq - 3]);
  theatre.say(30.9, { kind: 'tick' });
  expect(waiting(theatre)).toEqual([29, 29.5, 29.5, 30]);
  expect(theatre.state.folded_us).toBe(28.5 * SECOND);
  theatre.say(31, { kind: 'tick' });
  expect(waiting(theatre)).toEqual([29.5, 29.5, 30]);
  expect([theatre.state.folded_us, theatre.state.lastScan_us]).toEqual([29 * SECOND, 29 * SECOND]);
  theatre.say(31, { kind: 'setting', name: 'reorderLag_s', value: 0.5 });
  expect(waiting(theatre)).toEqual([]);
});

test('2000 scans may wait; one more and the oldest is folded before its time', () => {
  const theatre = openTheatre();
  theatre.say(30, { kind: 'setting', name: 'reorderLag_s', value: 10 });
  for (let k = 0; k < 2000; k++) theatre.say(30, radarScan(29 + k / 2000));
  expect(theatre.state.pending.length).toBe(2000);
  theatre.say(30, radarScan(30));
  expect(theatre.state.pending.length).toBe(2000);
  expect(theatre.state.folded_us).toBe(29 * SECOND);
});

test('time without a scan moves the tracks on when it has grown to a second', () => {
  const theatre = openTheatre();
  theatre.say(10, radarScan(10));
  theatre.say(12, { kind: 'tick' });
  expect(theatre.state.folded_us).toBe(10 * SECOND);
  // The lag is two seconds: at 12.9 s only 0.9 s are sure to have been without a scan.
  theatre.say(12.9, { kind: 'tick' });
  expect(theatre.state.folded_us).toBe(10 * SECOND);
  theatre.say(13, { kind: 'tick' });
  expect([theatre.state.folded_us, theatre.state.lastScan_us]).toEqual([11 * SECOND, 10 * SECOND]);
  theatre.say(13.5, { kind: 'tick' });
  expect(theatre.state.folded_us).toBe(11 * SECOND);
  theatre.say(14, { kind: 'tick' });
  expect(theatre.state.folded_us).toBe(12 * SECOND);
  // A scan that was measured within what has passed came late; one after it did not.
  theatre.say(14, radarScan(12));
  expect(waiting(theatre)).toEqual([]);
  theatre.say(14, radarScan(12.5));
  expect(theatre.state.late.waiting.length).toBe(0);
});

test.each([
  ['holds its very edge', 15, 15, undefined],
  ['is refused a microsecond beyond', 14.999999, 15, 'late'],
  ['is a setting', 15.001, 14, 'late'],
  ['of nothing takes nothing', 29.9, 0, 'late'],
])('the horizon of late scans %s', (_, measured_s, horizon_s, reason) => {
  const theatre = openTheatre();
  theatre.say(1, { kind: 'setting', name: 'lateHorizon_s', value: horizon_s });
  for (let t = 1; t <= 32; t++) theatre.say(t, heatScan(t));
  expect(theatre.state.folded_us).toBe(30 * SECOND);
  const behind_s = (30 - measured_s).toFixed(1);
  const remedy = horizon_s === 0 ? 'the lag is 2 s' : `the horizon is ${horizon_s.toFixed(1)} s`;
  expect(refused(theatre.say(32, radarScan(measured_s)))).toEqual(
    reason === undefined ? [] : [{ reason, detail: `measured ${behind_s} s before what has been folded already; ${remedy}` }],
  );
});

test('500 late scans may wait for the tracker to go back; one more is refused, and going back makes room', () => {
  const theatre = openTheatre();
  for (let t = 1; t <= 32; t++) theatre.say(t, heatScan(t));
  // The first takes the tracker back at once; the others wait out the second after it.
  expect(theatre.say(32, radarScan(20)).some(({ kind }) => kind === 'late-taken')).toBe(true);
  for (let k = 1; k <= 500; k++) expect(refused(theatre.say(32.5, radarScan(20 + k / 1000)))).toEqual([]);
  expect(refused(theatre.say(32.5, radarScan(20.9)))).toEqual([
    {
      reason: 'late',
      detail: expect.stringMatching(/^measured 9\.\d s before what has been folded already, and 500 late scans are waiting$/),
    },
  ]);
  const [taken] = theatre.say(33, { kind: 'tick' }).filter((one) => one.kind === 'late-taken');
  expect(taken).toMatchObject({ scans: expect.objectContaining({ length: 500 }) });
  expect(refused(theatre.say(33, radarScan(20.9)))).toEqual([]);
});

test('a scan that comes to be late while it waits for older ones is refused like any other where 500 late ones wait', () => {
  const theatre = openTheatre();
  for (let t = 1; t <= 32; t++) theatre.say(t, heatScan(t));
  theatre.say(32, radarScan(20));
  for (let k = 1; k <= 500; k++) theatre.say(32.5, radarScan(20 + k / 1000));
  const { late } = theatre.state;
  theatre.say(32.5, radarScan(30.6));
  // A moment has been folded past it.
  late.replay.newest_us = 30.7 * SECOND;
  expect(refused(theatre.say(32.7, { kind: 'tick' }))).toEqual([
    { reason: 'late', detail: 'measured 0.1 s before what has been folded already, and 500 late scans are waiting' },
  ]);
  expect(late.waiting.length).toBe(500);
});

test('moments without a scan are noted from a second after the last one, 50 ms apart: with a late scan among them they may have counted', () => {
  const theatre = openTheatre();
  const noted = (at_s: number): number[] => {
    theatre.say(at_s, { kind: 'tick' });
    return theatre.state.late.moments.map((at_us) => at_us / SECOND);
  };
  theatre.say(10, radarScan(10));
  expect(noted(12.9)).toEqual([]);
  // The second is full: the tracks move on, which is no moment in between.
  expect(noted(13)).toEqual([]);
  expect(noted(13.5)).toEqual([11.5]);
  expect(noted(13.549)).toEqual([11.5]);
  expect(noted(13.55)).toEqual([11.5, 11.55]);
  expect(noted(14)).toEqual([]);
  theatre.say(14, radarScan(13));
  expect(noted(15.5)).toEqual([]);
});

test('what contradicts its sensor is told of scans that are taken, and not of those that are refused', () => {
  const theatre = openTheatre();
  for (let t = 1; t <= 32; t++) theatre.say(t, heatScan(t));
  const screened = (scan: Scan): unknown[] =>
    theatre.say(32, scan).flatMap((one) => (one.kind === 'screened' ? [[one.sensor, one.detections, one.counts]] : []));
  const cold = { ...SPOT, intensity_Wpsr: 0 };
  expect(screened(heatScan(31.5, [SPOT, cold, cold]))).toEqual([['satellite', 3, { 'no-intensity': 2 }]]);
  const near = { ...PLOT, range_m: 10 };
  expect(screened(radarScan(20, [PLOT, near]))).toEqual([['radar', 2, { 'range-outside-coverage': 1 }]]);
  expect(screened(radarScan(10, [PLOT, near]))).toEqual([]);
  expect(screened(radarScan(40, [PLOT, near]))).toEqual([]);
});

test('two sensors that look at one moment are both in time, also when the first has been folded', () => {
  const theatre = openTheatre();
  theatre.say(10, radarScan(10));
  theatre.say(12, { kind: 'tick' });
  expect(theatre.state.folded_us).toBe(10 * SECOND);
  expect(theatre.say(12, heatScan(10)).filter(({ kind }) => kind === 'late-taken')).toEqual([]);
  expect([theatre.state.late.waiting.length, theatre.state.pending.length]).toEqual([0, 0]);
});

test('a longer lag does not take the tracks back in time', () => {
  const theatre = openTheatre();
  theatre.say(10, radarScan(10));
  theatre.say(20, { kind: 'tick' });
  expect(theatre.state.folded_us).toBe(18 * SECOND);
  theatre.say(20, { kind: 'setting', name: 'reorderLag_s', value: 5 });
  theatre.say(22, { kind: 'tick' });
  expect(theatre.state.folded_us).toBe(18 * SECOND);
});

test('that there is room for a track again is said of the scan that shows it, in order or late', () => {
  const room = (theatre: CoreTheatre, scan: Scan): unknown[] => {
    theatre.state.scansWithoutRoom = 3;
    return [...theatre.say(34, scan), ...theatre.say(36, { kind: 'tick' })].filter(
      (one) => one.kind === 'alarm' && one.alarm === 'track-limit',
    );
  };
  for (const scan of [radarScan(33), radarScan(25)]) {
    const theatre = openTheatre();
    for (let t = 1; t <= 33; t++) theatre.say(t, radarScan(t - 0.5));
    expect(room(theatre, scan)).toMatchObject([{ alarm: 'track-limit', phase: 'ends', sensor: 'radar', scans: 3 }]);
  }
});
