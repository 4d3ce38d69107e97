import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assessment, impactAt } from '../../../tests/samples/warning-life.ts';
import { holds } from '../../../tests/support/properties.ts';
import { geodesicDirect } from '../frames/geodesic.ts';
import { type Geodetic, geodeticDegrees } from '../frames/geodetic.ts';
import { degrees } from '../units.ts';
import { type AnnouncedRecord, type FlightFacts, followAnnounced, type KnownAnnouncement, NOT_ANNOUNCED } from './announced.ts';
import { type Announced, type Announcement, announcementFault } from './announcement.ts';
import type { Assessment, GroundPoint } from './assessment.ts';

// H10: a notice lowers the level only when site, azimuth, time window and predicted impact all match.

const LAUNCH_US = 1000e6;
const NOW_US = LAUNCH_US + 180e6;
const PROBABILITY = 0.95;

/** A flight and its announcement as they agree in all: from a site in a direction over so far. */
type Flight = { readonly site: Geodetic; readonly azimuth_deg: number; readonly range_m: number; readonly sigma_m: number };

function ground(point: Geodetic, sigma_m: number): GroundPoint {
  return {
    point: { ...point, height_m: 0 },
    covarianceEast_m2: sigma_m * sigma_m,
    covarianceEastNorth_m2: 0,
    covarianceNorth_m2: sigma_m * sigma_m,
  };
}

const along = (from: Geodetic, azimuth_deg: number, way_m: number): Geodetic => ({
  ...geodesicDirect(from.latitude_rad, from.longitude_rad, degrees(azimuth_deg), way_m),
  height_m: 0,
});

function announcementOf({ site, azimuth_deg, range_m }: Flight, over: Partial<Announcement> = {}): Announcement {
  const end = along(site, azimuth_deg, range_m);
  const turned = (by_deg: number): number => degrees((((azimuth_deg + by_deg) % 360) + 360) % 360);
  return {
    kind: 'announcement',
    id: 'n1',
    what: 'sounding rocket',
    ends: 'on-the-ground',
    site: { latitude_rad: site.latitude_rad, longitude_rad: site.longitude_rad },
    azimuth: { from_rad: turned(-5), to_rad: turned(5) },
    window: { from_us: LAUNCH_US - 3600e6, to_us: LAUNCH_US + 3600e6 },
    areas: [{ latitude_rad: end.latitude_rad, longitude_rad: end.longitude_rad, radius_m: 50_000 }],
    ...over,
  };
}

/** Seen after burn-out, some way down its range; with the impact stated. */
function factsOf({ site, azimuth_deg, range_m, sigma_m }: Flight, over: Partial<Assessment> = {}): FlightFacts {
  const impact = impactAt(0, 0, { ...ground(along(site, azimuth_deg, range_m), sigma_m), area: [] });
  return {
    assessment: assessment({ at_us: NOW_US, burnout_us: NOW_US - 30e6, apogeeAt_us: NOW_US + 300e6, impact, ...over }),
    launch: { ...ground(site, 1500), time_us: LAUNCH_US, sigmaTime_s: 3 },
    place: ground(along(site, azimuth_deg, 100_000), 500),
  };
}

function said(known: readonly Announcement[], ...course: readonly FlightFacts[]): Announced | undefined {
  const kept: KnownAnnouncement[] = known.map((announcement) => ({ announcement, known_us: 0 }));
  let record: AnnouncedRecord = NOT_ANNOUNCED;
  let announced: Announced | undefined;
  for (const facts of course) ({ record, announced } = followAnnounced(record, kept, facts, PROBABILITY));
  return announced;
}

const flights: fc.Arbitrary<Flight> = fc.record({
  site: fc
    .tuple(fc.double({ min: -85, max: 85, noNaN: true }), fc.double({ min: -180, max: 180, noNaN: true }))
    .map(([a, b]) => geodeticDegrees(a, b)),
  azimuth_deg: fc.double({ min: 0, max: 360, noNaN: true }),
  range_m: fc.double({ min: 200_000, max: 3_000_000, noNaN: true }),
  sigma_m: fc.double({ min: 500, max: 15_000, noNaN: true }),
});

