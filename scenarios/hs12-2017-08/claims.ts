import { deepEqual, ok } from 'node:assert/strict';
import { toDegrees } from '../../src/core/units.ts';
import { firstChange, recommendedByBoth, releasedAndEnded } from '../../tests/goldens/checks.ts';
import type { Claims } from '../../tests/goldens/claims.ts';
import { ofKind } from '../../tests/goldens/told.ts';

export const CLAIMS: Claims = {
  'A recommendation within 180 s of ignition, from heat and radar together (H1); the record took four minutes to the public.': (told) => {
    recommendedByBoth(told);
    ok((told.summary.noticeAt_s ?? Infinity) <= 60, 'the notice, which waits for no radar, within 60 s');
    ok((told.summary.recommendedAt_s ?? Infinity) <= 180, 'recommended within 180 s');
  },
  'The area to warn follows the track (H3): it lies where the flight is going to come down, out in the Pacific.': (told) => {
    const { area, assessment, peopleInAlertArea } = firstChange(told, 'released').warning;
    const last = ofKind(told, 'assessment').findLast((one) => one.assessment.impact !== undefined)?.assessment.impact;
    const longitudes_deg = area.ring.map(({ longitude_rad }) => toDegrees(longitude_rad));
    const latitudes_deg = area.ring.map(({ latitude_rad }) => toDegrees(latitude_rad));
    ok(Math.min(...longitudes_deg) > 150 && Math.max(...longitudes_deg) < 165, 'the area is in the Pacific');
    const came = { latitude: toDegrees(last?.point.latitude_rad ?? NaN), longitude: toDegrees(last?.point.longitude_rad ?? NaN) };
    ok(Math.min(...longitudes_deg) < came.longitude && came.longitude < Math.max(...longitudes_deg), 'it comes down within the longitudes');
    ok(Math.min(...latitudes_deg) < came.latitude && came.latitude < Math.max(...latitudes_deg), 'and within the latitudes warned of');
    deepEqual(peopleInAlertArea.kind, 'none-found', 'nobody is found there');
    deepEqual(assessment.people?.inEstimate.kind, 'none-found', 'nor where it falls');
  },
  'One launch stays one event, and one warning that is released by two people and ends.': (told) => {
    deepEqual(new Set(ofKind(told, 'assessment').map(({ assessment }) => assessment.event)).size, 1, 'events');
    deepEqual(new Set(ofKind(told, 'warning').map(({ warning }) => warning.id)).size, 1, 'warnings');
    releasedAndEnded(told);
  },
};
