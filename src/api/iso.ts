import { taiFromUtc_us, utcFromTai_us } from '../core/time/scale.ts';
import type { Micros } from '../core/units.ts';

/** ISO 8601 text in UTC of a time on the core's scale, for people and for files.
 *  As short as is exact: whole seconds, else milliseconds, else microseconds. A leap second is written `:60`, as UTC does. */
export function isoFromMicros(at_us: Micros): string {
  if (!Number.isSafeInteger(at_us)) throw new RangeError(`a time is a whole number of microseconds, not ${at_us}`);
  const utc_us = utcFromTai_us(at_us);
  // POSIX time has no name for a leap second, so the way back misses it by that second: forwards or backwards, as the table sees it.
  const missed_us = at_us - taiFromUtc_us(utc_us);
  if (missed_us === 1_000_000) return write(utc_us, true);
  if (missed_us === -1_000_000) return write(utc_us - 1_000_000, true);
  return write(utc_us, false);
}

/** Years whose microseconds are whole numbers that a program can count to, with some room for what is reckoned from them. */
const FIRST_YEAR = 1685;
const LAST_YEAR = 2254;

/** The time that an ISO 8601 text names: date, `T`, time to the second or finer (at most microseconds), and a zone (`Z` or `±hh:mm`).
 *  Throws `RangeError` that says what is wrong: a local time without its zone is refused, because two readers would read two times. */
export function microsFromIso(text: string): Micros {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(Z|[+-]\d\d:\d\d)?$/.exec(text.trim());
  if (!parts) throw new RangeError(`"${text}" is not a time; write it as 2022-11-18T01:14:00Z`);
  const [, year, month, day, hour, minute, second = '00', fraction = '', zone] = parts;
  if (!zone) throw new RangeError(`"${text}" has no zone; add Z for UTC, or an offset such as +09:00`);
  const isLeap = second === '60';
  const civil = [year, month, day].join('-') + `T${hour}:${minute}:${isLeap ? '59' : second}`;
  const utc_ms = Date.parse(`${civil}${zone}`);
  // Date.parse takes 30 February for 2 March; a date that does not read back as written is not in the calendar.
  const offset_ms = zone === 'Z' ? 0 : Date.parse(`${civil}Z`) - utc_ms;
  if (!Number.isFinite(utc_ms) || new Date(utc_ms + offset_ms).toISOString().slice(0, 19) !== civil) {
    throw new RangeError(`"${text}" is not in the calendar`);
  }
  if (Number(year) < FIRST_YEAR || Number(year) > LAST_YEAR)
    throw new RangeError(`"${text}" is too far from our time; give a year from ${FIRST_YEAR} to ${LAST_YEAR}`);
  const at_us = taiFromUtc_us(utc_ms * 1000 + Number(fraction.padEnd(6, '0'))) + (isLeap ? 1_000_000 : 0);
  if (isLeap && !isoFromMicros(at_us).includes(':60')) throw new RangeError(`"${text}": UTC has no leap second there`);
  return at_us;
}

/** `HH:MM:SS` in UTC, for columns and labels where the date is plain from the context. */
export function clockFromMicros(at_us: Micros): string {
  return isoFromMicros(at_us).slice(11, 19);
}

function write(utc_us: number, isLeap: boolean): string {
  const micros = ((utc_us % 1_000_000) + 1_000_000) % 1_000_000;
  const second = new Date((utc_us - micros) / 1000).toISOString().slice(0, 19);
  const fraction = micros === 0 ? '' : `.${micros % 1000 === 0 ? String(micros / 1000).padStart(3, '0') : String(micros).padStart(6, '0')}`;
  return `${isLeap ? second.slice(0, 17) + '60' : second}${fraction}Z`;
}
