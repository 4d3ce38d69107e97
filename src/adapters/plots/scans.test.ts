import { expect, test } from 'vitest';
import { createReporter, describeRefusal } from './report.ts';
import { type AnyPlot, comparePlots, createAssembler, LIVE, type PlotRow, type PlotScan, type ScanAssembler, SORTED } from './scans.ts';
import { createUnwrapper } from './unwrap.ts';

// Lines as they come to the assembler of a sensor that looks every five seconds.

const PERIOD_S = 5;
const plot = (range_m: number): AnyPlot => ({ range_m, azimuth_rad: 0.1, elevation_rad: 0.2 });
type Line = readonly [scan: number | undefined, t_s: number | undefined, range_m?: number];

/** A row for each line; a scan as a whole for one without a range. */
function give(assembler: ScanAssembler, lines: readonly Line[]): void {
  lines.forEach(([scan, t_s, range_m], k) => {
    const row = { line: k + 1, scan, at_us: t_s === undefined ? undefined : Math.round(1e6 * t_s) };
    if (range_m === undefined) assembler.scan(row, 0);
    else assembler.row({ ...row, plot: plot(range_m) } as PlotRow);
  });
}

function read(lines: readonly Line[], held = SORTED) {
  const reporter = createReporter('f', false);
  const assembler = createAssembler(reporter, PERIOD_S, 'radar', held);
  give(assembler, lines);
  return { scans: assembler.end(), reporter, told: reporter.refusals.map(describeRefusal) };
}

const shape = (scans: readonly PlotScan[]): unknown =>
  scans.map(({ scan, t_s, plots }) => [scan, t_s, plots.map(({ range_m }) => range_m)]);

test('plots come by range, then azimuth, elevation and range rate, and are alike where all four are', () => {
  const base = { range_m: 5, azimuth_rad: 5, elevation_rad: 5, rangeRate_mps: 5 };
  for (const key of ['range_m', 'azimuth_rad', 'elevation_rad', 'rangeRate_mps'] as const) {
    expect(comparePlots({ ...base, [key]: 4 }, base)).toBeLessThan(0);
    expect(comparePlots(base, { ...base, [key]: 4 })).toBeGreaterThan(0);
  }
  expect(comparePlots(base, { ...base })).toBe(0);
  expect(comparePlots({ ...base, range_m: 4, azimuth_rad: 9 }, base)).toBeLessThan(0);
  expect(comparePlots({ ...base, azimuth_rad: 4, elevation_rad: 9 }, base)).toBeLessThan(0);
  expect(comparePlots({ ...base, elevation_rad: 4, rangeRate_mps: 9 }, base)).toBeLessThan(0);
  const { rangeRate_mps: _, ...still } = base;
  expect(comparePlots(still, { ...base, rangeRate_mps: 0 })).toBe(0);
  const sight = { azimuth_rad: 1, elevation_rad: 1 };
  expect(comparePlots(sight, { ...sight })).toBe(0);
});

test('the same plot twice in one scan is refused once, at the later line', () => {
  const { scans, told, reporter } = read([
    [0, 0, 7],
    [0, 0, 3],
    [0, 0, 7],
  ]);
  expect(shape(scans)).toEqual([[0, 0, [3, 7]]]);
  expect(told).toEqual(['f:3: the same plot stands in this scan twice; write each plot once']);
  expect(reporter).toMatchObject({ plots: 2, scans: 1, refused: 1 });
});

test('a line for a scan that is over is told with what has begun since, by number or by time', () => {
  const numbers = read([...Array.from({ length: 9 }, (_, k): Line => [k, 5 * k, 1]), [2, 10, 1]], LIVE);
  expect(numbers.told).toEqual(['f:10 scan: it belongs to scan 2, and scan 5 and later ones have begun; sort the file by scan']);
  const times = read([...Array.from({ length: 9 }, (_, k): Line => [undefined, 5 * k, 1]), [undefined, 10, 1]], LIVE);
  expect(times.told).toEqual(['f:10 t: 10 s is before 20 s, which is over; sort the file by time']);
});

test('seconds that are told count from where the file does', () => {
  const reporter = createReporter('f', false);
  const assembler = createAssembler(reporter, PERIOD_S, 'radar', LIVE);
  assembler.countFrom(100e6);
  give(
    assembler,
    [...Array.from({ length: 9 }, (_, k) => 100 + 5 * k), 110].map((t): Line => [undefined, t, 1]),
  );
  expect(reporter.refusals.map(({ message }) => message)).toEqual(['10 s is before 20 s, which is over']);
  expect(assembler.end().map(({ t_s }) => t_s)).toEqual([0, 5, 10, 15, 20, 25, 30, 35, 40]);
});

