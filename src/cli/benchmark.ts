import { type Command, Option } from 'commander';
import { drawArcs } from '../sim/benchmarks/arcs.ts';
import { type BallisticResult, type BallisticRow, runBallistic } from '../sim/benchmarks/ballistic.ts';
import { readArcs } from './arc-file.ts';
import { addReentry } from './benchmark-reentry.ts';
import { addScenes } from './benchmark-scenes.ts';
import { EXIT, type Leave } from './exit.ts';
import { positiveNumber, wholeNumber, seedNumber } from './options.ts';
import { openOutput } from './output.ts';
import { progress } from './progress.ts';
import { type Column, figure, renderTable } from './table.ts';

const HELP = `
Comes out: a table, and exit status 1 where what the benchmark claims does not hold. Each benchmark has a --help of its own.

Examples:
  tocsin benchmark ballistic --arcs ballistic20.csv.gz
  tocsin benchmark reentry --svg reentry.svg`;

const BALLISTIC_HELP = `
Follows free-flight arcs past one radar (range ±100 m, angles ±0.1°, a plot every 5 s) from their first plot, under many draws of the
noise, with the tracker's own filter and with filters that are written to be read, and compares them with the best that is possible.

FILE is a table (CSV, plain or .gz) of truth with the columns target, t and x_ecef … vz_ecef, as ballistic20.csv.gz; without it twenty
arcs of the same family are drawn from the seed.

Comes out: a row for each filter. RMSE and bound are of the position at the last scan, over all runs; bound is the posterior Cramér–Rao
bound from the same start with the same process noise. NEES is the squared error of all six states in the filter's own sigmas: 6 when its
covariance is right. In band is the share of scans whose mean NEES is inside the 95 % band. Exit status 1 when the tracker's position
error exceeds 1.05 times the bound, or its NEES at the last scan leaves the band: by chance one run in twenty does.

Examples:
  tocsin benchmark ballistic
  tocsin benchmark ballistic --arcs ballistic20.csv.gz --seeds 50
  tocsin benchmark ballistic --seeds 300 --filters tracker`;

/** The claim: this close to the bound. */
const WORST_RATIO = 1.05;

const COLUMNS: readonly Column<BallisticRow>[] = [
  { title: 'filter', cell: ({ filter }) => filter },
  { title: 'RMSE m', align: 'right', cell: ({ rmse_m }) => figure(rmse_m, 1) },
  { title: 'bound m', align: 'right', cell: ({ bound_m }) => figure(bound_m, 1) },
  { title: 'ratio', align: 'right', cell: ({ ratio }) => figure(ratio, 3) },
  { title: 'NEES', align: 'right', cell: ({ nees }) => figure(nees, 2) },
  { title: 'after plot 2', align: 'right', cell: ({ neesAtSecondPlot }) => figure(neesAtSecondPlot, 2) },
  { title: 'in band %', align: 'right', cell: ({ shareInBand }) => figure(100 * shareInBand, 0) },
  { title: 'step µs', align: 'right', cell: ({ step_us }) => figure(step_us, 1) },
];

type BallisticChoice = {
  readonly arcs?: string;
  readonly seeds: number;
  readonly seed: number;
  readonly psd: number;
  readonly filters?: 'tracker';
  readonly json?: boolean;
};

/** `tocsin benchmark`: the estimators against published and against own scenarios, beside the bound. */
export function addBenchmark(verb: Command, leave: Leave): void {
  const benchmark = verb.addHelpText('after', HELP);
  benchmark
    .command('ballistic')
    .description('free-flight arcs past one radar: position error against the bound, NEES in its band')
    .addOption(new Option('--arcs <FILE>', 'truth as a table; by default arcs are drawn'))
    .addOption(new Option('--seeds <N>', 'draws of the noise for each arc').argParser(wholeNumber(1)).default(50))
    .addOption(new Option('--seed <N>', 'the first of them, and the seed of drawn arcs').argParser(seedNumber).default(2002))
    .addOption(new Option('--psd <Q>', 'process noise of filters and bound, m²/s³').argParser(positiveNumber).default(1e-6))
    .addOption(new Option('--filters <WHICH>', "only the tracker's own").choices(['tracker']))
    .option('--json', 'one JSON object a line, a summary last')
    .addHelpText('after', BALLISTIC_HELP)
    .action((choice: BallisticChoice) => {
      if (!ballistic(choice)) leave(EXIT.checkFailed);
    });
  addReentry(benchmark, leave);
  addScenes(benchmark, leave);
}

function ballistic({ arcs: file, seeds, seed, psd, filters, json }: BallisticChoice): boolean {
  const output = openOutput(json === true);
  const arcs = file === undefined ? drawArcs(seed, DRAWN_ARCS) : readArcs(file);
  const bar = progress('arcs', arcs.length, output.json);
  const result = runBallistic(arcs, {
    seeds,
    firstSeed: seed,
    psd_m2ps3: psd,
    filters: filters === undefined ? undefined : [filters],
    clock_ms: () => performance.now(),
    onArc: bar.step,
  });
  bar.stop();
  for (const row of result.rows) output.object({ kind: 'ballistic', ...row });
  for (const line of renderTable(COLUMNS, result.rows)) output.line(line);
  const [tracker] = result.rows;
  const holds = tracker.ratio <= WORST_RATIO && tracker.inBand;
  output.line(`\n${summaryOf(result, tracker, holds)}`);
  const { runs, band } = result;
  output.object({
    summary: { runs, bandLow: band[0], bandHigh: band[1], ratio: tracker.ratio, nees: tracker.nees, holds },
  });
  return holds;
}

const DRAWN_ARCS = 20;

function summaryOf({ arcs, runs, band }: BallisticResult, { ratio, nees }: BallisticRow, holds: boolean): string {
  return `${arcs} arcs, ${runs} runs: the tracker ends at ${ratio.toFixed(3)} × the bound (at most ${WORST_RATIO}), NEES ${nees.toFixed(2)} in ${band[0].toFixed(2)} to ${band[1].toFixed(2)}. ${holds ? 'Holds.' : 'Does not hold.'}`;
}
