import { isoFromMicros } from '../../api/iso.ts';
import { timeOf } from '../../api/wire.ts';
import { encode } from '../../core/codec.ts';
import type { Emission } from '../../core/tell/emission.ts';

/** One emission as one line of newline-delimited JSON: the core's own fields (SI, radians, TAI microseconds) and, for people, the time
 *  in ISO 8601, UTC. The schema is the emission's in src/api. */
export function ndjsonLine(emission: Emission): string {
  return `${encode({ time: isoFromMicros(timeOf(emission)), ...emission })}\n`;
}
