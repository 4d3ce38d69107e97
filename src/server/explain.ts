import type { Geodetic } from '../core/frames/geodetic.ts';
import type { Journal } from '../adapters/journal/journal.ts';
import { announcedWords } from '../api/announced-words.ts';
import { isoFromMicros } from '../api/iso.ts';
import { peopleWords } from '../api/people-words.ts';
import { actorWords } from '../api/warning-words.ts';
import type { Assessment } from '../core/assess/assessment.ts';
import { SCREEN_REASONS, type ScreenReason } from '../core/detect/screen.ts';
import type { Emission, TrackReport } from '../core/tell/emission.ts';
import type { Entry } from '../core/journal.ts';
import { type LineOfSightDetection, type Plot, type Scan, type Source, type TakenSource, isScan, SENSOR_OF } from '../core/sense/scan.ts';
import type { Phenomenology } from '../core/sense/sensor.ts';
import { phenomenologyOf } from '../core/sense/sensor.ts';
import type { Micros } from '../core/units.ts';
import { toDegrees } from '../core/units.ts';
import { tracksOf } from '../core/warn/record.ts';
import type { Warning } from '../core/warn/warning.ts';
import type { Fold } from './fold.ts';
import { PIPELINE } from './fold.ts';
import { type Check, createCheck, replayOn } from './replay.ts';

/** Why a warning says what it says: revision ← assessment ← event ← tracks ← detections ← journal entries. */
export type Explanation = {
  readonly kind: 'explained';
  readonly warning: Warning;
  /** The entry that made this revision, and what changed by it. */
  readonly seq: number;
  readonly at_us: Micros;
  readonly change: string;
  /** All changes of the warning up to this one, people's among them. */
  readonly history: readonly {
    readonly seq: number;
    readonly at_us: Micros;
    readonly change: string;
    readonly revision: number;
    readonly act?: string;
  }[];
  readonly assessment: Assessment;
  /** The entry at which the assessment was said; undefined when it was said only inside the warning. */
  readonly assessmentSeq: number | undefined;
  readonly event: string;
  readonly tracks: readonly ExplainedTrack[];
  /** Detections that no track was offered, since the first that these tracks rest on: by sensor and reason. */
  readonly setAside: readonly { readonly sensor: string; readonly reason: ScreenReason; readonly count: number }[];
  /** What replaying the journal found out about the journal itself. */
  readonly check: Check;
};

export type ExplainedTrack = {
  readonly id: string;
  /** The last report before the assessment; undefined when there was none. */
  readonly report: TrackReport | undefined;
  /** Everything the track had used by then, in the order of the journal. */
  readonly detections: readonly ExplainedDetection[];
};

export type ExplainedDetection = TakenSource & {
  readonly at_us: Micros;
  readonly measuredAt_us: Micros;
  readonly sensor: string;
  readonly phenomenology: Phenomenology;
  /** What was measured, readable, with units. */
  readonly figures: string;
};

export type NotExplained = { readonly check: Check } & (
  | { readonly kind: 'unknown-warning'; readonly known: readonly string[] }
  | { readonly kind: 'unknown-revision'; readonly known: readonly number[] }
);

/** Replays a journal and collects what a warning rests on: at its last change, or at the last one of `revision`. Of a journal that is not what
 *  was written it explains what can be read, and says so in `check`. */
export function explainWarning(journal: Journal, warningId: string, revision?: number): Explanation | NotExplained {
  return explainWarningOn(PIPELINE, journal, warningId, revision);
}

type Said<K extends Emission['kind']> = Extract<Emission, { readonly kind: K }> & { readonly seq: number };
type Report = { readonly seq: number; readonly track: TrackReport };

