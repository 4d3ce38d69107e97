import { encode } from '../../core/codec.ts';
import type { Warning } from '../../core/warn/warning.ts';
import type { Checker } from '../observation.ts';

/** H3, H4. */
export const evidenceFirst: Checker = {
  name: 'evidence-first',
  sentence: 'No area changes without a newer sight of its track; none by a prediction alone.',
  watch: () => {
    const before = new Map<string, Warning>();
    return (seen) => {
      if (seen.kind !== 'said' || seen.emission.kind !== 'warning') return undefined;
      const { warning } = seen.emission;
      const last = before.get(warning.id);
      before.set(warning.id, warning);
      if (last === undefined || encode(last.area) === encode(warning.area)) return undefined;
      if (
        warning.assessment.lastObserved_us <= last.assessment.lastObserved_us &&
        warning.assessment.tracks.join() === last.assessment.tracks.join()
      )
        return `${warning.id} revision ${warning.revision} has another area, and nothing was seen since revision ${last.revision}`;
      return undefined;
    };
  },
};
