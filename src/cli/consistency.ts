import { type Command, Option } from 'commander';
import { type Consistency, consistencyOf, type ConsistencyRow } from '../sim/consistency.ts';
import type { Scenario } from '../sim/scenario.ts';
import { CommandError, EXIT, type Leave } from './exit.ts';
import { positiveNumber, wholeNumber } from './options.ts';
import { openOutput } from './output.ts';
import { progress } from './progress.ts';
import { readScenario } from './scenario-file.ts';
import { type Column, figure, renderTable } from './table.ts';

const HELP = `
Flies a scenario of one flight under many seeds, without clutter, and compares the track in coast, from ten seconds after burn-out to
apogee, with what it says of itself and with the best that any tracker could do.

Comes out: a row for each time. NEES is the squared error in the track's own sigmas, six states, averaged over the runs: 6 when the
covariance is right, and inside the band in 95 of 100 trials then. Bound is the posterior Cramér–Rao bound of the position, for the
tracker's own motion models and the detections that were made, by an oracle that knows when the thrust ended. Exit status 1 when the
mean NEES leaves the band or the position error exceeds 1.3 times the bound anywhere.

Examples:
  tocsin consistency
  tocsin consistency --scenario hs17-2022-11 --runs 50 --every 60`;

const WORST_RATIO = 1.3;
const NO_CLUTTER = 1e-9;

const COLUMNS: readonly Column<ConsistencyRow>[] = [
  { title: 'after launch s', align: 'right', cell: ({ time_s }) => figure(time_s, 0) },
  { title: 'runs', align: 'right', cell: ({ runs }) => String(runs) },
  { title: 'NEES', align: 'right', cell: ({ nees }) => figure(nees, 2) },
  { title: 'in band', cell: ({ inBand }) => (inBand ? 'yes' : 'no') },
  { title: 'RMSE m', align: 'right', cell: ({ rmse_m }) => figure(rmse_m, 1) },
  { title: 'bound m', align: 'right', cell: ({ bound_m }) => figure(bound_m, 1) },
  { title: 'ratio', align: 'right', cell: ({ rmse_m, bound_m }) => figure(rmse_m / bound_m, 2) },
];

type Options = { readonly scenario: string; readonly runs: number; readonly every: number; readonly json?: boolean };

/** `tocsin consistency`: the tracker against its own covariance and against the bound. */
export function addConsistency(verb: Command, leave: Leave): void {
  verb
    .addOption(new Option('--scenario <SCENARIO>', 'a scenario with one flight that comes down').default('hs12-2017-08'))
    .addOption(new Option('--runs <N>', 'seeds').argParser(wholeNumber(2)).default(200))
    .addOption(new Option('--every <S>', 'seconds between two rows').argParser(positiveNumber).default(20))
    .option('--json', 'one JSON object a line, a summary last')
    .addHelpText('after', HELP)
    .action((options: Options) => {
      if (!consistency(options)) leave(EXIT.checkFailed);
    });
}

function consistency({ scenario: name, runs, every, json }: Options): boolean {
  const output = openOutput(json === true);
  const bar = progress('runs', runs, output.json);
  const result = measure(withoutClutter(readScenario(name).scenario), runs, every, bar.step);
  bar.stop();
  const holds = result.nees >= result.band[0] && result.nees <= result.band[1] && result.worstRatio <= WORST_RATIO;
  for (const row of result.rows) output.object({ kind: 'consistency', ...row });
  for (const line of renderTable(COLUMNS, result.rows)) output.line(line);
  output.line(`\n${summaryOf(result, holds)}`);
  const { nees, band, shareInBand, worstRatio } = result;
  output.object({ summary: { runs, nees, bandLow: band[0], bandHigh: band[1], shareInBand, worstRatio, holds } });
  return holds;
}

function measure(scenario: Scenario, runs: number, every_s: number, onRun: () => void): Consistency {
  try {
    return consistencyOf(scenario, runs, { every_s, onRun });
  } catch (error) {
    if (error instanceof RangeError) throw new CommandError(error.message, '--scenario', 'give a scenario with one ballistic flight');
    throw error;
  }
}

/** Every detection must be the flight's, or the bound would be charged with false ones; people and disturbances play no part. */
function withoutClutter(scenario: Scenario): Scenario {
  const sensors = scenario.sensors.map((sensor) =>
    sensor.kind === 'radar'
      ? { ...sensor, spec: { ...sensor.spec, falseDetectionsPerScan: NO_CLUTTER } }
      : { ...sensor, spec: { ...sensor.spec, falseDetectionsPerScan: NO_CLUTTER } },
  );
  return { ...scenario, sensors, people: [], disturbances: [] };
}

function summaryOf({ runs, nees, band, shareInBand, worstRatio }: Consistency, holds: boolean): string {
  const bandText = `${band[0].toFixed(2)} to ${band[1].toFixed(2)}`;
  return `${runs} runs: mean NEES ${nees.toFixed(2)}, 95 % band ${bandText}; ${(100 * shareInBand).toFixed(0)} % of the rows inside; largest error ${worstRatio.toFixed(2)} × the bound. ${holds ? 'Holds.' : 'Does not hold.'}`;
}
