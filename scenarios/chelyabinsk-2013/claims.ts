import { deepEqual, ok } from 'node:assert/strict';
import { assessments, nothingRecommended } from '../../tests/goldens/checks.ts';
import type { Claims } from '../../tests/goldens/claims.ts';
import { ofKind } from '../../tests/goldens/told.ts';

export const CLAIMS: Claims = {
  'What comes faster than anything that is bound to the Earth is no missile: never the likeliest cause, from the first assessment to the last.':
    (told) => {
      const all = assessments(told);
      ok(
        all.some(({ evidence }) => evidence.some(({ finding }) => finding.feature === 'escape')),
        'its speed is said',
      );
      for (const { cause, at_us } of all) ok(['unknown', 'meteor', 're-entry'].includes(cause), `${cause} at ${at_us}`);
    },
  'Heat of what falls so fast is the air’s (H20): no burn, no launch point, no class.': (told) => {
    for (const { burning, burnout_us, launch, energyClass } of assessments(told))
      deepEqual([burning, burnout_us, launch, energyClass], [false, undefined, undefined, undefined]);
  },
  'People are told within 10 s of the first plot that something is there, and nobody is asked to act.': (told) => {
    const [{ notice }] = ofKind(told, 'notice');
    ok(notice.at_us - notice.firstSeen_us <= 10e6, 'a notice within 10 s');
    nothingRecommended(told);
  },
  'A flare brighter than all else is a measurement: no scan of it is refused, and it is one event.': (told) => {
    deepEqual(ofKind(told, 'refused').length + ofKind(told, 'alarm').length, 0, 'refused, or alarmed about');
    deepEqual(
      ofKind(told, 'notice').map(({ notice }) => notice.event),
      ['E1'],
    );
  },
};
