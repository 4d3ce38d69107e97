import type { Emit } from '../tell/emission.ts';
import type { Scan } from '../sense/scan.ts';
import type { SensorSpec } from '../sense/sensor.ts';
import type { SensorHealth, State } from '../state/state.ts';
import type { Micros, Seconds } from '../units.ts';
import { refusalsOf } from '../state/refusals.ts';

/** Delays that are looked at. Enough for a median that one held-up scan does not move, few enough to tell of a change within half a minute. */
const DELAYS = 15;
/** With fewer nothing is said of a sensor's delay or clock. */
const LEAST_DELAYS = 5;
/** A sensor that has never sent anything may take this long over its first looks: a slow link, a satellite that is just coming up. */
const FIRST_WORD_S = 30;
/** A sensor's clock may run ahead of the journal's by this much; what is further ahead is refused. */
export const CLOCK_SLACK_US = 1_000_000;
/** Said, a fault is over when it has shrunk to this share: a sensor at the edge is not spoken of over and over. */
const OVER = 0.8;
/** What has been said to begin is not said to end sooner than this, nor the other way round: a link that loses most of its scans, or brings each of them
 *  twice, is one trouble and not twenty a minute. */
const HOLDS_US = 30_000_000;
/** A late scan may come this much later than the latest ones have, and is still taken. */
const HORIZON_MARGIN_S = 2;
const CHECK_EVERY_US = 1_000_000;
/** Scans whose coming is remembered, and how many are needed to say that a link is sound. */
const HEARD = 31;
const LEAST_HEARD = 13;
/** Share of its looks that must come through for a sensor that was silent to be back. What has lost two scans of three is silent five looks in a row
 *  every half minute, and sends in between: it is one trouble until it is mended. By chance, such a link reaches this once in a thousand windows. */
const SOUND_SHARE = 0.7;

export function newHealth(sensor: string, at_us: Micros): SensorHealth {
  const said_us = { silent: at_us - HOLDS_US, late: at_us - HOLDS_US, ahead: at_us - HOLDS_US };
  return {
    sensor,
    heard_us: at_us,
    everHeard: false,
    heard: [],
    silentSince_us: at_us,
    delays_us: [],
    silent: false,
    late: false,
    ahead: false,
    said_us,
  };
}

/** A sensor that is another than it was has a past of its own; what has been said of it stands until it is over. */
export function healthAnew(state: State, sensor: string): void {
  const k = state.health.findIndex((one) => one.sensor === sensor);
  if (k < 0) return;
  const { silent, silentSince_us, late, ahead, said_us } = state.health[k];
  state.health[k] = { ...newHealth(sensor, state.at_us), silent, silentSince_us, late, ahead, said_us };
}

/** A scan of a known sensor has come, whatever becomes of it. A sensor that was said to be silent is back when its link is sound. */
export function noteHeard(state: State, { sensor, measuredAt_us }: Scan, emit: Emit): void {
  const health = healthOf(state, sensor);
  const spec = state.sensors.find(({ id }) => id === sensor);
  if (health === undefined || spec === undefined) return;
  const { heard } = health;
  if (!heard.some((one) => one.measuredAt_us === measuredAt_us)) heard.push({ at_us: state.at_us, measuredAt_us });
  if (heard.length > HEARD) heard.shift();
  if (health.silent && isSoundAgain(health, spec) && holdsNoMore(state, health, 'silent')) sayBack(state, health, spec, emit);
  health.heard_us = state.at_us;
  health.everHeard = true;
}

function isSoundAgain(health: SensorHealth, spec: SensorSpec): boolean {
  return health.heard.length >= LEAST_HEARD && shareThrough(health, spec) >= SOUND_SHARE;
}

/** Of the looks made while its latest scans came, the share that came through; the longest gap aside, since a link that was down once is sound. */
function shareThrough({ heard }: SensorHealth, { revisit_s }: SensorSpec): number {
  if (heard.length < 3) return 1;
  const gaps_us = heard.slice(1).map(({ at_us }, k) => at_us - heard[k].at_us);
  const all_us = heard[heard.length - 1].at_us - heard[0].at_us;
  const others_us = all_us - Math.max(...gaps_us);
  return Math.min(1, ((gaps_us.length - 1) * revisit_s * 1e6) / Math.max(others_us, 1));
}

/** Remembers how long a scan was on its way, and says so when that has come to matter, or no longer does. */
export function noteDelay(state: State, sensor: string, measuredAt_us: Micros, emit: Emit): void {
  const health = healthOf(state, sensor);
  if (health === undefined) return;
  health.delays_us.push(state.at_us - measuredAt_us);
  if (health.delays_us.length > DELAYS) health.delays_us.shift();
  if (health.delays_us.length < LEAST_DELAYS) return;
  const median_us = median(health.delays_us);
  judgeDelay(state, health, median_us, emit);
  judgeClock(state, health, -median_us, emit);
}

/** How much older than the newest folded scan a scan may be and still be taken: the setting, and more where a sensor's scans are always later
 *  than that. Late is not wrong: a scan that is twenty seconds old still tells where an object is, and how old it is, is known. */
export function horizon_s({ settings, health }: State): Seconds {
  const { lateHorizon_s, lateHorizonMost_s, reorderLag_s } = settings;
  if (lateHorizon_s === 0) return 0;
  const wanted = health.reduce((most, one) => Math.max(most, wanted_s(one, reorderLag_s)), lateHorizon_s);
  return Math.min(wanted, Math.max(lateHorizon_s, lateHorizonMost_s));
}

