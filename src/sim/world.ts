import type { PlaceRegion } from '../core/assess/places.ts';
import type { Geodetic } from '../core/frames/geodetic.ts';
import type { Emission } from '../core/tell/emission.ts';
import type { Input } from '../core/journal.ts';
import type { Line } from '../core/sense/line.ts';
import type { Scan } from '../core/sense/scan.ts';
import { seconds_us } from '../core/time/scale.ts';
import type { Metres, Micros, Seconds } from '../core/units.ts';
import { flyAll } from './fleet.ts';
import type { Sky } from './disturbances.ts';
import type { Intervention } from './intervention.ts';
import { type ImagerLookSeen, imagerLooks, imagerScans } from './imager/imager-scans.ts';
import { firstLook_us, type Look, lookOf, sensorLooks } from './looks.ts';
import { type Staff, staffOf } from './people.ts';
import { LONGEST_S, type Scenario, type SimulatedLine, type SimulatedSensor } from './scenario.ts';
import { withErrors } from './sensor-errors.ts';
import type { TruthBody } from './truth.ts';

/** An input with the time at which it arrives and the line it claims to be on. */
export type TimedInput = { readonly at_us: Micros; readonly line: Line; readonly input: Input };

/** A simulated world: what a theatre would get from its sensors, its clock and its people, in order of arrival.
 *  It is a function of scenario, seed and what it is told of the core's emissions, so a run that was cut off resumes by
 *  generating again up to where it was. */
export type World = {
  /** When the next input comes as things stand, for who waits for it; Infinity when the scenario is over. What somebody does meanwhile may
   *  bring one sooner, or take it away: nothing is made before it is taken. */
  due_us(): Micros;
  /** The next input; `at_us` never decreases. Undefined when the scenario is over. */
  next(): TimedInput | undefined;
  /** People hear what the core says, and act on it later; who can look places up answers at once. */
  hear(emission: Emission): void;
  /** An exercise changes what comes from here on. A world that is made again is the same when it is told so between the same two inputs. */
  intervene(what: Intervention): void;
  /** What really flew, for the one who scores. Nothing of it is in any input. */
  readonly truth: readonly TruthBody[];
  readonly start_us: Micros;
  readonly end_us: Micros;
};

/** Data that a simulation has no library for. */
export type WorldSources = {
  readonly sky?: Sky;
  /** Who lives around a point: asked at the start for the scenario's region, and whenever the core wants to know. */
  readonly placesAround?: (point: Geodetic, radius_m: Metres) => PlaceRegion;
  /** Is shown each look of each imager, when its report arrives: frames are kept by whoever wants them. */
  readonly onLook?: (look: ImagerLookSeen) => void;
  /** Flies the flights, for who flies the same ones in many worlds; else each world flies its own. */
  readonly fleet?: typeof flyAll | undefined;
};

const TICK_S = 1;
const SKY_S = 60;
/** How long a world goes on after its last flight. */
export const SETTLING_S: Seconds = 180;

const DAY_S: Seconds = 86_400;

/** Throws `RangeError`, naming the flight and the reason, when a flight's figures cannot be flown. */
export function createWorld(scenario: Scenario, seed: number = scenario.seed, sources: WorldSources = {}): World {
  const { fleet: flyThem = flyAll } = sources;
  const fleet = flyThem(scenario.flights, seed);
  const end_us =
    scenario.end_us ?? fleet.reduce((latest, flight) => Math.max(latest, endOf(flight)), scenario.start_us) + seconds_us(SETTLING_S);
  // What begins within the bound may end beyond it, by a flight.
  const lasts_days = (end_us - scenario.start_us) / seconds_us(DAY_S);
  if (lasts_days > LONGEST_S / DAY_S + 1)
    throw new RangeError(`a scenario lasts ${LONGEST_S / DAY_S} days at most, and this one would last ${lasts_days.toFixed(1)}`);
  const staff = staffOf(scenario.people, scenario.line);
  const opening = openingInputs(scenario, sources);
  const disturbances = [...scenario.disturbances];
  let clocks = clocksOf({ ...scenario, disturbances }, fleet, seed, end_us, sources, flyThem);
  const answers: Input[] = [];
  let opened = 0;
  let now_us = scenario.start_us;

  return {
    truth: fleet,
    start_us: scenario.start_us,
    end_us,
    hear(emission) {
      staff.hear(emission);
      if (emission.kind === 'places-wanted' && sources.placesAround !== undefined)
        answers.push({ kind: 'places', ...sources.placesAround(emission.point, emission.radius_m) });
    },
    due_us() {
      if (opened < opening.length || answers.length > 0) return now_us;
      const act_us = staff.sensibleDue_us();
      return Math.min(earliest(clocks)?.due_us ?? Infinity, act_us <= end_us ? Math.max(act_us, now_us) : Infinity);
    },
    next() {
      if (opened < opening.length) return { at_us: scenario.start_us, line: scenario.line, input: opening[opened++] };
      const answer = answers.shift();
      if (answer !== undefined) return { at_us: now_us, line: scenario.line, input: answer };
      const clock = earliest(clocks);
      const act = actBefore(staff, clock?.due_us ?? Infinity, now_us, end_us, scenario.line);
      const timed = act ?? clock?.take();
      if (timed !== undefined) now_us = timed.at_us;
      return timed;
    },
    intervene(what) {
      if (what.kind === 'sensor-lost') clocks = clocks.filter(({ sensor }) => sensor !== what.sensor);
      else if (what.kind === 'desk-taken') staff.leave(what.desk);
      else disturbances.push(what.glint);
    },
  };
}

