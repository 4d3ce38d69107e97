import { randomUUID } from 'node:crypto';
import { isoFromMicros } from '../api/iso.ts';
import { fold, emptyView } from '../api/view.ts';
import { toWire } from '../api/wire.ts';
import { PROTOCOL } from '../api/protocol.ts';
import type {
  AliveMessage,
  ChangeMessage,
  FeedMessage,
  Mode,
  PlaceView,
  SensorView,
  TimelineLine,
  View,
  WireEmission,
} from '../api/wire-feed.ts';
import { isPlainJson } from '../core/codec.ts';
import type { PeopleIn } from '../core/assess/people-in.ts';
import type { Emission } from '../core/tell/emission.ts';
import type { Entry } from '../core/journal.ts';
import type { Line } from '../core/sense/line.ts';
import { type Scan, isScan, detectionsOf, placeIn } from '../core/sense/scan.ts';
import { measurementSpecOf } from '../core/sense/measurement-spec.ts';
import type { SensorSpec } from '../core/sense/sensor.ts';
import type { Warning, WarningMessage } from '../core/warn/warning.ts';
import type { TheatreAlarm } from './theatre.ts';

export type FeedOptions = {
  readonly mode: Mode;
  readonly line: Line;
  readonly theatre: string;
  /** It can be conducted from the page (routes-exercise.ts). */
  readonly conducted?: true;
  /** What the people on the console read as the name of the exercise. */
  readonly title: string;
  /** Turns what the core says into lines of the timeline; the same function that prints them on the command line. */
  narrate(emission: Emission): readonly TimelineLine[];
  /** The exact words that a signature would send: from the renderer that the channels use, so that both read the same. */
  draft(warning: Warning): { readonly release: string; readonly retraction: string };
  /** The words of a message that goes out, by that renderer too. */
  textOf(message: WarningMessage): string;
  /** Names of the channels that a released warning goes to. */
  readonly channels: readonly string[];
  /** Milliseconds of a clock that never steps back; for tests. */
  readonly now_ms?: () => number;
};

/** The latest state of one theatre for people to look at: in memory, bounded, fed by the runner, read by any number of consoles. */
export type Feed = {
  readonly options: FeedOptions;
  /** Names this run; sequence numbers of another run mean nothing here. */
  readonly name: string;
  readonly view: View;
  /** Every journal entry, so that sensors, places, deliveries and the age of the data are known. Before or after its emissions. */
  hearEntry(entry: Entry): void;
  /** `text`: the emission as `encode` writes it, where it is written already. */
  hear(emission: Emission, text?: string): void;
  /** What the shell tells people about deliveries that wait, and about a record that fails. */
  hearAlarm(alarm: TheatreAlarm): void;
  /** The run has ended: the data will grow old and that is no fault. */
  finish(): void;
  /** Calls the listener with each change. Returns the way to stop it. */
  subscribe(listener: (told: Told) => void): () => void;
  hello(): FeedMessage;
  snapshot(): FeedMessage;
  alive(): AliveMessage;
  /** The changes after `after`; undefined when this feed no longer has them all, or never had: then a snapshot is due. */
  since(feed: string, after: number): readonly Told[] | undefined;
  message(id: string): WarningMessage | undefined;
};

/** A message as text, written once for however many read it. */
export type Told = { readonly kind: FeedMessage['kind']; readonly seq: number; readonly text: string };

export function told(message: FeedMessage): Told {
  return { kind: message.kind, seq: message.seq, text: JSON.stringify(message) };
}

/** The text of a change that carries an emission whose own text is at hand: what the console hears is what the digest holds, and the time to read.
 *  Where that text is no plain JSON, a console is told what JSON makes of it, as of everything else. */
function saidText(emission: WireEmission, text: string | undefined, seq: number): string | undefined {
  if (text === undefined || !isPlainJson(text)) return undefined;
  return `{"kind":"said","emission":${text.slice(0, -1)},"time":"${emission.time}"},"seq":${seq}}`;
}

