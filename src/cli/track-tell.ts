import type { PlotReading } from '../adapters/plots/read-plots.ts';
import { describeRefusal, type PlotReport } from '../adapters/plots/report.ts';
import type { TrackSummary } from '../api/wire-cli.ts';
import type { ScoreSheet } from '../score/sheet.ts';
import type { Output } from './output.ts';
import type { TrackFigures } from './track-run.ts';
import { grouped } from './words.ts';

/** What a run is called by: the names of its files and of what it ran with. */
export type TrackNames = Pick<TrackSummary, 'plots' | 'sensor' | 'associator' | 'out' | 'report'>;

type FileReport = PlotReport & Pick<PlotReading['report'], 'format'>;

/** What became of the files of a run, as of one. */
export function reportOf(readings: readonly PlotReading[]): FileReport {
  const [{ report: first }] = readings;
  if (readings.length === 1) return first;
  const all = readings.map(({ report }) => report);
  const sum = (of: (report: PlotReport) => number): number => all.reduce((total, report) => total + of(report), 0);
  return {
    ...(first.format && { format: first.format }),
    plots: sum(({ plots }) => plots),
    scans: sum(({ scans }) => scans),
    refused: sum(({ refused }) => refused),
    refusals: all.flatMap(({ refusals }) => refusals),
    notes: [...new Set(all.flatMap(({ notes }) => notes))],
  };
}

export function summaryOf(
  names: TrackNames,
  report: FileReport,
  figures: TrackFigures,
  all_ms: number,
  sheet: ScoreSheet | undefined,
): TrackSummary {
  return {
    plots: names.plots,
    format: report.format ?? 'csv',
    sensor: names.sensor,
    associator: names.associator,
    scans: figures.scans,
    plotsRead: figures.plots,
    refused: report.refused + figures.outsideView,
    rows: figures.rows,
    tracks: figures.tracks,
    mostTracks: figures.mostTracks,
    tracksAtEnd: figures.tracksAtEnd,
    tracksOfOneScan: figures.tracksOfOneScan,
    worstScan_ms: figures.worstScan_ms,
    worstScan: figures.scans === 0 ? null : figures.worstScan,
    tracking_s: figures.tracking_ms / 1000,
    plotsPerSecond: figures.tracking_ms === 0 ? null : figures.plots / (figures.tracking_ms / 1000),
    all_s: all_ms / 1000,
    scansAtBound: figures.scansAtBound,
    out: names.out,
    report: names.report,
    score: sheet === undefined ? null : scoreOf(sheet),
  };
}

function scoreOf({ peers, rule }: ScoreSheet): NonNullable<TrackSummary['score']> {
  const { gospaMean_m, ospaMean_m, locRmse_m, missedFraction, falsePerScan, switches } = peers;
  return { fromScan: rule.fromScan, gospaMean_m, ospaMean_m, locRmse_m, missedFraction, falsePerScan, switches };
}

/** Refusals listed one by one; the others are counted. */
const MOST_TOLD = 10;

export function tell(
  output: Output,
  report: PlotReport,
  summary: TrackSummary,
  more: { readonly notes: readonly string[]; readonly outside: readonly string[] },
): void {
  const told = report.refusals.slice(0, MOST_TOLD);
  for (const refusal of told) output.remark(`refused: ${describeRefusal(refusal)}`);
  const untold = report.refused - told.reduce((sum, { lines = 1 }) => sum + lines, 0);
  if (untold > 0) output.remark(`refused: ${untold} more lines`);
  for (const outside of more.outside) output.remark(`refused: ${summary.plots} ${outside}`);
  const left = summary.refused - report.refused - more.outside.length;
  if (left > 0) output.remark(`refused: ${left} more plots outside the view`);
  for (const note of [...report.notes, ...more.notes]) output.remark(`note: ${note}`);
  if (summary.scansAtBound > 0)
    output.remark(
      `note: in ${summary.scansAtBound} scans there were more tentative objects than the tracker holds; new plots started none`,
    );
  output.object({ summary });
  const say = summary.out === '-' ? output.remark : output.line;
  for (const line of summaryLines(summary)) say(line);
}

function summaryLines(summary: TrackSummary): string[] {
  const {
    scans,
    plotsRead,
    refused,
    rows,
    tracks,
    mostTracks,
    tracksAtEnd,
    tracksOfOneScan,
    worstScan_ms,
    worstScan,
    tracking_s,
    plotsPerSecond,
    all_s,
    score,
  } = summary;
  return [
    `plots     ${grouped(plotsRead)} in ${grouped(scans)} scans, ${grouped(refused)} refused   (${summary.plots}, ${summary.format})`,
    `sensor    ${summary.sensor}, associator ${summary.associator}`,
    `tracks    ${grouped(tracks)} in all, at most ${grouped(mostTracks)} at a time, ${grouped(tracksAtEnd)} at the end, ${grouped(tracksOfOneScan)} in one scan only`,
    `time      ${tracking_s.toFixed(3)} s tracking, ${all_s.toFixed(3)} s with reading and writing`,
    `speed     ${plotsPerSecond === null ? '-' : grouped(Math.round(plotsPerSecond))} plots a second; worst scan ${worstScan_ms.toFixed(1)} ms (scan ${worstScan ?? '-'})`,
    ...(score === null
      ? []
      : [
          `score     GOSPA ${grouped(Math.round(score.gospaMean_m))} m, ${(100 * score.missedFraction).toFixed(1)} % missed, ${score.falsePerScan.toFixed(2)} false tracks a scan, ${score.switches} changes of track (from scan ${score.fromScan} on)`,
        ]),
    `written   ${grouped(rows)} rows to ${summary.out === '-' ? 'the standard output' : summary.out}${summary.report === null ? '' : `, report to ${summary.report}`}`,
  ];
}
