import { basename } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { scoreReport } from '../adapters/report/report.ts';
import { inputStream } from '../adapters/input-file/input-file.ts';
import { writeResult } from '../adapters/result-file/result-file.ts';
import { type Pictures, picturesOf } from '../adapters/tracks-csv/pictures.ts';
import type { States } from '../adapters/tracks-csv/states.ts';
import { readStatesStream } from '../adapters/tracks-csv/states-table.ts';
import { REQUIREMENTS } from '../score/requirements/catalogue.ts';
import type { RequirementResult } from '../score/requirements/requirement.ts';
import { DEFAULT_RULE, type ScoreSheet, scoreSheet } from '../score/sheet.ts';
import { CommandError, EXIT, type Leave } from './exit.ts';
import { positiveNumber, wholeNumber } from './options.ts';
import { openOutput, type Output } from './output.ts';
import { refuseOverwriting } from './overwriting.ts';
import { type FigureRow, METRICS } from './score-rows.ts';
import { type Column, renderTable } from './table.ts';
import { refuseTable } from './table-refused.ts';

const HELP = `
Compares tracks with truth, scan by scan and over the run. Both are CSV (commas, semicolons or tabs; # begins a comment), plain or gzipped, columns by name:
  truth   scan,t,target,x,y,z,vx,vy,vz           one row an object and scan; s, m, m/s, any one Cartesian frame
  tracks  scan,t,track,x,y,z,vx,vy,vz,existence  the same of tracks; existence may be left out
Tracks may also have the columns coasted (0 or 1), latency_s, and a covariance: cx_x, cy_x, cy_y, … cvz_vz.

An object and a track are one when the optimal pairing of the scan puts them together nearer than c. Comes out: the metrics that are asked for, each with
its parts, and the requirements with what was measured. Metrics:
  ${Object.keys(METRICS).join(' ')}

Requirements are listed with --requirements; --limit sets the limit of one. Exit status 1 when a requirement whose limit was set so is not met.

Examples:
  tocsin score --truth wide.truth.csv.gz --tracks TRACKS.csv
  tocsin score --truth wide.truth.csv.gz --tracks TRACKS.csv --metric siap --metric mot --report report.html
  tocsin score --truth wide.truth.csv.gz --tracks TRACKS.csv --limit position-error=1500 --limit switches=5`;

export type ScoreOptions = {
  readonly truth: string;
  readonly tracks: string;
  readonly metric: readonly string[];
  readonly c: number;
  readonly p: number;
  readonly fromScan: number;
  readonly switchPenalty?: number;
  readonly confirmed: number;
  readonly limit: Readonly<Record<string, number>>;
  readonly requirements?: boolean;
  readonly report?: string;
};

const WITHOUT_ASKING = ['gospa', 'ospa', 'siap', 'continuity'];

/** `tocsin score`: tracks against truth. */
export function addScore(verb: Command, leave: Leave): void {
  verb
    .requiredOption('--truth <FILE>', 'what there was, CSV')
    .requiredOption('--tracks <FILE>', 'what the tracker said, CSV')
    .addOption(
      new Option('--metric <NAME>', `repeatable; without it ${WITHOUT_ASKING.join(', ')}`)
        .argParser(metricName)
        .default([], 'the usual ones'),
    )
    .addOption(
      new Option('--c <M>', 'farther apart than this, an object and a track are two').argParser(positiveNumber).default(DEFAULT_RULE.c_m),
    )
    .addOption(new Option('--p <N>', 'order: how much more large errors count').argParser(order).default(DEFAULT_RULE.p))
    .addOption(new Option('--from-scan <N>', 'first scan that counts').argParser(wholeNumber(0)).default(DEFAULT_RULE.fromScan))
    .addOption(
      new Option('--switch-penalty <M>', 'for a change of track, where a metric charges for it (default: half of c)').argParser(
        positiveNumber,
      ),
    )
    .addOption(new Option('--confirmed <X>', 'existence from which a track counts').argParser(probability).default(0.5))
    .addOption(new Option('--limit <ID=VALUE>', 'limit of a requirement; repeatable').argParser(limitOf).default({}, 'the catalogue’s'))
    .option('--requirements', 'list the requirements with their answers')
    .option('--report <FILE>', 'write a report with plots, one file of HTML')
    .option('--json', 'one JSON object a line: a metric each, then requirements')
    .addHelpText('after', HELP)
    .action(async (options: ScoreOptions & { readonly json?: boolean }) => {
      if (!(await score(options, openOutput(options.json === true)))) leave(EXIT.checkFailed);
    });
}