/** The same on another fold than the pipeline. */
export function explainWarningOn<State>(
  fold: Fold<State>,
  journal: Journal,
  warningId: string,
  revision?: number,
): Explanation | NotExplained {
  const warnings: Said<'warning'>[] = [];
  const assessments = new Map<string, number>();
  const reports = new Map<string, Report[]>();
  const screened: Said<'screened'>[] = [];
  const check = createCheck();
  for (const folded of replayOn(fold, journal, check)) {
    const { seq } = folded.entry;
    if (folded.kind === 'broke') continue;
    for (const emission of folded.emissions) {
      if (emission.kind === 'screened') screened.push({ ...emission, seq });
      if (emission.kind === 'warning') warnings.push({ ...emission, seq });
      if (emission.kind === 'assessment') assessments.set(keyOf(emission.assessment), seq);
      if (emission.kind === 'track')
        reports.set(emission.track.id, [...(reports.get(emission.track.id) ?? []), { seq, track: emission.track }]);
    }
  }
  const ofWarning = warnings.filter(({ warning }) => warning.id === warningId);
  if (ofWarning.length === 0) return { kind: 'unknown-warning', check, known: [...new Set(warnings.map(({ warning }) => warning.id))] };
  const chosen = ofWarning.findLast(({ warning }) => revision === undefined || warning.revision === revision);
  if (chosen === undefined)
    return { kind: 'unknown-revision', check, known: [...new Set(ofWarning.map(({ warning }) => warning.revision))] };
  const { warning, seq, at_us, change } = chosen;
  const assessmentSeq = assessments.get(keyOf(warning.assessment));
  // People's acts come later than what they act on: the evidence ends where the assessment was drawn.
  const evidenceEnd = Math.min(seq, assessmentSeq ?? seq);
  const tracks = tracksOf(warning).map((id) =>
    explainTrack(
      journal,
      id,
      (reports.get(id) ?? []).filter((one) => one.seq <= evidenceEnd),
    ),
  );
  const evidenceBegin = Math.min(...tracks.flatMap(({ detections }) => detections.map((one) => one.seq)));
  return {
    kind: 'explained',
    warning,
    seq,
    at_us,
    change,
    history: ofWarning
      .filter((one) => one.seq <= seq)
      .map((one) => ({
        seq: one.seq,
        at_us: one.at_us,
        change: one.change,
        revision: one.warning.revision,
        act: one.act && actorWords(one.act),
      })),
    assessment: warning.assessment,
    assessmentSeq,
    event: warning.event,
    check,
    tracks,
    setAside: countSetAside(screened.filter((one) => one.seq >= evidenceBegin && one.seq <= evidenceEnd)),
  };
}

function countSetAside(screened: readonly Said<'screened'>[]): Explanation['setAside'] {
  const sums = new Map<string, { sensor: string; reason: ScreenReason; count: number }>();
  for (const { sensor, counts } of screened)
    for (const reason of SCREEN_REASONS) {
      const count = (sums.get(`${sensor} ${reason}`)?.count ?? 0) + (counts[reason] ?? 0);
      if (count > 0) sums.set(`${sensor} ${reason}`, { sensor, reason, count });
    }
  return [...sums.values()];
}

function keyOf({ event, revision }: Assessment): string {
  return `${event}\n${revision}`;
}

function explainTrack(journal: Journal, id: string, reports: readonly Report[]): ExplainedTrack {
  const sources = new Map<string, TakenSource>();
  for (const { track } of reports) for (const source of track.sources) sources.set(`${source.seq} ${source.index}`, source);
  const ordered = [...sources.values()].sort((a, b) => a.seq - b.seq || a.index - b.index);
  const detections = ordered.map((source) => explainSource(journal.entry(source.seq), source)).filter((one) => one !== undefined);
  return { id, report: reports.at(-1)?.track, detections };
}

/** What a source is in its journal entry; undefined for an entry that is no scan. */
function explainSource(entry: Entry | undefined, source: TakenSource): ExplainedDetection | undefined {
  if (entry === undefined) return undefined;
  const { input, at_us } = entry;
  if (!isScan(input)) return undefined;
  const figures = figuresOf(input, source);
  const phenomenology = phenomenologyOf({ kind: SENSOR_OF[input.kind] });
  const doubt = source.weight === undefined ? '' : `, the track’s with ${Math.round(100 * source.weight)} %`;
  return { ...source, at_us, measuredAt_us: input.measuredAt_us, sensor: input.sensor, phenomenology, figures: `${figures}${doubt}` };
}

function figuresOf(scan: Scan, source: Source): string {
  switch (scan.kind) {
    case 'infrared-scan':
      return detectionFigures(scan.detections.at(source.index), source);
    case 'radar-scan':
      return `${plotFigures(scan.plots.at(source.index), source)}${placeFigures(scan.platform)}`;
  }
}

