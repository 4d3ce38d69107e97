import { timeOf } from '../api/wire.ts';
import type { Assessment } from '../core/assess/assessment.ts';
import type { HypothesisProbability } from '../core/discern/hypotheses.ts';
import type { Emission } from '../core/emission.ts';
import type { Micros } from '../core/units.ts';
import type { Warning, WarningMessage } from '../core/warn/warning.ts';
import { rmsError_m, ellipseAt, ringArea_m2, semiAxes } from './ground.ts';
import { bearing, clock, grouped, kilometres, position, sinceZero } from './words.ts';

/** One line of a timeline: when, what, and its figures as text. */
export type TimelineRow = { readonly at_us: Micros; readonly what: string; readonly figures: string };

const WHAT_WIDTH = 16;

/** `T+01:02  01:15:02Z  notice            E1 heat …`: fixed columns, so that a changed golden reads like a changed log. */
export function renderRow(row: TimelineRow, zero_us: Micros): string {
  return `${sinceZero(row.at_us, zero_us).padEnd(8)}  ${clock(row.at_us)}  ${row.what.padEnd(WHAT_WIDTH)}  ${row.figures}`.trimEnd();
}

export type TimelineHead = {
  readonly title: string;
  readonly line: string;
  readonly seed?: number;
  readonly zero_us: Micros;
  readonly zeroIs: string;
  readonly zeroIso: string;
};

/** The lines above a timeline: what was run, and what T+00:00 stands for. */
export function renderHead(head: TimelineHead): string[] {
  const seed = head.seed === undefined ? '' : `, seed ${head.seed}`;
  return [head.title, `${head.line} line${seed}; T+00:00 is ${head.zeroIs}, ${head.zeroIso}`, ''];
}

/** Turns what the core says into the lines a person would log: the first of everything, and after that only what changed enough to
 *  act on. `hear` returns the lines that one emission is worth, in the order of time; `close` those that count what came too often. */
export type Timeline = { readonly hear: (emission: Emission) => TimelineRow[]; readonly close: () => TimelineRow[] };

export function createTimeline(): Timeline {
  const events = new Map<string, EventMemory>();
  const tracks = new Map<string, TrackMemory>();
  const repeats = new Map<string, { count: number; last: TimelineRow }>();

  /** The first of a kind is a line; the others are counted. */
  const once = (key: string, row: TimelineRow): TimelineRow[] => {
    const count = (repeats.get(key)?.count ?? 0) + 1;
    repeats.set(key, { count, last: row });
    return count === 1 ? [row] : [];
  };

  /** What the core says of a moment it says a little later, when the slowest sensor has reported. A log is kept in the order of saying. */
  let told_us = -Infinity;
  let heard_us = -Infinity;
  const inOrder = (row: TimelineRow): TimelineRow => {
    told_us = Math.max(told_us, row.at_us);
    return { ...row, at_us: told_us };
  };

  return {
    hear(emission) {
      heard_us = Math.max(heard_us, timeOf(emission));
      return rowsOf(emission).map(inOrder);
    },
    close() {
      const often = [...repeats.values()].filter(({ count }) => count > 1);
      return often.map(({ count, last }) => ({
        at_us: heard_us,
        what: 'in all',
        figures: `${grouped(count)} × ${last.what} ${last.figures}`,
      }));
    },
  };

  function rowsOf(emission: Emission): TimelineRow[] {
    switch (emission.kind) {
      case 'notice': {
        const { event, at_us, phenomenology, place, firstSeen_us } = emission.notice;
        const where = `${position(place.point)} ± ${kilometres(rmsError_m(place))}`;
        return [{ at_us, what: 'notice', figures: `${event}: ${phenomenology} at ${where}, first seen ${clock(firstSeen_us)}` }];
      }
      case 'track':
        return trackRows(emission.track, tracks);
      case 'assessment':
        return assessmentRows(emission.assessment, events);
      case 'warning':
        return [{ at_us: emission.at_us, what: emission.change, figures: warningFigures(emission) }];
      case 'message':
        return [{ at_us: emission.message.sent_us, what: 'message', figures: messageFigures(emission.message) }];
      case 'refused':
        return once(`refused ${emission.reason}`, {
          at_us: emission.at_us,
          what: 'refused',
          figures: `${emission.reason}: ${emission.detail}`,
        });
      case 'alarm':
        return once(`alarm ${emission.alarm} ${emission.detail.replace(/ \(\d+ so far\)/, '')}`, {
          at_us: emission.at_us,
          what: 'alarm',
          figures: `${emission.alarm}: ${emission.detail}`,
        });
      case 'alive':
        return [];
      default:
        return emission satisfies never;
    }
  }
}

type TrackMemory = { confirmed: boolean; radar: boolean; heat: boolean };

