import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { impactAt } from '../../../tests/samples/warning-life.ts';
import { holds } from '../../../tests/support/properties.ts';
import { geodeticDegrees } from '../frames/geodetic.ts';
import { offset, ringHolds } from './area.ts';
import { alertCircle, alertRing, peopleConcerned } from './people.ts';
import type { PeopleIn } from './people-in.ts';
import { extentRadius_m, type Place, type PlaceRegion, regionFor, wantedFor } from './places.ts';
import { spanOf } from './together.ts';

function place(name: string, latitude: number, longitude: number, population?: number, partOf?: number): Place {
  const { latitude_rad, longitude_rad } = geodeticDegrees(latitude, longitude);
  return {
    name,
    country: 'XX',
    latitude_rad,
    longitude_rad,
    ...(population === undefined ? {} : { population }),
    ...(partOf === undefined ? {} : { partOf }),
  };
}

function region(places: readonly Place[], latitude = 40, longitude = 140, radius_m = 300_000, leftOut = 0): PlaceRegion {
  return { point: geodeticDegrees(latitude, longitude), radius_m, places, leftOut };
}

const SHELTER_M = 10_000;
const atLeast = (people: PeopleIn): number => (people.kind === 'counted' ? people.atLeast : 0);

/** Degrees of latitude of so many metres. */
const degreesOf = (metres: number): number => metres / 111_200;

describe('the area that people are told of', () => {
  test('reaches the shelter radius beyond the estimate’s own on all sides, also at a pole and over the antimeridian', () => {
    for (const [latitude, longitude] of [
      [40, 139],
      [-17, 179.99],
      [89.99, 0],
    ]) {
      const impact = impactAt(latitude, longitude, { sigma_m: 2000 });
      const ring = alertRing(impact, SHELTER_M);
      for (const corner of ring) {
        const { east, north } = offset(impact.point, corner);
        expect(Math.hypot(east, north) - 2.4477 * 2000).toBeGreaterThan(0.99 * SHELTER_M);
        expect(Math.hypot(east, north) - 2.4477 * 2000).toBeLessThan(1.02 * SHELTER_M);
      }
      expect(impact.area.every((corner) => ringHolds(ring, corner))).toBe(true);
    }
  });

  test('is the estimate’s own without a radius, and lies in its circle', () => {
    const impact = impactAt(41, 139, { sigma_m: 2000 });
    expect(alertRing(impact, 0)).toEqual(impact.area);
    expect(alertCircle(impact, SHELTER_M).radius_m).toBeCloseTo(2.4477 * 2000 + SHELTER_M, -3);
  });
});

