import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { openPlots, type PlotReading } from '../adapters/plots/read-plots.ts';
import type { PlotScan } from '../adapters/plots/scans.ts';
import { describeRefusal, PlotFileError, type PlotReport } from '../adapters/plots/report.ts';
import type { TrackSummary } from '../api/wire-cli.ts';
import type { MeasurementSpec } from '../core/sense/measurement-spec.ts';
import type { Associator } from '../core/track/multi/index.ts';
import { CommandError, EXIT, type Leave } from './exit.ts';
import { openOutput, type Output } from './output.ts';
import { readSensorSpec } from './sensor-spec-file.ts';
import { openTable, type TableSink, trackRows, TRACKS_HEADER } from './track-table.ts';
import { runTracker, type TrackFigures, warmedUp } from './track-run.ts';

const HELP = `
FILE of plots is CSV (scan,t,el,az,range and what else there is; angles in radians unless a column says el_deg), NDJSON, or a CCSDS
tracking data message (KVN or XML), plain or .gz; "-" is the standard input. SPEC says what the sensor is: YAML or JSON of the form in
docs/formats/sensor-spec.md, or the .meta.json of a generated scene. docs/formats/plots.md tells both at length.

Comes out: TRACKS.csv, a row for each confirmed track after each scan: scan,t,track,x,y,z,vx,vy,vz,existence. Metres and metres per second
in the sensor's own axes where its world is flat, Earth-centred and Earth-fixed where it has a site. The same plots give the same bytes,
in whatever order they stand within their scan. A line of plots that cannot be used is refused, counted and told with its remedy.

Exit status: 2 when no line of plots could be used.

Associators:
  pmbm   joint hypotheses (Poisson multi-Bernoulli mixture): for objects that fly close together, and clutter
  jpda   joint probabilities without coalescence (JPDA*)
  gnn    the one best assignment: simplest

Examples:
  tocsin track --plots dets.csv.gz --sensor scene.meta.json --out TRACKS.csv
  tocsin track --plots pass.tdm --sensor examples/coastal-radar.yaml --out TRACKS.csv --two-way round-trip
  zcat dets.csv.gz | tocsin track --plots - --sensor radar.yaml --out - | head`;

type Options = {
  readonly plots: string;
  readonly sensor: string;
  readonly out: string;
  readonly associator: Associator;
  readonly strict?: boolean;
  readonly station?: string;
  readonly twoWay: 'one-way' | 'round-trip';
  readonly json?: boolean;
};

/** `tocsin track`: the multi-object tracker on a file of plots. */
export function addTrack(program: Command, leave: Leave): void {
  program
    .command('track')
    .description('track many objects in a file of plots: detections of one sensor in, a table of tracks out')
    .requiredOption('--plots <FILE>', 'plots: CSV, NDJSON or a CCSDS tracking data message, plain or .gz')
    .requiredOption('--sensor <SPEC>', 'the sensor: a spec in YAML or JSON, or the .meta.json of a scene')
    .requiredOption('--out <TRACKS.csv>', 'where the tracks go; "-" is the standard output')
    .addOption(new Option('--associator <NAME>', 'how contending tracks share plots').choices(['gnn', 'jpda', 'pmbm']).default('pmbm'))
    .option('--strict', 'stop at the first line that cannot be used')
    .option('--station <NAME>', 'of a tracking data message with several stations, the one whose plots are read')
    .addOption(
      new Option('--two-way <MEANING>', 'what a two-way range of a tracking data message is')
        .choices(['one-way', 'round-trip'])
        .default('one-way'),
    )
    .option('--json', 'print the summary as one JSON object')
    .addHelpText('after', HELP)
    .action(async (options: Options) => {
      await track(options, leave);
    });
}