function trackRows(track: Extract<Emission, { kind: 'track' }>['track'], tracks: Map<string, TrackMemory>): TimelineRow[] {
  const { id, at_us, status, hits } = track;
  const memory = tracks.get(id) ?? { confirmed: false, radar: false, heat: false };
  tracks.set(id, memory);
  if (status === 'ended') return memory.confirmed ? [{ at_us, what: 'track ended', figures: id }] : [];
  if (status !== 'confirmed') return [];
  const rows: TimelineRow[] = [];
  if (!memory.confirmed) rows.push({ at_us, what: 'track', figures: `${id} confirmed by ${seenBy(hits)}` });
  else if (!memory.radar && hits.radar > 0) rows.push({ at_us, what: 'track', figures: `${id} seen by radar too` });
  else if (!memory.heat && hits.heat > 0) rows.push({ at_us, what: 'track', figures: `${id} seen by heat too` });
  tracks.set(id, { confirmed: true, radar: hits.radar > 0, heat: hits.heat > 0 });
  return rows;
}

function seenBy(hits: { readonly heat: number; readonly radar: number }): string {
  const parts = [hits.heat > 0 ? `heat (${hits.heat} looks)` : '', hits.radar > 0 ? `radar (${hits.radar} plots)` : ''];
  return parts.filter((part) => part !== '').join(' and ');
}

/** What was last printed of an event, so that the next line is printed only when it says something new. */
type EventMemory = {
  cause?: string;
  sure?: boolean;
  class?: string;
  launchSigma_m?: number;
  impactKind?: string;
  impactSigma_m?: number;
  apogee_m?: number;
  burnout?: boolean;
  basis?: string;
  absent: Set<string>;
};

/** A cause is logged again when it becomes sure, and when it is not any more; the gap keeps one that wavers from filling the log. */
const SURE = 0.95;
const UNSURE = 0.8;

function assessmentRows(assessment: Assessment, events: Map<string, EventMemory>): TimelineRow[] {
  const memory = events.get(assessment.event) ?? { absent: new Set<string>() };
  events.set(assessment.event, memory);
  return [
    ...causeRows(assessment, memory),
    ...absenceRows(assessment, memory),
    ...classRows(assessment, memory),
    ...launchRows(assessment, memory),
    ...burnoutRows(assessment, memory),
    ...impactRows(assessment, memory),
    ...basisRows(assessment, memory),
  ];
}

function causeRows({ event, at_us, cause, causeProbability, hypotheses }: Assessment, memory: EventMemory): TimelineRow[] {
  const sure = causeProbability >= (memory.cause === cause && memory.sure ? UNSURE : SURE);
  if (memory.cause === cause && memory.sure === sure) return [];
  memory.cause = cause;
  memory.sure = sure;
  const reason = reasonFor(cause, hypotheses);
  return [{ at_us, what: 'cause', figures: `${event}: ${cause} ${causeProbability.toFixed(2)}${reason ? `, because ${reason}` : ''}` }];
}

/** The finding that weighs most against the likeliest other explanation: what a person would give as the reason. */
function reasonFor(cause: string, hypotheses: readonly HypothesisProbability[]): string | undefined {
  const others = hypotheses.filter((one) => one.hypothesis !== cause);
  // For anything that is no missile, the question is always why it is no missile.
  const rival =
    cause === 'ballistic-missile'
      ? others.reduce<HypothesisProbability | undefined>(
          (best, one) => (!best || one.probability > best.probability ? one : best),
          undefined,
        )
      : others.find((one) => one.hypothesis === 'ballistic-missile');
  const telling = rival?.evidence.reduce<HypothesisProbability['evidence'][number] | undefined>(
    (best, one) => (one.logLikelihood < (best?.logLikelihood ?? -0.5) ? one : best),
    undefined,
  );
  return rival && telling ? `${telling.feature} (${telling.finding}) speaks against ${rival.hypothesis}` : undefined;
}

function absenceRows({ event, at_us, phenomenologies }: Assessment, memory: EventMemory): TimelineRow[] {
  const rows: TimelineRow[] = [];
  for (const { phenomenology, state, sensors } of phenomenologies) {
    const absent = state === 'expected-and-absent';
    if (absent && !memory.absent.has(phenomenology))
      rows.push({ at_us, what: 'absent', figures: `${event}: ${phenomenology} expected by now and not there (${sensors.join(', ')})` });
    if (absent) memory.absent.add(phenomenology);
    else memory.absent.delete(phenomenology);
  }
  return rows;
}

function classRows(
  { event, at_us, energyClass, equivalentSpeed_mps, sigmaEquivalentSpeed_mps }: Assessment,
  memory: EventMemory,
): TimelineRow[] {
  if (energyClass === undefined || energyClass === memory.class) return [];
  memory.class = energyClass;
  const speed = equivalentSpeed_mps === undefined ? '' : `, energy of ${(equivalentSpeed_mps / 1000).toFixed(2)} km/s at the surface`;
  const sigma = sigmaEquivalentSpeed_mps === undefined ? '' : ` ± ${(sigmaEquivalentSpeed_mps / 1000).toFixed(2)}`;
  return [{ at_us, what: 'class', figures: `${event}: ${energyClass}${speed}${sigma}` }];
}