/** The horizon that a sensor's scans need; of its latest the one that came latest may have been held up by chance, and does not count. */
function wanted_s({ delays_us }: SensorHealth, lag_s: Seconds): Seconds {
  if (delays_us.length < LEAST_DELAYS) return 0;
  return secondLongest(delays_us) / 1e6 - lag_s + HORIZON_MARGIN_S;
}

/** Whether a fault begins or is over now, so that it is to be said; it is then noted as said. */
function turns(state: State, health: SensorHealth, what: 'late' | 'ahead', by: number, limit: number): boolean {
  if ((health[what] ? by > OVER * limit : by <= limit) || !holdsNoMore(state, health, what)) return false;
  health[what] = !health[what];
  health.said_us[what] = state.at_us;
  return true;
}

/** Late is a sensor half of whose scans come later than the horizon that is set would take them. */
function judgeDelay(state: State, health: SensorHealth, median_us: Micros, emit: Emit): void {
  const { lateHorizon_s, reorderLag_s } = state.settings;
  const delay_s = median_us / 1e6;
  const limit_s = reorderLag_s + lateHorizon_s;
  if (!turns(state, health, 'late', delay_s, limit_s)) return;
  emit({
    kind: 'alarm',
    at_us: state.at_us,
    alarm: 'sensor-late',
    phase: health.late ? 'begins' : 'ends',
    sensor: health.sensor,
    delay_s,
    horizon_s: horizon_s(state),
    wanted_s: Math.max(0, wanted_s(health, reorderLag_s)),
    refused: refusalsOf(state.refused, health.sensor, 'late'),
  });
}

/** A clock is ahead when half of the scans are stamped with times that have not come. By how much is known at the least: the way takes time too. */
function judgeClock(state: State, health: SensorHealth, ahead_us: Micros, emit: Emit): void {
  if (!turns(state, health, 'ahead', ahead_us, CLOCK_SLACK_US)) return;
  emit({
    kind: 'alarm',
    at_us: state.at_us,
    alarm: 'sensor-clock',
    phase: health.ahead ? 'begins' : 'ends',
    sensor: health.sensor,
    ahead_s: ahead_us / 1e6,
    refused: refusalsOf(state.refused, health.sensor, 'from-the-future'),
  });
}

/** Looks for sensors that have fallen silent. Any entry makes time pass, a tick too: when all sensors are silent, ticks still come. */
export function watchSilence(state: State, emit: Emit): void {
  if (state.at_us - state.healthChecked_us < CHECK_EVERY_US) return;
  state.healthChecked_us = state.at_us;
  for (const health of state.health) {
    const sensor = state.sensors.find(({ id }) => id === health.sensor);
    if (sensor === undefined || health.silent) continue;
    const silence_s = (state.at_us - health.heard_us) / 1e6;
    if (silence_s <= state.settings.silentAfterLooks * sensor.revisit_s) continue;
    const limit_s = silenceLimit_s(state, health, sensor);
    if (silence_s <= limit_s || !holdsNoMore(state, health, 'silent')) continue;
    health.silent = true;
    health.silentSince_us = health.heard_us;
    health.said_us.silent = state.at_us;
    sayOf(state, health, sensor, { phase: 'begins', silence_s, limit_s }, emit);
  }
}

/** So many looks, and what the way may add: as much as it has of late, the one scan aside that came latest, and no more than a scan may be late. A
 *  wrong stamp looks like a long way. */
function silenceLimit_s(state: State, { everHeard, delays_us }: SensorHealth, { revisit_s }: SensorSpec): Seconds {
  const { silentAfterLooks, reorderLag_s } = state.settings;
  const way_s = everHeard ? Math.min(Math.max(0, secondLongest(delays_us) / 1e6), reorderLag_s + horizon_s(state)) : FIRST_WORD_S;
  return silentAfterLooks * revisit_s + way_s;
}

function sayBack(state: State, health: SensorHealth, sensor: SensorSpec, emit: Emit): void {
  health.silent = false;
  health.said_us.silent = state.at_us;
  const silence_s = (state.at_us - health.silentSince_us) / 1e6;
  sayOf(state, health, sensor, { phase: 'ends', silence_s, limit_s: silenceLimit_s(state, health, sensor) }, emit);
}

function sayOf(
  { at_us }: State,
  health: SensorHealth,
  sensor: SensorSpec,
  told: { readonly phase: 'begins' | 'ends'; readonly silence_s: Seconds; readonly limit_s: Seconds },
  emit: Emit,
): void {
  const through = shareThrough(health, sensor);
  emit({ kind: 'alarm', at_us, alarm: 'sensor-silent', sensor: sensor.id, since_us: health.silentSince_us, ...told, through });
}

function holdsNoMore({ at_us }: State, { said_us }: SensorHealth, what: keyof SensorHealth['said_us']): boolean {
  return at_us - said_us[what] >= HOLDS_US;
}

function healthOf({ health }: State, sensor: string): SensorHealth | undefined {
  return health.find((one) => one.sensor === sensor);
}

/** Of one the one; of none −∞. */
function secondLongest(delays_us: readonly Micros[]): Micros {
  let [first, second] = [-Infinity, -Infinity];
  for (const delay_us of delays_us) {
    if (delay_us > first) [first, second] = [delay_us, first];
    else if (delay_us > second) second = delay_us;
  }
  return delays_us.length === 1 ? first : second;
}

/** The lower of the two in the middle. */
function median(values: readonly number[]): number {
  return Float64Array.from(values).sort()[(values.length - 1) >> 1];
}
