import { PHENOMENOLOGIES, type Phenomenology } from '../core/sense/sensor.ts';
import { alarmSubject, alarmWords } from '../api/alarm-words.ts';
import { hazardEndWords } from '../api/hazard-words.ts';
import { peopleWords } from '../api/people-words.ts';
import { actorWords, closingWords, eventEndWords, exclusionWords, piecesWords, turnedWords } from '../api/warning-words.ts';
import { timeOf } from '../api/wire.ts';
import type { Emission } from '../core/tell/emission.ts';
import type { Micros } from '../core/units.ts';
import { overAt_us } from '../core/warn/alert-area.ts';
import type { AlertArea, Warning, WarningMessage } from '../core/warn/warning.ts';
import { ringArea_m2, rmsError_m } from '../score/ground.ts';
import { assessmentRows, type EventMemory } from './timeline-assessment.ts';
import type { TimelineRow } from './timeline-row.ts';
import { clock, grouped, kilometres, position, sinceZero } from './words.ts';

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

  /** The first of a kind is a line; the others are counted, where the core does not count them itself. */
  const once = (key: string, row: TimelineRow, counted?: number): TimelineRow[] => {
    const count = counted ?? (repeats.get(key)?.count ?? 0) + 1;
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
      case 'hazard':
        return [{ at_us: emission.at_us, what: `hazard ${emission.change}`, figures: hazardFigures(emission) }];
      case 'refused':
        return once(
          `refused ${emission.reason} ${emission.source ?? ''}`,
          { at_us: emission.at_us, what: 'refused', figures: `${emission.reason}: ${emission.detail}` },
          emission.count,
        );
      case 'alarm': {
        const row = { at_us: emission.at_us, what: 'alarm', figures: `${emission.alarm}: ${alarmWords(emission)}` };
        // What only counts on is a line at first, and one at the end.
        return 'count' in emission ? once(`alarm ${emission.alarm} ${alarmSubject(emission)}`, row) : [row];
      }
      case 'late-taken':
        return lateRows(emission, (row) => once(`late ${emission.scans.map(({ sensor }) => sensor).join(' ')}`, row));
      case 'event-resumed':
        return [{ at_us: emission.at_us, what: 'event goes on', figures: `${emission.event}: ${emission.track} is seen again` }];
      case 'event-ended':
        return [
          { at_us: emission.at_us, what: 'event ended', figures: `${emission.event}: ${eventEndWords(emission.reason, emission.into)}` },
        ];
      case 'screened':
        return once(`screened ${emission.sensor}`, { at_us: emission.at_us, what: 'set aside', figures: screenedFigures(emission) });
      case 'launches': {
        const { at_us, likeliest, low, high, probability, objects } = emission;
        const range = `${low} to ${high} with ${(100 * probability).toFixed(0)} %`;
        return [{ at_us, what: 'launches', figures: `${likeliest} counted, ${range}; ${objects} objects followed` }];
      }
      case 'alive':
      case 'places-wanted':
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

/** Told each time when it makes or ends an object, once when it only moves some. */
function lateRows(
  { at_us, scans, since_us, changes }: Extract<Emission, { kind: 'late-taken' }>,
  once: (row: TimelineRow) => TimelineRow[],
): TimelineRow[] {
  const sensors = [...new Set(scans.map(({ sensor }) => sensor))].join(', ');
  const told = changes.map(({ track, change, moved_m }) =>
    change === 'moved' ? `${track} ${Math.round(moved_m)} m` : `${track} ${change}`,
  );
  const row = {
    at_us,
    what: 'late data',
    figures: `${scans.length} of ${sensors}, folded again from ${clock(since_us)}: ${told.length === 0 ? 'nothing moved' : told.join(', ')}`,
  };
  return changes.every(({ change }) => change === 'moved') ? once(row) : [row];
}

function screenedFigures({ sensor, detections, counts }: Extract<Emission, { kind: 'screened' }>): string {
  const reasons = Object.entries(counts).map(([reason, count]) => `${count} for ${reason.replaceAll('-', ' ')}`);
  return `of ${detections} detections of ${sensor}: ${reasons.join(', ')}`;
}

function seenBy(hits: Readonly<Record<Phenomenology, number>>): string {
  const seen = PHENOMENOLOGIES.filter((one) => hits[one] > 0);
  return seen.map((one) => `${one} (${hits[one]} ${one === 'radar' ? 'plots' : 'looks'})`).join(' and ');
}

function warningFigures({ warning, change, act }: Extract<Emission, { kind: 'warning' }>): string {
  const name = `${warning.id} revision ${warning.revision}`;
  switch (change) {
    case 'recommended':
    case 'renewed':
    case 'revised':
    case 'updated': {
      const window = `${clock(warning.impactWindow.from_us)} to ${clock(warning.impactWindow.to_us)}`;
      return `${name}, area ${areaFigures(warning.area)}${readyFigures(warning.area)}, impact ${window}, ${peopleWords(warning.peopleInAlertArea)}${ofPieces(warning)}`;
    }
    case 'piece-added':
    case 'piece-excluded':
      return `${name}: ${pieceFigures(warning)}`;
    case 'moved':
      return `${name}: its object is that of ${warning.event}`;
    case 'shortened':
      return `${name}: it is over by ${clock(overAt_us(warning))}`;
    case 'retraction-ready':
      return warning.turned === undefined ? name : `${name}: ${turnedWords(warning.turned)}`;
    case 'withdrawn':
    case 'lapsed':
    case 'joined':
      return warning.closedFor === undefined ? name : `${name}: ${closingWords(warning.closedFor)}`;
    default:
      return act === undefined ? name : `${name}, ${actorWords(act)}`;
  }
}

function readyFigures({ reach }: Warning['area']): string {
  return reach === undefined ? '' : `, ready in ${grouped(ringArea_m2(reach.ring) / 1e6)} km² until ${clock(reach.until_us)}`;
}

function ofPieces(warning: Warning): string {
  const words = piecesWords(warning);
  return words === '' ? '' : `; ${words}`;
}

/** Every piece with where it stands: which of them has changed is plain from the line before. */
function pieceFigures(warning: Warning): string {
  const { pieces = [] } = warning;
  const standing = pieces.map(({ event, inArea, excluded }) =>
    excluded === undefined ? `${event} ${inArea ? 'in the area' : 'to be in the area'}` : `${event} out, ${exclusionWords(excluded)}`,
  );
  return `parted; ${standing.join('; ')}`;
}

function hazardFigures({ hazard, change }: Extract<Emission, { kind: 'hazard' }>): string {
  const { id, event, area, impactWindow, endedFor } = hazard;
  const name = `${id} of ${event} revision ${hazard.revision}`;
  if (change === 'ended') return endedFor === undefined ? name : `${name}: ${hazardEndWords(endedFor)}`;
  const window = `${clock(impactWindow.from_us)} to ${clock(impactWindow.to_us)}`;
  return `${name}: comes down in ${areaFigures(area)}, ${window}${readyFigures(area)}, ${peopleWords(hazard.peopleInAlertArea)}`;
}

/** What people are told of: where it falls with a probability, and all around that. */
function areaFigures({ ring, probability, shelterRadius_m }: AlertArea): string {
  return `${grouped(ringArea_m2(ring) / 1e6)} km² (${(probability * 100).toFixed(0)} % and ${shelterRadius_m / 1000} km around)`;
}

function messageFigures(message: WarningMessage): string {
  const earlier = message.references.length === 0 ? '' : `, replaces ${message.references.map((one) => one.id).join(', ')}`;
  return `${message.messageType} ${message.id} (${message.purpose})${earlier}`;
}
