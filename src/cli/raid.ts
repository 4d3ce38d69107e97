import type { ResourceLimits } from 'node:worker_threads';
import { type Command, Option } from 'commander';
import type { RaidJob, RaidRun } from '../sim/raid/run.ts';
import { EXIT, type Leave } from './exit.ts';
import { wholeNumber } from './options.ts';
import { openOutput } from './output.ts';
import { inThreads, workersFor } from './pool.ts';
import { progress } from './progress.ts';
import type { WholeRaid, WholeRaidJob } from './raid-whole.ts';
import { type Column, figure, renderTable } from './table.ts';

const HELP = `
A raid: missiles of two classes from twelve sites within ten minutes, each in three pieces after its burn-out, seen by two infrared satellites
and four radars with clutter, by the theatre's own tracker. Everything is drawn from the seed.

Comes out: a row for each seed. Launches are counted from what was seen, as the likeliest number and the range that leaves 2.5 % out on either
side: objects are not launches. A flight is lost when the track that held it at its burn-out, with all that came of it, does not go on to follow
the body. Exit status 1 when the range holds the true number in less than 95 of 100 seeds, or more than 1 in 100 flights is lost.

With --whole the raid goes through everything that a theatre is made of, one raid after another in one thread: signed frames, a journal on disk,
the core, warnings and two people who release them, CAP files, a console's feed, in a heap of 320 MB at most. Figures of speed are in processor time of all threads, without
the making of the raid itself; the tracker alone is played the same raid beside it. Exit status 1 when it is slower than 20 × real time or takes
more than 400 MB.

Examples:
  tocsin raid --seeds 2
  tocsin raid --whole
  tocsin raid --seeds 20 --first 101
  tocsin raid --missiles 20 --seeds 1 --json`;

const COUNTED_min = 0.95;
const LOST_max = 0.01;

const COLUMNS: readonly Column<RaidRun>[] = [
  { title: 'seed', align: 'right', cell: ({ seed }) => String(seed) },
  { title: 'launches', align: 'right', cell: ({ missiles }) => String(missiles) },
  { title: 'counted', align: 'right', cell: ({ count }) => `${count.likeliest} (${count.low} to ${count.high})` },
  { title: 'holds', cell: ({ holdsCount }) => (holdsCount ? 'yes' : 'no') },
  { title: 'flights lost', align: 'right', cell: ({ lost, neverHeld }) => String(lost.length + neverHeld.length) },
  { title: 'tracks at peak', align: 'right', cell: ({ tracksAtPeak }) => String(tracksAtPeak) },
  { title: 'false', align: 'right', cell: ({ falseTracks }) => figure(falseTracks, 1) },
  { title: 'doubled', align: 'right', cell: ({ duplicates }) => figure(duplicates, 1) },
  { title: 'missed %', align: 'right', cell: ({ missedShare }) => figure(100 * missedShare, 1) },
  { title: '× real time', align: 'right', cell: ({ lasts_s, tracking_s }) => figure(lasts_s / tracking_s, 0) },
];

type Choice = {
  readonly seeds?: number;
  readonly whole?: boolean;
  readonly journal?: string;
  readonly first: number;
  readonly missiles: number;
  readonly threads?: number;
  readonly json?: boolean;
};

/** `tocsin raid`: two hundred missiles in ten minutes, counted and followed. */
export function addRaid(verb: Command, leave: Leave): void {
  verb
    .addOption(new Option('--seeds <N>', 'raids; 20, or with --whole one').argParser(wholeNumber(1)))
    .addOption(new Option('--first <SEED>', 'the first seed').argParser(wholeNumber(0)).default(101))
    .addOption(new Option('--missiles <N>', 'missiles in each').argParser(wholeNumber(1)).default(200))
    .addOption(new Option('--threads <N>', 'worker threads; by default one a core').argParser(wholeNumber(1)))
    .option('--whole', 'through the whole chain: journal, warnings, people, messages, console')
    .addOption(new Option('--journal <FILE>', 'with --whole and one seed: keeps the journal').implies({ whole: true }))
    .option('--json', 'one JSON object a line, a summary last')
    .addHelpText('after', HELP)
    .action(async (choice: Choice) => {
      if (!(await (choice.whole === true ? whole(choice) : raid(choice)))) leave(EXIT.checkFailed);
    });
}

