import type { Micros } from '../units.ts';
import { taiFromUtc_us, utcFromTai_us } from './scale.ts';

/** ISO 8601 text in UTC of a time on the core's scale (µs of TAI since 1970-01-01T00:00:00 TAI), for people and for files.
 *  As short as is exact: whole seconds, else milliseconds, else microseconds. A leap second is written `:60`, as UTC does.
 *  Throws `RangeError` for what is no whole number of microseconds, or too many to be counted exactly. */
export function isoFromMicros(at_us: Micros): string {
  if (!Number.isSafeInteger(at_us)) throw new RangeError(`a time is a whole number of microseconds, not ${at_us}; round it`);
  const utc_us = utcFromTai_us(at_us);
  // POSIX time has no name for a leap second, so the way back misses it by that second: forwards or backwards, as the table sees it.
  const missed_us = at_us - taiFromUtc_us(utc_us);
  if (missed_us === SECOND_US) return write(utc_us, true);
  if (missed_us === -SECOND_US) return write(utc_us - SECOND_US, true);
  return write(utc_us, false);
}

/** Years whose microseconds are whole numbers that a program can count to, with some room for what is reckoned from them. */
const FIRST_YEAR = 1685;
const LAST_YEAR = 2254;

/** The time that an ISO 8601 text names, on the core's scale: µs of TAI since 1970-01-01T00:00:00 TAI, so 37 s more than the same text in
 *  POSIX time since 2017 (`Date.parse` times 1000 is not this). The text has date, `T`, time to the minute, the second or finer (at most
 *  microseconds), and a zone (`Z` or `±hh:mm`).
 *  Throws `RangeError` that says what is wrong: a local time without its zone is refused, because two readers would read two times. */
export function microsFromIso(text: string): Micros {
  if (typeof text !== 'string') throw new RangeError(`${String(text)} is no text; write a time as 2022-11-18T01:14:00Z`);
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(?:(Z)|([+-])(\d\d):(\d\d))?$/.exec(text.trim());
  if (!parts) throw new RangeError(`"${text}" is not a time; write it as 2022-11-18T01:14:00Z`);
  const [, , , , , , , fraction = '', utc, sign] = parts;
  if (utc === undefined && sign === undefined) throw new RangeError(`"${text}" has no zone; add Z for UTC, or an offset such as +09:00`);
  const [, year, month, day, hour, minute, second, , , , zoneHours, zoneMinutes] = parts.map((part) => Number(part ?? 0));
  const isLeap = second === 60;
  const days = daysOf(year, month, day);
  // What does not read back as it was written is not in the calendar: 30 February would be 2 March.
  const isDate = dateOf(days).join('-') === [year, month, day].join('-');
  if (!isDate || hour > 23 || minute > 59 || second > 60 || zoneHours > 23 || zoneMinutes > 59)
    throw new RangeError(`"${text}" is not in the calendar`);
  if (year < FIRST_YEAR || year > LAST_YEAR)
    throw new RangeError(`"${text}" is too far from our time; give a year from ${FIRST_YEAR} to ${LAST_YEAR}`);
  const ahead_min = (sign === '-' ? -1 : 1) * (60 * zoneHours + zoneMinutes);
  const utc_s = 86_400 * days + 60 * (60 * hour + minute - ahead_min) + (isLeap ? 59 : second);
  const at_us = taiFromUtc_us(utc_s * SECOND_US + Number(fraction.padEnd(6, '0'))) + (isLeap ? SECOND_US : 0);
  if (isLeap && !isoFromMicros(at_us).includes(':60')) throw new RangeError(`"${text}": UTC has no leap second there`);
  return at_us;
}

const SECOND_US = 1_000_000;
const DAY_US = 86_400 * SECOND_US;

function write(utc_us: Micros, isLeap: boolean): string {
  const days = Math.floor(utc_us / DAY_US);
  const micros = utc_us - days * DAY_US;
  const seconds = Math.floor(micros / SECOND_US);
  const [year, month, day] = dateOf(days);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, isLeap ? 60 : seconds % 60];
  const fraction_us = micros % SECOND_US;
  const fraction = fraction_us % 1000 === 0 ? digits(fraction_us / 1000, 3) : digits(fraction_us, 6);
  const date = [digits(year, 4), digits(month, 2), digits(day, 2)].join('-');
  return `${date}T${clock.map((part) => digits(part, 2)).join(':')}${fraction_us === 0 ? '' : `.${fraction}`}Z`;
}

function digits(value: number, count: number): string {
  return String(value).padStart(count, '0');
}

// The calendar (Gregorian, also before 1582). Its year is counted from 1 March, so that the leap day is the last of a year and no month before it
// moves; its months from March on have 153 days in every five, and its years 146,097 in every four hundred.

const DAYS_IN_400_YEARS = 146_097;
/** From 1 March of the year 0 to 1 January 1970. */
const FIRST_DAY = 719_468;

/** Days since 1970-01-01 of a date; one that is not in the calendar gives some other day. */
function daysOf(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1;
  return 365 * y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + daysBefore((month + 9) % 12) + day - 1 - FIRST_DAY;
}

/** Days from 1 March to the first of a month that is counted from March. */
function daysBefore(month: number): number {
  return Math.floor((153 * month + 2) / 5);
}

/** Year, month and day of a day since 1970-01-01. */
function dateOf(days: number): readonly [number, number, number] {
  const since = days + FIRST_DAY;
  // By the mean length of a year it is this one, give or take one.
  let y = Math.floor((400 * since) / DAYS_IN_400_YEARS) + 1;
  while (daysOf(y, 3, 1) > days) y -= 1;
  const dayOfYear = days - daysOf(y, 3, 1);
  const month = Math.floor((5 * dayOfYear + 2) / 153);
  return [month < 10 ? y : y + 1, month < 10 ? month + 3 : month - 9, dayOfYear - daysBefore(month) + 1];
}
