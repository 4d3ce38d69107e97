import type { Alarm, BiasFinding } from '../core/tell/alarm.ts';
import type { Basis, ImpactEstimate, PhenomenologyState } from '../core/assess/assessment.ts';
import type { ScreenReason } from '../core/detect/screen.ts';
import type { Hypothesis } from '../core/discern/hypotheses.ts';
import type { Emission, LateChange, RefusalReason, TrackReport } from '../core/tell/emission.ts';
import type { Input } from '../core/journal.ts';
import { PHENOMENOLOGIES } from '../core/sense/sensor.ts';
import type { Withheld } from '../core/warn/gate.ts';
import type { EventEnd } from '../core/theatre-track/fate.ts';
import type { HazardChange, HazardEnd } from '../core/warn/hazard.ts';
import type { ActName, ClosingReason, WarningChange, WarningMessage, WarningState } from '../core/warn/warning.ts';
import type { TheatreAlarm } from '../server/theatre.ts';

/** `must`: some world has to reach it. Else the reason why none can, which is a claim that the rehearsal checks too. */
type Reach = 'must' | { readonly never: string };

// Records over the whole of each type: who adds a variant has to say here whether a world reaches it.

const EMISSIONS: Readonly<Record<Emission['kind'], Reach>> = {
  refused: 'must',
  alarm: 'must',
  'late-taken': 'must',
  screened: 'must',
  track: 'must',
  notice: 'must',
  assessment: 'must',
  'places-wanted': 'must',
  'event-ended': 'must',
  'event-resumed': 'must',
  warning: 'must',
  message: 'must',
  hazard: 'must',
  launches: 'must',
  alive: 'must',
};

const REFUSALS: Readonly<Record<RefusalReason, Reach>> = {
  'unknown-warning': 'must',
  'unknown-revision': 'must',
  'role-may-not-sign': 'must',
  repeated: 'must',
  'stale-revision': 'must',
  'same-person': 'must',
  'same-session': 'must',
  'wrong-state': 'must',
  'wrong-line': 'must',
  'unknown-sensor': 'must',
  late: 'must',
  doubled: 'must',
  'from-the-future': 'must',
  'too-many-detections': 'must',
  'not-finite': 'must',
  'no-place': { never: 'radars of these worlds stand' },
  'unknown-setting': 'must',
  'unknown-theatre': 'must',
  'sensor-limit': 'must',
  'bad-announcement': 'must',
  'announcement-limit': { never: 'no world announces as many launches' },
  'unknown-input': { never: 'what these worlds send is of this version' },
  'time-went-back': { never: 'the theatre lifts the time of an entry to the one before' },
};

const ALARMS: Readonly<Record<Alarm['alarm'], Reach>> = {
  'wrong-line': 'must',
  'sensor-rejected': 'must',
  'sources-rejected': 'must',
  'sensor-silent': 'must',
  'sensor-late': 'must',
  'sensor-clock': 'must',
  'sensor-bias': 'must',
  'event-limit': { never: 'no world is large enough: there is room for 5,000 events' },
  'track-limit': { never: 'no world is large enough: a theatre has room for hundreds of tracks' },
};

const BIASES: Readonly<Record<BiasFinding['kind'], Reach>> = {
  'not-told': 'must',
  sound: 'must',
  beside: 'must',
  biased: 'must',
  unregistered: { never: 'no world has as many radars as there is no room for' },
  drifting: 'must',
};

const SCREENS: Readonly<Record<ScreenReason, Reach>> = {
  'range-outside-coverage': 'must',
  'azimuth-outside-coverage': 'must',
  'elevation-outside-coverage': 'must',
  'range-rate-saturated': 'must',
  'no-intensity': 'must',
};

const LATE_CHANGES: Readonly<Record<LateChange['change'], Reach>> = { moved: 'must', appeared: 'must', returned: 'must', gone: 'must' };

const TRACKS: Readonly<Record<TrackReport['status'], Reach>> = {
  tentative: { never: 'only confirmed tracks are reported' },
  confirmed: 'must',
  ended: 'must',
};

const ENDS: Readonly<Record<EventEnd, Reach>> = {
  // Of a track that people knew, and that is tentative again since a late scan was folded in.
  'not-seen-again': 'must',
  lost: 'must',
  forgotten: { never: 'it takes two hours without a sight, and no world lasts as long' },
  diverged: 'must',
  'come-down': 'must',
  'same-object': 'must',
  unmade: 'must',
};

const CLOSINGS: Readonly<Record<ClosingReason['kind'], Reach>> = {
  'other-cause': 'must',
  'radar-absent': 'must',
  'track-lost': 'must',
  'one-phenomenology': 'must',
  people: 'must',
  'window-over': 'must',
  'same-object': 'must',
};

const CHANGES: Readonly<Record<WarningChange, Reach>> = {
  recommended: 'must',
  renewed: 'must',
  revised: 'must',
  'half-released': 'must',
  released: 'must',
  updated: 'must',
  'retraction-ready': 'must',
  'stands-again': 'must',
  shortened: 'must',
  'half-retracted': 'must',
  retracted: 'must',
  ended: 'must',
  withdrawn: 'must',
  dismissed: 'must',
  lapsed: 'must',
  joined: 'must',
  moved: 'must',
  'piece-added': 'must',
  'piece-excluded': 'must',
  'signature-expired': 'must',
  'signature-voided': 'must',
  acknowledged: 'must',
};

