import { type Command, Option } from 'commander';
import { chartSvg, type Curve, type Panel } from '../adapters/report/chart-svg.ts';
import { writeResult } from '../adapters/result-file/result-file.ts';
import { contradictions, estimateOf, type ReentryCurve, type ReentryResult, runReentry } from '../sim/benchmarks/reentry.ts';
import { EXIT, type Leave } from './exit.ts';
import { wholeNumber, seedNumber } from './options.ts';
import { openOutput } from './output.ts';
import { progress } from './progress.ts';
import { type Column, figure, renderTable } from './table.ts';

const HELP = `
The re-entry benchmark of Farina, Ristic and Benvenuti (IEEE Trans. AES 38(3), 2002): a body of known ballistic coefficient falls from 88 km
through thickening air past a radar (range ±100 m, elevation ±0.017 rad, a plot every 2 s, sixty of them). All filters start from the same
first two plots. With --unknown-beta the coefficient is a state too.

Comes out: a row for each filter. Ratio is the position error over the posterior Cramér–Rao bound, root mean square over runs and scans, with
its standard error; NEES is averaged over the scans, and in band is the share of scans whose mean NEES lies in the 95 % band. Evaluations are of
the motion model, a step. Exit status 1 when the paper's conclusion (the EKF is at the bound, no other filter is better, each costs more) does
not hold on these runs; it is not checked with --unknown-beta.

Examples:
  tocsin benchmark reentry
  tocsin benchmark reentry --runs 200 --particles 0
  tocsin benchmark reentry --svg reentry.svg`;

type Row = ReentryCurve & { readonly inBand: number };

const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;

const COLUMNS: readonly Column<Row>[] = [
  { title: 'filter', cell: ({ filter }) => filter },
  { title: 'in the paper', cell: ({ published }) => (published ? 'yes' : 'no') },
  { title: 'evaluations', align: 'right', cell: ({ evaluations }) => String(evaluations) },
  { title: 'ratio', align: 'right', cell: ({ squaredRatioOfRun }) => figure(ratioOf(squaredRatioOfRun).ratio, 3) },
  { title: '±', align: 'right', cell: ({ squaredRatioOfRun }) => figure(ratioOf(squaredRatioOfRun).error, 3) },
  { title: 'end m', align: 'right', cell: ({ position_m }) => figure(position_m.at(-1), 1) },
  { title: 'end m/s', align: 'right', cell: ({ velocity_mps }) => figure(velocity_mps.at(-1), 2) },
  { title: 'NEES', align: 'right', cell: ({ nees }) => figure(mean(nees), 2) },
  { title: 'in band %', align: 'right', cell: ({ inBand }) => figure(100 * inBand, 0) },
];

/** Of the squared ratio's mean the root, with the error that this gives it. */
function ratioOf(squared: readonly number[]): { readonly ratio: number; readonly error: number } {
  const found = estimateOf(squared);
  const ratio = Math.sqrt(found.mean);
  return { ratio, error: found.error / (2 * ratio) };
}

type Choice = {
  readonly runs: number;
  readonly seed: number;
  readonly particles: number;
  readonly unknownBeta?: boolean;
  readonly svg?: string;
  readonly json?: boolean;
};

/** `tocsin benchmark reentry`. */
export function addReentry(benchmark: Command, leave: Leave): void {
  benchmark
    .command('reentry')
    .description('a published re-entry: extended, unscented and particle filters beside the bound')
    .addOption(new Option('--runs <N>', 'falls').argParser(wholeNumber(2)).default(100))
    .addOption(new Option('--seed <N>', 'the first of their seeds').argParser(seedNumber).default(2002))
    .addOption(new Option('--particles <N>', 'size of the particle filter; 0 leaves it out').argParser(wholeNumber(0)).default(6000))
    .option('--unknown-beta', 'the ballistic coefficient is not known')
    .addOption(new Option('--svg <FILE>', 'a chart of the curves'))
    .option('--json', 'one JSON object a line, a summary last')
    .addHelpText('after', HELP)
    .action((choice: Choice) => {
      if (!reentry(choice)) leave(EXIT.checkFailed);
    });
}

function reentry({ runs, seed, particles, unknownBeta, svg, json }: Choice): boolean {
  const output = openOutput(json === true);
  const bar = progress('falls', runs, output.json);
  const result = runReentry({ runs, seed, particles, unknownBeta, onRun: bar.step });
  bar.stop();
  const [low, high] = result.band;
  const rows = result.curves.map(
    (curve): Row => ({ ...curve, inBand: mean(curve.nees.map((nees) => (nees >= low && nees <= high ? 1 : 0))) }),
  );
  for (const row of rows) output.object({ kind: 'reentry', ...row });
  for (const line of renderTable(COLUMNS, rows)) output.line(line);
  const against = unknownBeta === true ? [] : contradictions(result);
  output.line(
    `\n${runs} falls; bound at the end ${figure(result.boundPosition_m.at(-1), 1)} m, ${figure(result.boundVelocity_mps.at(-1), 2)} m/s; 95 % band of NEES ${low.toFixed(2)} to ${high.toFixed(2)}, ${result.states} expected.`,
  );
  if (unknownBeta !== true) output.line(verdict(against));
  output.object({ summary: { runs, states: result.states, bandLow: low, bandHigh: high, contradictions: against } });
  if (svg !== undefined) writeResult(svg, chartOf(result, unknownBeta === true));
  return against.length === 0;
}

function verdict(against: readonly string[]): string {
  return against.length === 0
    ? 'The published order holds: the EKF is at the bound, none of the others is better by more than chance, each costs more.'
    : `The published order does not hold: ${against.join('; ')}.`;
}

function chartOf({ runs, times_s, band, boundPosition_m, curves }: ReentryResult, unknownBeta: boolean): string {
  const over = (values: readonly number[]): [number, number][] => values.map((value, k) => [times_s[k], value]);
  const some = curves.filter(({ filter }) => filter !== 'CKF' && filter !== 'UKF on range and elevation');
  const lines = (valuesOf: (curve: ReentryCurve) => readonly number[]): Curve[] =>
    some.map((curve) => ({ name: curve.filter, points: over(valuesOf(curve)) }));
  const panels: Panel[] = [
    {
      title: 'Position error, m (root mean square)',
      x: 'seconds',
      logarithmic: true,
      curves: [...lines(({ position_m }) => position_m), { name: 'Cramér–Rao bound', role: 'reference', points: over(boundPosition_m) }],
    },
    {
      title: 'The same, over the bound',
      x: 'seconds',
      curves: [
        { name: 'Cramér–Rao bound', role: 'reference', points: over(boundPosition_m.map(() => 1)) },
        ...lines(({ position_m }) => position_m.map((value, k) => value / boundPosition_m[k])),
      ],
    },
    { title: `NEES, and its 95 % band for ${runs} runs`, x: 'seconds', band, curves: lines(({ nees }) => nees) },
  ];
  return chartSvg(`Re-entry, ballistic coefficient ${unknownBeta ? 'unknown' : 'known'}: ${runs} falls`, panels);
}
