import { comesDown, keptClearOf, mayStayUp } from '../assess/comes-down.ts';
import type { PeopleIn } from '../assess/people-in.ts';
import type { Assessment, Basis, ImpactEstimate } from '../assess/assessment.ts';
import type { Hypothesis } from '../discern/hypotheses.ts';
import type { Line } from '../sense/line.ts';
import type { Metres, Micros } from '../units.ts';
import { windowOf } from './alert-area.ts';
import { type Drawing, isOpen, toldOf, type WarningRecord } from './record.ts';
import { differenceDue, isOver, newRedrawings, noteEstimate, noteRedrawing, type Redrawings } from './redrawing.ts';
import type { AlertArea, MessageReference, Warning } from './warning.ts';

/** Why a hazard is not told any more. Nobody says that something was seen to fall (H4). */
export type HazardEnd =
  /** The time by which it is down is over. */
  | { readonly kind: 'window-over' }
  /** The evidence has turned: it burns on its way up, or stays up. */
  | { readonly kind: 'does-not-come-down' }
  /** It is not there: sensors should see it and do not. */
  | { readonly kind: 'track-lost' }
  /** A warning of a missile is recommended or out for it, and says what to do. */
  | { readonly kind: 'warned'; readonly warning: string }
  /** It was of the same object as another event, which goes on. */
  | { readonly kind: 'same-object'; readonly event: string };

/** What to do: stay out of the area and do not touch what lies there; nothing any more; or what the warning says. */
export type HazardInstruction = 'keep-clear' | 'all-clear' | 'heed-warning';

/** That something comes down, where and when, whatever it is. It is information: nobody signs it, no channel of warnings carries it, and it asks
 *  for less than a warning does (docs/adr/0052). */
export type Hazard = {
  readonly id: string;
  readonly event: string;
  readonly line: Line;
  /** Grows with everything that is said of it. */
  readonly revision: number;
  readonly state: 'stated' | 'ended';
  readonly instruction: HazardInstruction;
  readonly area: AlertArea;
  readonly impactWindow: Warning['impactWindow'];
  readonly peopleInAlertArea: PeopleIn;
  /** What it is taken to be: for those on duty. What to do does not depend on it. */
  readonly cause: Hypothesis;
  readonly causeProbability: number;
  readonly basis: Basis;
  readonly lastObserved_us: Micros;
  readonly tracks: readonly string[];
  /** The assessment that this was drawn from. */
  readonly assessment: string;
  /** What was said of it before, oldest first. */
  readonly references: readonly MessageReference[];
  readonly statedAt_us: Micros;
  /** When this revision was said. */
  readonly said_us: Micros;
  readonly endedFor?: HazardEnd;
};

export type HazardChange = 'stated' | 'revised' | 'ended';

/** A hazard with what its life must remember. */
export type HazardRecord = Redrawings & {
  /** Undefined before it is stated. */
  hazard: Hazard | undefined;
  /** Since when it has come down without a break, by the assessments; undefined while it does not. */
  comesDownSince_us: Micros | undefined;
  /** Since when it may stay up, without a break; undefined while it does not, if nobody can say where it comes down. */
  awaySince_us: Micros | undefined;
  /** When it is at its highest, by the last assessment that said so; for ever ahead while it burns before that. */
  topAt_us: Micros;
};

export function newHazardRecord(): HazardRecord {
  return {
    hazard: undefined,
    comesDownSince_us: undefined,
    awaySince_us: undefined,
    topAt_us: -Infinity,
    ...newRedrawings(-Infinity),
  };
}

/** How long it must come down without a break before it is told, and may stay up before that is taken back: an estimate that wavers disturbs
 *  nobody, and who is told keeps clear rather too long. A warning of a missile, which says more, is mostly recommended by then. */
const TOLD_AFTER_S = 10;
const OVER_AFTER_S = 20;
/** Most that is said of one hazard. The last place is kept for its end. */
const MAX_SAID = 50;

export type HazardPort = { said(change: HazardChange, hazard: Hazard): void };
export type HazardOptions = { readonly id: string; readonly line: Line; readonly shelterRadius_m: Metres; readonly now_us: Micros };

/** What a new assessment of an event does to its hazard: state it, draw it anew, end it, state it again. `warning`: the event's, which covers
 *  it while it is open. */
export function followHazard(
  record: HazardRecord,
  assessment: Assessment,
  warning: WarningRecord | undefined,
  options: HazardOptions,
  port: HazardPort,
): void {
  const { now_us } = options;
  const impact = comesDown(assessment);
  record.comesDownSince_us = impact === undefined ? undefined : (record.comesDownSince_us ?? assessment.at_us);
  noteTop(record, assessment);
  record.awaySince_us = mayStayUp(assessment, record.topAt_us) ? (record.awaySince_us ?? assessment.at_us) : undefined;
  noteEstimate(record, assessment);
  if (warning !== undefined && isOpen(warning.warning)) {
    endHazard(record, { kind: 'warned', warning: warning.warning.id }, now_us, port);
    return;
  }
  if (!isStated(record)) {
    if (impact !== undefined && isDue(record, assessment, impact, now_us)) state(record, assessment, impact, options, port);
  } else if (record.awaySince_us !== undefined) {
    if (assessment.at_us - record.awaySince_us >= OVER_AFTER_S * 1e6) endHazard(record, { kind: 'does-not-come-down' }, now_us, port);
  } else {
    const stands = keptClearOf(assessment);
    if (stands === undefined) return;
    redraw(record, record.hazard, { assessment, impact: stands, shelterRadius_m: options.shelterRadius_m }, now_us, port);
  }
}

