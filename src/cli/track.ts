import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import { mergedScans } from '../adapters/plots/by-sensor.ts';
import { openPlots } from '../adapters/plots/read-plots.ts';
import { PlotFileError, type PlotReport } from '../adapters/plots/report.ts';
import type { PlotScan } from '../adapters/plots/scans.ts';
import { openResult, type ResultSink, writeResult } from '../adapters/result-file/result-file.ts';
import { createRecorder } from '../adapters/track-report/record.ts';
import type { TrackSummary } from '../api/wire-cli.ts';
import type { Associator } from '../core/plot-track/index.ts';
import type { RefusedPlot } from '../core/plot-track/plot-tracker.ts';
import type { MeasurementSpec } from '../core/sense/measurement-spec.ts';
import { CommandError, EXIT, type Leave } from './exit.ts';
import { openOutput } from './output.ts';
import { refuseOverwriting } from './overwriting.ts';
import { outside, placeOf, runTracker, type TrackFigures } from './track-run.ts';
import type { TruthAside } from './track-score.ts';
import { checkPlotFiles, type PlotFile, periodsOf, plotFile, plotSensor, readSpecs } from './track-sensors.ts';
import { trackRows, TRACKS_HEADER } from './track-table.ts';
import { listeningTo } from './listening.ts';
import { positiveNumber } from './options.ts';
import { reportOf, summaryOf, tell } from './track-tell.ts';

const HELP = `
FILE of plots is CSV (scan,t,el,az,range and what else there is; angles in radians unless a column says el_deg), NDJSON, a CCSDS
tracking data message (KVN or XML), or ASTERIX (category 048, in blocks or in a capture), plain or .gz; "-" is the standard input, and
udp://ADDRESS:PORT (udp://232.1.1.11:8600?interface=10.0.0.5 of a group) ASTERIX as it comes, until Ctrl-C or --for. SPEC says what the sensor is: YAML or JSON of the form in
docs/formats/sensor-spec.md, or the .meta.json of a generated scene. docs/formats/plots.md tells both at length.

Several sensors: a --sensor for each. The column or key "sensor" of a plot names the spec that it belongs to; a file of one sensor's plots may
be given as --plots NAME=FILE instead, and files are merged by time. Sensors that measure directions only (measures: line-of-sight) give plots
without range; a track is told once it is known where it is, which takes looks from two places or a radar's, or one sensor long.

Comes out: TRACKS.csv, a row for each confirmed track after each scan (of several sensors, each time
at which any looked, numbered from 0): scan,t,track,x,y,z,vx,vy,vz,existence. Metres and metres per second
in the sensor's own axes where its world is flat, Earth-centred and Earth-fixed where it has a site. The same plots give the same bytes,
in whatever order they stand within their scan. A line of plots that cannot be used, or that lies outside the sensor's view by more than
its error explains, is refused, counted and told with its remedy.

Exit status: 2 when no line of plots could be used; what stood under the name of TRACKS.csv is left then, as it is by a run that is interrupted.

Associators:
  pmbm   joint hypotheses (Poisson multi-Bernoulli mixture): for objects that fly close together, and clutter
  jpda   joint probabilities without coalescence (JPDA*)
  gnn    the one best assignment: simplest

Examples:
  tocsin track --plots dets.csv.gz --sensor scene.meta.json --out TRACKS.csv
  tocsin track --plots dets.csv.gz --sensor scene.meta.json --out TRACKS.csv --truth truth.csv.gz --report report.html
  tocsin track --plots looks.csv --sensor west.yaml --sensor east.yaml --sensor radar.yaml --out TRACKS.csv
  tocsin track --plots west=west.csv --plots east=east.csv --sensor west.yaml --sensor east.yaml --out TRACKS.csv
  tocsin track --plots examples/air-radar.ast --sensor examples/air-radar.yaml --out TRACKS.csv
  tocsin track --plots pass.tdm --sensor examples/coastal-radar.yaml --out TRACKS.csv --two-way round-trip
  zcat dets.csv.gz | tocsin track --plots - --sensor radar.yaml --out - | head`;