async function track(options: Options, leave: Leave): Promise<void> {
  if (options.json === true && options.out === '-')
    throw new CommandError('the tracks and the summary cannot both go to the standard output', '--json', 'name a file with --out');
  const inputs = [options.plots, options.sensor].filter((file) => file !== '-').map((file) => resolve(file));
  if (options.out !== '-' && inputs.includes(resolve(options.out)))
    throw new CommandError('the tracks would overwrite what they are made of', `--out ${options.out}`, 'name another file');
  const spec = readSensorSpec(options.sensor);
  if (spec.sensing.kind !== 'polar')
    throw new CommandError(
      'this sensor measures directions only, and one direction does not say how far an object is',
      options.sensor,
      'give a sensor that measures range, azimuth and elevation; `tocsin run` joins satellites and radars',
    );
  const start_ms = performance.now();
  const { station, twoWay } = options;
  const reading = openPlots(options.plots, { scanPeriod_s: spec.scanPeriod_s, strict: options.strict === true, tdm: { twoWay, station } });
  const table = openTable(options.out);
  // A stream must not be held back for the sake of its first scans.
  const scans = options.plots === '-' ? reading.scans : warmedUp(spec, options.associator, reading.scans);
  const figures = await told(options.plots, () => written(spec, options.associator, scans, table));
  const summary = summaryOf(options, spec, reading.report, figures, performance.now() - start_ms);
  tell(openOutput(options.json === true), options, reading.report, summary);
  if (summary.plotsRead === 0 && summary.refused > 0) leave(EXIT.badInput);
}

async function written(
  spec: MeasurementSpec,
  associator: Associator,
  scans: AsyncIterable<PlotScan>,
  table: TableSink,
): Promise<TrackFigures> {
  try {
    await table.write(`${TRACKS_HEADER}\n`);
    return await runTracker(spec, associator, scans, (scan, tracks) => table.write(trackRows(scan.scan, scan.t_s, tracks)));
  } finally {
    await table.close();
  }
}

/** A fault of the file of plots is told as every other slip is. */
async function told<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof PlotFileError)) throw error;
    const { line, field, message, remedy } = error.refusal;
    throw new CommandError(message, `${file}${line > 0 ? `:${line}` : ''}${field === '' ? '' : ` ${field}`}`, remedy);
  }
}

function summaryOf(
  options: Options,
  spec: MeasurementSpec,
  report: PlotReading['report'],
  figures: TrackFigures,
  all_ms: number,
): TrackSummary {
  return {
    plots: options.plots,
    format: report.format ?? 'csv',
    sensor: spec.id,
    associator: options.associator,
    scans: figures.scans,
    plotsRead: figures.plots,
    refused: report.refused,
    rows: figures.rows,
    tracks: figures.tracks,
    mostTracks: figures.mostTracks,
    tracksAtEnd: figures.tracksAtEnd,
    worstScan_ms: figures.worstScan_ms,
    worstScan: figures.scans === 0 ? null : figures.worstScan,
    tracking_s: figures.tracking_ms / 1000,
    plotsPerSecond: figures.tracking_ms === 0 ? null : figures.plots / (figures.tracking_ms / 1000),
    all_s: all_ms / 1000,
    scansAtBound: figures.scansAtBound,
    out: options.out,
  };
}

/** Refusals listed one by one; the others are counted. */
const MOST_TOLD = 10;

function tell(output: Output, options: Options, report: PlotReport, summary: TrackSummary): void {
  for (const refusal of report.refusals.slice(0, MOST_TOLD)) output.remark(`refused: ${describeRefusal(refusal)}`);
  if (report.refused > MOST_TOLD) output.remark(`refused: ${report.refused - Math.min(MOST_TOLD, report.refusals.length)} more lines`);
  for (const note of report.notes) output.remark(`note: ${note}`);
  if (summary.scansAtBound > 0)
    output.remark(
      `note: in ${summary.scansAtBound} scans there were more tentative objects than the tracker holds; new plots started none`,
    );
  output.object({ summary });
  const say = options.out === '-' ? output.remark : output.line;
  for (const line of summaryLines(summary)) say(line);
}

function summaryLines(summary: TrackSummary): string[] {
  const { scans, plotsRead, refused, rows, tracks, mostTracks, tracksAtEnd, worstScan_ms, worstScan, tracking_s, plotsPerSecond, all_s } =
    summary;
  return [
    `plots     ${grouped(plotsRead)} in ${grouped(scans)} scans, ${grouped(refused)} refused   (${summary.plots}, ${summary.format})`,
    `sensor    ${summary.sensor}, associator ${summary.associator}`,
    `tracks    ${grouped(tracks)} in all, at most ${grouped(mostTracks)} at a time, ${grouped(tracksAtEnd)} at the end`,
    `time      ${tracking_s.toFixed(3)} s tracking, ${all_s.toFixed(3)} s with reading and writing`,
    `speed     ${plotsPerSecond === null ? '-' : grouped(Math.round(plotsPerSecond))} plots a second; worst scan ${worstScan_ms.toFixed(1)} ms (scan ${worstScan ?? '-'})`,
    `written   ${grouped(rows)} rows to ${summary.out === '-' ? 'the standard output' : summary.out}`,
  ];
}

function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
