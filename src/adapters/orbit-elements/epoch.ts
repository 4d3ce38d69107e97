import type { Micros } from '../../core/units.ts';
import { microsOfEpoch } from '../plots/tdm-time.ts';

/** An epoch in whole microseconds and what is left below one. */
export type Epoch = { readonly epoch_us: Micros; readonly epochRest_us: number };

const DAY_MICROS_OF_1E8 = 864;

/** The epoch that the digits of a two-line set name: the year, the day of it from 1, and the digits of its fraction, eight at most. A hundred-millionth of a day is 864 µs, so that no digit is lost, where a Julian date in
 *  one number loses 24 cm of a low orbit. Undefined for a day that the year does not have. */
export function epochOfDay(year: number, dayOfYear: number, fraction: string): Epoch | undefined {
  const midnight_us = microsOfEpoch(`${String(year).padStart(4, '0')}-${String(dayOfYear).padStart(3, '0')}T00:00:00`, 'UTC');
  if (midnight_us === undefined) return undefined;
  return { epoch_us: midnight_us + Number(fraction.padEnd(8, '0')) * DAY_MICROS_OF_1E8, epochRest_us: 0 };
}

/** The epoch that a CCSDS time code in UTC names, by the calendar or the day of the year; undefined where it names none. */
export function epochOfCode(text: string): Epoch | undefined {
  const [, whole = text, fraction = ''] = /^([^.]*)\.(\d*)Z?$/.exec(text) ?? [];
  const second_us = microsOfEpoch(whole, 'UTC');
  if (second_us === undefined) return undefined;
  return {
    epoch_us: second_us + Number(fraction.slice(0, 6).padEnd(6, '0')),
    epochRest_us: Number(`0.${fraction.slice(6) || '0'}`),
  };
}
