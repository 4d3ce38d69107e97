import { deepEqual, ok } from 'node:assert/strict';
import { geodesicDirect } from '../../src/core/frames/geodesic.ts';
import { microsFromIso } from '../../src/core/time/iso.ts';
import { degrees, toDegrees } from '../../src/core/units.ts';
import { areaHolds } from '../../tests/goldens/checks.ts';
import type { Claims } from '../../tests/goldens/claims.ts';
import { ofKind, type Told } from '../../tests/goldens/told.ts';

/** In order of launch: site, direction, distance. */
const FLIGHTS = [
  { launch: '00:06:00', latitude: 39.6596, longitude: 124.7057, bearing: 76, distance_km: 350 },
  { launch: '00:10:00', latitude: 39.752321, longitude: 125.899905, bearing: 71, distance_km: 300 },
  { launch: '00:15:00', latitude: 39.200159, longitude: 125.673256, bearing: 62, distance_km: 400 },
  { launch: '00:15:30', latitude: 39.811611, longitude: 127.66375, bearing: 58, distance_km: 110 },
  { launch: '00:24:00', latitude: 39.6596, longitude: 124.7057, bearing: 76, distance_km: 350 },
  { launch: '00:30:00', latitude: 39.200159, longitude: 125.673256, bearing: 62, distance_km: 400 },
  { launch: '00:30:30', latitude: 39.811611, longitude: 127.66375, bearing: 58, distance_km: 110 },
  { launch: '00:41:00', latitude: 39.752321, longitude: 125.899905, bearing: 71, distance_km: 300 },
] as const;

const launched_us = ({ launch }: (typeof FLIGHTS)[number]): number => microsFromIso(`2022-06-05T${launch}Z`);
const recommended = (told: Told) => ofKind(told, 'warning').filter(({ change }) => change === 'recommended');

export const CLAIMS: Claims = {
  'Eight launches are eight events and eight warnings, none joined to another and none told twice.': (told) => {
    deepEqual(ofKind(told, 'notice').length, 8, 'notices');
    deepEqual(recommended(told).length, 8, 'recommendations');
    deepEqual(new Set(recommended(told).map(({ warning }) => warning.assessment.event)).size, 8, 'events warned of');
    ok(
      ofKind(told, 'event-ended').every(({ into }) => into === undefined),
      'none is joined',
    );
  },
  'Each is recommended within 120 s of its launch, by heat and radar (H1), and its area holds the place where it came down.': (told) => {
    recommended(told).forEach(({ at_us, warning }, k) => {
      const { latitude, longitude, bearing, distance_km } = FLIGHTS[k];
      const late_s = (at_us - launched_us(FLIGHTS[k])) / 1e6;
      ok(late_s > 0 && late_s <= 120, `flight ${k + 1}: ${late_s} s after its launch`);
      deepEqual(
        warning.assessment.phenomenologies.map(({ phenomenology, state }) => `${phenomenology} ${state}`),
        ['heat observed', 'radar observed'],
      );
      const fell = geodesicDirect(degrees(latitude), degrees(longitude), degrees(bearing), distance_km * 1000);
      ok(areaHolds(warning.area.ring, toDegrees(fell.latitude_rad), toDegrees(fell.longitude_rad)), `the area of flight ${k + 1}`);
    });
  },
  'From the second launch on the launches told are a range, it holds the number that has been launched by then, and the last count is eight (H7).':
    (told) => {
      const counts = ofKind(told, 'launches');
      deepEqual(counts.at(-1)?.likeliest, 8, 'the last count');
      for (const { at_us, low, high } of counts) {
        const truth = FLIGHTS.filter((flight) => launched_us(flight) <= at_us).length;
        ok(low <= truth && truth <= high, `${low} to ${high} where ${truth} have been launched`);
      }
    },
  'Each is released by two people and ends by itself; nothing is retracted.': (told) => {
    const last = new Map(ofKind(told, 'warning').map(({ warning }) => [warning.id, warning]));
    for (const { id, state } of last.values()) deepEqual(state, 'ended', id);
    const released = ofKind(told, 'warning').filter(({ change }) => change === 'released');
    deepEqual(released.length, 8, 'releases');
    for (const { warning } of released) deepEqual(new Set(warning.signatures.map(({ person }) => person)).size, 2, warning.id);
    ok(
      ofKind(told, 'message').every(({ message }) => message.purpose !== 'retraction'),
      'no retraction',
    );
  },
};