describe('the people in an area', () => {
  const city = place('City', 40, 140, 1e6);
  const radius_m = extentRadius_m(1e6);

  test('are those of the part of a city that it covers: the surer the system, the fewer where it falls, and hardly fewer who are told', () => {
    const counts = [20_000, 2_000, 200, 2].map((sigma_m) =>
      peopleConcerned(impactAt(40.03, 140, { sigma_m }), SHELTER_M, [region([city])]),
    );
    const where = counts.map(({ inEstimate }) => atLeast(inEstimate));
    expect(where[0]).toBe(1e6);
    expect(where[1]).toBeGreaterThan(300_000);
    expect(where[2]).toBeGreaterThan(3_000);
    expect(counts.map(({ inAlertArea }) => atLeast(inAlertArea) > 800_000)).toEqual([true, true, true, true]);
  });

  test('are more than none wherever in a city of a million it falls, however small the circle', () => {
    const offCentre = fc.record({
      share: fc.double({ min: 0, max: 0.99, noNaN: true }),
      angle: fc.double({ min: 0, max: 6.28, noNaN: true }),
    });
    holds(
      fc.property(offCentre, fc.double({ min: 20, max: 2000, noNaN: true }), ({ share, angle }, sigma_m) => {
        const latitude = 40 + degreesOf(share * radius_m * Math.cos(angle));
        const longitude = 140 + degreesOf(share * radius_m * Math.sin(angle)) / Math.cos((40 * Math.PI) / 180);
        const { inEstimate, inAlertArea } = peopleConcerned(impactAt(latitude, longitude, { sigma_m }), SHELTER_M, [region([city])]);
        expect(atLeast(inEstimate)).toBeGreaterThan(0);
        // Half of the circle of ten kilometres lies in the city at worst.
        expect(atLeast(inAlertArea)).toBeGreaterThan(200_000);
      }),
    );
  });

  const towns = fc.array(
    fc.record({
      north_m: fc.double({ min: -40_000, max: 40_000, noNaN: true }),
      east_m: fc.double({ min: -40_000, max: 40_000, noNaN: true }),
      population: fc.integer({ min: 1000, max: 10_000_000 }),
    }),
    { minLength: 1, maxLength: 8 },
  );
  const around = (
    latitude: number,
    longitude: number,
    list: readonly { north_m: number; east_m: number; population: number }[],
  ): PlaceRegion =>
    region(
      list.map(({ north_m, east_m, population }, k) =>
        place(`p${k}`, latitude + degreesOf(north_m), longitude + degreesOf(east_m) / Math.cos((latitude * Math.PI) / 180), population),
      ),
      latitude,
      longitude,
    );
  const anywhere = fc.record({
    latitude: fc.double({ min: -70, max: 70, noNaN: true }),
    longitude: fc.double({ min: -180, max: 180, noNaN: true }),
  });

  test('do not get fewer with a greater shelter radius', () => {
    holds(
      fc.property(
        anywhere,
        towns,
        fc.double({ min: 0, max: 50_000, noNaN: true }),
        fc.double({ min: 0, max: 20_000, noNaN: true }),
        (at, list, shelter, more) => {
          const impact = impactAt(at.latitude, at.longitude, { sigma_m: 1500 });
          const regions = [around(at.latitude, at.longitude, list)];
          const told = (radius: number): number => atLeast(peopleConcerned(impact, radius, regions).inAlertArea);
          expect(told(shelter + more)).toBeGreaterThanOrEqual(told(shelter) - list.length);
          expect(told(shelter)).toBeGreaterThanOrEqual(atLeast(peopleConcerned(impact, shelter, regions).inEstimate) - list.length);
        },
      ),
    );
  });

  test('change by little when the area moves by a hundred metres: by less than lives in the strip that it sweeps', () => {
    holds(
      fc.property(anywhere, towns, fc.constantFrom(-100, 100), (at, list, by) => {
        const regions = [around(at.latitude, at.longitude, list)];
        const told = (latitude: number): number =>
          atLeast(peopleConcerned(impactAt(latitude, at.longitude, { sigma_m: 1500 }), SHELTER_M, regions).inAlertArea);
        // Nowhere do more live than all the places' densities together; the area is 28 km across.
        const densest = list.reduce((sum, { population }) => sum + population / (Math.PI * extentRadius_m(population) ** 2), 0);
        expect(Math.abs(told(at.latitude + degreesOf(by)) - told(at.latitude))).toBeLessThan(100 * 28_000 * densest + list.length);
      }),
    );
  });

  test('are the same when the world is turned', () => {
    const count = (longitude: number): PeopleIn =>
      peopleConcerned(impactAt(-17, longitude), SHELTER_M, [
        around(-17, longitude, [
          { north_m: 9000, east_m: 12_000, population: 400_000 },
          { north_m: -8000, east_m: -19_000, population: 30_000 },
        ]),
      ]).inAlertArea;
    const [here, there] = [count(20), count(180)];
    expect(Math.abs(atLeast(here) - atLeast(there))).toBeLessThanOrEqual(1);
    expect(atLeast(there)).toBeGreaterThan(300_000);
  });

  test('of a part are counted with the whole and named by themselves; of unknown size they are named last and counted not', () => {
    const { inAlertArea } = peopleConcerned(impactAt(40, 140), SHELTER_M, [
      region([city, place('Borough', 40.02, 140, 200_000, 0), place('Seat', 40.05, 140), place('Far', 42, 140, 1e6)]),
    ]);
    expect(inAlertArea).toMatchObject({
      kind: 'counted',
      atLeast: 1e6,
      places: [{ name: 'City' }, { name: 'Borough', partOf: 'City' }, { name: 'Seat' }],
      morePlaces: 0,
      uncounted: 1,
    });
    const seat = peopleConcerned(impactAt(40.05, 140, { sigma_m: 2 }), 0, [region([place('Seat', 40.0501, 140)])]);
    expect(seat.inEstimate).toEqual({
      kind: 'counted',
      atLeast: 0,
      places: [{ name: 'Seat', country: 'XX' }],
      morePlaces: 0,
      uncounted: 1,
    });
  });

  test('of parts count by themselves where they are more than the whole has there, and a quarter with its borough', () => {
    // The borough reaches beyond the city's circle, as Queens does beyond New York's: who lives there is not nobody.
    const list = [place('City', 40, 140, 8e6), place('Borough', 40.14, 140, 2e6, 0), place('Quarter', 40.15, 140, 200_000, 1)];
    const outside = peopleConcerned(impactAt(40.17, 140, { sigma_m: 300 }), 0, [region(list)]).inEstimate;
    const alone = peopleConcerned(impactAt(40.17, 140, { sigma_m: 300 }), 0, [region([place('Borough', 40.14, 140, 2e6)])]).inEstimate;
    expect(atLeast(outside)).toBe(atLeast(alone));
    expect(atLeast(outside)).toBeGreaterThan(10_000);
    expect(atLeast(peopleConcerned(impactAt(40, 140), 50_000, [region(list)]).inAlertArea)).toBe(8e6);
    const suburbs = [place('City', 40, 140, 1e6), place('A', 40.02, 140, 900_000, 0), place('B', 39.98, 140, 800_000, 0)];
    expect(atLeast(peopleConcerned(impactAt(40, 140), 50_000, [region(suburbs)]).inAlertArea)).toBe(1_700_000);
  });

  test('are named by how many are inside, equal ones by name, twenty at most', () => {
    const many = Array.from({ length: 25 }, (_, k) => place(`p${String(24 - k).padStart(2, '0')}`, 40, 140, 1000));
    const { inAlertArea } = peopleConcerned(impactAt(40, 140), SHELTER_M, [region([...many, place('large', 40, 140.05, 90_000)])]);
    if (inAlertArea.kind !== 'counted') throw new Error('they are counted');
    expect(inAlertArea.places.map(({ name }) => name)).toEqual([
      'large',
      ...Array.from({ length: 19 }, (_, k) => `p${String(k).padStart(2, '0')}`),
    ]);
    expect([inAlertArea.atLeast, inAlertArea.morePlaces]).toEqual([115_000, 6]);
  });

  test('are none found only where all of it was looked up, and then the nearest place is said', () => {
    const far = place('Far', 41, 140, 5000);
    expect(peopleConcerned(impactAt(40, 140), SHELTER_M, [region([far, place('Further', 41.5, 140, 5000)])]).inAlertArea).toMatchObject({
      kind: 'none-found',
      nearest: { name: 'Far', bearing_rad: 0 },
    });
    expect(peopleConcerned(impactAt(40, 140), SHELTER_M, [region([])]).inAlertArea).toEqual({ kind: 'none-found' });
    const notLookedUp = { kind: 'not-looked-up' };
    expect(peopleConcerned(impactAt(40, 140), SHELTER_M, []).inAlertArea).toEqual(notLookedUp);
    expect(peopleConcerned(impactAt(44, 140), SHELTER_M, [region([far])]).inAlertArea).toEqual(notLookedUp);
    expect(peopleConcerned(impactAt(40, 140), SHELTER_M, [region([far], 40, 140, 300_000, 1)]).inAlertArea).toEqual(notLookedUp);
    // Thirty kilometres from the edge of what was looked up the area reaches out of it: nobody found there is not nobody there.
    const edge = 40 + degreesOf(270_000);
    expect(peopleConcerned(impactAt(edge, 140), SHELTER_M, [region([far])]).inAlertArea).toEqual(notLookedUp);
    expect(peopleConcerned(impactAt(edge, 140), SHELTER_M, [region([place('There', edge, 140, 5000)])]).inAlertArea).toMatchObject({
      kind: 'counted',
      atLeast: 5000,
      partly: true,
    });
  });
});