/** Without an impact nothing is said of its top. Thrust before it moves it on. */
function noteTop(record: HazardRecord, { burning, at_us, apogeeAt_us }: Assessment): void {
  if (apogeeAt_us !== undefined) record.topAt_us = apogeeAt_us;
  else if (burning && at_us < record.topAt_us) record.topAt_us = Infinity;
}

type StatedRecord = HazardRecord & { readonly hazard: Hazard };

export function isStated(record: HazardRecord): record is StatedRecord {
  return record.hazard?.state === 'stated';
}

/** A prediction alone states nothing (H4), nor is told what is over; and what comes down where it was announced to has been told by the announcement. */
function isDue(
  { hazard, comesDownSince_us }: HazardRecord,
  { at_us, basis, announced }: Assessment,
  impact: ImpactEstimate,
  now_us: Micros,
): boolean {
  if (announced?.holds || basis !== 'observed' || windowOf(impact).to_us <= now_us) return false;
  if (comesDownSince_us === undefined || at_us - comesDownSince_us < TOLD_AFTER_S * 1e6) return false;
  return mayStillSay(hazard);
}

function mayStillSay(hazard: Hazard | undefined): boolean {
  return hazard === undefined || hazard.revision < MAX_SAID - 1;
}

function state(
  record: HazardRecord,
  assessment: Assessment,
  impact: ImpactEstimate,
  { id, line, shelterRadius_m, now_us }: HazardOptions,
  port: HazardPort,
): void {
  const before = record.hazard;
  Object.assign(record, { redrawn_us: undefined, stretches: 0 });
  say(
    record,
    {
      id: before?.id ?? id,
      event: assessment.event,
      line,
      revision: (before?.revision ?? 0) + 1,
      state: 'stated',
      instruction: 'keep-clear',
      ...drawnFrom({ assessment, impact, shelterRadius_m }, 0),
      references: referencesTo(before),
      statedAt_us: now_us,
      said_us: now_us,
    },
    'stated',
    port,
  );
}

/** By the same rule of differences as a warning. */
function redraw(record: HazardRecord, hazard: Hazard, drawing: Drawing, now_us: Micros, port: HazardPort): void {
  const { assessment, impact } = drawing;
  if (assessment.lastObserved_us <= hazard.lastObserved_us || !mayStillSay(hazard)) return;
  const difference = differenceDue(record, hazard, [impact], now_us);
  if (difference === undefined) return;
  noteRedrawing(record, difference, now_us);
  say(record, { ...following(hazard, now_us), ...drawnFrom(drawing, record.stretches) }, 'revised', port);
}

function drawnFrom(drawing: Drawing, stretches: number) {
  const { cause, causeProbability, basis, lastObserved_us, tracks, id } = drawing.assessment;
  return {
    ...toldOf(drawing),
    impactWindow: windowOf(drawing.impact, stretches),
    cause,
    causeProbability,
    basis,
    lastObserved_us,
    tracks,
    assessment: id,
  };
}

/** Ends a hazard that is stated; another one it leaves alone. */
export function endHazard(record: HazardRecord, why: HazardEnd, now_us: Micros, port: HazardPort): void {
  if (!isStated(record)) return;
  const instruction = why.kind === 'warned' ? 'heed-warning' : why.kind === 'same-object' ? 'keep-clear' : 'all-clear';
  say(record, { ...following(record.hazard, now_us), state: 'ended', instruction, endedFor: why }, 'ended', port);
}

/** What time does: by the end of its window it is down, unless it is known to be later by now. */
export function followHazardTime(record: HazardRecord, now_us: Micros, port: HazardPort): void {
  if (isStated(record) && isOver(record, record.hazard, now_us)) endHazard(record, { kind: 'window-over' }, now_us, port);
}

/** Its track is lost: that says that nothing comes down, unless it may be down already. */
export function followHazardLoss(record: HazardRecord, lost_us: Micros, now_us: Micros, port: HazardPort): void {
  if (isStated(record) && lost_us < record.hazard.impactWindow.from_us) endHazard(record, { kind: 'track-lost' }, now_us, port);
}

function following(hazard: Hazard, now_us: Micros): Hazard {
  return { ...hazard, revision: hazard.revision + 1, references: referencesTo(hazard), said_us: now_us };
}

/** What is said of a hazard has a name of its own, as messages have. */
export function statementId({ id, revision }: Pick<Hazard, 'id' | 'revision'>): string {
  return `${id}-r${revision}`;
}

function referencesTo(before: Hazard | undefined): readonly MessageReference[] {
  return before === undefined ? [] : [...before.references, { id: statementId(before), sent_us: before.said_us }];
}

function say(record: HazardRecord, hazard: Hazard, change: HazardChange, port: HazardPort): void {
  record.hazard = hazard;
  port.said(change, hazard);
}
