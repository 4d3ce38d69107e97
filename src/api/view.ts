import { HYPOTHESES } from '../core/discern/hypotheses.ts';
import { geodeticFromEcefVec } from '../core/frames/geodetic.ts';
import { extendHistory, extendTrail } from './trail.ts';
import { alarmSubject, alarmWords, isOver } from './alarm-words.ts';
import type { AliveMessage, ChangeMessage, EventView, TrackView, View, WarningView, WireEmission } from './wire-feed.ts';

/** How much a view keeps. At the bound the oldest that is over gives way first, and `view.left` counts it; a trail or a history loses
 *  the points that change its shape least. */
export const BOUNDS = {
  tracks: 2000,
  trail: 240,
  events: 500,
  history: 240,
  warnings: 200,
  messagesPerWarning: 100,
  timeline: 500,
  alarms: 50,
  sensors: 256,
  places: 600,
  backlogs: 100,
} as const;

/** A view that nothing has been told yet. */
export function emptyView(): View {
  return {
    at_us: 0,
    entries: 0,
    sensors: [],
    places: [],
    tracks: [],
    events: [],
    warnings: [],
    timeline: [],
    alarms: [],
    backlogs: [],
    refused: 0,
    left: 0,
  };
}

/** Folds one change into the view, in place. Server and console run this same function, so that a console which saw every change and
 *  one which was handed a snapshot show the same. */
export function fold(view: View, change: ChangeMessage): void {
  switch (change.kind) {
    case 'said':
      return hear(view, change.emission);
    case 'line':
      append(view, view.timeline, change.line, BOUNDS.timeline);
      return;
    case 'sensor':
      replace(view, view.sensors, change.sensor, (one) => one.id === change.sensor.id, BOUNDS.sensors);
      if (change.sensor.last_us !== undefined) view.lastMeasured_us = Math.max(view.lastMeasured_us ?? 0, change.sensor.last_us);
      return;
    case 'places':
      for (const place of change.places) {
        const same = (one: View['places'][number]) => one.name === place.name && one.country === place.country;
        if (!view.places.some(same)) append(view, view.places, place, BOUNDS.places);
      }
      return;
    case 'draft': {
      const found = view.warnings.find((one) => one.warning.id === change.draft.warning);
      if (found) found.draft = change.draft;
      return;
    }
    case 'went-out': {
      const found = view.warnings.find((one) => one.warning.id === change.wentOut.warning);
      if (found) found.wentOut = change.wentOut;
      return;
    }
    case 'delivery':
      hearDelivery(view, change.delivery);
      return;
    case 'backlog':
      replace(view, view.backlogs, change.backlog, (one) => one.channel === change.backlog.channel, BOUNDS.backlogs);
      return;
    case 'got-through':
      view.backlogs = view.backlogs.filter((one) => one.channel !== change.channel);
      return;
    default:
      return change satisfies never;
  }
}

/** Folds a sign of life: the theatre's clock and what each sensor brought. It comes each second whether anything happened or not. */
export function beat(view: View, alive: AliveMessage): void {
  view.at_us = Math.max(view.at_us, alive.at_us);
  view.entries = alive.entries;
  for (const { id, last_us, scans, detections } of alive.sensors) {
    const sensor = view.sensors.find((one) => one.id === id);
    if (sensor) Object.assign(sensor, { last_us, scans, detections });
    if (last_us !== undefined) view.lastMeasured_us = Math.max(view.lastMeasured_us ?? 0, last_us);
  }
}

/** Of each channel the latest: an outage has an attempt a minute, for as long as it lasts. */
function hearDelivery(view: View, delivery: WarningView['messages'][number]['deliveries'][number]): void {
  for (const { messages } of view.warnings) {
    const found = messages.find((one) => one.id === delivery.message);
    if (found) found.deliveries = [...found.deliveries.filter(({ channel }) => channel !== delivery.channel), delivery];
  }
}

function hear(view: View, emission: WireEmission): void {
  switch (emission.kind) {
    case 'alive':
      view.entries = emission.entries;
      break;
    case 'launches': {
      const { time: _, ...launches } = emission;
      view.launches = launches;
      break;
    }
    case 'track':
      hearTrack(view, emission.track);
      break;
    case 'notice':
      eventOf(view, emission.notice.event).notice = emission.notice;
      break;
    case 'assessment':
      hearAssessment(view, emission.assessment);
      break;
    case 'warning':
      hearWarning(view, emission);
      break;
    case 'message':
      hearMessage(view, emission.message);
      break;
    case 'hazard':
      eventOf(view, emission.hazard.event).hazard = emission.hazard;
      break;
    case 'refused':
      view.refused += 1;
      break;
    case 'event-ended':
      eventOf(view, emission.event).ended = emission.reason;
      break;
    case 'event-resumed':
      eventOf(view, emission.event).ended = undefined;
      break;
    // What it changed follows in reports of its own; what was set aside is for the record.
    case 'late-taken':
    case 'screened':
    case 'places-wanted':
      break;
    case 'alarm':
      hearAlarm(view, emission);
      break;
    default:
      return emission satisfies never;
  }
  view.at_us = Math.max(view.at_us, timeIn(emission));
}

function timeIn(emission: WireEmission): number {
  switch (emission.kind) {
    case 'track':
      return emission.track.at_us;
    case 'notice':
      return emission.notice.at_us;
    case 'assessment':
      return emission.assessment.at_us;
    case 'message':
      return emission.message.sent_us;
    default:
      return emission.at_us;
  }
}

