import { isScan } from './sense/scan.ts';
import type { Emit, RefusalReason } from './tell/emission.ts';
import type { Entry, Input } from './journal.ts';
import { regionFault } from './assess/places.ts';
import { takePlaces } from './tell/places.ts';
import { isHalfSigned, passTimeOf, passWarningTime, voidHalfSigned } from './tell/events.ts';
import { healthAnew, newHealth, watchSilence } from './health/health.ts';
import { keepAnnouncement } from './state/announcements.ts';
import { countRefusal } from './state/refusals.ts';
import { flushScans, takeScanInput } from './intake/scans.ts';
import { treatNoMore } from './register/treated-scan.ts';
import { isAnother, registerAnew } from './register/anew.ts';
import { isSetting, settingError } from './settings.ts';
import type { SensorSpec } from './sense/sensor.ts';
import { restore, snapshot, start, type State } from './state/state.ts';
import { takeAct } from './warn/acts.ts';
import type { HumanAct } from './warn/warning.ts';
import { warningPort } from './tell/warning-port.ts';
import { type Fault, isFields, refuseFault, shown, timeFault } from './valid.ts';

export { isHalfSigned, restore, snapshot, start, type State };

/** Most sensors of one theatre; a further one is refused with the reason. */
const MAX_SENSORS = 200;

/** Folds one journal entry into the state and says what follows from it. The whole core is this function: the same entries give the
 *  same emissions, to the byte, whoever calls it and whenever.
 *  Entries come in order of `seq`; what the core cannot take it refuses by an emission with the reason, and goes on.
 *  Throws, and changes nothing, for an entry that no journal holds: `RangeError` for one without a time or an input, an error for a gap. */
export function step(state: State, entry: Entry, emit: Emit): void {
  refuseFault(timeFault('entry.at_us', entry.at_us) ?? inputFault(entry.input));
  if (entry.seq !== state.seq + 1) throw new Error(`entry ${entry.seq} after ${state.seq}: the journal has a gap`);
  state.seq = entry.seq;
  state.entries += 1;
  const refuse = (reason: RefusalReason, detail: string): void =>
    emit({ kind: 'refused', seq: entry.seq, at_us: entry.at_us, reason, detail });
  if (entry.at_us < state.at_us) {
    refuse('time-went-back', `entry at ${entry.at_us} µs after one at ${state.at_us} µs`);
    return;
  }
  state.at_us = entry.at_us;
  if (!isOnItsLine(state, entry, emit, refuse)) return;
  // What became of a message is for the shell: it must not make tracks age in a world that nothing else is heard of.
  if (entry.input.kind === 'delivery') return;
  take(state, entry, emit, refuse);
  flushScans(state, emit);
  passWarningTime(state, emit);
  watchSilence(state, emit);
  signOfLife(state, emit);
}

function inputFault(input: unknown): Fault | undefined {
  if (isFields(input) && typeof input['kind'] === 'string') return undefined;
  return { place: 'entry.input', message: `${shown(input)} is no input`, remedy: 'give one with its kind, as a journal holds it' };
}

/** Nothing of another line gets further than this (H6). A theatre's first entry says which line it is. */
function isOnItsLine(state: State, entry: Entry, emit: Emit, refuse: (reason: RefusalReason, detail: string) => void): boolean {
  const claimed = entry.input.kind === 'act' ? entry.input.line : entry.line;
  if (state.line === undefined || (claimed === state.line && entry.line === state.line)) return true;
  const { seq, at_us, input } = entry;
  const other = claimed === state.line ? entry.line : claimed;
  const detail = `${input.kind} of line ${other} in a theatre of line ${state.line}`;
  const { count, told } = countRefusal(state.refused, other, 'wrong-line');
  // A person is always answered; of a tape that plays on, the first and every hundredth are told.
  if (input.kind === 'act') refuse('wrong-line', detail);
  else if (told) emit({ kind: 'refused', seq, at_us, reason: 'wrong-line', detail, source: other, count });
  if (told || input.kind === 'act')
    emit({ kind: 'alarm', at_us, alarm: 'wrong-line', seq, inputKind: input.kind, claimed: other, line: state.line, count });
  return false;
}