test('a line without a time in a file that goes by times is refused, with the remedy', () => {
  const { told, reporter } = read([
    [undefined, 0, 1],
    [undefined, undefined, 1],
    [undefined, undefined],
  ]);
  const words = 'it has no time, and the first line of the file no scan number; give every line a time, or number the scans of all';
  expect(told).toEqual([`f:2 t: ${words}`, `f:3 t: ${words}`]);
  // The line of a whole counts as one where nothing else of it does.
  expect(reporter).toMatchObject({ refused: 2, lines: 1 });
});

test('the time of a scan is the one that most of its lines state, of equals the first; lines without one take it', () => {
  const t = (lines: readonly Line[]): unknown => shape(read(lines).scans);
  expect(
    t([
      [3, 15, 1],
      [3, undefined, 2],
      [3, 15, 3],
    ]),
  ).toEqual([[3, 15, [1, 2, 3]]]);
  expect(
    t([
      [3, 16, 1],
      [3, 15, 2],
      [3, 15, 3],
      [3, undefined, 4],
    ]),
  ).toEqual([
    [3, 15, [2, 3, 4]],
    [3, 16, [1]],
  ]);
  expect(
    t([
      [3, 16, 1],
      [3, 15, 2],
      [3, undefined, 4],
    ]),
  ).toEqual([
    [3, 15, [2]],
    [3, 16, [1, 4]],
  ]);
});

test('scans without a time of their own lie a period apart from their neighbours', () => {
  expect(
    shape(
      read([
        [2, undefined, 1],
        [3, undefined, 2],
        [4, 100, 3],
        [5, undefined, 4],
      ]).scans,
    ),
  ).toEqual([
    [2, 90, [1]],
    [3, 95, [2]],
    [4, 100, [3]],
    [5, 105, [4]],
  ]);
});

test('a plot may be two periods from its scan, or twice as far as the scans beside it, and no more', () => {
  const far = (t: number): string[] =>
    read([
      [0, 0, 1],
      [1, 5, 1],
      [1, 5, 2],
      [1, t, 3],
      [2, 10, 1],
    ]).told;
  expect([far(15), far(15.000001).length]).toEqual([[], 1]);
  expect(far(15.000001)[0]).toBe(
    'f:4 t: 15.000001 s is no time of scan 1, which is at 5 s; mend the time or the number; a plot may have its own time, but not so far from that of its scan',
  );
  const wide = (t: number): string[] =>
    read([
      [0, 0, 1],
      [1, 20, 1],
      [1, 20, 2],
      [1, t, 3],
      [2, 50, 1],
    ]).told;
  expect([wide(60), wide(60.000001).length]).toEqual([[], 1]);
});

test('a scan whose time does not fit between its neighbours is refused with all of its lines, a whole one with one', () => {
  const at = (t: number, ...more: readonly Line[]) => read([[0, 0, 1], [1, 5, 1], [2, t, 1], ...more, [3, 15, 1], [4, 20, 1], [5, 25, 1]]);
  expect(at(7).told).toEqual([]);
  const words = 'is not between those of the scans beside it; mend its times, or sort the file by scan';
  expect(at(5, [2, 5, 2]).told).toEqual([`f:3 t: the time of scan 2, 5 s, ${words}`, `f:4 t: the time of scan 2, 5 s, ${words}`]);
  expect(at(900).told).toEqual([`f:3 t: the time of scan 2, 900 s, ${words}`]);
  const whole = read([
    [0, 0, 1],
    [1, 5, 1],
    [2, 900],
    [3, 15, 1],
    [4, 20, 1],
    [5, 25, 1],
  ]);
  expect(whole.told).toEqual([`f:3 t: the time of scan 2, 900 s, ${words}`]);
  expect(whole.reporter).toMatchObject({ refused: 1, lines: 1, plots: 5 });
  // Nothing is said of what was not there at a number that was refused.
  expect(shape(whole.scans)).toEqual([0, 1, 3, 4, 5].map((scan) => [scan, 5 * scan, [1]]));
});

test('a number that is left out is a look at nothing between its neighbours, one that is refused is not', () => {
  expect(
    shape(
      read([
        [0, 0, 1],
        [3, 16, 1],
      ]).scans,
    ),
  ).toEqual([
    [0, 0, [1]],
    [1, 5.333333, []],
    [2, 10.666667, []],
    [3, 16, [1]],
  ]);
});

