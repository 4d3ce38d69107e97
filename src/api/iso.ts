import { isoFromMicros } from '../core/time/iso.ts';
import type { Micros } from '../core/units.ts';

export { isoFromMicros, microsFromIso } from '../core/time/iso.ts';

/** `HH:MM:SS` in UTC, for columns and labels where the date is plain from the context. */
export function clockFromMicros(at_us: Micros): string {
  return isoFromMicros(at_us).slice(11, 19);
}