const AWAY = fc.double({ min: 1, max: 10, noNaN: true });

describe('over sites, directions, ranges and errors', () => {
  test('what matches in all is as announced, and holds a recommendation back', () => {
    holds(
      fc.property(flights, (flight) => {
        const announcement = announcementOf(flight);
        expect(announcementFault(announcement)).toBeUndefined();
        expect(said([announcement], factsOf(flight))).toMatchObject({
          id: 'n1',
          state: 'as-announced',
          matches: ['site', 'time', 'azimuth', 'impact'],
          holds: true,
        });
      }),
    );
  });

  test('another site, another time, or what came in after the launch, is not announced at all', () => {
    holds(
      fc.property(flights, AWAY, fc.boolean(), (flight, more, before) => {
        const { site, azimuth_deg } = flight;
        const beside = along(site, azimuth_deg + 90, 5_000 + (3 + more) * 1500);
        expect(said([announcementOf({ ...flight, site: beside })], factsOf(flight))).toBeUndefined();
        const off_us = (9 + more) * 1e6;
        const window = before
          ? { from_us: LAUNCH_US - 3600e6, to_us: LAUNCH_US - off_us }
          : { from_us: LAUNCH_US + off_us, to_us: LAUNCH_US + 3600e6 };
        expect(said([announcementOf(flight, { window })], factsOf(flight))).toBeUndefined();
        const late = [{ announcement: announcementOf(flight), known_us: LAUNCH_US + 1e6 }];
        expect(followAnnounced(NOT_ANNOUNCED, late, factsOf(flight), PROBABILITY).announced).toBeUndefined();
      }),
    );
  });

  test('another direction deviates, by more than its error and that of steering; it lowers nothing, and does not come back to it', () => {
    holds(
      fc.property(flights, fc.double({ min: 5, max: 170, noNaN: true }), fc.boolean(), (flight, more_deg, left) => {
        const flown = { ...flight, azimuth_deg: flight.azimuth_deg + (left ? -1 : 1) * (5 + more_deg) };
        const announcement = announcementOf(flight);
        const elsewhere = factsOf(flown);
        expect(said([announcement], elsewhere)).toMatchObject({
          state: 'deviates',
          holds: false,
          deviation: { what: 'azimuth', at_us: NOW_US },
        });
        expect(said([announcement], elsewhere, factsOf(flight))).toMatchObject({
          state: 'deviates',
          holds: false,
          deviation: { what: 'azimuth' },
        });
      }),
    );
  });

  test('an impact outside the area by more than three sigma deviates at once', () => {
    holds(
      fc.property(flights, AWAY, (flight, more) => {
        const announcement = announcementOf(flight);
        const away_m = 50_000 + (3 + more) * flight.sigma_m + 100;
        const short = factsOf({ ...flight, range_m: flight.range_m + away_m });
        const deviation = { what: 'impact', at_us: NOW_US };
        expect(said([announcement], short)).toMatchObject({ state: 'deviates', holds: false, deviation });
        expect(said([announcement], factsOf(flight), short)).toMatchObject({ state: 'deviates', holds: false, deviation });
      }),
    );
  });

  // A rocket straight up that came down 6 km from its rail, as announced, was warned of: it never had a direction.
  test('what goes straight up and comes down beside its site has no direction to be checked; what comes down farther off has the way there', () => {
    holds(
      fc.property(flights, fc.double({ min: 0, max: 15_000, noNaN: true }), (flight, range_m) => {
        const up = { ...flight, range_m, sigma_m: Math.min(flight.sigma_m, 1_000) };
        const facts = { ...factsOf(up), place: ground(along(flight.site, flight.azimuth_deg, range_m / 2), 200) };
        const announcement = announcementOf(up);
        expect(said([announcement], facts)).toMatchObject({
          state: 'as-announced',
          matches: ['site', 'time', 'azimuth', 'impact'],
          holds: true,
        });
        const unsaid = { ...facts, assessment: { ...facts.assessment, impact: undefined } };
        expect(said([announcement], unsaid)).toMatchObject({ matches: ['site', 'time'], holds: false });
        const farther = { ...factsOf({ ...up, range_m: 40_000 }), place: facts.place };
        expect(said([announcement], farther)).toMatchObject({ matches: ['site', 'time', 'azimuth', 'impact'], holds: true });
      }),
    );
  });

  test('what cannot be checked matches nothing, and holds nothing back', () => {
    holds(
      fc.property(flights, fc.double({ min: 60_000, max: 1e6, noNaN: true }), (flight, sigma_m) => {
        const announcement = announcementOf(flight);
        const vague = factsOf({ ...flight, sigma_m });
        expect(said([announcement], vague)).toMatchObject({ state: 'as-announced', matches: ['site', 'time', 'azimuth'], holds: false });
        const facts = factsOf(flight);
        // A launch point that may be anywhere fits any site.
        expect(
          said([announcement], { ...facts, launch: { ...ground(flight.site, sigma_m), time_us: LAUNCH_US, sigmaTime_s: 3 } }),
        ).toBeUndefined();
        expect(
          said([announcement], { ...facts, launch: { ...ground(flight.site, 1500), time_us: LAUNCH_US, sigmaTime_s: 90 } }),
        ).toBeUndefined();
        expect(said([announcement], { ...facts, launch: undefined })).toBeUndefined();
        // Straight above its site it has no direction yet.
        const above = { ...facts, place: ground(along(flight.site, 0, 19_000), 500) };
        const unplaced = { ...facts, place: ground(along(flight.site, flight.azimuth_deg, 100_000), sigma_m) };
        for (const one of [above, unplaced])
          expect(said([announcement], { ...one, assessment: { ...one.assessment, impact: undefined } })).toMatchObject({
            matches: ['site', 'time'],
            holds: false,
          });
        expect(said([announcement], factsOf(flight, { impact: undefined }))).toMatchObject({ state: 'as-announced', holds: false });
      }),
    );
  });

  test('of several announcements that one counts which fits, in whatever order they came', () => {
    holds(
      fc.property(flights, fc.boolean(), (flight, first) => {
        const right = announcementOf(flight, { id: 'right' });
        const wrong = announcementOf({ ...flight, azimuth_deg: flight.azimuth_deg + 60 }, { id: 'wrong' });
        expect(said(first ? [right, wrong] : [wrong, right], factsOf(flight))).toMatchObject({ id: 'right', holds: true });
        // It was taken for the one until its direction could be told.
        const early = factsOf(flight, { impact: undefined });
        const up = { ...early, place: ground(flight.site, 500) };
        const course = [up, factsOf(flight), factsOf(flight)];
        expect(said(first ? [right, wrong] : [wrong, right], ...course)).toMatchObject({ id: 'right', holds: true });
      }),
    );
  });
});