test('where the platform was is what the last line of a scan says that says it', () => {
  const reporter = createReporter('f', false);
  const assembler = createAssembler(reporter, PERIOD_S, 'radar');
  const place = (height_m: number) => ({ frame: 'geodetic' as const, latitude_rad: 0, longitude_rad: 0, height_m });
  assembler.scan({ line: 1, scan: 0, at_us: 0, platform: place(1) }, 1);
  assembler.row({ line: 2, scan: 0, at_us: 0, plot: plot(1), platform: place(2) });
  assembler.row({ line: 3, scan: 0, at_us: 0, plot: plot(2) });
  assembler.row({ line: 4, scan: 1, at_us: 5e6, plot: plot(2) });
  const scans = assembler.end();
  expect(scans.map(({ platform }) => platform?.height_m)).toEqual([2, undefined]);
  expect('platform' in scans[1]).toBe(false);
});

test('scans are handed on once what is held says that nothing can change them, and each once', () => {
  const reporter = createReporter('f', false);
  const assembler = createAssembler(reporter, PERIOD_S, 'radar', LIVE);
  const handed: number[] = [];
  for (let k = 0; k < 7; k++) {
    assembler.row({ line: k + 1, scan: k, at_us: 5e6 * k, plot: plot(1) });
    handed.push(assembler.done().length);
  }
  expect(handed).toEqual([0, 0, 0, 0, 1, 1, 1]);
  expect(assembler.end().map(({ scan }) => scan)).toEqual([3, 4, 5, 6]);
  expect(reporter.scans).toBe(7);
});

test('a long pause is counted and told, however many there are', () => {
  const { reporter, scans } = read([
    [undefined, 0, 1],
    [undefined, 510, 1],
    [undefined, 5000, 1],
  ]);
  expect(scans).toHaveLength(3);
  expect(reporter.notes).toEqual(['long pauses: 2; a new pass begins after each, and no looks are made up for it']);
});

test('times that begin anew are told by what is added to them, in a day and in a week', () => {
  const notes = (...times_s: readonly number[]): string[] => {
    const unwrapper = createUnwrapper(PERIOD_S);
    for (const t of times_s) unwrapper.time(1e6 * t);
    return unwrapper.notes();
  };
  expect(notes(86_395, 5)).toEqual(['times begin anew at midnight: 86400 s are added from there on']);
  expect(notes(604_795, 5)).toEqual(['times begin anew at the end of the week: 604800 s are added from there on']);
  // By no more than half a day, from what no clock shows, or after it had fallen before: no midnight.
  for (const times of [
    [86_395, 43_195.1],
    [604_801, 5],
    [100, 20, 86_395, 5],
    [86_395, -5],
    [5, 86_395],
  ])
    expect(notes(...times)).toEqual([]);
  // By so much as lines may be mixed is no fall.
  expect(notes(100, 80, 86_395, 5)).toHaveLength(1);
  expect(notes(100, 79.9, 86_395, 5)).toEqual([]);
});

test('times are counted on by whole days, forwards and backwards', () => {
  const unwrapper = createUnwrapper(PERIOD_S);
  expect([86_390, 86_399, 1, 86_398, 3, 86_000, 10, 86_399, 2].map((t) => unwrapper.time(1e6 * t) / 1e6)).toEqual([
    86_390, 86_399, 86_401, 86_398, 86_403, 86_000, 86_410, 86_399, 86_402,
  ]);
});

test('a counter at the end of its bits is counted on without times, one that falls anywhere else is not', () => {
  const numbers = (...given: readonly number[]): number[] => {
    const unwrapper = createUnwrapper(PERIOD_S);
    return given.map((one) => unwrapper.number(one, undefined));
  };
  expect(numbers(254, 255, 0, 1, 255, 2)).toEqual([254, 255, 256, 257, 511, 258]);
  expect(numbers(252, 3)).toEqual([252, 259]);
  expect(numbers(251, 3)).toEqual([251, 3]);
  expect(numbers(252, 4)).toEqual([252, 4]);
  // It had fallen before.
  expect(numbers(100, 50, 255, 0)).toEqual([100, 50, 255, 0]);
  expect(numbers(6, 7, 0)).toEqual([6, 7, 8]);
  // What lines may be mixed by is more than that.
  expect(numbers(2, 3, 0)).toEqual([2, 3, 0]);
});
