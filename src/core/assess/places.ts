import { type Geodetic, upAt } from '../frames/geodetic.ts';
import { exp, log } from '../math/elementary.ts';
import type { Metres, Radians } from '../units.ts';
import { flatMapAt } from './flat-map.ts';

/** A populated place, as data for the core. */
export type Place = {
  readonly name: string;
  readonly country: string;
  readonly latitude_rad: Radians;
  readonly longitude_rad: Radians;
  /** Absent: not known, which is not nobody. */
  readonly population?: number;
  /** The number, in its region, of a larger place that it lies in, whose people are its own too. */
  readonly partOf?: number;
};

/** All that was looked up around a point: its places, the largest first, and the nearest ones beyond where there are few. What lies outside has not
 *  been looked up. */
export type PlaceRegion = {
  readonly point: Geodetic;
  readonly radius_m: Metres;
  readonly places: readonly Place[];
  /** How many of the smallest places were left out, since a region has so many at most. */
  readonly leftOut: number;
};

/** A circle on the ground. */
export type Circle = { readonly point: Geodetic; readonly radius_m: Metres };

/** Most places of one region. At the bound the smallest are left out, and the numbers say "at least" in any case. */
export const MAX_PLACES = 2000;

/** Radius of the extent of a city of a million. */
const MILLION_RADIUS_M: Metres = 7_300;

/** The circle that a place of so many people is taken to fill evenly: its radius goes with the cube root of their number.
 *  Source   [LC2020]: profiles of population
 *           density of 300 European cities are one profile, stretched by the cube root of the population. The size: 6,000 people per km² in a city
 *           of a million, and so 12,000 in one of eight, between the mean of urban areas in Europe (3,000 to 4,800) and in the whole world (7,500;
 *           Demographia, World urban population density, 2006).
 *  Errors   One city is two or three times as dense as another of its size: a share of a city is good to such a factor, all of it is right. */
export function extentRadius_m(population: number): Metres {
  return population < 1 ? 0 : MILLION_RADIUS_M * exp(log(population / 1e6) / 3);
}

/** What a place of unknown size is taken to reach: as far as a town of ten thousand. It is named, and adds to no number. */
const UNKNOWN_EXTENT_M: Metres = 1_600;

/** No place reaches further: the largest that is listed has 22 million. */
export const MAX_EXTENT_M: Metres = 25_000;

/** Areas that reach further from the point of impact are not looked up: a number of people would say nothing there. */
const MAX_REACH_M: Metres = 2_000_000;

/** The least region that is asked for: so wide that the next estimates of one flight lie in it, so small that all its places fit. */
const LEAST_WANTED_M: Metres = 150_000;
/** A region that was cut at its bound and is so many times as wide as one that would be asked for is asked for again, finer. */
const COARSE = 3;

/** The finest of the regions in which all of a circle was looked up, or else the one that reaches furthest round its centre. */
export function regionFor<Region extends Circle>(
  regions: readonly Region[],
  circle: Circle,
): { readonly region: Region; readonly whole: boolean } | undefined {
  const { flat } = flatMapAt(circle.point);
  let found: { region: Region; whole: boolean; margin_m: Metres } | undefined;
  for (const region of regions) {
    const up = upAt(region.point.latitude_rad, region.point.longitude_rad);
    const { east, north } = flat(up.x, up.y, up.z);
    const margin_m = region.radius_m - Math.sqrt(east * east + north * north);
    if (margin_m <= 0) continue;
    const whole = margin_m >= circle.radius_m + MAX_EXTENT_M;
    const better =
      found === undefined || (whole ? !found.whole || region.radius_m < found.region.radius_m : !found.whole && margin_m > found.margin_m);
    if (better) found = { region, whole, margin_m };
  }
  return found;
}

/** What is to be looked up for a circle, or undefined where it has been, or is too wide for that. */
export function wantedFor(regions: readonly PlaceRegion[], circle: Circle): Circle | undefined {
  if (circle.radius_m > MAX_REACH_M) return undefined;
  const radius_m = Math.max(2 * (circle.radius_m + MAX_EXTENT_M), LEAST_WANTED_M);
  const known = regionFor(regions, circle);
  if (known?.whole === true && (known.region.leftOut === 0 || known.region.radius_m <= COARSE * radius_m)) return undefined;
  return { point: circle.point, radius_m };
}

/** Why a region cannot be counted in, or undefined when it can. */
export function regionFault({ point, radius_m, places, leftOut }: PlaceRegion): string | undefined {
  const where = [point.latitude_rad, point.longitude_rad, radius_m, leftOut];
  if (!where.every(Number.isFinite))
    return `places around ${where.join(', ')}: give latitude and longitude in rad, radius in m and how many were left out`;
  const bad = places.find((one) => ![one.latitude_rad, one.longitude_rad, one.population ?? 0].every(Number.isFinite));
  if (bad === undefined) return undefined;
  return `the place ${bad.name} is at ${bad.latitude_rad}, ${bad.longitude_rad} with ${bad.population} people: give rad, and no population where it is not known`;
}

/** What counting asks of each place of a region: the unit vector straight up there, ECEF axes, three numbers each, and how far it reaches. */
type Layout = { readonly up: Float64Array; readonly radius_m: Float64Array };

/** Worked out once for a region: it follows from its places. */
const layouts = new WeakMap<PlaceRegion, Layout>();

export function layoutOf(region: PlaceRegion): Layout {
  const known = layouts.get(region);
  if (known !== undefined) return known;
  const { places } = region;
  const layout = { up: new Float64Array(3 * places.length), radius_m: new Float64Array(places.length) };
  for (const [k, { latitude_rad, longitude_rad, population }] of places.entries()) {
    const { x, y, z } = upAt(latitude_rad, longitude_rad);
    layout.up.set([x, y, z], 3 * k);
    layout.radius_m[k] = population === undefined ? UNKNOWN_EXTENT_M : extentRadius_m(population);
  }
  layouts.set(region, layout);
  return layout;
}
