import { microsFromIso } from '../../api/iso.ts';
import type { Micros } from '../../core/units.ts';

/** TAI less the time system, in microseconds, for those that run evenly. UTC has leap seconds and is handled apart. */
const EVEN_us: Readonly<Record<string, Micros>> = { TAI: 0, GPS: 19_000_000, TT: -32_184_000, TDT: -32_184_000, TDB: -32_184_000 };

export const TIME_SYSTEMS = ['UTC', ...Object.keys(EVEN_us)];

const EPOCH = /^(\d{4})-(?:(\d\d)-(\d\d)|(\d{3}))T(\d\d):(\d\d):(\d\d)(?:\.(\d*))?Z?$/;

/** The time that a CCSDS time code names (calendar or day of year), on the core's scale; undefined where it names none. */
export function microsOfEpoch(text: string, timeSystem: string): Micros | undefined {
  const parts = EPOCH.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, dayOfYear, hour, minute, second, fraction = ''] = parts;
  const date = dayOfYear === undefined ? `${year}-${month}-${day}` : dateOf(Number(year), Number(dayOfYear));
  if (date === undefined) return undefined;
  const beyond_us = Math.round(Number(`0.${fraction || '0'}`) * 1e6);
  try {
    if (timeSystem === 'UTC') return microsFromIso(`${date}T${hour}:${minute}:${second}Z`) + beyond_us;
    const even_us = Object.hasOwn(EVEN_us, timeSystem) ? EVEN_us[timeSystem] : undefined;
    const label = `${date}T${hour}:${minute}:${second}Z`;
    const label_ms = Date.parse(label);
    if (even_us === undefined || !Number.isFinite(label_ms)) return undefined;
    // What no calendar and no clock has, and years that cannot be counted exactly, are the same in every system.
    microsFromIso(label);
    const at_us = label_ms * 1000 + beyond_us + even_us;
    return timeSystem === 'TDB' ? at_us - barycentric_us(at_us) : at_us;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** TDB less TT, which the Earth's way round the Sun swings by 1.7 ms: to 10 µs.
 *  Source  Kaplan, USNO Circular 179 (2005), equation 2.6, its two greatest terms. */
function barycentric_us(at_us: Micros): Micros {
  const centuries = (at_us / 1e6 + 32.184 - J2000_s) / (36_525 * 86_400);
  return Math.round(1657 * Math.sin(628.3076 * centuries + 6.2401) + 22 * Math.sin(575.3385 * centuries + 4.297));
}

/** 2000-01-01T12:00:00 TT, in seconds of TT since 1970-01-01T00:00:00 TT. */
const J2000_s = 946_728_000;

function dateOf(year: number, dayOfYear: number): string | undefined {
  const date = new Date(Date.UTC(year, 0, dayOfYear));
  return dayOfYear >= 1 && date.getUTCFullYear() === year ? date.toISOString().slice(0, 10) : undefined;
}
