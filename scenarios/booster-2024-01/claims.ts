import { deepEqual, ok } from 'node:assert/strict';
import { geodesicInverse } from '../../src/core/frames/geodesic.ts';
import { geodeticDegrees } from '../../src/core/frames/geodetic.ts';
import { microsFromIso } from '../../src/core/time/iso.ts';
import { areaHolds, assessments, lastAssessments, nothingRecommended } from '../../tests/goldens/checks.ts';
import type { Claims } from '../../tests/goldens/claims.ts';
import { ofKind } from '../../tests/goldens/told.ts';

const PAD = geodeticDegrees(28.608, -80.604);
const TOP_US = microsFromIso('2024-01-18T21:54:08Z');

export const CLAIMS: Claims = {
  'Nothing is recommended: neither of what goes on to orbit nor of what turns back.': nothingRecommended,
  'What burns against its own motion is a powered return, and that is settled while it still climbs; no burn on its way down is taken for a launch.':
    (told) => {
      const stage = assessments(told).filter(({ event }) => event === 'E1');
      const later = stage.filter(({ at_us }) => at_us > TOP_US);
      deepEqual(new Set(later.map(({ cause }) => cause)), new Set(['powered-return']), 'its cause from its highest point on');
      deepEqual(new Set(ofKind(told, 'notice').map(({ notice }) => notice.event)), new Set(['E1', 'E2']), 'no third event');
    },
  'What goes on is a launch to orbit, one event beside the other, and both began on the pad.': (told) => {
    const last = lastAssessments(told);
    deepEqual(
      last.map(({ event, cause }) => `${event} ${cause}`),
      ['E1 powered-return', 'E2 space-launch'],
    );
    for (const { event, launch } of last) {
      ok(launch, `a launch point of ${event}`);
      ok(geodesicInverse(PAD, launch.point).distance_m < 5_000, `within 5 km of the pad: ${event}`);
    }
  },
  'What comes down is told of all the same, whatever it is (H21): the area holds the place where it lands.': (told) => {
    const stated = ofKind(told, 'hazard').filter(({ change }) => change !== 'ended');
    ok(stated.length > 0, 'a hazard is stated');
    for (const { hazard } of stated) ok(areaHolds(hazard.area.ring, 28.4858, -80.5444), `${hazard.id} revision ${hazard.revision}`);
  },
};
