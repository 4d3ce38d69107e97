import { deepEqual, ok } from 'node:assert/strict';
import { geodesicDirect, geodesicInverse } from '../../src/core/frames/geodesic.ts';
import { microsFromIso } from '../../src/core/time/iso.ts';
import { degrees, toDegrees } from '../../src/core/units.ts';
import type { Warning } from '../../src/core/warn/warning.ts';
import { areaHolds, assessments, firstChange } from '../../tests/goldens/checks.ts';
import type { Claims } from '../../tests/goldens/claims.ts';
import { ofKind } from '../../tests/goldens/told.ts';

const FELL = geodesicDirect(degrees(34.35), degrees(47.1), degrees(264.7), 1_140_000);
const FELL_US = microsFromIso('2025-06-22T04:40:28Z');
const PARTED_US = microsFromIso('2025-06-22T04:32:30Z');

export const CLAIMS: Claims = {
  'Both parts are followed, each with its own area, from a minute after they part until they come down (H16).': (told) => {
    for (const event of ['E1', 'E2']) {
      const after = assessments(told).filter((one) => one.event === event && one.at_us > PARTED_US + 60e6 && one.at_us < FELL_US);
      ok(after.length > 60, `${event} is assessed all the time: ${after.length}`);
      ok(
        after.every(({ impact }) => impact !== undefined),
        `${event} has an area all the time`,
      );
    }
  },
  'From the first recommendation on, the area that people are told of, of whatever warnings are open, holds the place where the front falls; it is never withdrawn.':
    (told) => {
      const open = new Map<string, Warning>();
      for (const { at_us, warning } of ofKind(told, 'warning')) {
        open.set(warning.id, warning);
        if (at_us > FELL_US) break;
        const holds = [...open.values()].some(({ area }) =>
          areaHolds(area.ring, toDegrees(FELL.latitude_rad), toDegrees(FELL.longitude_rad)),
        );
        ok(holds, `at ${(at_us - PARTED_US) / 1e6} s after they parted`);
        deepEqual(warning.state === 'retracted' || warning.state === 'withdrawn', false, warning.id);
      }
      ok(firstChange(told, 'released').at_us < FELL_US - 300e6, 'released five minutes before');
    },
  'Parts are no launches: while both fly, one launch is counted (H7).': (told) => {
    const counts = ofKind(told, 'launches').filter(({ at_us }) => at_us < FELL_US);
    ok(counts.length > 0, 'it is counted');
    for (const { low, high } of counts) deepEqual([low, high], [1, 1]);
  },
  'The front is followed to the ground although the rear part is the brighter one: its last point of impact is within a kilometre.': (
    told,
  ) => {
    const last = assessments(told).findLast(({ event, impact }) => event === 'E1' && impact !== undefined)?.impact;
    ok(last && geodesicInverse(FELL, last.point).distance_m < 1_000, 'within a kilometre');
  },
};