function hearTrack(view: View, track: TrackView['track']): void {
  const before = latest(view.tracks, (one) => one.track.id === track.id);
  const trail = before?.trail ?? [];
  const { latitude_rad, longitude_rad, height_m } = geodeticFromEcefVec(track.positionEcef_m);
  extendTrail(trail, { at_us: track.at_us, latitude_rad, longitude_rad, height_m, basis: track.basis }, BOUNDS.trail);
  if (before) {
    before.track = track;
    return;
  }
  view.tracks.push({ track, trail });
  if (view.tracks.length > BOUNDS.tracks) drop(view, view.tracks, (one) => one.track.status === 'ended');
}

function hearAssessment(view: View, assessment: NonNullable<EventView['assessment']>): void {
  const event = eventOf(view, assessment.event);
  event.assessment = assessment;
  // What is assessed is not over: late scans have shown that it goes on.
  delete event.ended;
  const probabilities = HYPOTHESES.map((name) => assessment.hypotheses.find((one) => one.hypothesis === name)?.probability ?? 0);
  extendHistory(event.history, { at_us: assessment.at_us, probabilities }, BOUNDS.history);
}

function eventOf(view: View, id: string): EventView {
  const found = latest(view.events, (one) => one.id === id);
  if (found) return found;
  const made: EventView = { id, history: [] };
  view.events.push(made);
  if (view.events.length > BOUNDS.events) {
    const warnedOf = eventsWarnedOf(view);
    drop(view, view.events, (one) => one.hazard?.state !== 'stated' && !warnedOf.has(one.id));
  }
  return made;
}

/** Asked once of all: of each event in turn, a crowd of them beyond the bound took longer than anything else here. */
function eventsWarnedOf({ warnings }: View): ReadonlySet<string> {
  return new Set(warnings.filter(isOpen).flatMap(eventsOf));
}

/** The events that a warning is of: its own, and those of the pieces that count. */
function eventsOf({ warning: { event, pieces = [] } }: WarningView): string[] {
  return [event, ...pieces.filter(({ excluded }) => excluded === undefined).map((piece) => piece.event)];
}

/** Whether a warning is of an event: by itself, or as one of several pieces. */
export function speaksFor(warning: WarningView, event: string): boolean {
  return eventsOf(warning).includes(event);
}

/** Whether a warning still asks something of people. */
export function isOpen({ warning }: WarningView): boolean {
  return warning.state === 'recommended' || warning.state === 'half-released' || warning.state === 'released';
}

function hearWarning(view: View, { warning, change, at_us, act }: Extract<WireEmission, { kind: 'warning' }>): void {
  let found = view.warnings.find((one) => one.warning.id === warning.id);
  if (!found) {
    found = { warning, changedAt_us: at_us, change, messages: [] };
    view.warnings.push(found);
    if (view.warnings.length > BOUNDS.warnings) drop(view, view.warnings, (one) => !isOpen(one));
  }
  const before = found.warning;
  if (before.state === 'half-released' && warning.revision !== before.revision) {
    found.voided = { person: before.signatures.at(0)?.person ?? 'somebody', revision: before.revision, at_us };
  }
  if (change === 'half-released' || change === 'released') found.voided = undefined;
  if (change === 'acknowledged') found.acknowledged ??= { person: act?.person ?? 'somebody', at_us };
  found.warning = warning;
  found.changedAt_us = at_us;
  found.change = change;
}

function hearMessage(view: View, message: Extract<WireEmission, { kind: 'message' }>['message']): void {
  const found = view.warnings.find((one) => one.warning.id === message.warning.id);
  if (!found || found.messages.some((one) => one.id === message.id)) return;
  const { id, messageType, purpose, sent_us } = message;
  append(view, found.messages, { id, messageType, purpose, sent_us, deliveries: [] }, BOUNDS.messagesPerWarning);
}

/** The latest of each alarm about each thing; what is over is forgotten. */
function hearAlarm(view: View, { time: _, kind: __, at_us, ...alarm }: Extract<WireEmission, { kind: 'alarm' }>): void {
  const subject = alarmSubject(alarm);
  const same = view.alarms.findIndex((one) => one.alarm === alarm.alarm && one.subject === subject);
  const count = same < 0 ? 1 : view.alarms.splice(same, 1)[0].count + 1;
  if (isOver(alarm)) return;
  append(view, view.alarms, { at_us, alarm: alarm.alarm, subject, detail: alarmWords(alarm), count }, BOUNDS.alarms);
}

/** From the end: what goes on is among the latest, and what has ended stays before it for long. */
function latest<T>(list: readonly T[], is: (one: T) => boolean): T | undefined {
  for (let at = list.length - 1; at >= 0; at--) if (is(list[at])) return list[at];
  return undefined;
}

function append<T>(view: View, list: T[], item: T, bound: number): void {
  list.push(item);
  if (list.length <= bound) return;
  view.left += list.length - bound;
  list.splice(0, list.length - bound);
}

function replace<T>(view: View, list: T[], item: T, same: (one: T) => boolean, bound: number): void {
  const at = list.findIndex(same);
  if (at >= 0) list[at] = item;
  else append(view, list, item, bound);
}

/** Takes out the oldest that may go; where none may, the oldest of all. */
function drop<T>(view: View, list: T[], mayGo: (one: T) => boolean): void {
  const at = list.findIndex(mayGo);
  list.splice(Math.max(0, at), 1);
  view.left += 1;
}