describe('regions', () => {
  const circle = { point: geodeticDegrees(40, 140), radius_m: 20_000 };

  test('the finest that holds a circle is taken, or the one that reaches furthest round its centre', () => {
    const [coarse, fine, beside] = [region([], 40, 140, 800_000, 50), region([], 40.2, 140, 150_000), region([], 41.2, 140, 150_000)];
    expect(regionFor([coarse, fine, beside], circle)).toMatchObject({ region: fine, whole: true });
    expect(regionFor([fine, coarse], circle)).toMatchObject({ region: fine, whole: true });
    expect(regionFor([beside], circle)).toMatchObject({ region: beside, whole: false });
    expect(regionFor([region([], 50, 140)], circle)).toBeUndefined();
  });

  test('one is wanted where none is, where the circle reaches out, and where a wide one left places out', () => {
    expect(wantedFor([], circle)).toEqual({ point: circle.point, radius_m: 150_000 });
    expect(wantedFor([], { ...circle, radius_m: 200_000 })?.radius_m).toBe(450_000);
    expect(wantedFor([region([], 41.2, 140, 150_000)], circle)).toBeDefined();
    expect(wantedFor([region([], 40, 140, 800_000, 50)], circle)).toBeDefined();
    expect(wantedFor([region([], 40, 140, 800_000)], circle)).toBeUndefined();
    expect(wantedFor([region([], 40, 140, 400_000, 50)], circle)).toBeUndefined();
    expect(wantedFor([], { ...circle, radius_m: 3e6 })).toBeUndefined();
  });
});

test('a place reaches as far as the cube root of its people: a million 7.3 km, a thousand a tenth of that, nobody nowhere', () => {
  expect(extentRadius_m(1e6)).toBeCloseTo(7300, 6);
  expect(extentRadius_m(1000)).toBeCloseTo(730, 6);
  expect(extentRadius_m(0)).toBe(0);
});

test('people are counted where it falls if it goes on as it does, not in all that it could reach', () => {
  const falls = impactAt(41, 139, { sigma_m: 500 });
  const turning = { ...impactAt(41, 139, { sigma_m: 60_000 }), asItFalls: { ...falls, span: spanOf([falls]) } };
  const list = [region([place('Beyond', 42, 139, 50_000)])];
  expect(peopleConcerned(turning, 0, list).inEstimate.kind).toBe('none-found');
  expect(peopleConcerned({ ...turning, asItFalls: undefined }, 0, list).inEstimate.kind).toBe('counted');
});
