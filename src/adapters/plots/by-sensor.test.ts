import { createReporter } from './report.ts';
import { expect, test } from 'vitest';
import { RADAR, readText } from '../../../tests/support/plots.ts';
import { mergedScans, type PlotSensor } from './by-sensor.ts';
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
