import { isoFromMicros } from '../../api/iso.ts';
import { encode } from '../../core/codec.ts';
import type { Emission } from '../../core/emission.ts';
import type { Micros } from '../../core/units.ts';

/** One emission as one line of newline-delimited JSON: the core's own fields (SI, radians, TAI microseconds) and, for people, the time
 *  in ISO 8601, UTC. The schema is the emission's in src/api. */
export function ndjsonLine(emission: Emission): string {
  const at_us = timeOf(emission);
  return `${encode({ time: isoFromMicros(at_us), ...emission })}\n`;
}

function timeOf(emission: Emission): Micros {
  switch (emission.kind) {
    case 'track':
      return emission.track.at_us;
    case 'notice':
      return emission.notice.at_us;
    case 'assessment':
      return emission.assessment.at_us;
    case 'message':
      return emission.message.sent_us;
    case 'refused':
    case 'alarm':
    case 'warning':
    case 'alive':
      return emission.at_us;
  }
}
