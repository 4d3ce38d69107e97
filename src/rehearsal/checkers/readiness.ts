import type { Assessment } from '../../core/assess/assessment.ts';
import type { Warning } from '../../core/warn/warning.ts';
import { isReady } from './follows-track.ts';
import type { Checker } from '../observation.ts';

/** How long the evidence may speak one way while the warning says the other. */
const AGAINST_S = 30;
const FOR_S = 60;

/** H8, both ways: for twenty good looks a desk read "radar should see it and does not" over a true warning. */
export const readiness: Checker = {
  name: 'readiness',
  sentence: 'The retraction of a released warning is ready while the evidence is against it, and not while the evidence is for it.',
  watch: () => {
    const standing = new Map<string, { warning: Warning; against: boolean | undefined; since_us: number }>();
    return (seen) => {
      if (seen.kind !== 'said') return undefined;
      const { emission } = seen;
      if (emission.kind === 'warning') {
        const { warning } = emission;
        const before = standing.get(warning.event);
        if (warning.state !== 'released') standing.delete(warning.event);
        else standing.set(warning.event, before === undefined ? { warning, against: undefined, since_us: 0 } : { ...before, warning });
        return undefined;
      }
      if (emission.kind !== 'assessment') return undefined;
      const { assessment } = emission;
      const one = standing.get(assessment.event);
      if (one === undefined) return undefined;
      const against = speaksAgainst(assessment, one.warning);
      if (against !== one.against) Object.assign(one, { against, since_us: assessment.at_us });
      const for_s = (assessment.at_us - one.since_us) / 1e6;
      if (against === true && !isReady(one.warning) && for_s > AGAINST_S)
        return `${one.warning.id}: the evidence has been against it for ${for_s} s, and its retraction is not ready`;
      if (against === false && isReady(one.warning) && for_s > FOR_S)
        return `${one.warning.id}: the evidence has been for it for ${for_s} s, and its retraction is still ready`;
      return undefined;
    };
  },
};

/** Undefined where it speaks for neither: by then the body may be down, or nothing was seen. */
function speaksAgainst(assessment: Assessment, warning: Warning): boolean | undefined {
  const { cause, causeProbability, phenomenologies, at_us, basis } = assessment;
  if (basis === 'predicted' && at_us >= warning.impactWindow.from_us) return undefined;
  if (cause !== 'ballistic-missile' && causeProbability > 0.5) return true;
  const absent = phenomenologies.some(({ phenomenology, state }) => phenomenology === 'radar' && state === 'expected-and-absent');
  if (absent) return at_us < warning.impactWindow.from_us ? true : undefined;
  return basis === 'observed' && cause === 'ballistic-missile' ? false : undefined;
}
