import { createReporter } from './report.ts';
import { expect, test } from 'vitest';
import { RADAR, readText } from '../../../tests/support/plots.ts';
import { contradiction, mergedScans, neededOf, type PlotSensor } from './by-sensor.ts';
import { describeRefusal, PlotFileError } from './report.ts';
import type { PlotScan } from './scans.ts';

/** A radar that stamps its plots two seconds after they were measured, and one that stamps them at once. */
const SLOW: PlotSensor = { ...RADAR, id: 'slow', delay_us: 2_000_000 };
const PROMPT: PlotSensor = { ...RADAR, id: 'prompt' };
const SENSORS = [SLOW, PROMPT];

function scansAt(sensor: PlotSensor, times_s: readonly number[]): PlotScan[] {
  return times_s.map((t_s, scan) => ({ sensor: sensor.id, scan, at_us: 1e6 * t_s, t_s, plots: [] }));
}

async function* streamed(scans: readonly PlotScan[]): AsyncGenerator<PlotScan> {
  yield* scans;
}

/** The files `a`, `b`, … as one run. */
async function merged(...files: readonly (readonly PlotScan[])[]): Promise<PlotScan[]> {
  const named = files.map((scans, i) => ({ file: 'abc'[i], scans: streamed(scans), report: createReporter('abc'[i], false) }));
  const run: PlotScan[] = [];
  for await (const scan of mergedScans(named, SENSORS)) run.push(scan);
  return run;
}

async function refusal(...files: readonly (readonly PlotScan[])[]): Promise<string> {
  try {
    await merged(...files);
  } catch (error) {
    if (error instanceof PlotFileError) return describeRefusal(error.refusal);
    throw error;
  }
  return 'nothing was refused';
}

const ORDER = [
  ['slow', 0, 8],
  ['prompt', 1, 9],
  ['slow', 2, 10],
  ['prompt', 3, 11],
  ['slow', 4, 13],
];

test('files are merged in order of measurement and not of their stamps, and times are those of measurement', async () => {
  const run = await merged(scansAt(PROMPT, [9, 11]), scansAt(SLOW, [10, 12, 15]));
  expect(run.map(({ sensor, scan, t_s }) => [sensor, scan, t_s])).toEqual(ORDER);
});

test('the lines of one file are put in order of measurement too', async () => {
  const lines = ['prompt,9', 'prompt,11', 'slow,10', 'slow,12', 'slow,15'].map((line) => `${line},0.1,0.1,500000`);
  const { scans } = await readText(`sensor,t,el,az,range\n${lines.join('\n')}\n`, { sensors: SENSORS });
  expect(scans.map(({ sensor, at_us }) => [sensor, at_us / 1e6])).toEqual([
    ['slow', 10],
    ['prompt', 9],
    ['slow', 12],
    ['prompt', 11],
    ['slow', 15],
  ]);
  expect((await merged(scans)).map(({ sensor, scan, t_s }) => [sensor, scan, t_s])).toEqual(ORDER);
});

// A table counts its seconds from its first plot, a tracking data message by the calendar: merged, the tracker forgot everything between the two and said nothing.
test('a file that begins more than two hours after all before it have ended is refused with place and remedy', async () => {
  const told = await refusal(scansAt(PROMPT, [1.7e9, 1.7e9 + 5]), scansAt(SLOW, [0, 5, 10]));
  expect(told).toContain('a t: it begins 472222.2 h after b has ended');
  expect(told).toContain('count from one zero');
  expect(await refusal(scansAt(PROMPT, [0, 5]), scansAt(SLOW, [2, 7]), scansAt(PROMPT, [7206, 7300]))).toContain(
    'c t: it begins 2.0 h after b',
  );
});