function take(state: State, entry: Entry, emit: Emit, refuse: (reason: RefusalReason, detail: string) => void): void {
  const { input } = entry;
  if (state.line === undefined && input.kind !== 'theatre') {
    refuse('unknown-theatre', `${input.kind} before the theatre entry that says which line this is`);
    return;
  }
  if (isScan(input)) return takeScanInput(state, entry.seq, input, emit);
  switch (input.kind) {
    case 'theatre':
      if (state.line !== undefined && state.line !== input.line)
        refuse('wrong-line', `the theatre is on line ${state.line} and stays there`);
      else if (input.line !== entry.line) refuse('wrong-line', `theatre of line ${input.line} in an entry of line ${entry.line}`);
      else Object.assign(state, { theatre: input.theatre, line: input.line });
      return;
    case 'setting':
      takeSetting(state, input, refuse);
      return;
    case 'sensor':
      takeSensor(state, input, emit, refuse);
      return;
    case 'places':
      {
        const fault = regionFault(input);
        if (fault === undefined) takePlaces(state, input);
        else refuse('not-finite', fault);
      }
      return;
    case 'announcement': {
      const refused = keepAnnouncement(state.announcements, input, entry.at_us);
      if (refused !== undefined) refuse(refused.reason, refused.detail);
      return;
    }
    case 'sky':
      state.sky = { sunEcef_m: input.sunEcef_m, moonEcef_m: input.moonEcef_m };
      return;
    case 'act':
      takeHumanAct(state, input, emit, refuse);
      return;
    case 'rejected':
      takeRejected(state, input, entry, emit);
      break;
    case 'opened':
      voidHalfSigned(state, emit);
      break;
    case 'tick':
    case 'delivery':
    case 'set-aside':
      break;
    default:
      input satisfies never;
      // A journal of a later version may hold it: passed over in silence it would look like something that was taken.
      refuse(
        'unknown-input',
        `${shown((input as Input).kind)} is no kind of entry that this version knows; fold it with the one that wrote it`,
      );
  }
}

function takeSetting(
  state: State,
  input: Extract<Input, { kind: 'setting' }>,
  refuse: (reason: RefusalReason, detail: string) => void,
): void {
  const error = settingError(input.name, input.value);
  if (error !== undefined || !isSetting(input.name)) refuse('unknown-setting', error ?? input.name);
  else state.settings[input.name] = input.value;
}

function takeSensor(
  state: State,
  input: Extract<Input, { kind: 'sensor' }>,
  emit: Emit,
  refuse: (reason: RefusalReason, detail: string) => void,
): void {
  const known = state.sensors.findIndex(({ id }) => id === input.sensor.id);
  if (known >= 0 && state.sensors[known].kind !== input.sensor.kind)
    refuse('unknown-sensor', `sensor ${input.sensor.id} is a ${state.sensors[known].kind} and cannot become a ${input.sensor.kind}`);
  else if (known >= 0) declareAgain(state, known, input.sensor, emit);
  else if (state.sensors.length >= MAX_SENSORS) refuse('sensor-limit', `a theatre has at most ${MAX_SENSORS} sensors`);
  else {
    state.sensors.push(input.sensor);
    state.health.push(newHealth(input.sensor.id, state.at_us));
  }
}

/** A declaration that repeats what is known changes nothing. Of a radar that stands elsewhere, or measures otherwise, nothing that was learnt holds. */
function declareAgain(state: State, known: number, sensor: SensorSpec, emit: Emit): void {
  const before = state.sensors[known];
  state.sensors[known] = sensor;
  if (!isAnother(before, sensor)) return;
  registerAnew(state, sensor.id, emit);
  treatNoMore(state, sensor.id);
  healthAnew(state, sensor.id);
}

function takeHumanAct(state: State, act: HumanAct, emit: Emit, refuse: (reason: RefusalReason, detail: string) => void): void {
  const record = Object.hasOwn(state.warnings, act.warning) ? state.warnings[act.warning] : undefined;
  if (record === undefined) {
    refuse('unknown-warning', `no warning is called ${act.warning}; a warning comes from a track, never from a person (H3)`);
    return;
  }
  passTimeOf(state, record, emit);
  takeAct(record, act, state.at_us, warningPort(state, emit, refuse));
}

/** Bad data that an adapter turned away: one alarm at the first of a source and at every hundredth, so that a flood is no flood here. */
function takeRejected(state: State, { source, reason }: Extract<Input, { kind: 'rejected' }>, { at_us }: Entry, emit: Emit): void {
  const { count, told, others } = countRefusal(state.refused, source, 'rejected');
  if (told) emit({ kind: 'alarm', at_us, alarm: others ? 'sources-rejected' : 'sensor-rejected', source, reason, count });
}

function signOfLife(state: State, emit: Emit): void {
  if (state.line === undefined || state.at_us - state.alive_us < state.settings.aliveInterval_s * 1e6) return;
  state.alive_us = state.at_us;
  emit({ kind: 'alive', at_us: state.at_us, line: state.line, entries: state.entries });
}