/** What goes on for ever keeps no world going. */
function endOf({ end_us }: TruthBody): Micros {
  return Number.isFinite(end_us) ? end_us : 0;
}

function openingInputs(scenario: Scenario, sources: WorldSources): Input[] {
  const inputs: Input[] = [{ kind: 'theatre', theatre: scenario.theatre, line: scenario.line }];
  for (const { spec } of scenario.sensors) inputs.push({ kind: 'sensor', sensor: spec });
  for (const { name, value } of scenario.settings ?? []) inputs.push({ kind: 'setting', name, value });
  inputs.push(...(scenario.announcements ?? []));
  const { region } = scenario;
  if (region !== undefined && sources.placesAround !== undefined)
    inputs.push({ kind: 'places', ...sources.placesAround(region.centre, region.radius_m) });
  return inputs;
}

/** A source of inputs: when its next one arrives, and the way to take it. `due_us` is Infinity when it has no more. `sensor`: of which
 *  sensor's own looks; what a tape plays back has none, and goes on when the sensor is lost. */
type Clock = { readonly sensor?: string; due_us: Micros; take(): TimedInput };

function clocksOf(
  scenario: Scenario,
  fleet: readonly TruthBody[],
  seed: number,
  end_us: Micros,
  { sky, onLook }: WorldSources,
  flyThem: typeof flyAll,
): Clock[] {
  const { start_us, line } = scenario;
  const clocks: Clock[] = [];
  if (sky !== undefined) {
    clocks.push(regular(start_us, SKY_S, end_us, line, (validAt_us) => ({ kind: 'sky', validAt_us, ...sky(validAt_us) })));
  }
  const ownLook: Look = { seed, flights: fleet, disturbances: scenario.disturbances, sky };
  for (const sensor of scenario.sensors) clocks.push(scanning(sensor, line, ownLook, start_us, end_us, { name: sensor.spec.id, onLook }));
  for (const tape of scenario.disturbances) {
    if (tape.kind !== 'tape') continue;
    const recorded: Look = { seed: seed + 1, flights: flyThem(tape.flights, seed + 1), disturbances: [], sky: undefined };
    for (const sensor of scenario.sensors) clocks.push(scanning(sensor, tape.line, recorded, start_us, end_us));
  }
  // Last, so that what arrives at the same moment is there when the tick lets the core draw its conclusions.
  clocks.push(regular(start_us, TICK_S, end_us, line, () => ({ kind: 'tick' })));
  return clocks;
}

function regular(start_us: Micros, every_s: Seconds, end_us: Micros, line: SimulatedLine, make: (at_us: Micros) => Input): Clock {
  const every_us = seconds_us(every_s);
  const clock: Clock = {
    due_us: start_us,
    take() {
      const at_us = clock.due_us;
      clock.due_us = at_us + every_us <= end_us ? at_us + every_us : Infinity;
      return { at_us, line, input: make(at_us) };
    },
  };
  return clock;
}

/** Of a sensor's own looks: its name, and who is shown them. */
type Own = { readonly name: string; readonly onLook: WorldSources['onLook'] };

/** Scans of one sensor in order of arrival: with jitter, a later look may overtake an earlier one. */
function scanning(sensor: SimulatedSensor, line: SimulatedLine, look: Look, start_us: Micros, end_us: Micros, own?: Own): Clock {
  const looks = sensorLooks(sensor, look.seed, start_us, end_us);
  const scanAt = scansOf(sensor, look, start_us, own?.onLook);
  const clock: Clock = {
    ...(own === undefined ? {} : { sensor: own.name }),
    due_us: looks.due_us(),
    take() {
      const { index, measuredAt_us, arrives_us } = looks.take();
      clock.due_us = looks.due_us();
      return { at_us: arrives_us, line, input: withErrors(sensor, scanAt(index, measuredAt_us)) };
    },
  };
  return clock;
}

/** What a sensor reports of a look. An imager is made when it is first asked, and its looks follow on each other. */
function scansOf(
  sensor: SimulatedSensor,
  look: Look,
  start_us: Micros,
  onLook: WorldSources['onLook'],
): (index: number, measuredAt_us: Micros) => Scan {
  if (sensor.kind !== 'infrared-satellite' || sensor.imager === undefined) return (index, at_us) => lookOf(sensor, look, index, at_us);
  const { imager } = sensor;
  return imagerScans({ ...sensor, imager }, imagerLooks({ ...sensor, imager }, look, firstLook_us(sensor, look.seed, start_us)), onLook);
}

function earliest(clocks: readonly Clock[]): Clock | undefined {
  let found: Clock | undefined;
  for (const clock of clocks) if (clock.due_us < (found?.due_us ?? Infinity)) found = clock;
  return found;
}

/** The next act that is due before the next other input. Acts that make no sense any more are passed over in silence. */
function actBefore(staff: Staff, limit_us: Micros, now_us: Micros, end_us: Micros, line: SimulatedLine): TimedInput | undefined {
  while (staff.due_us() <= Math.min(limit_us, end_us)) {
    const due = staff.act(Math.min(limit_us, end_us));
    if (due !== undefined) return { at_us: Math.max(due.at_us, now_us), line, input: due.act };
  }
  return undefined;
}
