import { type AnnouncedRecord, NOT_ANNOUNCED } from '../assess/announced.ts';
import type { Assessment, ImpactEstimate, LaunchEstimate } from '../assess/assessment.ts';
import type { Track } from '../theatre-track/track.ts';
import type { EventEnd } from '../theatre-track/fate.ts';
import type { Micros } from '../units.ts';
import { type HazardRecord, isStated, newHazardRecord } from '../warn/hazard.ts';
import { isOpen, type WarningRecord } from '../warn/record.ts';

/** One event: what the system tells people about one object, from its notice to its end. */
export type EventRecord = {
  readonly id: string;
  /** The track that it is about. Another one, when the two turn out to be the same object. */
  track: string;
  /** When its track was born. */
  readonly born_us: Micros;
  revision: number;
  assessed_us: Micros;
  last: Assessment | undefined;
  /** While its last assessment has no impact, the one that it had before, and until when; undefined where it has one, or never had. */
  held: { readonly impact: ImpactEstimate; readonly until_us: Micros } | undefined;
  launch: LaunchEstimate | undefined;
  /** Sightings that the launch fit has used. */
  launchSightings: number;
  ended: EventEnd | undefined;
  /** When that was, by the time of measurement. */
  ended_us: Micros | undefined;
  /** The event that this one turned out to be of the same object as. */
  into: string | undefined;
  /** The event of the body that it parted from, over any number of partings; itself where it parted from nothing. `joinFamily` alone writes it. */
  family: string;
  /** Its warning, for its whole life: one event has one at most. Pieces of one body share one. */
  warning: string | undefined;
  /** What it was announced as, if it was. */
  announced: AnnouncedRecord;
  /** What is told of its coming down, whatever it is. */
  hazard: HazardRecord;
};

/** Events and their warnings, by id, in order of opening. */
export type EventBook = {
  readonly events: Record<string, EventRecord>;
  /** The event of each track that has one. */
  readonly eventOf: Record<string, string>;
  /** The events of each family. Of hundreds in the air each asks for its own at every assessment. */
  readonly families: Record<string, string[]>;
  readonly warnings: Record<string, WarningRecord>;
  nextEvent: number;
  nextWarning: number;
  nextHazard: number;
};

/** Most events kept, ended ones included, and so most warnings: an event has one at most. At the bound the oldest ended one goes whose warning is
 *  closed and whose hazard is over, together with that warning (the journal has both). Where none may go, no event is opened: more objects are in the air, or
 *  warnings open, than people could ever look at, and the tracks are reported all the same. */
export const MAX_EVENTS = 5000;

export function newEventBook(): EventBook {
  return { events: {}, eventOf: {}, families: {}, warnings: {}, nextEvent: 1, nextWarning: 1, nextHazard: 1 };
}

export function eventOfTrack(book: EventBook, track: string): EventRecord | undefined {
  const id = book.eventOf[track];
  return id === undefined ? undefined : book.events[id];
}

/** The event that speaks for a track's object: its own, or the one that this has joined, over any number of joins. */
export function speakingFor(book: EventBook, track: string): EventRecord | undefined {
  let event = eventOfTrack(book, track);
  while (event?.ended !== undefined && event.into !== undefined) event = book.events[event.into];
  return event;
}

export function warningOf(book: EventBook, event: EventRecord): WarningRecord | undefined {
  return event.warning === undefined ? undefined : book.warnings[event.warning];
}

/** A new event of a track; `undefined` at the bound. */
export function openEvent(book: EventBook, track: Track, before_us: Micros): EventRecord | undefined {
  if (book.nextEvent > MAX_EVENTS && Object.keys(book.events).length >= MAX_EVENTS && !forgetOne(book)) return undefined;
  const event: EventRecord = {
    id: `E${book.nextEvent}`,
    track: track.id,
    born_us: track.born_us,
    revision: 0,
    assessed_us: before_us,
    last: undefined,
    held: undefined,
    launch: undefined,
    launchSightings: 0,
    ended: undefined,
    ended_us: undefined,
    into: undefined,
    family: `E${book.nextEvent}`,
    warning: undefined,
    announced: NOT_ANNOUNCED,
    hazard: newHazardRecord(),
  };
  book.nextEvent += 1;
  book.events[event.id] = event;
  book.eventOf[track.id] = event.id;
  book.families[event.family] = [event.id];
  return event;
}

/** Another assessment of an event. */
export function noteAssessment(event: EventRecord, assessment: Assessment): void {
  const { last } = event;
  if (assessment.impact !== undefined) event.held = undefined;
  else if (last?.impact !== undefined) event.held = { impact: last.impact, until_us: last.at_us };
  event.last = assessment;
}

/** The events of a family. */
export function familyOf({ events, families }: EventBook, family: string): EventRecord[] {
  return (families[family] ?? []).map((id) => events[id]);
}

/** An event is of this family from now on. */
export function joinFamily(book: EventBook, event: EventRecord, family: string): void {
  if (family === event.family) return;
  leaveFamily(book, event);
  event.family = family;
  (book.families[family] ??= []).push(event.id);
}

function leaveFamily({ families }: EventBook, { id, family }: EventRecord): void {
  const others = families[family].filter((one) => one !== id);
  if (others.length === 0) delete families[family];
  else families[family] = others;
}

function forgetOne(book: EventBook): boolean {
  for (const event of Object.values(book.events)) {
    const record = warningOf(book, event);
    if (event.ended === undefined || (record !== undefined && isOpen(record.warning)) || isStated(event.hazard)) continue;
    leaveFamily(book, event);
    delete book.events[event.id];
    if (book.eventOf[event.track] === event.id) delete book.eventOf[event.track];
    if (record?.warning.event === event.id) delete book.warnings[record.warning.id];
    return true;
  }
  return false;
}

/** Hands an event over to another track. */
export function handOver(book: EventBook, event: EventRecord, track: string): void {
  delete book.eventOf[event.track];
  event.track = track;
  book.eventOf[track] = event.id;
}
