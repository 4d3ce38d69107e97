import type { Micros, Seconds } from '../units.ts';

/** The time scale of the core: integer microseconds of International Atomic Time since 1970-01-01T00:00:00 TAI.
 *  It never steps and never repeats, so differences are durations and order is order. UTC exists at the edges only.
 *  A double holds these integers exactly until the year 2255.
 *
 *  Source  IERS Bulletin C (dates and values of TAI − UTC).
 *  Limits  Before 1972-01-01 the offset is held at 10 s; the true one drifted from about 1.4 s (1961) to 10 s, so a label there may be
 *          wrong by that much, while round trips stay exact. After the last row the last offset holds until a row is added. */

type LeapSecond = { readonly utc_us: Micros; readonly taiMinusUtc_us: Micros };

/** First POSIX day (days since 1970-01-01) on which TAI − UTC has the given value in seconds. */
const OFFSETS: readonly (readonly [day: number, taiMinusUtc_s: number])[] = [
  [730, 10], // 1972-01-01
  [912, 11], // 1972-07-01
  [1096, 12], // 1973-01-01
  [1461, 13], // 1974-01-01
  [1826, 14], // 1975-01-01
  [2191, 15], // 1976-01-01
  [2557, 16], // 1977-01-01
  [2922, 17], // 1978-01-01
  [3287, 18], // 1979-01-01
  [3652, 19], // 1980-01-01
  [4199, 20], // 1981-07-01
  [4564, 21], // 1982-07-01
  [4929, 22], // 1983-07-01
  [5660, 23], // 1985-07-01
  [6574, 24], // 1988-01-01
  [7305, 25], // 1990-01-01
  [7670, 26], // 1991-01-01
  [8217, 27], // 1992-07-01
  [8582, 28], // 1993-07-01
  [8947, 29], // 1994-07-01
  [9496, 30], // 1996-01-01
  [10043, 31], // 1997-07-01
  [10592, 32], // 1999-01-01
  [13149, 33], // 2006-01-01
  [14245, 34], // 2009-01-01
  [15522, 35], // 2012-07-01
  [16617, 36], // 2015-07-01
  [17167, 37], // 2017-01-01
];

const LEAP_SECONDS: readonly LeapSecond[] = OFFSETS.map(([day, s]) => ({ utc_us: day * 86_400_000_000, taiMinusUtc_us: s * 1_000_000 }));

/** TAI microseconds of a POSIX (UTC) time in microseconds. */
export function taiFromUtc_us(utc_us: Micros): Micros {
  let offset_us: number = LEAP_SECONDS[0].taiMinusUtc_us;
  for (const row of LEAP_SECONDS) if (utc_us >= row.utc_us) offset_us = row.taiMinusUtc_us;
  return utc_us + offset_us;
}

/** POSIX (UTC) microseconds of a TAI time. During an inserted leap second POSIX time has no label of its own:
 *  it reads as the first second of the next day, which then comes again. */
export function utcFromTai_us(at_us: Micros): Micros {
  let offset_us: number = LEAP_SECONDS[0].taiMinusUtc_us;
  for (const row of LEAP_SECONDS) if (at_us >= row.utc_us + row.taiMinusUtc_us) offset_us = row.taiMinusUtc_us;
  return at_us - offset_us;
}

/** A duration in seconds as integer microseconds, rounded to the nearest. */
export function seconds_us(duration_s: Seconds): Micros {
  return Math.round(duration_s * 1e6);
}

/** Seconds from a to b; negative when b is earlier. */
export function secondsBetween(a_us: Micros, b_us: Micros): Seconds {
  return (b_us - a_us) / 1e6;
}
