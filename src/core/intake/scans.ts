import { screen, type ScreenReason } from '../detect/screen.ts';
import type { Emit, RefusalReason } from '../tell/emission.ts';
import { endEvent, followTracks } from '../tell/events.ts';
import { followLaunches, noteEnded } from '../tell/launch-watch.ts';
import { IDLE_US } from './fold-item.ts';
import { CLOCK_SLACK_US, horizon_s, noteDelay, noteHeard } from '../health/health.ts';
import { foldInOrder, isBehind, isDouble, noteMoment, refuseLate, takeLate, waitLate } from './late.ts';
import { gather, watch } from '../register/gather.ts';
import { estimateBiases, treatmentOf } from '../register/registration.ts';
import { gatherSights } from '../register/gather-sights.ts';
import { judgeSights } from '../register/sights.ts';
import { MAX_DETECTIONS_PER_SCAN, type Scan, detectionsOf, SENSOR_OF } from '../sense/scan.ts';
import { straightScan } from '../sense/corrections.ts';
import type { SensorSpec } from '../sense/sensor.ts';
import type { FoldItem, NumberedScan, State, Treatment } from '../state/state.ts';
import { countRefusal } from '../state/refusals.ts';
import { sayRoom } from './room.ts';
import { isStuck, notePlots } from './stuck.ts';
import { measuredAt_us, treatedScan } from '../register/treated-scan.ts';
import type { Micros } from '../units.ts';

/** Scans that may wait for older ones; at the bound the oldest is folded at once, so nothing is lost and time is only less patient. */
const MAX_PENDING = 2000;

type Refuse = (reason: RefusalReason, detail: string) => void;

/** Queues a scan until older ones have had time to arrive. What cannot be used is refused here, at the door: of each sensor and reason the
 *  first and every hundredth are told, with their count. */
export function takeScanInput(state: State, seq: number, scan: Scan, emit: Emit): void {
  const refuse: Refuse = (reason, detail) => {
    const { count, told } = countRefusal(state.refused, scan.sensor, reason);
    if (told) emit({ kind: 'refused', seq, at_us: state.at_us, reason, detail, source: scan.sensor, count });
  };
  const sensor = state.sensors.find(({ id }) => id === scan.sensor);
  if (sensor === undefined || !matches(sensor, scan)) {
    refuse(
      'unknown-sensor',
      sensor === undefined ? `no sensor is called ${scan.sensor}` : `${scan.sensor} is a ${sensor.kind}; it makes no ${scan.kind}`,
    );
    return;
  }
  noteHeard(state, scan, emit);
  const count = detectionsOf(scan).length;
  if (count > MAX_DETECTIONS_PER_SCAN)
    refuse('too-many-detections', `${count} in one scan of ${scan.sensor}; at most ${MAX_DETECTIONS_PER_SCAN}`);
  else if (!allFinite(scan)) refuse('not-finite', `a number in the scan of ${scan.sensor} is not finite`);
  else if (!saysWhereItWas(sensor, scan))
    refuse(
      'no-place',
      sensor.kind === 'radar' && sensor.moves === true
        ? `${scan.sensor} moves: each of its scans must say where it was`
        : `${scan.sensor} stands, and its scan says that it is elsewhere: declare it as one that moves`,
    );
  else if (isDouble(state, scan)) refuse('doubled', `this scan of ${scan.sensor} is here already`);
  else if (isStuck(state, scan)) refuse('doubled', `${scan.sensor} says to the last bit what it said before, of what has moved since`);
  else {
    notePlots(state, scan);
    noteDelay(state, scan.sensor, scan.measuredAt_us, emit);
    const straight = straightScan(sensor, scan);
    const treatment = treatmentOf(state, scan.sensor);
    if (treatment?.kind === 'aside') return watchAside(state, straight, refuse);
    const numbered: NumberedScan = { seq, scan: straight, ...asTreated(treatment) };
    if (queue(state, numbered, refuse)) sayScreened(state, sensor, numbered, emit);
  }
}

function asTreated(treatment: Exclude<Treatment, { kind: 'aside' }> | undefined): Pick<NumberedScan, 'bias' | 'doubted'> {
  if (treatment === undefined) return {};
  return treatment.kind === 'doubt' ? { doubted: true } : { bias: treatment.bias };
}

