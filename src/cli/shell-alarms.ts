import type { TheatreAlarm } from '../server/theatre.ts';
import type { Output } from './output.ts';

/** Tells on the standard error what goes wrong around the core: it is about this machine and belongs into no timeline. */
export function shellAlarms(output: Pick<Output, 'remark'>): (alarm: TheatreAlarm) => void {
  return (alarm) => output.remark(`tocsin: ${describe(alarm)}`);
}

function describe(alarm: TheatreAlarm): string {
  switch (alarm.kind) {
    case 'set-aside':
      return `entry ${alarm.seq} broke an invariant and was set aside: ${alarm.reason}`;
    case 'stopped':
      return `STOPPED at entry ${alarm.seq}: ${alarm.reason}`;
    case 'time-went-back':
      return `the time went back by ${(alarm.by_us / 1e6).toFixed(3)} s at entry ${alarm.seq}; it was taken at the journal's last time`;
    case 'digest-differs':
      return `entry ${alarm.seq} now says something else than when it came: another version wrote this journal, or it is damaged`;
    case 'delivery-failed':
      return `message ${alarm.message} did not get through to ${alarm.channel} (attempt ${alarm.attempts}): ${alarm.detail}`;
    case 'delivery-given-up':
      return `message ${alarm.message} to ${alarm.channel} was given up after ${alarm.attempts} attempts: ${alarm.detail}`;
    case 'wrong-line':
      return `message ${alarm.message} was kept off channel ${alarm.channel}: it is of another line`;
    case 'listener-failed':
      return `a listener failed: ${alarm.detail}`;
    default:
      return alarm satisfies never;
  }
}
