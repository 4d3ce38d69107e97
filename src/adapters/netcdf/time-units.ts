import { microsFromIso } from '../../core/time/iso.ts';
import type { Micros, Seconds } from '../../core/units.ts';

/** What a time of a file counts, and from when. */
export type TimeUnits = { readonly unit_s: Seconds; readonly epoch_us: Micros };

const UNITS: Readonly<Record<string, Seconds>> = { milliseconds: 1e-3, seconds: 1 };

/** Units of a variable of times, `seconds since 2000-01-01 12:00:00`, in UTC as files of this kind mean it; undefined for what is none.
 *  Source  [CF1.7] 4.4. */
export function timeUnits(text: string): TimeUnits | undefined {
  const [, unit = '', epoch = ''] = /^(\w+) since (.+)$/.exec(text.trim()) ?? [];
  const epoch_us = utcOf(epoch);
  return Object.hasOwn(UNITS, unit) && epoch_us !== undefined ? { unit_s: UNITS[unit], epoch_us } : undefined;
}

/** A time of a file, in UTC whether or not it says so, with a blank or a T before the clock: what reads it elsewhere must not take it for its own zone's. Undefined for what is
 *  no time. */
export function utcOf(text: string): Micros | undefined {
  const [, date, clock, zone = 'Z'] = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d+)?) ?(Z|UTC|[+-]\d\d:\d\d)?$/.exec(text.trim()) ?? [];
  try {
    return date === undefined ? undefined : microsFromIso(`${date}T${clock}${zone.replace('UTC', 'Z')}`);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