function launchRows({ event, at_us, launch, heading_rad }: Assessment, memory: EventMemory): TimelineRow[] {
  if (!launch) return [];
  const sigma_m = rmsError_m(launch);
  if (!(sigma_m < (memory.launchSigma_m ?? Infinity) / 2)) return [];
  memory.launchSigma_m = sigma_m;
  const heading = heading_rad === undefined ? '' : `, heading ${bearing(heading_rad)}`;
  return [
    {
      at_us,
      what: 'launch point',
      figures: `${event}: ${position(launch.point)} ± ${kilometres(sigma_m)} at ${clock(launch.time_us)} ± ${launch.sigmaTime_s.toFixed(0)} s${heading}`,
    },
  ];
}

function burnoutRows({ event, at_us, burnout_us, burning }: Assessment, memory: EventMemory): TimelineRow[] {
  if (burnout_us === undefined || burning || memory.burnout) return [];
  memory.burnout = true;
  return [{ at_us, what: 'burn-out', figures: `${event}: at ${clock(burnout_us)}` }];
}

function impactRows({ event, at_us, impact, apogee_m, apogeeAt_us }: Assessment, memory: EventMemory): TimelineRow[] {
  if (!impact) return [];
  const sigma_m = semiAxes(impact).major_m;
  if (impact.kind === memory.impactKind && !(sigma_m < (memory.impactSigma_m ?? Infinity) / 2)) return [];
  memory.impactKind = impact.kind;
  memory.impactSigma_m = sigma_m;
  const { major_m, minor_m } = ellipseAt(impact, impact.probability);
  const percent = (impact.probability * 100).toFixed(0);
  const extent =
    impact.kind === 'ballistic'
      ? `± ${kilometres(major_m)} × ${kilometres(minor_m)} (${percent} %)`
      : `${impact.kind === 'may-manoeuvre' ? 'may manoeuvre' : 'under power'}, area ${grouped(ringArea_m2(impact.area) / 1e6)} km²`;
  const rows = [
    {
      at_us,
      what: 'impact',
      figures: `${event}: ${position(impact.point)} ${extent} at ${clock(impact.time_us)} ± ${impact.sigmaTime_s.toFixed(0)} s`,
    },
  ];
  if (apogee_m !== undefined && apogeeAt_us !== undefined && isNewApogee(apogee_m, apogeeAt_us, at_us, memory)) {
    memory.apogee_m = apogee_m;
    rows.push({ at_us, what: 'apogee', figures: `${event}: ${kilometres(apogee_m)} at ${clock(apogeeAt_us)}` });
  }
  return rows;
}

/** Worth a line while it lies ahead, and when it has moved by a fiftieth. */
function isNewApogee(apogee_m: number, apogeeAt_us: Micros, at_us: Micros, memory: EventMemory): boolean {
  return apogeeAt_us > at_us && Math.abs(apogee_m - (memory.apogee_m ?? 0)) > 0.02 * apogee_m;
}

/** A prediction is never told as an observation: the log says where one turns into the other. */
function basisRows({ event, at_us, basis, lastObserved_us }: Assessment, memory: EventMemory): TimelineRow[] {
  const before = memory.basis;
  memory.basis = basis;
  if (before === undefined || before === basis) return [];
  if (basis === 'observed') return [{ at_us, what: 'seen again', figures: `${event}: figures rest on observation` }];
  return [
    { at_us, what: 'out of sight', figures: `${event}: last observed ${clock(lastObserved_us)}; figures from here on are predicted` },
  ];
}

function warningFigures({ warning, change, act }: Extract<Emission, { kind: 'warning' }>): string {
  const name = `${warning.id} revision ${warning.revision}`;
  const reason = warning.retractionReason;
  switch (change) {
    case 'recommended':
    case 'revised':
    case 'updated': {
      const percent = (warning.area.probability * 100).toFixed(0);
      const window = `${clock(warning.impactWindow.from_us)} to ${clock(warning.impactWindow.to_us)}`;
      return `${name}, area ${grouped(ringArea_m2(warning.area.ring) / 1e6)} km² (${percent} %), impact ${window}, ${people(warning)}`;
    }
    case 'withdrawn':
    case 'retraction-ready':
      return reason === undefined ? name : `${name}: ${reason}`;
    default:
      return act === undefined ? name : `${name}, ${act}`;
  }
}

function people(warning: Warning): string {
  const { count } = warning.assessment.people;
  if (warning.places.length === 0) return count === 0 ? 'no places under it' : `${grouped(count)} people`;
  const named = warning.places.slice(0, 3).map((place) => place.name);
  const more = warning.places.length - named.length;
  return `${grouped(count)} people in ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function messageFigures(message: WarningMessage): string {
  const earlier = message.references.length === 0 ? '' : `, replaces ${message.references.map((one) => one.id).join(', ')}`;
  return `${message.messageType} ${message.id} (${message.purpose})${earlier}`;
}