/** Where a radar that moves was: without it its plot cannot be checked. */
function placeFigures(at: Geodetic | undefined): string {
  if (at === undefined) return '';
  return `, seen from ${toDegrees(at.latitude_rad).toFixed(4)}° north, ${toDegrees(at.longitude_rad).toFixed(4)}° east, ${at.height_m.toFixed(0)} m`;
}

function plotFigures(plot: Plot | undefined, { index }: Source): string {
  if (plot === undefined || index < 0) return 'the whole scan';
  const [azimuth, elevation] = [plot.azimuth_rad, plot.elevation_rad].map((angle) => toDegrees(angle).toFixed(3));
  const rate = plot.rangeRate_mps === undefined ? '' : ` range rate ${plot.rangeRate_mps.toFixed(1)} m/s,`;
  return `range ${(plot.range_m / 1000).toFixed(3)} km, azimuth ${azimuth}°, elevation ${elevation}°,${rate} signal-to-noise ${plot.signalToNoise_dB.toFixed(1)} dB`;
}

function detectionFigures(detection: LineOfSightDetection | undefined, { index }: Source): string {
  if (detection === undefined || index < 0) return 'the whole scan';
  const { x, y, z } = detection.lineOfSightEcef;
  const { rightRight, upUp } = detection.covariance_rad2;
  const sigma_urad = Math.sqrt(Math.max(rightRight, upUp)) * 1e6;
  return `line of sight (${[x, y, z].map((value) => value.toFixed(6)).join(', ')}) ± ${sigma_urad.toFixed(0)} µrad, intensity ${(detection.intensity_Wpsr / 1000).toFixed(1)} kW/sr`;
}

/** The tree as lines, indented by what rests on what. `detections` bounds how many each track shows: the first and the last ones. */
export function explanationLines(explanation: Explanation, detections = 20): string[] {
  const { warning, assessment, assessmentSeq, history, tracks, setAside, event } = explanation;
  return [
    `warning ${warning.id} revision ${warning.revision}, ${warning.state} (${explanation.change} by entry ${explanation.seq}, ${isoFromMicros(explanation.at_us)}); in its area: ${peopleWords(warning.peopleInAlertArea)}`,
    ...history.map(
      (one) =>
        `  ${isoFromMicros(one.at_us)}  entry ${one.seq}  ${one.change}${one.act === undefined ? '' : `, ${one.act}`}, revision ${one.revision}`,
    ),
    `← assessment ${assessment.id} (entry ${assessmentSeq ?? 'none'}): ${assessment.cause} ${(100 * assessment.causeProbability).toFixed(1)} %, ${assessment.energyClass ?? 'class open'}, ${assessment.basis}`,
    ...assessment.phenomenologies.map(
      (one) => `  ${one.phenomenology}: ${one.state}, ${one.hits} hits${one.sensors.length > 0 ? ` of ${one.sensors.join(', ')}` : ''}`,
    ),
    ...(assessment.announced === undefined ? [] : [`  ${announcedWords(assessment.announced)}`]),
    `  ← event ${event}`,
    ...tracks.flatMap((track) => trackLines(track, detections)),
    ...setAside.map(({ sensor, reason, count }) => `    not offered to any track: ${count} of ${sensor}, ${reason.replaceAll('-', ' ')}`),
  ];
}

function trackLines({ id, report, detections }: ExplainedTrack, most: number): string[] {
  const counted = `${detections.length} detections`;
  const head =
    report === undefined
      ? `    ← track ${id}: no report`
      : `    ← track ${id}: ${report.status}, ${report.basis}, score ${report.score.toFixed(1)}, ${counted}`;
  const lines = detections.map(
    (one) =>
      `      ← entry ${one.seq}${one.index < 0 ? '' : `.${one.index}`}  ${isoFromMicros(one.measuredAt_us)}  ${one.sensor} (${one.phenomenology})  ${one.figures}`,
  );
  if (lines.length <= most) return [head, ...lines];
  const [first, last] = [Math.ceil(most / 2), Math.floor(most / 2)];
  return [head, ...lines.slice(0, first), `        … ${lines.length - most} more …`, ...lines.slice(lines.length - last)];
}
