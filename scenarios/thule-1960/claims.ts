import { deepEqual, ok } from 'node:assert/strict';
import { lastAssessments, nothingRecommended } from '../../tests/goldens/checks.ts';
import type { Claims } from '../../tests/goldens/claims.ts';
import { ofKind } from '../../tests/goldens/told.ts';

export const CLAIMS: Claims = {
  'The Moon is modelled, not hoped away (H9): the direction is the Moon’s, minute after minute.': (told) => {
    const all = ofKind(told, 'assessment').map(({ assessment }) => assessment);
    ok((all.at(-1)?.at_us ?? 0) - all[0].at_us > 20 * 60e6, 'it is followed for more than twenty minutes');
    for (const { cause, evidence } of all) {
      deepEqual(cause, 'moon-echo');
      const angles_rad = evidence.flatMap(({ finding }) => (finding.feature === 'moon' ? [finding.fromMoon_rad] : []));
      ok(angles_rad.length > 0 && Math.max(...angles_rad) < Math.PI / 180, 'within a degree of the Moon');
    }
  },
  'One kind of sensor alone never leads to protective action (H1): a notice at most, nothing recommended.': (told) => {
    nothingRecommended(told);
    ok(ofKind(told, 'notice').length > 0, 'people are told');
    ok(told.summary.level === 'notice', 'and of no more than a notice');
  },
  'A body that stands in the sky for half an hour is no ballistic flight.': (told) => {
    for (const { hypotheses } of lastAssessments(told))
      ok((hypotheses.find((one) => one.hypothesis === 'ballistic-missile')?.probability ?? 1) < 0.01, 'less than one in a hundred');
  },
};