/** Changes kept for consoles that come back after a lost link: at most this many and this much text; the oldest go first. */
const KEPT_CHANGES = 2000;
const KEPT_CHARACTERS = 8_000_000;
const KEPT_MESSAGES = 1000;
/** Places that a console may label without anything being aimed at them: the largest of those it was told of. */
const LABELLED_PLACES = 200;
/** A satellite is shown where it was; it is told again when that has moved by this much. */
const MOVED_RAD = 0.005;

type Unnumbered<M> = M extends unknown ? Omit<M, 'seq'> : never;

export function createFeed(options: FeedOptions): Feed {
  const now_ms = options.now_ms ?? (() => performance.now());
  const name = randomUUID();
  const view = emptyView();
  const listeners = new Set<(told: Told) => void>();
  const messages = new Map<string, WarningMessage>();
  const knownPlaces = new Map<string, PlaceView>();
  const kept: Told[] = [];
  let keptCharacters = 0;
  let seq = 0;
  let entries = 0;
  let heard_ms: number | undefined;
  let over = false;
  let recorded = true;

  const change = (message: Unnumbered<ChangeMessage>, emissionText?: string): void => {
    seq += 1;
    const numbered = { ...message, seq } as ChangeMessage;
    fold(view, numbered);
    const text = numbered.kind === 'said' ? saidText(numbered.emission, emissionText, seq) : undefined;
    const written = text === undefined ? told(numbered) : { kind: numbered.kind, seq, text };
    kept.push(written);
    keptCharacters += written.text.length;
    while (kept.length > KEPT_CHANGES || keptCharacters > KEPT_CHARACTERS) keptCharacters -= kept.shift()?.text.length ?? 0;
    for (const listener of listeners) listener(written);
  };

  const hearScan = (scan: Scan): void => {
    heard_ms = now_ms();
    const before = view.sensors.find((one) => one.id === scan.sensor);
    if (!before) return; // a sensor that the theatre does not know; the core refuses it and says so
    const position = placeIn(scan) ?? before.position;
    const found = detectionsOf(scan).length;
    const after: SensorView = {
      ...before,
      position,
      last_us: Math.max(before.last_us ?? 0, scan.measuredAt_us),
      scans: before.scans + 1,
      detections: before.detections + found,
    };
    if (before.scans === 0 || hasMoved(before, after)) return change({ kind: 'sensor', sensor: after });
    // Counts alone go out with the next sign of life: a message for each scan would be noise.
    Object.assign(before, after);
    view.lastMeasured_us = Math.max(view.lastMeasured_us ?? 0, scan.measuredAt_us);
  };

  const hearPlaces = (places: readonly PlaceView[]): void => {
    for (const place of places) knownPlaces.set(`${place.name}|${place.country}`, place);
    const largest = places.toSorted((a, b) => (b.population ?? 0) - (a.population ?? 0)).slice(0, LABELLED_PLACES);
    change({ kind: 'places', places: largest.map(placeView) });
  };

  const locate = (people: PeopleIn | undefined): void => {
    const wanted = (people?.kind === 'counted' ? people.places : []).flatMap((one) => knownPlaces.get(`${one.name}|${one.country}`) ?? []);
    const fresh = wanted.filter((one) => !view.places.some((shown) => shown.name === one.name && shown.country === one.country));
    if (fresh.length > 0) change({ kind: 'places', places: fresh.map(placeView) });
  };

  return {
    options,
    name,
    view,
    hearEntry({ seq: entry, at_us, input }) {
      entries = Math.max(entries, entry + 1);
      view.at_us = Math.max(view.at_us, at_us);
      view.entries = entries;
      if (input.kind === 'sensor') change({ kind: 'sensor', sensor: sensorView(input.sensor) });
      else if (input.kind === 'places') hearPlaces(input.places);
      else if (isScan(input)) hearScan(input);
      else if (input.kind === 'delivery') change({ kind: 'delivery', delivery: { ...deliveryView(input), at_us } });
    },
    hear(emission, text) {
      if (emission.kind === 'assessment') locate(emission.assessment.people?.inAlertArea);
      if (emission.kind === 'message') remember(messages, emission.message);
      change({ kind: 'said', emission: toWire(emission) }, text);
      for (const line of options.narrate(emission))
        change({ kind: 'line', line: { at_us: line.at_us, what: line.what, figures: line.figures } });
      if (emission.kind === 'warning') {
        const { id: warning, revision } = emission.warning;
        change({ kind: 'draft', draft: { warning, revision, ...options.draft(emission.warning), channels: [...options.channels] } });
      }
      if (emission.kind === 'message') {
        const { id: message, sent_us, warning } = emission.message;
        change({ kind: 'went-out', wentOut: { warning: warning.id, message, sent_us, text: options.textOf(emission.message) } });
      }
    },
    hearAlarm(alarm) {
      if (alarm.kind === 'not-recorded') recorded = false;
      else if (alarm.kind === 'recorded-again') recorded = true;
      else if (alarm.kind === 'got-through') change({ kind: 'got-through', channel: alarm.channel });
      else if (alarm.kind === 'undelivered') {
        const { kind: _, ...backlog } = alarm;
        change({ kind: 'backlog', backlog });
      }
    },
    finish() {
      over = true;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    hello: () => ({
      kind: 'hello',
      protocol: PROTOCOL,
      feed: name,
      seq,
      mode: options.mode,
      line: options.line,
      theatre: options.theatre,
      title: options.title,
      ...(options.conducted === true ? { conducted: true as const } : {}),
      sensors: view.sensors,
    }),
    snapshot: () => ({ kind: 'snapshot', seq, view }),
    alive: () => ({
      kind: 'alive',
      seq,
      at_us: view.at_us,
      time: isoFromMicros(view.at_us),
      dataAge_s: dataAge_s(view, heard_ms === undefined ? 0 : now_ms() - heard_ms),
      state: over ? 'over' : 'running',
      ...(recorded ? {} : { recorded }),
      entries,
      sensors: view.sensors.map(({ id, last_us, scans, detections }) => ({ id, last_us, scans, detections })),
    }),
    since: (feed, after) =>
      feed === name && after <= seq && after >= seq - kept.length ? kept.slice(kept.length - (seq - after)) : undefined,
    message: (id) => messages.get(id),
  };
}

/** How old the newest measurement is: its age when the theatre last heard of anything, and how long nothing has come since.
 *  The first part counts the theatre's seconds, the second ours; at 60× they differ, and a feed that stands still still grows old. */
function dataAge_s(view: View, silent_ms: number): number | null {
  if (view.lastMeasured_us === undefined) return null;
  return Math.max(0, (view.at_us - view.lastMeasured_us) / 1e6) + Math.max(0, silent_ms) / 1e3;
}

/** A sensor as nobody has heard it yet. */
function sensorView(sensor: SensorSpec): SensorView {
  const { sensing, frame } = measurementSpecOf(sensor);
  const unheard = { id: sensor.id, kind: sensor.kind, ...(frame.kind === 'site' ? { position: frame.site } : {}), scans: 0, detections: 0 };
  if (sensing.kind !== 'polar') return unheard;
  const { rangeMax_m, azimuthMin_rad, azimuthMax_rad } = sensing.view;
  const azimuthHalfWidth_rad = (azimuthMax_rad - azimuthMin_rad) / 2;
  return { ...unheard, rangeMax_m, azimuthCentre_rad: azimuthMin_rad + azimuthHalfWidth_rad, azimuthHalfWidth_rad };
}

function hasMoved(before: SensorView, after: SensorView): boolean {
  if (!before.position || !after.position) return before.position !== after.position;
  const { latitude_rad, longitude_rad } = before.position;
  return Math.abs(after.position.latitude_rad - latitude_rad) + Math.abs(after.position.longitude_rad - longitude_rad) > MOVED_RAD;
}

function placeView({ name, country, latitude_rad, longitude_rad, population }: PlaceView): PlaceView {
  return { name, country, latitude_rad, longitude_rad, ...(population === undefined ? {} : { population }) };
}

function deliveryView({ message, channel, outcome, detail }: Extract<Entry['input'], { kind: 'delivery' }>) {
  return { message, channel, outcome, ...(detail === undefined ? {} : { detail }) };
}

function remember(messages: Map<string, WarningMessage>, message: WarningMessage): void {
  messages.set(message.id, message);
  if (messages.size <= KEPT_MESSAGES) return;
  const [oldest] = messages.keys();
  messages.delete(oldest);
}
