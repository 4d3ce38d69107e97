import { deepEqual, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { geodesicDirect, geodesicInverse } from '../../src/core/frames/geodesic.ts';
import { microsFromIso } from '../../src/core/time/iso.ts';
import { degrees, toDegrees } from '../../src/core/units.ts';
import type { AlertArea } from '../../src/core/warn/warning.ts';
import { areaHolds, assessments, firstChange } from '../../tests/goldens/checks.ts';
import type { Claims } from '../../tests/goldens/claims.ts';
import { ofKind, type Told } from '../../tests/goldens/told.ts';

const FELL = geodesicDirect(degrees(34.35), degrees(47.1), degrees(264.7), 1_140_000);
const FELL_US = microsFromIso('2025-06-22T04:40:28Z');
const PARTED_US = microsFromIso('2025-06-22T04:32:30Z');

/** Where the rear part comes down, by the table's last row. */
const REAR_FELL = { latitude_deg: 32.8161, longitude_deg: 35.0875 };
const REAR_FELL_US = microsFromIso('2025-06-22T04:42:21Z');

/** At every change of what people are told, in warnings and hazards, whether a place lies in it. */
function toldOf(told: Told, latitude_deg: number, longitude_deg: number): { readonly at_us: number; readonly holds: boolean }[] {
  const rings = new Map<string, AlertArea['ring'] | undefined>();
  const changes = [
    ...ofKind(told, 'warning').map(({ at_us, warning: { id, area, state } }) => ({
      at_us,
      id,
      ring: state === 'retracted' || state === 'withdrawn' || state === 'ended' ? undefined : area.ring,
    })),
    ...ofKind(told, 'hazard').map(({ at_us, change, hazard: { id, area } }) => ({
      at_us,
      id,
      ring: change === 'ended' ? undefined : area.ring,
    })),
  ].toSorted((a, b) => a.at_us - b.at_us);
  return changes.map(({ at_us, id, ring }) => {
    rings.set(id, ring);
    return { at_us, holds: [...rings.values()].some((one) => one !== undefined && areaHolds(one, latitude_deg, longitude_deg)) };
  });
}

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
  'From the first recommendation on, one warning holds the place where the front falls; it is never withdrawn. From a minute after they part what people are told of holds the place where the rear part falls too.':
    (told) => {
      const warnings = ofKind(told, 'warning');
      deepEqual([...new Set(warnings.map(({ warning }) => warning.id))], ['W1'], 'one warning');
      for (const { at_us, warning } of warnings) {
        if (at_us > FELL_US) break;
        ok(
          areaHolds(warning.area.ring, toDegrees(FELL.latitude_rad), toDegrees(FELL.longitude_rad)),
          `at ${(at_us - PARTED_US) / 1e6} s after they parted`,
        );
        deepEqual(warning.state === 'retracted' || warning.state === 'withdrawn', false, warning.id);
      }
      const rear = toldOf(told, REAR_FELL.latitude_deg, REAR_FELL.longitude_deg);
      ok(rear.findLast(({ at_us }) => at_us <= PARTED_US + 60e6)?.holds, 'a minute after they part');
      for (const { at_us, holds } of rear)
        if (at_us > PARTED_US + 60e6 && at_us < REAR_FELL_US) ok(holds, `the rear at ${(at_us - PARTED_US) / 1e6} s after they parted`);
      ok(firstChange(told, 'released').at_us < FELL_US - 300e6, 'released five minutes before');
    },
  'Both areas count until the air tells that the rear part is empty, for seven minutes and never less than one; the warning and its messages say that there are two (H16).':
    (told) => {
      const added = firstChange(told, 'piece-added');
      const excluded = firstChange(told, 'piece-excluded');
      ok(excluded.at_us - added.at_us > 420e6, `${(excluded.at_us - added.at_us) / 1e6} s`);
      deepEqual(
        excluded.warning.pieces?.map(({ event, excluded: why }) => [event, why?.kind]),
        [
          ['E1', undefined],
          ['E2', 'light'],
        ],
      );
      ok(excluded.at_us < FELL_US, 'before the front falls');
      const updates = ofKind(told, 'message').filter(({ message }) => message.purpose === 'update');
      ok(updates.length > 0 && updates.length < 4, `${updates.length} updates`);
      for (const { message } of updates)
        deepEqual([message.warning.pieces?.filter(({ inArea }) => inArea).length, message.tracks.length], [2, 2], message.id);
      const texts = told.caps.map((file) => readFileSync(file, 'utf8'));
      deepEqual(texts.filter((text) => text.includes('It has parted in two pieces: the area holds both.')).length, updates.length, 'CAP');
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
