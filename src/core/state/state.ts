import type { KnownAnnouncement } from '../assess/announced.ts';
import type { Circle, PlaceRegion } from '../assess/places.ts';
import { decode, encode } from '../codec.ts';
import type { Sky } from '../discern/features.ts';
import { type EventBook, newEventBook } from './event-book.ts';
import { newRefusalCounts, type RefusalCounts } from './refusals.ts';
import type { LaunchCount, LaunchEvidence } from '../assess/launches.ts';
import type { Line } from '../sense/line.ts';
import type { Scan } from '../sense/scan.ts';
import type { SensorSpec } from '../sense/sensor.ts';
import { defaultSettings, type Settings } from '../settings.ts';
import type { ClimbLook } from '../registration/climb.ts';
import type { SensorBias } from '../registration/bias.ts';
import { newRegister, type Register } from '../registration/register.ts';
import { type Evidence, noEvidence } from '../registration/suspicion.ts';
import type { ReportedPlot } from '../registration/target-of-plots.ts';
import type { Verdict } from '../registration/verdict.ts';
import { newReplayData, type ReplayData } from '../replay/replay-window.ts';
import type { Doubt } from '../theatre-track/doubt.ts';
import type { Track } from '../theatre-track/track.ts';
import { newTracker, type Tracker } from '../theatre-track/tracker.ts';
import { checkStamp, type Stamp } from '../stamp.ts';
import type { Metres, Micros } from '../units.ts';
import { isFields } from '../valid.ts';

/** A scan as it waits: with the number of its entry, and what is to be taken from its plots, or a mark that its sensor is known to show things beside
 *  where they are, nobody knows how far. That is decided when it comes in, so that it is the same each time that the scan is folded. */
export type NumberedScan = { readonly seq: number; readonly scan: Scan; readonly bias?: SensorBias; readonly doubted?: true };

/** What becomes of a sensor's scans. `aside`: they are watched, and the tracker does not see them. `doubt`: they move no track that sound sensors have made. */
export type Treatment = { readonly kind: 'correct'; readonly bias: SensorBias } | { readonly kind: 'aside' } | { readonly kind: 'doubt' };

/** What the tracker is folded from: scans, and moments at which time may have passed without one. */
export type FoldItem = ({ readonly kind: 'scan' } & NumberedScan) | { readonly kind: 'time'; readonly at_us: Micros };

/** The part of the state that late scans bring back to what it was. */
export type SavedFold = {
  readonly tracks: readonly Track[];
  readonly doubts: readonly Doubt[];
  readonly dormant: readonly Track[];
  readonly folded_us: Micros;
  readonly lastScan_us: Micros;
};

/** What late scans need: the last seconds of the tracker, and what its tracks were called. */
export type LateState = {
  readonly replay: ReplayData<FoldItem, SavedFold>;
  /** The newest scan of each sensor that was folded in order: sent again it is a double, also where no late scans are taken. */
  readonly newest: { readonly sensor: string; readonly measuredAt_us: Micros }[];
  /** Late scans that wait for the next time that the tracker goes back. */
  readonly waiting: NumberedScan[];
  /** Moments since the last item at which too little time had passed without a scan to move the tracks on. */
  readonly moments: Micros[];
  refolded_us: Micros;
  /** Tracks by the detection that they began with: folded again, a track keeps the name that people know it by. */
  readonly births: { readonly seq: number; readonly index: number; readonly id: string; readonly born_us: Micros }[];
  /** Detections of the horizon that went to tracks which people know, and to which. */
  readonly uses: { readonly seq: number; readonly index: number; readonly id: string; readonly at_us: Micros }[];
};

