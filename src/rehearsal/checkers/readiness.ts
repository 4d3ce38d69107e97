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
  watch: ({ world }) => {
    const sure = world.settings.reduce((most, { name, value }) => (name === 'recommendProbability' ? Math.max(most, value) : most), 0.95);
    const standing = new Map<string, { warning: Warning; against: boolean | undefined; since_us: number }>();
    return (seen) => {
      if (seen.kind !== 'said') return undefined;
      const { emission } = seen;
      if (emission.kind === 'warning') {
        const { warning } = emission;
        const before = standing.get(warning.id);
        if (warning.state !== 'released') standing.delete(warning.id);
        // What was seen before it turned says nothing of whether it stands again.
        else if (before === undefined || isReady(before.warning) !== isReady(warning))
          standing.set(warning.id, { warning, against: undefined, since_us: 0 });
        else standing.set(warning.id, { ...before, warning });
        return undefined;
      }
      if (emission.kind !== 'assessment') return undefined;
      const { assessment } = emission;
      const one = [...standing.values()].find(({ warning }) => warning.event === assessment.event);
      if (one === undefined) return undefined;
      const against = speaksAgainst(assessment, one.warning, sure);
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

/** Undefined where it speaks for neither: by then the body may be down, nothing was seen, or it is not sure enough to be warned of. */
function speaksAgainst(assessment: Assessment, warning: Warning, sure: number): boolean | undefined {
  const { cause, causeProbability, phenomenologies, at_us, basis } = assessment;
  if (basis === 'predicted' && at_us >= warning.impactWindow.from_us) return undefined;
  if (cause !== 'ballistic-missile' && causeProbability > 0.5) return true;
  const absent = phenomenologies.some(({ phenomenology, state }) => phenomenology === 'radar' && state === 'expected-and-absent');
  if (absent) return at_us < warning.impactWindow.from_us ? true : undefined;
  const isSure = cause === 'ballistic-missile' && causeProbability >= sure && phenomenologies.every(({ hits }) => hits > 2);
  const comesDown = !assessment.burning && assessment.impact !== undefined;
  return basis === 'observed' && isSure && comesDown ? false : undefined;
}