const STATES: Readonly<Record<WarningState, Reach>> = {
  recommended: 'must',
  'half-released': 'must',
  released: 'must',
  ended: 'must',
  retracted: 'must',
  withdrawn: 'must',
  dismissed: 'must',
  lapsed: 'must',
  joined: 'must',
};

const PURPOSES: Readonly<Record<WarningMessage['purpose'], Reach>> = {
  alert: 'must',
  update: 'must',
  end: 'must',
  retraction: 'must',
  'same-object': 'must',
};

const HAZARDS: Readonly<Record<HazardChange, Reach>> = { stated: 'must', revised: 'must', ended: 'must' };

const HAZARD_ENDS: Readonly<Record<HazardEnd['kind'], Reach>> = {
  'window-over': 'must',
  'does-not-come-down': 'must',
  'track-lost': 'must',
  warned: 'must',
  'same-object': 'must',
};

const ACTS: Readonly<Record<ActName, Reach>> = { acknowledge: 'must', release: 'must', retract: 'must', end: 'must', dismiss: 'must' };

const WITHHELD: Readonly<Record<Withheld, Reach>> = {
  'no-impact-area': 'must',
  'still-burning': 'must',
  'only-one-phenomenology': 'must',
  'cause-not-sure': 'must',
  'not-seen-to-coast': 'must',
  'as-announced': 'must',
};

const CAUSES: Readonly<Record<Hypothesis, Reach>> = {
  'ballistic-missile': 'must',
  'space-launch': 'must',
  'powered-return': 'must',
  satellite: 'must',
  // Both of what one radar meets low in the air, and nobody has seen hot.
  're-entry': 'must',
  aircraft: 'must',
  meteor: { never: 'no meteor is simulated' },
  'sun-glint': 'must',
  'moon-echo': 'must',
  'stationary-heat': 'must',
  unknown: 'must',
};

const SIGHTED: Readonly<Record<PhenomenologyState['state'], Reach>> = {
  observed: 'must',
  'expected-and-absent': 'must',
  'not-expected': 'must',
};

const BASES: Readonly<Record<Basis, Reach>> = { observed: 'must', predicted: 'must' };

const IMPACTS: Readonly<Record<ImpactEstimate['kind'], Reach>> = { ballistic: 'must', 'may-manoeuvre': 'must' };

const OUTCOMES: Readonly<Record<Extract<Input, { kind: 'delivery' }>['outcome'], Reach>> = {
  delivered: 'must',
  failed: 'must',
  dropped: { never: 'ten thousand messages must wait before one is dropped' },
};

const THEATRE_ALARMS: Readonly<Record<TheatreAlarm['kind'], Reach>> = {
  'set-aside': { never: 'no entry may break the core' },
  stopped: { never: 'no entry may break the core' },
  'time-went-back': 'must',
  'digest-differs': { never: 'a replay says what was said' },
  'record-doubtful': { never: 'nobody forges a journal here' },
  'witness-failed': { never: 'no heads are written elsewhere here' },
  'disk-low': { never: 'the disk here fails at once, and has no size' },
  'reserve-given-up': { never: 'the disk here has no reserve' },
  'not-recorded': 'must',
  'recorded-again': 'must',
  'never-recorded': { never: 'who dies says nothing, and who closes has a disk' },
  'record-lost': { never: 'a hundred thousand entries must wait for the disk' },
  'listener-failed': { never: 'who listens here does not fail' },
  'delivery-failed': 'must',
  'delivery-dropped': { never: 'ten thousand messages must wait before one is dropped' },
  'outbox-over': { never: 'ten thousand messages must wait first' },
  'wrong-line': 'must',
  undelivered: 'must',
  'got-through': 'must',
};

const TABLES = {
  emission: EMISSIONS,
  refused: REFUSALS,
  alarm: ALARMS,
  bias: BIASES,
  late: LATE_CHANGES,
  screened: SCREENS,
  track: TRACKS,
  end: ENDS,
  closed: CLOSINGS,
  change: CHANGES,
  state: STATES,
  message: PURPOSES,
  hazard: HAZARDS,
  over: HAZARD_ENDS,
  act: ACTS,
  withheld: WITHHELD,
  cause: CAUSES,
  phenomenology: Object.fromEntries(
    PHENOMENOLOGIES.flatMap((one) => Object.entries(SIGHTED).map(([state, reach]) => [`${one}/${state}`, reach])),
  ),
  basis: BASES,
  impact: IMPACTS,
  delivery: OUTCOMES,
  theatre: THEATRE_ALARMS,
} as const satisfies Readonly<Record<string, Readonly<Record<string, Reach>>>>;

export type Mark = { [T in keyof typeof TABLES]: `${T}: ${Extract<keyof (typeof TABLES)[T], string>}` }[keyof typeof TABLES];

/** Everything that some world must reach. */
export function mustBeReached(): string[] {
  return listed((reach) => reach === 'must');
}

/** Everything that no world can reach, so that one which does has found something. */
export function mayNotBeReached(): string[] {
  return listed((reach) => reach !== 'must');
}

function listed(which: (reach: Reach) => boolean): string[] {
  return Object.entries(TABLES).flatMap(([table, rows]) =>
    Object.entries(rows as Readonly<Record<string, Reach>>).flatMap(([name, reach]) => (which(reach) ? [`${table}: ${name}`] : [])),
  );
}
