import type { JudgeLine, JudgeSummary } from '../api/wire-cli.ts';
import { BIN_BOUNDS, type Calibration, expectedCalibrationError, REGIONS, sumOf, type Tally } from '../judge/calibration.ts';
import type { Verdict } from '../judge/run-case.ts';
import type { Output } from './output.ts';
import { type Column, figure, renderTable } from './table.ts';

/** Prints what was judged, and returns whether all of it is right. */
export function printVerdicts(output: Output, verdicts: readonly Verdict[]): boolean {
  for (const { id, seed, faults } of verdicts) {
    const line: JudgeLine = { kind: 'case', case: id, seed, right: faults.length === 0, faults: [...faults] };
    output.object(line);
  }
  const ids = [...new Set(verdicts.map(({ id }) => id))];
  const rows = ids.flatMap((id) =>
    rowsOf(
      id,
      verdicts.filter((one) => one.id === id),
    ),
  );
  for (const line of renderTable(COLUMNS, rows)) output.line(line);
  const calibration = sumOf(verdicts.map((one) => one.calibration));
  printCalibration(output, calibration);
  const right = verdicts.filter(({ faults }) => faults.length === 0).length;
  const rightCases = ids.filter((id) => verdicts.every((one) => one.id !== id || one.faults.length === 0)).length;
  output.line(`\n${rightCases} of ${ids.length} cases are right under all of their seeds; ${right} of ${verdicts.length} runs.`);
  const summary: JudgeSummary = {
    cases: ids.length,
    casesRight: rightCases,
    runs: verdicts.length,
    runsRight: right,
    ...calibrationFigures(calibration),
  };
  output.object({ summary });
  return right === verdicts.length;
}

type Row = { readonly id: string; readonly right: string; readonly wrong: string };

const COLUMNS: readonly Column<Row>[] = [
  { title: 'case', cell: ({ id }) => id },
  { title: 'right', align: 'right', cell: ({ right }) => right },
  { title: 'what was wrong, and under which seeds', cell: ({ wrong }) => wrong },
];

/** More seeds than this are counted and not named. */
const MOST_SEEDS = 6;

/** A line for each thing that is wrong with a case: figures aside the same thing under several seeds is told once, as under the first of them. */
function rowsOf(id: string, verdicts: readonly Verdict[]): Row[] {
  const kinds = new Map<string, { readonly text: string; readonly seeds: number[] }>();
  for (const { seed, faults } of verdicts) {
    for (const text of faults) {
      const key = text.replaceAll(/[\d.]+/g, '#');
      const kind = kinds.get(key) ?? { text, seeds: [] };
      kinds.set(key, kind);
      if (kind.seeds.at(-1) !== seed) kind.seeds.push(seed);
    }
  }
  const right = `${verdicts.filter(({ faults }) => faults.length === 0).length}/${verdicts.length}`;
  const lines = [...kinds.values()].map(({ text, seeds }) => `${text} (${seedsText(seeds)})`);
  return (lines.length === 0 ? [''] : lines).map((wrong, k) => (k === 0 ? { id, right, wrong } : { id: '', right: '', wrong }));
}

function seedsText(seeds: readonly number[]): string {
  return seeds.length <= MOST_SEEDS ? seeds.join(', ') : `${seeds.slice(0, MOST_SEEDS).join(', ')} and ${seeds.length - MOST_SEEDS} more`;
}

/** Width of the plot, in characters. */
const PLOT_WIDTH = 40;

type Said = { readonly what: string } & Tally;

const CALIBRATION_COLUMNS: readonly Column<Said>[] = [
  { title: 'says', cell: ({ what }) => what },
  { title: 'mean', align: 'right', cell: ({ stated, weight }) => figure(stated / weight, 3) },
  { title: 'right', align: 'right', cell: ({ right, weight }) => figure(right / weight, 3) },
  { title: 'runs', align: 'right', cell: ({ weight }) => weight.toFixed(1) },
  { title: 'right (━) and said (│), from 0 to 1', cell: ({ stated, right, weight }) => bar(right / weight, stated / weight) },
];

function printCalibration(output: Output, { causes, regions }: Calibration): void {
  const said: Said[] = [
    ...causes.map((tally, bin) => ({ what: `cause ${BIN_BOUNDS[bin]} to ${BIN_BOUNDS[bin + 1]}`, ...tally })),
    ...REGIONS.map((region) => ({ what: region, ...regions[region] })),
  ].filter(({ weight }) => weight > 0);
  if (said.length === 0) return;
  output.line('\nHow often what is said with a probability is right (a run counts once):\n');
  for (const line of renderTable(CALIBRATION_COLUMNS, said)) output.line(line);
  const error = expectedCalibrationError({ causes, regions });
  if (error !== undefined) output.line(`\nExpected calibration error of the cause: ${error.toFixed(3)}.`);
}

function bar(right: number, said: number): string {
  const mark = Math.round(said * (PLOT_WIDTH - 1));
  return Array.from({ length: PLOT_WIDTH }, (_, k) => (k === mark ? '│' : k < Math.round(right * PLOT_WIDTH) ? '━' : ' ')).join('');
}

function calibrationFigures(calibration: Calibration): Pick<JudgeSummary, 'causes' | 'regions' | 'expectedCalibrationError'> {
  const figures = ({ weight, stated, right }: Tally) => ({
    runs: weight,
    stated: weight === 0 ? null : stated / weight,
    right: weight === 0 ? null : Math.min(1, right / weight),
  });
  return {
    causes: calibration.causes.map((tally, bin) => ({ from: BIN_BOUNDS[bin], to: BIN_BOUNDS[bin + 1], ...figures(tally) })),
    regions: REGIONS.map((region) => ({ what: region, ...figures(calibration.regions[region]) })),
    expectedCalibrationError: expectedCalibrationError(calibration) ?? null,
  };
}
