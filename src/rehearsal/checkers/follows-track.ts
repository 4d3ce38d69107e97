import { offset, ringHolds } from '../../core/assess/area.ts';
import type { Assessment, ImpactEstimate } from '../../core/assess/assessment.ts';
import type { Warning } from '../../core/warn/warning.ts';
import type { Checker } from '../observation.ts';

/** How long a released warning may lie beside its track, and how far, before that is a fault: the longest pause between two drawings,
 *  and what nobody would run for. */
const BESIDE_S = 330;
const BESIDE_M = 15_000;

/** H3. */
export const followsTrack: Checker = {
  name: 'follows-track',
  sentence: 'A released warning follows its track: where that is seen to be going lies in the area, or its retraction is ready.',
  watch: () => {
    const released = new Map<string, { warning: Warning; besideSince_us: number | undefined }>();
    return (seen) => {
      if (seen.kind !== 'said') return undefined;
      const { emission } = seen;
      if (emission.kind === 'warning') {
        const { warning } = emission;
        if (warning.state !== 'released') released.delete(warning.id);
        else {
          const before = released.get(warning.id);
          const moved = before === undefined || before.warning.revision !== warning.revision;
          released.set(warning.id, { warning, besideSince_us: moved ? undefined : before.besideSince_us });
        }
        return undefined;
      }
      if (emission.kind !== 'assessment') return undefined;
      const { assessment } = emission;
      // By the warning and not by the event: after a join it is of another one.
      const standing = [...released.values()].find(({ warning }) => warning.event === assessment.event);
      if (standing === undefined) return undefined;
      const { warning } = standing;
      if (!saysWhere(assessment) || isReady(warning) || inside(warning, assessment.impact)) {
        standing.besideSince_us = undefined;
        return undefined;
      }
      standing.besideSince_us ??= assessment.at_us;
      const beside_s = (assessment.at_us - standing.besideSince_us) / 1e6;
      return beside_s > BESIDE_S
        ? `${warning.id} revision ${warning.revision} has not held where its track comes down for ${beside_s} s`
        : undefined;
    };
  },
};

function saysWhere(assessment: Assessment): assessment is Assessment & { impact: ImpactEstimate } {
  return assessment.basis === 'observed' && assessment.impact !== undefined;
}

export function isReady(warning: Warning): boolean {
  return warning.turned !== undefined;
}

function inside({ area }: Warning, { point }: ImpactEstimate): boolean {
  if (ringHolds(area.ring, point)) return true;
  return area.ring.some((corner) => {
    const { east, north } = offset(corner, point);
    return east * east + north * north < BESIDE_M * BESIDE_M;
  });
}