/** What is known of the radars' biases, and what is being gathered on them. */
export type RegistrationState = {
  register: Register;
  /** Coasting tracks with the plots that they were given since the last estimate, as they were reported. */
  readonly gathered: { readonly track: string; readonly plots: ReportedPlot[] }[];
  /** The same of plots that lie far beside the track that they may be of: too far for a sound radar. */
  readonly gatheredBeside: { readonly track: string; readonly sensor: number; readonly plots: ReportedPlot[]; apart_m: Metres }[];
  /** Radars that there was no room for, by name. */
  readonly unregistered: string[];
  /** Radars of which it has been said that they show things beside where the others do, and not that this is over; by number. */
  readonly beside: number[];
  estimated_us: Micros;
  /** What was last said of each radar, in the order of the register, and what is done to its plots since. */
  readonly verdicts: { kind: Verdict['kind']; treatment: Treatment | undefined }[];
};

/** What satellites and radars show of objects that burn, and which satellites are held to be wrong by it (registration/sights.ts). */
export type SightsState = {
  /** Sensors that have shown such an object together with another; the place of a name is the sensor's number. */
  readonly sensors: string[];
  /** Objects with the looks at them, by spans of some seconds. `doubtful`: sensors, by name, that showed two things there, so that nobody knows which is
   *  which. `start`: place and velocity in the middle of the span, ECEF, m and m/s. */
  readonly spans: {
    readonly track: string;
    readonly number: number;
    readonly start: Float64Array;
    readonly doubtful: string[];
    readonly looks: { readonly sensor: string; readonly look: ClimbLook }[];
  }[];
  evidence: Evidence;
  /** Satellites of which it has been said that they show things beside where the others do, and not that this is over. */
  readonly wrong: string[];
};

/** How one sensor's scans come. Plain data; there is one for each sensor that the theatre knows, so as many as there may be sensors. */
export type SensorHealth = {
  readonly sensor: string;
  /** When its last scan came, whatever became of it; until the first, when it was declared. */
  heard_us: Micros;
  everHeard: boolean;
  /** When its latest scans came, oldest first, each with the time of which it spoke: one that comes twice counts once. */
  readonly heard: { readonly at_us: Micros; readonly measuredAt_us: Micros }[];
  /** When it last sent before it was said to be silent. */
  silentSince_us: Micros;
  /** From measurement to arrival of its latest scans, oldest first. */
  readonly delays_us: Micros[];
  /** What has been said of it and not taken back. */
  silent: boolean;
  late: boolean;
  ahead: boolean;
  /** When each of these was last said to begin or to end. */
  readonly said_us: { silent: Micros; late: Micros; ahead: Micros };
};

/** What the count of launches rests on besides the tracks that there are: those that have ended, and what was last said. */
export type LaunchWatch = {
  readonly ended: { readonly at_us: Micros; readonly evidence: LaunchEvidence }[];
  counted_us: Micros;
  told: LaunchCount | undefined;
};

/** All that the core knows. Plain data: `snapshot` and `restore` are a text and back, to the bit. What is in it is the core’s own.
 *  @experimental */
export type State = EventBook & {
  seq: number;
  at_us: Micros;
  theatre: string;
  line: Line | undefined;
  readonly settings: Settings;
  readonly sensors: SensorSpec[];
  /** What was looked up of who lives where, and what has been asked for and not been answered; of both the oldest are forgotten first. */
  readonly places: { readonly regions: PlaceRegion[]; readonly wanted: Circle[] };
  sky: Sky | undefined;
  /** Launches that were announced, in the order in which they came. */
  readonly announcements: KnownAnnouncement[];
  /** Scans that wait for older ones, in order of measurement. */
  readonly pending: NumberedScan[];
  /** What each radar's latest scan said, in so many bits: a radar may be stuck. */
  readonly lastPlots: { readonly sensor: string; readonly measuredAt_us: Micros; readonly print: number }[];
  /** Measurement time up to which scans have been folded. */
  folded_us: Micros;
  /** Measurement time of the last scan folded. */
  lastScan_us: Micros;
  readonly late: LateState;
  readonly registration: RegistrationState;
  readonly sights: SightsState;
  readonly tracker: Tracker;
  /** Whether there was no room for the last event; said once. */
  eventsFull: boolean;
  /** When it was last looked at what time alone does to warnings. */
  warningsChecked_us: Micros;
  entries: number;
  alive_us: Micros;
  /** How each sensor's scans come, in the order of `sensors`. */
  readonly health: SensorHealth[];
  healthChecked_us: Micros;
  /** What was refused, by sensor, source or line. */
  readonly refused: RefusalCounts;
  readonly launches: LaunchWatch;
  /** Scans that would have begun a track and found no room, since there is none; 0 while there is. */
  scansWithoutRoom: number;
};

