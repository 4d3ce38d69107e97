import { deepEqual, ok } from 'node:assert/strict';
import { geodesicInverse } from '../../src/core/frames/geodesic.ts';
import { lastAssessments, recommendedByBoth, releasedAndEnded } from '../../tests/goldens/checks.ts';
import type { Claims } from '../../tests/goldens/claims.ts';
import { ofKind } from '../../tests/goldens/told.ts';

export const CLAIMS: Claims = {
  'An intercontinental class from the energy of the flight, when the ground range alone says short range (H11).': (told) => {
    const [{ energyClass, launch, impact }] = lastAssessments(told);
    deepEqual(energyClass, 'ICBM');
    ok(launch && impact, 'both ends are known');
    ok(geodesicInverse(launch.point, impact.point).distance_m < 1_050_000, 'the ground range is a short one');
  },
  'Heat and radar both, before anything is recommended (H1).': recommendedByBoth,
  'A track that lives for more than an hour, most of it out of reach of every radar: what is predicted is never called observed (H4).': (
    told,
  ) => {
    const all = ofKind(told, 'assessment').map(({ assessment }) => assessment);
    ok((all.at(-1)?.at_us ?? 0) - all[0].at_us > 3600e6, 'assessed for more than an hour');
    ok(all.filter(({ basis }) => basis === 'predicted').length > all.length / 2, 'most of it predicted');
    for (const { basis, at_us, lastObserved_us } of all)
      ok(basis === 'predicted' || at_us - lastObserved_us < 12e6, 'observed means seen within the last looks');
  },
  'The first notice comes from pixels, before the others see anything over the clouds.': (told) => {
    const [first] = ofKind(told, 'assessment').map(({ assessment }) => assessment);
    deepEqual(first.phenomenologies.find(({ phenomenology }) => phenomenology === 'heat')?.sensors, ['imager'], 'seen by the imager alone');
    ok((told.summary.noticeAt_s ?? Infinity) < 40, 'noticed within 40 s, while the clouds hide it from the others');
  },
  'An end, and not a retraction: the warning was true.': (told) => {
    releasedAndEnded(told);
    deepEqual(told.summary.cause, 'ballistic-missile');
  },
};
