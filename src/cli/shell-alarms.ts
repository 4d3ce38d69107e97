import type { Backlog } from '../server/backlog.ts';
import type { TheatreAlarm } from '../server/theatre.ts';
import { findingText } from './finding-words.ts';
import type { Output } from './output.ts';

/** Hears what goes wrong around the core. `lost`: whether something was never written that had to be. */
export type ShellAlarms = { readonly lost: boolean; hear(alarm: TheatreAlarm): void };

/** Tells on the standard error what goes wrong around the core: it is about this machine and belongs into no timeline. Under --json it is a
 *  line of its own as well, for who reads nothing else. */
export function shellAlarms(output: Pick<Output, 'remark' | 'object'>): ShellAlarms {
  let lost = false;
  let failure = { detail: '', times: 0 };
  return {
    get lost() {
      return lost;
    },
    hear(alarm) {
      const { kind, ...figures } = alarm;
      lost ||= kind === 'never-recorded' || kind === 'listener-failed';
      if (kind === 'listener-failed') {
        const { detail } = alarm;
        failure = { detail, times: detail === failure.detail ? failure.times + 1 : 1 };
        // On a full disk every emission fails alike: the first time is told, the tenth, the hundredth.
        if (!/^10*$/.test(String(failure.times))) return;
      }
      const often = kind === 'listener-failed' && failure.times > 1 ? ` (${failure.times} times)` : '';
      const text = `${describe(alarm)}${often}`;
      output.remark(`tocsin: ${text}`);
      output.object({ kind: 'shell-alarm', alarm: kind, ...figures, text });
    },
  };
}

/** The call to somebody who can look after a channel. */
function undelivered({ channel, connected, messages, oldest, attempts }: Backlog): string {
  const what = messages === 1 ? `${oldest} has` : `${messages} messages, ${oldest} first, have`;
  const why = connected ? `tried ${attempts} times` : 'no such channel in this run';
  return `UNDELIVERED: ${what} not reached ${channel} (${why})`;
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
    case 'record-doubtful':
      return `THE JOURNAL IS NOT WHAT WAS WRITTEN: ${findingText(alarm.finding)}; tocsin audit tells it all`;
    case 'witness-failed':
      return `the head file cannot be written or read: ${alarm.detail}; until it can, only the journal vouches for itself`;
    case 'disk-low':
      return `the disk of the journal is nearly full: ${(alarm.free_bytes / 1e6).toFixed(0)} MB are left, ${((100 * alarm.free_bytes) / alarm.total_bytes).toFixed(1)} %; make room`;
    case 'reserve-given-up':
      return `THE DISK OF THE JOURNAL IS FULL: from entry ${alarm.seq} on the reserve is used up; make room now`;
    case 'not-recorded':
      return `NOT RECORDED from entry ${alarm.seq} on: ${alarm.detail}; warnings go on and are marked; make room`;
    case 'recorded-again':
      return `recorded again: ${alarm.entries} entries that waited for the disk are written down`;
    case 'record-lost':
      return `THE RECORD ENDS before entry ${alarm.seq}: more waits for the disk than can be kept; warnings go on, and what comes now is never written down`;
    case 'never-recorded':
      return `${alarm.entries} entries were never written down: the disk did not come back`;
    case 'delivery-failed':
      return `message ${alarm.message} did not get through to ${alarm.channel} (attempt ${alarm.attempts}): ${alarm.detail}`;
    case 'undelivered':
      return undelivered(alarm);
    case 'got-through':
      return alarm.dropped === 0
        ? `${alarm.channel} has everything now`
        : `nothing waits for ${alarm.channel} any more; ${alarm.dropped} of its messages were dropped, and it never had them`;
    case 'delivery-dropped':
      return `${alarm.messages} messages of warning ${alarm.warning}, which is over, were dropped from ${alarm.channel}: too much waits`;
    case 'outbox-over':
      return `TOO MUCH WAITS: ${alarm.messages} messages more than the bound, and none may be dropped; mend the channels that refuse`;
    case 'wrong-line':
      return `message ${alarm.message} was kept off channel ${alarm.channel}: it is of another line`;
    case 'listener-failed':
      return `what was said could not be passed on: ${alarm.detail}; a file of --out lacks it, so make room for the folder, or give another, and run again`;
    default:
      return alarm satisfies never;
  }
}
