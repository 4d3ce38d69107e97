import { isScan, detectionsOf } from '../../core/sense/scan.ts';
import { seconds_us } from '../../core/time/scale.ts';
import type { Checker } from '../observation.ts';

/** What counts as seen now, and how far a clock may be corrected. */
const NOW_S = 30;
const CORRECTED_S = 5;

/** H4: in 2022 a missile was said to have passed over that had only been predicted to. */
export const observed: Checker = {
  name: 'observed',
  sentence: '"Observed" is said only of what a scan in the journal has just seen.',
  watch: () => {
    /** Times at which a scan with anything in it was measured, the latest. */
    let latest_us = -Infinity;
    const times: number[] = [];
    return (seen) => {
      if (seen.kind === 'taken') {
        for (const { input } of seen.entries) {
          if (!isScan(input)) continue;
          if (detectionsOf(input).length === 0) continue;
          if (Number.isFinite(input.measuredAt_us)) times.push(input.measuredAt_us);
          latest_us = Math.max(latest_us, input.measuredAt_us);
        }
        return undefined;
      }
      if (seen.kind !== 'said' || seen.emission.kind !== 'assessment') return undefined;
      const { assessment } = seen.emission;
      if (assessment.basis !== 'observed') return undefined;
      const age_s = (assessment.at_us - assessment.lastObserved_us) / 1e6;
      if (age_s > NOW_S) return `${assessment.id} says observed of what was seen ${age_s} s ago`;
      const near = times.some((at_us) => Math.abs(at_us - assessment.lastObserved_us) <= seconds_us(CORRECTED_S));
      return near ? undefined : `${assessment.id} was observed at ${assessment.lastObserved_us} µs, when no scan saw anything`;
    };
  },
};