/** Whether the requirements hold whose limits were set. */
export async function score(options: ScoreOptions, output: Output): Promise<boolean> {
  refuseOverwriting([options.truth, options.tracks], [options.report]);
  const { pictures, tentative } = await readRun(options, output);
  const { c, p, fromScan, limit } = options;
  if (!pictures.some(({ scan }) => scan >= fromScan)) {
    const last = pictures.at(-1)?.scan;
    const what = last === undefined ? 'there is no scan in the truth nor in the tracks' : `no scan counts: the last one is ${last}`;
    throw new CommandError(what, '--from-scan', 'give a run that goes on longer, or --from-scan 0');
  }
  const rule = { ...DEFAULT_RULE, c_m: c, p, fromScan, switchingPenalty_m: options.switchPenalty ?? c / 2 };
  const sheet = scoreSheet(pictures, rule, limit);
  if (tentative > 0) output.remark(`${tentative} reports of tracks below the existence ${options.confirmed} do not count.`);
  say(sheet, options, output);
  if (options.report !== undefined) {
    const names = {
      title: `Tracks against truth: ${basename(options.tracks)}`,
      truth: basename(options.truth),
      tracks: basename(options.tracks),
    };
    writeResult(options.report, scoreReport(sheet, pictures, names));
    output.announce(`Report: ${options.report}`);
  }
  return sheet.requirements.every(({ id, verdict }) => !Object.hasOwn(limit, id) || verdict === 'met');
}

async function readRun(
  { truth, tracks, confirmed }: ScoreOptions,
  output: Output,
): Promise<Extract<Pictures, { readonly kind: 'pictures' }>> {
  const side = async (file: string, of: 'truth' | 'tracks'): Promise<{ readonly file: string; readonly states: States }> => {
    const table = await readStatesStream(inputStream(file), file, of);
    if (table.kind === 'rejected') return refuseTable(table.problems);
    if (table.comments > 0) output.remark(`${file}: ${table.comments} lines that begin with # are comments.`);
    return { file, states: table.states };
  };
  const run = picturesOf(await side(truth, 'truth'), await side(tracks, 'tracks'), confirmed);
  return run.kind === 'pictures' ? run : refuseTable(run.problems);
}

const FIGURES: readonly Column<FigureRow>[] = [
  { title: 'metric', cell: ({ metric }) => metric },
  { title: 'figure', cell: ({ figure }) => figure },
  { title: 'value', align: 'right', cell: ({ value }) => value },
  { title: 'unit', cell: ({ unit }) => unit },
];

const REQUIREMENT: readonly Column<RequirementResult>[] = [
  { title: 'requirement', cell: ({ id }) => id },
  { title: 'answer', cell: ({ verdict }) => verdict },
  { title: 'measured', align: 'right', cell: ({ value }) => (value === undefined ? '-' : shown(value)) },
  { title: 'limit', align: 'right', cell: ({ sense, limit }) => `${sense} ${shown(limit)}` },
  { title: 'unit', cell: ({ unit }) => unit },
  { title: 'worst', cell: ({ worst }) => worst ?? '-' },
];

function say(sheet: ScoreSheet, { metric, limit, requirements }: ScoreOptions, output: Output): void {
  const asked = metric.length > 0 ? Object.keys(METRICS).filter((name) => metric.includes(name)) : WITHOUT_ASKING;
  const { rule, peers } = sheet;
  output.line(`${peers.scans} scans from ${rule.fromScan} on; c ${rule.c_m} m, p ${rule.p}, α ${rule.alpha}\n`);
  const rows = asked.flatMap((name) => METRICS[name].rows(sheet).map((row, k) => ({ ...row, metric: k === 0 ? name : '' })));
  for (const text of renderTable(FIGURES, rows)) output.line(text);
  for (const name of asked) output.object({ kind: 'score', metric: name, ...METRICS[name].json(sheet) });
  const listed = sheet.requirements.filter(({ id }) => requirements === true || Object.hasOwn(limit, id));
  if (listed.length > 0) output.line('');
  for (const text of listed.length > 0 ? renderTable(REQUIREMENT, listed) : []) output.line(text);
  for (const one of listed) output.object({ kind: 'requirement', ...one });
}

function shown(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}

function metricName(text: string, before: readonly string[]): string[] {
  if (!Object.hasOwn(METRICS, text)) throw new InvalidArgumentError(`It takes one of ${Object.keys(METRICS).join(', ')}.`);
  return [...before, text];
}

function limitOf(text: string, before: Readonly<Record<string, number>>): Record<string, number> {
  const [id, value] = text.split('=');
  const ids = REQUIREMENTS.map((one) => one.id);
  if (!ids.includes(id)) throw new InvalidArgumentError(`It takes ID=VALUE with one of ${ids.join(', ')}.`);
  if (value === undefined || value.trim() === '' || !Number.isFinite(Number(value)))
    throw new InvalidArgumentError('It takes ID=VALUE with a number, such as position-error=1500.');
  return { ...before, [id]: Number(value) };
}

function order(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 1) || value > 20) throw new InvalidArgumentError('It takes a number from 1 to 20.');
  return value;
}

function probability(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1)) throw new InvalidArgumentError('It takes a number from 0 to 1.');
  return value;
}