describe('a launch to orbit', () => {
  const FLIGHT: Flight = { site: geodeticDegrees(31.25, 131.08), azimuth_deg: 115, range_m: 4_000_000, sigma_m: 5_000 };
  const zone = along(FLIGHT.site, 115, 1_000_000);
  const TO_ORBIT = announcementOf(FLIGHT, {
    ends: 'in-orbit',
    areas: [{ latitude_rad: zone.latitude_rad, longitude_rad: zone.longitude_rad, radius_m: 100_000 }],
  });
  const either = (missile: number, launch: number, over: Partial<Assessment> = {}): FlightFacts =>
    factsOf(FLIGHT, {
      hypotheses: [
        { hypothesis: 'ballistic-missile', probability: missile },
        { hypothesis: 'space-launch', probability: launch },
      ],
      ...over,
    });

  test('coasts as announced while its last stage may still light, though what is stated of it lies outside its drop zones', () => {
    expect(said([TO_ORBIT], either(0.97, 0.03))).toMatchObject({
      state: 'as-announced',
      matches: ['site', 'time', 'azimuth'],
      holds: true,
    });
  });

  test('does not hide a missile that is sure enough beside a launch a hundred times likelier', () => {
    expect(said([TO_ORBIT], either(0.9999, 0.0001))).toMatchObject({ state: 'deviates', holds: false, deviation: { what: 'impact' } });
    // 0.9995 / (1 + 99 · 0.0005) = 0.952, 0.9994 / (1 + 99 · 0.0006) = 0.943.
    expect(said([TO_ORBIT], either(0.9995, 0.0005))).toMatchObject({ holds: false });
    expect(said([TO_ORBIT], either(0.9994, 0.0006))).toMatchObject({ holds: true });
  });

  test('deviates when it falls: past its highest point no last stage comes', () => {
    const past = either(0.97, 0.03, { apogeeAt_us: NOW_US - 1 });
    expect(said([TO_ORBIT], either(0.97, 0.03), past)).toMatchObject({ state: 'deviates', holds: false, deviation: { what: 'impact' } });
  });

  test('its stage comes down in its drop zone as announced', () => {
    const impact = impactAt(0, 0, { ...ground(zone, 5000), area: [] });
    expect(said([TO_ORBIT], either(0.99, 0.0001, { impact }))).toMatchObject({ state: 'as-announced', holds: true });
  });
});