/** Earlier than any entry. Zero would not do: the record begins before 1970. */
export const BEFORE_ALL_US: Micros = Number.MIN_SAFE_INTEGER;

/** Before the first entry all times are −∞: a journal may begin before 1970. */
export function start(): State {
  return {
    seq: -1,
    at_us: BEFORE_ALL_US,
    theatre: '',
    line: undefined,
    settings: defaultSettings(),
    sensors: [],
    places: { regions: [], wanted: [] },
    sky: undefined,
    announcements: [],
    pending: [],
    lastPlots: [],
    folded_us: BEFORE_ALL_US,
    lastScan_us: BEFORE_ALL_US,
    late: { replay: newReplayData(), newest: [], waiting: [], moments: [], refolded_us: BEFORE_ALL_US, births: [], uses: [] },
    registration: {
      register: newRegister(),
      gathered: [],
      gatheredBeside: [],
      beside: [],
      unregistered: [],
      estimated_us: BEFORE_ALL_US,
      verdicts: [],
    },
    sights: { sensors: [], spans: [], evidence: noEvidence(0, BEFORE_ALL_US), wrong: [] },
    tracker: newTracker(),
    ...newEventBook(),
    eventsFull: false,
    warningsChecked_us: BEFORE_ALL_US,
    entries: 0,
    alive_us: BEFORE_ALL_US,
    health: [],
    healthChecked_us: BEFORE_ALL_US,
    refused: newRefusalCounts(),
    launches: { ended: [], counted_us: BEFORE_ALL_US, told: undefined },
    scansWithoutRoom: 0,
  };
}

/** The whole state as text, with the stamp that `restore` asks for. Equal states give equal texts. */
export function snapshot(state: State): string {
  return encode({ stamp: STAMP, state });
}

/** To be raised whenever what a state holds, or what its numbers mean, is another. Fields that were added are noticed without it. */
const STAMP: Stamp = { of: 'theatre', version: 13 };

/** The state that `snapshot` wrote. Settings and sensors are part of it, so that nothing else has to be the same.
 *  Throws `RangeError` that says what is wrong and what to do for a text that is no snapshot, one of another form, and one that lacks a part.
 *  What stands inside the parts is the project's own: whoever fears that it was changed signs it, as the theatre's server does. */
export function restore(text: string): State {
  const saved = decoded(text);
  checkStamp(saved, STAMP, ANEW);
  const { state } = saved as { readonly state: State };
  checkParts('state', state, start());
  return state;
}

const ANEW = 'restore it with the program that took it, or fold the journal from its beginning';

function decoded(text: string): unknown {
  try {
    return decode(text);
  } catch {
    throw new RangeError(`snapshot: this text of ${String(text).length} characters is cut or no snapshot; ${ANEW}`);
  }
}

/** Every part that a state begins with is there, and of its kind. */
function checkParts(place: string, found: unknown, wanted: unknown): void {
  if (wanted === undefined) return;
  if (kindOf(found) !== kindOf(wanted))
    throw new RangeError(`snapshot.${place}: it is ${kindOf(found)}, and must be ${kindOf(wanted)}; ${ANEW}`);
  if (isFields(found) && isFields(wanted) && !(wanted instanceof Float64Array))
    for (const [key, part] of Object.entries(wanted)) checkParts(`${place}.${key}`, found[key], part);
}

function kindOf(value: unknown): string {
  if (value instanceof Float64Array) return 'a Float64Array';
  if (Array.isArray(value)) return 'a list';
  if (value === undefined) return 'missing';
  return isFields(value) ? 'a group of fields' : value === null ? 'null' : `a ${typeof value}`;
}
