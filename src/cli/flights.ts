import type { Command } from 'commander';
import { Option } from 'commander';
import { flightsFromTable } from '../sim/recorded-flights.ts';
import { CommandError } from './exit.ts';
import { printFlights } from './flights-print.ts';
import { summarizeFlights } from './flights-summary.ts';
import { type FlightJob, type FlightOutcome, flyRow, refusedLine } from './fly-row.ts';
import { readJsonFile } from './json-file.ts';
import { names, wholeNumber, seedNumber } from './options.ts';
import { openOutput } from './output.ts';
import { inThreads, workersFor } from './pool.ts';
import { progress } from './progress.ts';

const HELP = `
FILE is JSON: a list of rows, or an object with the list under "tests". A row needs date (YYYY-MM-DD), time_utc (HH:MM), lat, lon,
bearing_deg, apogee_km and distance_km; maneuver may be "pullup" or "glide". A row that lacks one, or whose figures no flight can
have, is refused; how many, and why, is printed.

Comes out: a line for each flight (when it was noticed, what it was taken for, how far launch and impact points were off, and whether
the truth lay inside the 95 % ellipse that was stated), the refused rows as a count by reason, and a summary. Impact figures are those that stood at the
true apogee. The same seed gives the same output for any number of workers. Exit status 2 when no row could be flown.

Examples:
  tocsin flights examples/flights.json
  tocsin flights tests.json --only 243,250 --seed 7
  tocsin flights tests.json --limit 10 --json | tail -1`;

type Options = {
  readonly json?: boolean;
  readonly seed: number;
  readonly only?: readonly string[];
  readonly limit?: number;
  readonly workers?: number;
};

/** `tocsin flights FILE`: every row of a table of recorded flights becomes a scenario. */
export function addFlights(verb: Command): void {
  verb
    .argument('<FILE>', 'the table, as JSON')
    .option('--json', 'one JSON object a line, a summary last')
    .addOption(new Option('--seed <N>', 'seed of all noise').argParser(seedNumber).default(1))
    .addOption(new Option('--only <LIST>', 'only these rows, by their idx (or position, where rows have none)').argParser(names))
    .addOption(new Option('--limit <N>', 'only the first N usable rows').argParser(wholeNumber(1)))
    .addOption(new Option('--workers <N>', 'threads; by default one a core').argParser(wholeNumber(1)))
    .addHelpText('after', HELP)
    .action(async (file: string, options: Options) => {
      await flights(file, options);
    });
}

async function flights(file: string, options: Options): Promise<void> {
  const { jobs, refused } = readJobs(file, options);
  const outcomes = await flyAll(jobs, options);
  const scores = outcomes.flatMap((one) => (one.kind === 'flown' ? [one.score] : []));
  const allRefused = [...refused, ...outcomes.flatMap((one) => (one.kind === 'refused' ? [one.line] : []))];
  printFlights(openOutput(options.json === true), scores, allRefused, summarizeFlights(scores, allRefused.length));
  if (scores.length === 0)
    throw new CommandError(
      allRefused.length === 0 ? 'there are no rows in it' : `none of ${allRefused.length} rows could be flown`,
      file,
      'tocsin flights --help says what a row needs; --json names each that was refused',
    );
}

async function flyAll(jobs: readonly FlightJob[], options: Options): Promise<readonly FlightOutcome[]> {
  const bar = progress('flights', jobs.length, options.json === true);
  const threads = workersFor(options.workers, jobs.length);
  // Node runs no TypeScript in a thread of its own, so the sources fly one row after the other; what is built uses the cores.
  const isBuilt = import.meta.url.endsWith('.js');
  try {
    if (threads > 1 && isBuilt)
      return await inThreads<FlightJob, FlightOutcome>(new URL('./flights-worker.js', import.meta.url), jobs, threads, bar.step);
    return jobs.map((job) => {
      const outcome = flyRow(job);
      bar.step();
      return outcome;
    });
  } finally {
    bar.stop();
  }
}

type RefusedLine = ReturnType<typeof refusedLine>;

function readJobs(
  file: string,
  { only, limit, seed }: Options,
): { readonly jobs: readonly FlightJob[]; readonly refused: readonly RefusedLine[] } {
  const json = readJsonFile(file, 'give a JSON table of flights; tocsin flights --help says what a row holds');
  const rows = rowsOf(json);
  const table = readTable(json, file);
  const known = new Set(rows.map((row, at) => idOf(row, at)));
  const strangers = (only ?? []).filter((name) => !known.has(name));
  if (strangers.length > 0)
    throw new CommandError(`no such row: ${strangers.join(', ')}`, '--only', `the rows of ${file} are numbered ${range([...known])}`);
  const wanted = (at: number) => only === undefined || only.includes(idOf(rows[at], at));
  const jobs = table.flights
    .filter((one) => wanted(one.row))
    .slice(0, limit)
    .map((one) => ({
      row: { flight: idOf(rows[one.row], one.row), ...nameOf(rows[one.row], one.name), recordedType: one.recordedType },
      flight: one.flight,
      seed: seed * 10_000 + one.row,
    }));
  const refused = table.refused
    .filter((one) => wanted(one.row))
    .map((one) => refusedLine({ flight: idOf(rows[one.row], one.row), ...nameOf(rows[one.row], one.name) }, one.reason));
  return { jobs, refused };
}

function readTable(json: unknown, file: string): ReturnType<typeof flightsFromTable> {
  try {
    return flightsFromTable(json);
  } catch (error) {
    if (error instanceof RangeError) throw new CommandError(error.message, file, 'tocsin flights --help says what a table looks like');
    throw error;
  }
}

function rowsOf(json: unknown): readonly unknown[] {
  if (Array.isArray(json)) return json;
  const tests = field(json, 'tests');
  return Array.isArray(tests) ? tests : [];
}

function idOf(row: unknown, at: number): string {
  const idx = field(row, 'idx');
  return typeof idx === 'number' || typeof idx === 'string' ? String(idx) : String(at);
}

function nameOf(row: unknown, otherwise: string): { readonly date: string; readonly missile: string } {
  const date = field(row, 'date');
  const missile = field(row, 'missile');
  return { date: typeof date === 'string' ? date : '-', missile: typeof missile === 'string' ? missile : otherwise };
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

function range(known: readonly string[]): string {
  return known.length === 0 ? 'not at all: it has none' : `${known[0]} to ${known[known.length - 1]}, with gaps`;
}