async function raid({ seeds = 20, first, missiles, threads, json }: Choice): Promise<boolean> {
  const output = openOutput(json === true);
  const jobs = Array.from({ length: seeds }, (_, i): RaidJob => ({ seed: first + i, missiles }));
  const bar = progress('raids', seeds, output.json);
  let done = 0;
  const runs = await inThreads<RaidJob, RaidRun>(new URL('./raid-worker.js', import.meta.url), jobs, workersFor(threads, seeds), () => {
    done += 1;
    bar.step(done);
  });
  bar.stop();
  for (const run of runs) output.object({ kind: 'raid', ...run });
  for (const line of renderTable(COLUMNS, runs)) output.line(line);
  const counted = runs.filter(({ holdsCount }) => holdsCount).length / seeds;
  const lost = runs.reduce((sum, one) => sum + one.lost.length + one.neverHeld.length, 0) / (seeds * missiles);
  const holds = counted >= COUNTED_min && lost <= LOST_max;
  output.line(
    `\n${seeds} raids: the range holds the number of launches in ${(100 * counted).toFixed(0)} %, ${(100 * lost).toFixed(2)} % of the flights are lost. ${holds ? 'Holds.' : 'Does not hold.'}`,
  );
  output.object({ summary: { seeds, missiles, counted, lost, holds } });
  return holds;
}

const SPEED_min = 20;
const RSS_MB_max = 400;

const WHOLE_COLUMNS: readonly Column<WholeRaid>[] = [
  { title: 'seed', align: 'right', cell: ({ seed }) => String(seed) },
  { title: 'launches', align: 'right', cell: ({ missiles }) => String(missiles) },
  { title: 'counted', align: 'right', cell: ({ count }) => (count ? `${count.likeliest} (${count.low} to ${count.high})` : '-') },
  { title: 'entries', align: 'right', cell: ({ entries }) => String(entries) },
  { title: 'events', align: 'right', cell: ({ events }) => String(events) },
  { title: 'warnings', align: 'right', cell: ({ warnings }) => String(warnings) },
  { title: 'messages', align: 'right', cell: ({ messages }) => String(messages) },
  { title: 'to a console, MB', align: 'right', cell: ({ feed_MB }) => figure(feed_MB, 0) },
  { title: 'lasts, s', align: 'right', cell: ({ lasts_s }) => figure(lasts_s, 0) },
  { title: 'took, s', align: 'right', cell: ({ chain_s }) => figure(chain_s, 1) },
  { title: 'by the clock', align: 'right', cell: ({ clock_s }) => figure(clock_s, 1) },
  { title: 'peak, MB', align: 'right', cell: ({ rssPeak_MB }) => figure(rssPeak_MB, 0) },
  { title: '× real time', align: 'right', cell: ({ timesRealTime }) => figure(timesRealTime, 1) },
  { title: 'tracker alone', align: 'right', cell: ({ trackerTimesRealTime }) => figure(trackerTimesRealTime, 0) },
];

/** The heap that the whole chain is given: a theatre of two hundred missiles lives in half of it, and given more it lets as much garbage lie. */
const HEAP: ResourceLimits = { maxOldGenerationSizeMb: 288, maxYoungGenerationSizeMb: 32 };

/** One after another in one thread: a peak of memory belongs to a process. */
async function whole({ seeds = 1, first, missiles, journal, json }: Choice): Promise<boolean> {
  const output = openOutput(json === true);
  const jobs = Array.from({ length: seeds }, (_, i): WholeRaidJob => ({ seed: first + i, missiles, journal }));
  const script = new URL('./raid-whole-worker.js', import.meta.url);
  const runs = await inThreads<WholeRaidJob, WholeRaid>(script, jobs, 1, () => undefined, HEAP);
  for (const run of runs) output.object({ kind: 'raid-whole', ...run });
  for (const line of renderTable(WHOLE_COLUMNS, runs)) output.line(line);
  const slowest = runs.reduce((least, { timesRealTime }) => Math.min(least, timesRealTime), Infinity);
  const peak_MB = runs.reduce((most, { rssPeak_MB }) => Math.max(most, rssPeak_MB), 0);
  const neverRecorded = runs.reduce((sum, one) => sum + one.neverRecorded, 0);
  const holds = slowest >= SPEED_min && peak_MB <= RSS_MB_max && neverRecorded === 0;
  const lost = neverRecorded === 0 ? '' : ` ${neverRecorded} entries were never written down: the disk did not come back.`;
  output.line(
    `\nThe whole chain at ${slowest.toFixed(1)} × real time, ${peak_MB.toFixed(0)} MB at most.${lost} ${holds ? 'Holds.' : 'Does not hold.'}`,
  );
  output.object({ summary: { seeds, missiles, slowest, peak_MB, holds } });
  return holds;
}
