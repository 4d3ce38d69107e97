import type { Alarm, BiasFinding } from '../core/tell/alarm.ts';

/** What an alarm says to people, in one sentence without its name: the command line and the console read the same. */
export function alarmWords(alarm: Alarm): string {
  switch (alarm.alarm) {
    case 'wrong-line':
      return `${alarm.inputKind} of line ${alarm.claimed} in a theatre of line ${alarm.line}${soFar(alarm.count)}`;
    case 'sensor-rejected':
      return `${alarm.source}: ${alarm.reason}${soFar(alarm.count)}`;
    case 'sources-rejected':
      return `too many sources to count each: ${alarm.source}: ${alarm.reason} (${alarm.count} of such sources so far)`;
    case 'sensor-silent':
      return alarm.phase === 'begins'
        ? `${alarm.sensor} has sent nothing for ${tenths(alarm.silence_s)} s; it is silent after ${tenths(alarm.limit_s)} s${lossWords(alarm.through)}`
        : `${alarm.sensor} sends again, as it had not for ${tenths(alarm.silence_s)} s${lossWords(alarm.through)}`;
    case 'sensor-late':
      return lateWords(alarm);
    case 'sensor-clock':
      return alarm.phase === 'ends'
        ? `${alarm.sensor} no longer stamps what has not been yet; ${scans(alarm.refused)} refused in all`
        : `${alarm.sensor}’s clock is ahead by ${tenths(alarm.ahead_s)} s at the least; ${scans(alarm.refused)} refused so far; set its clock`;
    case 'sensor-bias':
      return `${alarm.sensor}: ${biasWords(alarm.finding)}`;
    case 'track-limit':
      return alarm.phase === 'begins'
        ? `no room for a new track in a scan of ${alarm.sensor}`
        : `there is room for new tracks again; ${scans(alarm.scans)} found none`;
    case 'event-limit':
      return alarm.phase === 'begins'
        ? `no room for a new event beside ${alarm.events}: tracks are reported, and not assessed`
        : 'there is room for new events again';
    default:
      return alarm satisfies never;
  }
}

/** Nothing where next to nothing is lost. */
function lossWords(through: number): string {
  return through > 0.9 ? '' : `; ${Math.round(100 * through)} % of its looks come through`;
}

/** What an alarm is about: alarms of one name about one thing are the same alarm, told again. */
export function alarmSubject(alarm: Alarm): string {
  switch (alarm.alarm) {
    case 'wrong-line':
      return alarm.claimed;
    case 'sensor-rejected':
      return alarm.source;
    case 'sources-rejected':
    case 'track-limit':
    case 'event-limit':
      return '';
    default:
      return alarm.sensor;
  }
}

/** Whether what it told of is over: people may forget it. */
export function isOver(alarm: Alarm): boolean {
  if ('phase' in alarm) return alarm.phase === 'ends';
  return alarm.alarm === 'sensor-bias' && (alarm.finding.kind === 'sound' || alarm.finding.kind === 'not-told');
}

function lateWords({ sensor, phase, delay_s, horizon_s, wanted_s, refused }: Extract<Alarm, { alarm: 'sensor-late' }>): string {
  if (phase === 'ends') return `${sensor} is in time again, ${tenths(delay_s)} s after it measured; ${scans(refused)} refused in all`;
  const so = `${sensor} reports ${tenths(delay_s)} s after it measured`;
  return wanted_s <= horizon_s
    ? `${so}; its scans are used, up to ${tenths(horizon_s)} s late; ${scans(refused)} refused so far`
    : `${so}, later than the ${tenths(horizon_s)} s that a scan may be; ${scans(refused)} refused so far; set lateHorizonMost_s to ${Math.ceil(wanted_s)} or mend its link`;
}

function biasWords(finding: BiasFinding): string {
  switch (finding.kind) {
    case 'not-told':
      return 'nothing is known of its biases any more; its plots are taken as they come';
    case 'sound':
      return 'no bias that would matter; what it shows is taken as it comes';
    case 'beside':
      return `what it shows lies ${(finding.apart_m / 1000).toFixed(1)} km beside ${finding.track}, where the others see it; its bias is being measured`;
    case 'unregistered':
      return `${finding.radars} radars are registered with each other already; its biases are not looked for`;
    case 'drifting':
      return `its biases have moved ${finding.moves} times in ${finding.span_s} s; its scans are set aside`;
    case 'biased': {
      const { bias, sigma } = finding;
      const part = (name: string, value: number, spread: number, unit: string, digits: number): string[] =>
        value === 0 ? [] : [`${name} ${value > 0 ? '+' : '−'}${Math.abs(value).toFixed(digits)} ± ${spread.toFixed(digits)} ${unit}`];
      const parts = [
        ...part('range', bias.range_m, sigma.range_m, 'm', 0),
        ...part('azimuth', 1e3 * bias.azimuth_rad, 1e3 * sigma.azimuth_rad, 'mrad', 2),
        ...part('elevation', 1e3 * bias.elevation_rad, 1e3 * sigma.elevation_rad, 'mrad', 2),
        ...part('clock', 1e3 * bias.time_s, 1e3 * sigma.time_s, 'ms', 0),
      ];
      return `${parts.join(', ')}; taken from its plots from now on`;
    }
    default:
      return finding satisfies never;
  }
}

function soFar(count: number): string {
  return count > 1 ? ` (${count} so far)` : '';
}

function scans(count: number): string {
  return count === 1 ? '1 scan' : `${count} scans`;
}

function tenths(value: number): string {
  return value.toFixed(1);
}
