import { deepEqual, ok } from 'node:assert/strict';
import { lastAssessments, nothingRecommended } from '../../tests/goldens/checks.ts';
import type { Claims } from '../../tests/goldens/claims.ts';
import { ofKind } from '../../tests/goldens/told.ts';

export const CLAIMS: Claims = {
  'Sun glint is a hypothesis with a geometry of its own (H9): a glint stands still and does not climb.': (told) => {
    for (const { event, cause, evidence } of lastAssessments(told)) {
      deepEqual(cause, 'sun-glint', event);
      const stands = evidence.find(({ finding }) => finding.feature === 'motion-of-heat');
      ok((stands?.against['ballistic-missile'] ?? 0) < -2, `${event}: that it stands still speaks against a missile`);
    }
  },
  'Where ice that mirrors the Sun would have to lean is told with it: two degrees and less of four of the five.': (told) => {
    const firstOf = new Map<string, number>();
    for (const { assessment } of ofKind(told, 'assessment'))
      for (const { finding } of assessment.evidence)
        if (finding.feature === 'sun-angle' && !firstOf.has(assessment.event)) firstOf.set(assessment.event, finding.facetTilt_rad);
    const small = [...firstOf.values()].filter((lean_rad) => lean_rad < (2 * Math.PI) / 180);
    deepEqual([firstOf.size, small.length], [5, 4]);
  },
  'One satellite is one witness: whatever it reports stays a notice (H1), and people are told anyway.': (told) => {
    nothingRecommended(told);
    deepEqual(told.summary.level, 'notice');
  },
  'Heat that never climbs is never expected of a radar: their silence is not counted, and is not needed.': (told) => {
    for (const { assessment } of ofKind(told, 'assessment'))
      deepEqual(assessment.phenomenologies.find(({ phenomenology }) => phenomenology === 'radar')?.state, 'not-expected');
  },
  'Five reports of one satellite are not five confirmations.': (told) => {
    ok(ofKind(told, 'notice').length >= 5, 'five notices at least');
    for (const { assessment } of ofKind(told, 'assessment')) {
      const witnesses = assessment.phenomenologies.filter(({ state }) => state === 'observed').map(({ phenomenology }) => phenomenology);
      deepEqual(witnesses, ['heat'], `${assessment.event} has one kind of witness`);
    }
  },
  'Detection in the pixels of the same clouds tells nothing: no event has heat of a second satellite.': (told) => {
    deepEqual(new Set(ofKind(told, 'notice').map(({ notice }) => notice.event)).size, 5);
    const heat = ofKind(told, 'assessment').flatMap(({ assessment }) =>
      assessment.evidence.flatMap(({ finding }) =>
        finding.feature === 'heat' ? [{ event: assessment.event, satellites: finding.satellites }] : [],
      ),
    );
    ok(heat.length > 0, 'heat is found');
    for (const { event, satellites } of heat) deepEqual(satellites, 1, event);
  },
};