type Options = {
  readonly plots: readonly string[];
  readonly sensor: readonly string[];
  readonly out: string;
  readonly associator: Associator;
  readonly strict?: boolean;
  readonly station?: string;
  readonly simulated?: boolean;
  readonly for?: number;
  readonly twoWay: 'one-way' | 'round-trip';
  readonly report?: string;
  readonly truth?: string;
  readonly json?: boolean;
};

/** `tocsin track`: the multi-object tracker on a file of plots. */
export function addTrack(verb: Command, leave: Leave): void {
  verb
    .requiredOption(
      '--plots <FILE>',
      'plots: CSV, NDJSON, a CCSDS tracking data message or ASTERIX, plain or .gz; may be repeated',
      another,
    )
    .requiredOption('--sensor <SPEC>', 'the sensor: a spec in YAML or JSON, or the .meta.json of a scene; one for each sensor', another)
    .requiredOption('--out <TRACKS.csv>', 'where the tracks go; "-" is the standard output')
    .addOption(new Option('--associator <NAME>', 'how contending tracks share plots').choices(['gnn', 'jpda', 'pmbm']).default('pmbm'))
    .option(
      '--report <FILE>',
      'write a report with plots, one file of HTML: tracks, plots, existence, NIS; with --truth scores and requirements',
    )
    .option('--truth <FILE>', 'what there was, CSV: the tracks are scored against it when they are done')
    .option('--strict', 'stop at the first line that cannot be used')
    .option(
      '--station <NAME>',
      'of a tracking data message with several stations, or ASTERIX of several radars (25-201), the one whose plots are read',
    )
    .option('--simulated', 'of ASTERIX, read what is marked as simulated, and that alone; without it, all but that')
    .addOption(
      new Option('--for <SECONDS>', 'of udp://ADDRESS:PORT, listen for so long; without it, until Ctrl-C').argParser(positiveNumber),
    )
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

function another(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

async function track(options: Options, leave: Leave): Promise<void> {
  const specs = readSpecs(options.sensor);
  const files = options.plots.map((given) => plotFile(given, specs));
  checkPlotFiles(files);
  checkFiles(options, files);
  const start_ms = performance.now();
  const { associator, out, station, twoWay } = options;
  const plots = files.map(({ file }) => file).join(', ');
  const truth = options.truth === undefined ? undefined : await truthAside(options.truth);
  const recorder = options.report === undefined || truth !== undefined ? undefined : createRecorder(specs);
  const sensors = specs.map(plotSensor);
  const listening = listeningTo(
    files.map(({ file }) => file),
    options.for,
  );
  const readings = files.map(({ file, whole }) =>
    openPlots(file, {
      sensors,
      whole,
      strict: options.strict === true,
      tdm: { twoWay },
      station,
      simulated: options.simulated === true,
      until: listening?.signal,
    }),
  );
  const notes: string[] = [];
  const merged = specs.length === 1 && readings.length === 1 ? readings[0].scans : mergedScans(readings, sensors);
  const scans = withPlaces(merged, specs, plots, notes);
  const figures = await told(() =>
    written(
      openResult(out),
      (run) => wasOfUse(reportOf(readings), run),
      (table) =>
        runTracker(specs, associator, scans, async (scan, tracks, refused) => {
          if (options.strict === true && refused.length > 0) stopAt(`${plots}, ${placeOf(scan, specs)}`, refused[0]);
          if (scan.more !== true) {
            await table.write(trackRows(scan.scan, scan.t_s, tracks));
            truth?.hear(scan, tracks);
          }
          recorder?.take(scan, tracks);
        }),
    ),
  );
  listening?.release();
  const all_ms = performance.now() - start_ms;
  const report = reportOf(readings);
  const isOfUse = wasOfUse(report, figures);
  const scored = isOfUse ? truth?.score() : undefined;
  const names = {
    plots,
    sensor: specs.map(({ id }) => id).join(', '),
    associator,
    out,
    report: isOfUse ? (options.report ?? null) : null,
  };
  if (figures.dwells > 0)
    notes.push(
      `${figures.dwells} of ${figures.scans} scans came sooner than the ${periodsOf(specs)} s of scan_period_s: taken for dwells, parts of one look over the view`,
    );
  const summary = summaryOf(names, { ...report, notes: [...report.notes, ...notes] }, figures, all_ms, scored?.sheet);
  if (isOfUse && options.report !== undefined)
    writeResult(options.report, scored ? await scoredReport(options, plots, scored) : await plainReport(recorder as Recorder, summary));
  tell(openOutput(options.json === true), report, summary, { outside: figures.toldOutside, isOfUse, rates: figures.rates });
  if (!isOfUse) leave(EXIT.badInput);
}

/** Looks in which nothing was seen are of use, too. */
function wasOfUse({ refused }: PlotReport, { plots, scans, outsideView }: TrackFigures): boolean {
  return plots > 0 || (scans > 0 && refused + outsideView === 0);
}

type Recorder = ReturnType<typeof createRecorder>;

// What scores, and the libraries that draw, take longer to load than a small file to be tracked, so that they are loaded when they are asked for.

async function truthAside(file: string): Promise<TruthAside> {
  const { setTruthAside } = await import('./track-score.ts');
  return setTruthAside(file);
}

async function scoredReport({ truth, out }: Options, plots: string, { sheet, pictures }: ReturnType<TruthAside['score']>): Promise<string> {
  const { scoreReport } = await import('../adapters/report/report.ts');
  return scoreReport(sheet, pictures, { title: `Tracks of ${basename(plots)}`, truth: basename(truth ?? ''), tracks: basename(out) });
}

async function plainReport(recorder: Recorder, { plots, ...summary }: TrackSummary): Promise<string> {
  const { trackReport } = await import('../adapters/track-report/track-report.ts');
  return trackReport(recorder.record(), { ...summary, title: `Tracks of ${basename(plots)}`, plots: basename(plots) });
}

function checkFiles({ sensor, truth, out, report, json }: Options, files: readonly PlotFile[]): void {
  if (json === true && out === '-')
    throw new CommandError('the tracks and the summary cannot both go to the standard output', '--json', 'name a file with --out');
  if (files.filter(({ file }) => file === '-').length > 1)
    throw new CommandError('the standard input can be read once', '--plots', 'name files for the others');
  refuseOverwriting([...files.map(({ file }) => file), ...sensor, truth], [out, report]);
}

/** What moves says where it was; a sensor that stands still has its place in its spec. */
async function* withPlaces(
  scans: AsyncIterable<PlotScan>,
  specs: readonly MeasurementSpec[],
  file: string,
  notes: string[],
): AsyncGenerator<PlotScan> {
  const moving = new Set(specs.filter(({ frame }) => frame.kind === 'platform').map(({ id }) => id));
  for await (const scan of scans) {
    const { platform, ...standing } = scan;
    const moves = moving.has(scan.sensor);
    if (moves && platform === undefined)
      throw new CommandError(
        `${placeOf(scan, specs)} does not say where the platform was`,
        file,
        'a sensor that moves needs NDJSON with "platform" in each scan, and no scan left out; or give the sensor a site',
      );
    if (!moves && platform !== undefined && notes.length === 0)
      notes.push(
        'where the platform was is not used: the spec says where the sensor stands (frame: { kind: platform } is for one that moves)',
      );
    yield moves ? scan : standing;
  }
}

function stopAt(place: string, refused: RefusedPlot): never {
  const { place: field, message, remedy } = outside(refused);
  throw new CommandError(message, `${place} ${field}`, remedy);
}

/** The table is there when it is whole and of use; else what stood under its name before is. */
async function written(
  table: ResultSink,
  isOfUse: (figures: TrackFigures) => boolean,
  work: (table: ResultSink) => Promise<TrackFigures>,
): Promise<TrackFigures> {
  let figures: TrackFigures;
  try {
    await table.write(`${TRACKS_HEADER}\n`);
    figures = await work(table);
  } catch (error) {
    await table.drop();
    throw error;
  }
  await (isOfUse(figures) ? table.close() : table.drop());
  return figures;
}

/** A fault of the file of plots is told as every other slip is. */
async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof PlotFileError)) throw error;
    const { file, line, field, message, remedy } = error.refusal;
    throw new CommandError(message, `${file}${line > 0 ? `:${line}` : ''}${field === '' ? '' : ` ${field}`}`, remedy);
  }
}