// A year of background: sounding rockets that go up steeply were recommended at burn-out, 20 km from their sites only half a minute later.
test('straight above its site the way to where it comes down is its direction, where that was announced; another says nothing', () => {
  const flight: Flight = { site: geodeticDegrees(60.5, 10.5), azimuth_deg: 290, range_m: 200_000, sigma_m: 2_000 };
  const steep = { ...factsOf(flight), place: ground(along(flight.site, 10, 5_000), 500) };
  expect(said([announcementOf(flight)], steep)).toMatchObject({ matches: ['site', 'time', 'azimuth', 'impact'], holds: true });
  const azimuth = { from_rad: degrees(300), to_rad: degrees(320) };
  expect(said([announcementOf(flight, { azimuth })], steep)).toMatchObject({ state: 'as-announced', holds: false });
});

test('the direction is asked on its way up and stands after that: below a flight of half an hour the Earth has turned', () => {
  const flight: Flight = { site: geodeticDegrees(69.29, 16.02), azimuth_deg: 352, range_m: 1_000_000, sigma_m: 5_000 };
  const up = factsOf(flight);
  const drifted = factsOf({ ...flight, azimuth_deg: 330 }, { at_us: NOW_US + 600e6 });
  const later = { ...up, place: drifted.place, assessment: { ...up.assessment, at_us: NOW_US + 600e6 } };
  expect(said([announcementOf(flight)], up, later)).toMatchObject({ state: 'as-announced', holds: true });
  const unsure = { ...later, assessment: { ...later.assessment, impact: undefined } };
  expect(said([announcementOf(flight)], unsure)).toMatchObject({ matches: ['site', 'time'], holds: false });
});

test('an announcement outlives its window with the flight that it is of', () => {
  const flight: Flight = { site: geodeticDegrees(69.29, 16.02), azimuth_deg: 352, range_m: 1_000_000, sigma_m: 5_000 };
  const { record } = followAnnounced(NOT_ANNOUNCED, [{ announcement: announcementOf(flight), known_us: 0 }], factsOf(flight), PROBABILITY);
  expect(followAnnounced(record, [], factsOf(flight), PROBABILITY).announced).toMatchObject({ state: 'as-announced', holds: true });
});

test('a direction that is open matches from the pad on', () => {
  const flight: Flight = { site: geodeticDegrees(31.42, -104.76), azimuth_deg: 0, range_m: 1, sigma_m: 5_000 };
  const open = announcementOf(flight, { azimuth: { from_rad: 0, to_rad: 2 * Math.PI } });
  expect(said([open], { ...factsOf(flight), place: ground(flight.site, 500) })).toMatchObject({ holds: true });
});
