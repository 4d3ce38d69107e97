import type { PlotReading } from '../adapters/plots/read-plots.ts';
import { byCount, describeRefusal, type PlotReport, type RefusedFor } from '../adapters/plots/report.ts';
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
    lines: sum(({ lines }) => lines),
    reasons: summed(all.flatMap(({ reasons }) => reasons)),
    refusals: all.flatMap(({ refusals }) => refusals),
    notes: [...new Set(all.flatMap(({ notes }) => notes))],
  };
}

function summed(reasons: readonly RefusedFor[]): RefusedFor[] {
  const counts = new Map<string, number>();
  for (const { reason, count } of reasons) counts.set(reason, (counts.get(reason) ?? 0) + count);
  return byCount(counts);
}

const OUTSIDE = 'outside the view of the sensor';

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
    lines: report.lines,
    reasons: summed([...report.reasons, ...(figures.outsideView === 0 ? [] : [{ reason: OUTSIDE, count: figures.outsideView }])]),
    notes: [...report.notes],
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
  more: { readonly outside: readonly string[]; readonly isOfUse: boolean; readonly rates: number },
): void {
  const told = report.refusals.slice(0, MOST_TOLD);
  for (const refusal of told) output.remark(`refused: ${describeRefusal(refusal)}`);
  const untold = report.refused - told.reduce((sum, { lines = 1 }) => sum + lines, 0);
  if (untold > 0) output.remark(`refused: ${untold} more lines`);
  for (const outside of more.outside) output.remark(`refused: ${summary.plots} ${outside}`);
  const left = summary.refused - report.refused - more.outside.length;
  if (left > 0) output.remark(`refused: ${left} more plots outside the view`);
  if (summary.refused > 1)
    output.remark(
      `refused: ${grouped(summary.refused)} of ${grouped(summary.lines)}: ${summary.reasons.map(({ reason, count }) => `${grouped(count)} × ${reason}`).join('; ')}`,
    );
  for (const note of summary.notes) output.remark(`note: ${note}`);
  if (summary.scansAtBound > 0)
    output.remark(
      `note: in ${summary.scansAtBound} scans there were more tentative objects than the tracker holds; new plots started none`,
    );
  const parted = partedWords(summary, more.rates);
  if (parted !== undefined) output.remark(`note: ${parted}`);
  if (!more.isOfUse) output.remark(nothingWords(summary));
  output.object({ summary });
  const say = summary.out === '-' ? output.remark : output.line;
  for (const line of summaryLines(summary)) say(line);
}

/** From this share of tracks that lived one scan on, something is wrong with the file or the spec. */
const MANY = 0.1;
/** Scans that a track lives at the least, on average, where nothing is. */
const FEW_SCANS = 5;

/** Tracks that came and went, or none: one object that was parted into many, as far as anybody can tell. Of plots with range rates less is needed to say so: a
 *  rate that cannot be so parts an object at every scan. */
function partedWords({ tracks, tracksOfOneScan, mostTracks, rows, scans }: TrackSummary, rates: number): string | undefined {
  const isOdd =
    rates > 0
      ? tracksOfOneScan > 0 || tracks > mostTracks || rows < tracks * Math.min(FEW_SCANS, scans / 2)
      : tracksOfOneScan >= Math.max(2, MANY * tracks);
  const areNone = tracks === 0 && scans >= FEW_SCANS && rates >= FEW_SCANS;
  if (!isOdd && !areNone) return undefined;
  const cause =
    rates > 0
      ? 'range rates may be why: they are in m/s and positive away from the sensor, empty (not 0 or -9999) where none was measured, and not folded at a greatest one; the same file without them shows whether it is that'
      : 'scan_period_s, sigma or clutter of the spec may not be those of the file';
  const what = areNone
    ? 'no plot was one of a track that lived longer than one scan'
    : `${grouped(tracksOfOneScan)} of ${grouped(tracks)} tracks lived one scan (${(rows / tracks).toFixed(1)} on average, at most ${grouped(mostTracks)} at a time)`;
  return `${what}: ${cause}`;
}

function nothingWords({ lines, out }: TrackSummary): string {
  const left = out === '-' ? '' : `; ${out} is left as it was`;
  return lines === 0
    ? `nothing was read: there are no plots in it${left}`
    : `nothing was read: none of ${grouped(lines)} plots could be used${left}`;
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
