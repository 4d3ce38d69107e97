import type { Announced } from '../core/assess/announcement.ts';
import { isoFromMicros } from './iso.ts';

/** What a flight was announced as, and whether it flies so: the command line and the console read the same. */
export function announcedWords({ id, what, state, matches, holds, deviation }: Announced): string {
  const name = `${id} (${what})`;
  if (state === 'deviates' && deviation !== undefined)
    return `deviates from ${name} in ${deviation.what}, at ${isoFromMicros(deviation.at_us).slice(11, 19)}Z; the announcement lowers nothing`;
  const checked = matches.length === 0 ? 'nothing could be checked' : `${matches.join(', ')} match`;
  return `as announced by ${name}: ${checked}${holds ? '; a recommendation is held back' : ''}`;
}