test('files that hang together are merged, whatever pauses are in them', async () => {
  const within = [scansAt(PROMPT, [0, 5]), scansAt(PROMPT, [7205, 7300])];
  const over = [scansAt(PROMPT, [0, 5, 20_000]), scansAt(SLOW, [15_000, 15_005])];
  const longer = [scansAt(PROMPT, [0, 5_000, 10_000]), scansAt(SLOW, [8_000, 14_000, 20_000])];
  for (const files of [within, over, longer]) expect(await merged(...files)).toHaveLength(files.flat().length);
  expect(await merged(scansAt(PROMPT, [0, 50_000]))).toHaveLength(2);
  expect(await merged([], scansAt(PROMPT, [50_000]))).toHaveLength(1);
});

const row = (sensor: string, t: number, more = '900000'): string => `${sensor},${t},0.1,0.1,${more}`;
const HEADER = 'sensor,t,el,az,range';
const table = (...rows: readonly string[]): string => [HEADER, ...rows, ''].join('\n');

test('a plot needs a range where all sensors measure one', () => {
  const sight = { ...RADAR, measuresRange: false };
  expect(neededOf([RADAR, RADAR])).toEqual(['elevation', 'azimuth', 'range']);
  for (const sensors of [[sight], [RADAR, sight]]) expect(neededOf(sensors)).toEqual(['elevation', 'azimuth']);
});

test('a range is asked of the sensors that measure one, and of no others', async () => {
  const sensors = [RADAR, { ...RADAR, id: 'eye', measuresRange: false }];
  const { told, report } = await readText(table(row('radar', 0, ''), row('eye', 0), row('radar', 5), row('eye', 5, '')), { sensors });
  expect(told.split('\n')).toEqual([
    'plots:2 range: it is missing, and sensor radar measures it; add it, or let the spec measure line-of-sight',
    'plots:3 range: sensor eye measures directions only; leave it out, or let the spec measure polar',
  ]);
  expect(report).toMatchObject({ plots: 2, refused: 2, lines: 4 });
});

test('of several sensors each line has to say which; of one it need not', async () => {
  const sensors = [RADAR, { ...RADAR, id: 'other' }];
  const nameless = await readText(table(row('', 0), row('other', 0)), { sensors });
  expect(nameless.told).toBe('plots:2 sensor: it is not said which sensor made it; add a column or key sensor: one of radar, other');
  expect(nameless.scans.map(({ sensor }) => sensor)).toEqual(['other']);
  for (const options of [{ sensors: [RADAR] }, { sensors, whole: 'radar' }])
    expect((await readText(table(row('', 0), row(' radar ', 5)), options)).scans.map(({ sensor }) => sensor)).toEqual(['radar', 'radar']);
});

test('a sensor without a spec is told with what to do, by forty characters of its name at the most', async () => {
  const { told } = await readText(table(row('x'.repeat(41), 0), row('radar', 0)));
  expect(told).toBe(`plots:2 sensor: no spec is of a sensor "${'x'.repeat(40)}"; give its spec with --sensor, or name one of radar`);
});

test('a line that names another sensor than its file is given to is refused, whether that one has a spec or not', async () => {
  const sensors = [RADAR, { ...RADAR, id: 'other' }];
  const { told, report } = await readText(table(row('other', 0), row('third', 0), row('radar', 0)), { sensors, whole: 'radar' });
  expect(told.split('\n')).toEqual([
    'plots:2 sensor: it is of "other", and the file is given as radar\'s; give the file without "radar="; or mend the name',
    'plots:3 sensor: it is of "third", and the file is given as radar\'s; give the file without "radar=", and the spec of "third" with --sensor; or mend the name',
  ]);
  expect(report).toMatchObject({ plots: 1, refused: 2 });
  expect(contradiction('x'.repeat(41), 'radar', new Map()).message).toBe(`it is of "${'x'.repeat(40)}", and the file is given as radar's`);
});

test('scans without plots count as lines where their sensor is refused', async () => {
  const { report } = await readText('{"sensor":"other","t_s":0,"plots":[]}\n{"t_s":0,"plots":[]}');
  expect(report).toMatchObject({ scans: 1, plots: 0, refused: 1, lines: 1 });
});

