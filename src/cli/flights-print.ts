import type { FlightLine, FlightsSummary } from '../api/wire-cli.ts';
import { loftedTimes } from './flights-summary.ts';
import type { Output } from './output.ts';
import type { FlightScore, FlownLine } from './score-flight.ts';
import { type Column, figure, renderTable } from './table.ts';

type RefusedLine = Extract<FlightLine, { outcome: 'refused' }>;

const COLUMNS: readonly Column<FlownLine>[] = [
  { title: 'flight', align: 'right', cell: (line) => line.flight },
  { title: 'date', cell: (line) => line.date },
  { title: 'missile', cell: (line) => line.missile.slice(0, 24) },
  { title: 'recorded', cell: (line) => line.recordedType ?? '-' },
  { title: 'flown', cell: (line) => (line.trajectory === 'ballistic' ? 'ballistic' : line.trajectory) },
  { title: 'truth', cell: (line) => line.trueClass ?? '-' },
  { title: 'says', cell: (line) => line.energyClass ?? '-' },
  { title: 'cause', cell: (line) => line.cause ?? '-' },
  { title: 'plume s', align: 'right', cell: (line) => figure(line.plumeSeenAt_s, 0) },
  { title: 'notice s', align: 'right', cell: (line) => figure(line.noticeAt_s, 0) },
  { title: 'recomm. s', align: 'right', cell: (line) => figure(line.recommendedAt_s, 0) },
  { title: 'launch km', align: 'right', cell: (line) => figure(line.launchError_km, 2) },
  { title: 'pred.', align: 'right', cell: (line) => figure(line.launchPredicted_km, 2) },
  { title: 'in', cell: (line) => yesNo(line.launchInside95) },
  { title: 'impact km', align: 'right', cell: (line) => figure(line.impactError_km, 1) },
  { title: 'pred.', align: 'right', cell: (line) => figure(line.impactPredicted_km, 1) },
  { title: 'in', cell: (line) => yesNo(line.impactInside95) },
  { title: 'time s', align: 'right', cell: (line) => figure(line.impactTimeError_s, 1) },
  { title: 'area', cell: (line) => `${yesNo(line.areaHoldsImpactAtApogee)} ${yesNo(line.areaHoldsImpactAtEnd)}` },
  { title: 'beyond 2-body s', align: 'right', cell: (line) => figure(line.flightTimeLessTwoBody_s, 0) },
];

const LEGEND = `pred.: root of the trace of the estimate's own covariance. in: truth inside its 95 % ellipse. time: predicted impact time less the true one.
area: whether the warning area held the true impact, at apogee and at the end. Impact figures stand as at the true apogee.`;

export function printFlights(
  output: Output,
  scores: readonly FlightScore[],
  refused: readonly RefusedLine[],
  summary: FlightsSummary,
): void {
  const lines = scores.map((score) => score.line);
  for (const line of [...lines, ...refused]) output.object(line);
  const ordinary = lines.filter((line) => line.trajectory !== 'manoeuvring');
  const manoeuvring = lines.filter((line) => line.trajectory === 'manoeuvring');
  section(output, 'Flights', ordinary);
  section(output, 'Manoeuvring flights (pull-up, glide)', manoeuvring);
  if (lines.length > 0) output.line(LEGEND);
  if (refused.length > 0) {
    output.line(`\n${output.paint.strong('Refused rows, by reason')} (--json names each)`);
    for (const line of renderTable(REASON_COLUMNS, byReason(refused))) output.line(line);
  }
  output.line(`\n${output.paint.strong('Summary')}`);
  for (const line of summaryLines(summary, lines)) output.line(line);
  output.object({ summary });
}

type Reason = { readonly reason: string; readonly rows: number; readonly first: string };

const REASON_COLUMNS: readonly Column<Reason>[] = [
  { title: 'rows', align: 'right', cell: ({ rows }) => String(rows) },
  { title: 'first', align: 'right', cell: ({ first }) => first },
  { title: 'reason', cell: ({ reason }) => reason },
];

/** The commonest first: a long table of recorded flights has a hundred rows without an apogee, and its answer must not scroll away. */
function byReason(refused: readonly RefusedLine[]): Reason[] {
  const reasons = new Map<string, Reason>();
  for (const { flight, reason } of refused) {
    const { rows, first } = reasons.get(reason) ?? { rows: 0, first: flight };
    reasons.set(reason, { reason, rows: rows + 1, first });
  }
  return [...reasons.values()].sort((a, b) => b.rows - a.rows);
}

function section(output: Output, title: string, lines: readonly FlownLine[]): void {
  if (lines.length === 0) return;
  output.line(output.paint.strong(title));
  for (const line of renderTable(COLUMNS, lines)) output.line(line);
  output.line('');
}

function summaryLines(summary: FlightsSummary, lines: readonly FlownLine[]): string[] {
  const lofted = loftedTimes(lines);
  const text = [
    `${summary.flights} flown (${summary.ballistic} ballistic, ${summary.manoeuvring} manoeuvring), ${summary.refused} refused`,
    `notice         ${percent(summary.noticed)} of the ballistic flights whose plume a satellite saw, median ${figure(summary.noticeMedian_s, 0)} s after ignition`,
    `class          ${percent(summary.classRight)} as the energy of the truth`,
    `launch point   median error ${figure(summary.launchErrorMedian_km, 2)} km, by the covariances ${figure(summary.launchPredictedMedian_km, 2)} km; ${percent(summary.launchInside95)} inside the 95 % ellipse`,
    `impact point   median error ${figure(summary.impactErrorMedian_km, 1)} km, by the covariances ${figure(summary.impactPredictedMedian_km, 1)} km; ${percent(summary.impactInside95)} inside the 95 % ellipse`,
    `impact time    median error ${figure(summary.impactTimeErrorMedian_s, 1)} s at apogee; ${percent(summary.impactTimeWithin10s)} within 10 s`,
  ];
  if (summary.manoeuvring > 0) {
    text.push(
      `manoeuvring    areas hold the truth in ${percent(summary.manoeuvringInsideAtApogee)} at apogee, ${percent(summary.manoeuvringInsideAtEnd)} at the end; stated ${percent(summary.manoeuvringStated)}`,
    );
  }
  if (lofted) {
    text.push(
      `flight time    less the vacuum two-body time, ${lofted.count} lofted ICBM rows: ${figure(lofted.least_s, 0)} to ${figure(lofted.most_s, 0)} s (expected 100 to 260)`,
    );
  }
  return text;
}

function percent(part: number | null): string {
  return part === null ? '-' : `${(100 * part).toFixed(1)} %`;
}

function yesNo(value: boolean | null): string {
  return value === null ? '-' : value ? 'yes' : 'no';
}