/** The scan of a radar that is set aside has the same time to arrive in as any other's. */
function watchAside(state: State, scan: Scan, refuse: Refuse): void {
  const behind_s = (state.folded_us - scan.measuredAt_us) / 1e6;
  const most_s = horizon_s(state);
  if (behind_s > most_s)
    refuse('late', `measured ${behind_s.toFixed(1)} s before what has been folded already; the horizon is ${most_s.toFixed(1)} s`);
  else if (!isFromTheFuture(state, scan, scan.measuredAt_us, refuse)) watch(state, scan);
}

/** Whether it is taken. */
function queue(state: State, scan: NumberedScan, refuse: Refuse): boolean {
  const at_us = measuredAt_us(scan);
  if (at_us < state.folded_us) {
    const error = waitLate(state, scan);
    if (error !== undefined) refuse('late', error);
    return error === undefined;
  }
  if (isFromTheFuture(state, scan.scan, at_us, refuse)) return false;
  insert(state, scan);
  return true;
}

function isFromTheFuture(state: State, { sensor }: Scan, at_us: Micros, refuse: Refuse): boolean {
  const ahead_us = at_us - state.at_us;
  if (ahead_us <= CLOCK_SLACK_US) return false;
  refuse('from-the-future', `measured ${seconds(ahead_us)} s after it arrived; check the clock of ${sensor}`);
  return true;
}

/** Most detections of one scan that are named one by one when they are set aside. */
const MAX_SET_ASIDE = 100;

/** What of a scan the tracker will not be offered, and why: said once, when the scan is taken, however often it is folded. */
function sayScreened({ at_us }: State, sensor: SensorSpec, numbered: NumberedScan, emit: Emit): void {
  const scan = treatedScan(numbered);
  const found = screen(sensor, scan);
  if (found.length === 0) return;
  const counts: Partial<Record<ScreenReason, number>> = {};
  for (const { reason } of found) counts[reason] = (counts[reason] ?? 0) + 1;
  emit({
    kind: 'screened',
    at_us,
    seq: numbered.seq,
    sensor: scan.sensor,
    detections: detectionsOf(scan).length,
    counts,
    setAside: found.slice(0, MAX_SET_ASIDE),
  });
}

/** Takes what came late, folds every scan that has waited long enough, oldest measurement first, and lets time pass for the tracks. */
export function flushScans(state: State, emit: Emit): void {
  takeLate(state, emit);
  const until_us = state.at_us - Math.round(state.settings.reorderLag_s * 1e6);
  while (state.pending.length > 0 && (measuredAt_us(state.pending[0]) <= until_us || state.pending.length > MAX_PENDING)) {
    const next = state.pending.shift();
    if (next === undefined) continue;
    if (isBehind(state, next)) {
      const error = waitLate(state, next);
      if (error !== undefined) refuseLate(state, next, error, emit);
    } else fold(state, { kind: 'scan', ...next }, emit);
  }
  if (until_us - state.lastScan_us < IDLE_US || until_us <= state.folded_us) return;
  if (until_us - state.folded_us < IDLE_US) noteMoment(state, until_us);
  else fold(state, { kind: 'time', at_us: until_us }, emit);
}

function fold(state: State, item: FoldItem, emit: Emit): void {
  const outcome = foldInOrder(state, item);
  if (outcome === undefined) return;
  if (item.kind === 'scan') sayRoom(state, outcome.atLimit, item.scan.sensor, emit);
  if (item.kind === 'scan') {
    gather(state, item, outcome.touched, emit);
    gatherSights(state, item);
  }
  for (const ended of outcome.ended) {
    noteEnded(state, ended);
    endEvent(state, ended, emit);
  }
  followTracks(state, outcome.touched, emit);
  followLaunches(state, emit);
  estimateBiases(state, emit);
  judgeSights(state, emit);
}

function insert(state: State, scan: NumberedScan): void {
  const at_us = measuredAt_us(scan);
  let place = state.pending.length;
  while (place > 0 && measuredAt_us(state.pending[place - 1]) > at_us) place -= 1;
  state.pending.splice(place, 0, scan);
}

function matches(sensor: SensorSpec, scan: Scan): boolean {
  return SENSOR_OF[scan.kind] === sensor.kind;
}

/** A radar that moves must say where it was; one that stands is where it was declared. */
function saysWhereItWas(sensor: SensorSpec, scan: Scan): boolean {
  return sensor.kind !== 'radar' || scan.kind !== 'radar-scan' || (sensor.moves === true) === (scan.platform !== undefined);
}

/** Whether every number that a scan holds is one, whatever its kind. */
function allFinite(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(allFinite);
}

function seconds(us: number): string {
  return (us / 1e6).toFixed(1);
}