test('sensors without a spec are named, five of them, where the file has others or many of them', async () => {
  const notes = async (names: readonly string[]): Promise<readonly string[]> =>
    (await readText(table(...names.map((name, k) => row(name, k))))).report.notes;
  const ABC = 'abcdefghijklmnopqrstu'.split('');
  expect(await notes(['radar'])).toEqual([]);
  // One stranger alone is told by each of its lines.
  expect(await notes(['a'])).toEqual([]);
  expect(await notes(['radar', 'b', 'a'])).toEqual([
    'the file has plots of 3 sensors; without a spec, and not read: a, b (give a --sensor for each)',
  ]);
  expect(await notes('fedcba'.split(''))).toEqual([
    'the file has plots of 6 sensors; without a spec, and not read: a, b, c, d, e, … (give a --sensor for each)',
  ]);
  expect((await notes('abcde'.split('')))[0]).toContain('a, b, c, d, e (give');
  expect((await notes(ABC.slice(0, 19)))[0]).toContain('plots of 19 sensors');
  for (const count of [20, 21]) expect((await notes(ABC.slice(0, count)))[0]).toContain('plots of 20 or more sensors');
});

test('looks of one time come in order of the names of their sensors, in a file and among files', async () => {
  const sensors = [
    { ...RADAR, id: 'b' },
    { ...RADAR, id: 'a' },
  ];
  expect((await readText(table(row('b', 0), row('a', 0), row('b', 5)), { sensors })).scans.map(({ sensor }) => sensor)).toEqual([
    'a',
    'b',
    'b',
  ]);
  const fast = { ...PROMPT, id: 'prompt' };
  const run = await merged(scansAt(SLOW, [2, 7]), scansAt(fast, [0, 5]));
  expect(run.map(({ sensor, scan, t_s, more }) => [sensor, scan, t_s, more])).toEqual([
    ['prompt', 0, 0, true],
    ['slow', 0, 0, undefined],
    ['prompt', 1, 5, true],
    ['slow', 1, 5, undefined],
  ]);
});

test('what two files say of one look is one scan, and parts of a scan are scans of their own times', async () => {
  const plot = (range_m: number) => ({ range_m, azimuth_rad: 0.1, elevation_rad: 0.1 });
  const [first] = scansAt(PROMPT, [5]);
  const run = await merged(
    [{ ...first, plots: [plot(1)] }],
    [
      { ...first, more: true, plots: [plot(2)] },
      { ...first, at_us: 6e6, t_s: 6, plots: [plot(3)] },
    ],
  );
  expect(run.map(({ scan, t_s, plots, more }) => [scan, t_s, plots.map(({ range_m }) => range_m), more])).toEqual([
    [0, 5, [1, 2], undefined],
    [1, 6, [3], undefined],
  ]);
});

test('exactly two hours are no pause that parts files', async () => {
  expect(await merged(scansAt(PROMPT, [0, 5]), scansAt(PROMPT, [7205]))).toHaveLength(3);
  expect(await refusal(scansAt(PROMPT, [0, 5]), scansAt(PROMPT, [7205.000001]))).toContain('b t: it begins 2.0 h after a has ended');
});

test('times of a run count from where the first file does, and files of the calendar are told so', async () => {
  const scans = (from_s: number, zero_s: number): PlotScan[] =>
    scansAt(PROMPT, [from_s]).map((scan) => ({ ...scan, t_s: from_s - zero_s }));
  const reports = ['a', 'b', 'c'].map((name) => createReporter(name, false));
  reports[1].countFrom(1100e6);
  const files = [scans(1000, 900), scans(1100, 1100), scans(1200, 0)].map((some, i) => ({
    file: 'abc'[i],
    scans: streamed(some),
    report: reports[i],
  }));
  const run: PlotScan[] = [];
  for await (const scan of mergedScans(files, SENSORS)) run.push(scan);
  expect(run.map(({ t_s }) => t_s)).toEqual([100, 200, 300]);
  expect(reports.map(({ zero_us }) => zero_us)).toEqual([undefined, 900e6, undefined]);
});

test('of no files there are no scans', async () => {
  expect(await merged()).toEqual([]);
  expect(await merged([], [])).toEqual([]);
});
