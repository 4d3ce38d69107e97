import { deepEqual, ok } from 'node:assert/strict';
import { geodesicInverse } from '../../src/core/frames/geodesic.ts';
import { geodeticDegrees } from '../../src/core/frames/geodetic.ts';
import { toDegrees } from '../../src/core/units.ts';
import { assessments, nothingRecommended } from '../../tests/goldens/checks.ts';
import type { Claims } from '../../tests/goldens/claims.ts';

export const CLAIMS: Claims = {
  'Site, time, direction and place of impact are each held against what flies (H10), and that all of them match is said.': (told) => {
    const announced = assessments(told).flatMap((one) => one.announced ?? []);
    deepEqual(new Set(announced.map(({ state }) => state)), new Set(['as-announced']), 'it never deviates');
    deepEqual(announced.at(-1)?.matches, ['site', 'time', 'azimuth', 'impact'], 'what matches in the end');
    ok(announced.at(-1)?.holds, 'and it is held back');
  },
  'While they do, nothing is recommended and nobody is asked to act, although it flies as a missile does.': (told) => {
    nothingRecommended(told);
    const { cause } = told.summary;
    deepEqual(cause, 'ballistic-missile');
  },
  'It is noticed all the same, within a minute, and followed to the ground: where it comes down is said, and is true.': (told) => {
    ok((told.summary.noticeAt_s ?? Infinity) <= 60, 'the notice within 60 s');
    const impact = assessments(told).findLast((one) => one.impact !== undefined)?.impact;
    ok(impact, 'an impact is stated');
    const { distance_m, azimuth_rad } = geodesicInverse(geodeticDegrees(69.294, 16.02), impact.point);
    ok(Math.abs(distance_m - 1_000_000) < 2_000, `1,000 km from the site within 2 km: ${distance_m} m`);
    ok(Math.abs(toDegrees(azimuth_rad) - 352) < 0.2, `352° from the site within 0.2°: ${toDegrees(azimuth_rad)}`);
  },
};
