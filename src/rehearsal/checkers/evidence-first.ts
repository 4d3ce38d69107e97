import { encode } from '../../core/codec.ts';
import type { AlertArea, Warning } from '../../core/warn/warning.ts';
import type { Checker } from '../observation.ts';

/** H3, H4. */
export const evidenceFirst: Checker = {
  name: 'evidence-first',
  sentence: 'No area changes without a newer sight of its track, or an older one that was taken late; none by a prediction alone.',
  watch: () => {
    const before = new Map<string, Warning>();
    /** Tracks that late looks have changed since a warning's area was last looked at, by warning. */
    const refolded = new Map<string, Set<string>>();
    return (seen) => {
      if (seen.kind === 'said' && seen.emission.kind === 'late-taken') {
        for (const tracks of refolded.values()) for (const { track } of seen.emission.changes) tracks.add(track);
        return undefined;
      }
      if (seen.kind !== 'said' || seen.emission.kind !== 'warning') return undefined;
      const { warning } = seen.emission;
      const last = before.get(warning.id);
      before.set(warning.id, warning);
      const late = refolded.get(warning.id);
      refolded.set(warning.id, new Set());
      if (last === undefined || !isElsewhereOrLonger(last.area, warning.area)) return undefined;
      if (
        warning.assessment.lastObserved_us <= last.assessment.lastObserved_us &&
        warning.assessment.tracks.join() === last.assessment.tracks.join() &&
        !warning.assessment.tracks.some((track) => late?.has(track))
      )
        return `${warning.id} revision ${warning.revision} has another area, and nothing was seen since revision ${last.revision}`;
      return undefined;
    };
  },
};

/** What may yet turn may be over sooner than was told: that is noted on the warning, whose area stays drawn from what it was. */
function isElsewhereOrLonger(before: AlertArea, now: AlertArea): boolean {
  const { until_us = 0 } = before.reach ?? {};
  if ((now.reach?.until_us ?? 0) > until_us) return true;
  const timeless = ({ reach, ...area }: AlertArea): string =>
    encode({ ...area, reach: reach === undefined ? null : { ...reach, until_us: 0 } });
  return timeless(before) !== timeless(now);
}
