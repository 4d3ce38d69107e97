import { type Geodetic, upAt } from '../frames/geodetic.ts';
import { atan2, cos } from '../math/elementary.ts';
import type { Metres, Radians } from '../units.ts';
import type { ImpactEstimate } from './assessment.ts';
import { type Convex, convexOf, CORNER_REACH, grownBy, shareOfDisc } from './convex.ts';
import { EARTH_RADIUS_M, type Flat, type FlatMap, flatMapAt, flatRing } from './flat-map.ts';
import type { PeopleConcerned, PeopleIn, PlaceIn } from './people-in.ts';
import { type Circle, layoutOf, MAX_EXTENT_M, type Place, type PlaceRegion, regionFor } from './places.ts';

/** Most places named; the count covers all. */
const MAX_NAMED = 20;

/** The ring of all that lies within a distance of an area, counter-clockwise. Of an area with hollows, those of its hull are part of it. */
export function alertRing(impact: ImpactEstimate, shelterRadius_m: Metres): readonly Geodetic[] {
  if (shelterRadius_m === 0) return areaFallen(impact);
  const map = flatMapAt(impact.point);
  return grownBy(estimateOn(map, impact), shelterRadius_m).map((corner) => map.geodetic(corner));
}

/** The circle about the point of impact that holds the alert area. */
export function alertCircle(impact: ImpactEstimate, shelterRadius_m: Metres): Circle {
  const { point, radius_m } = circleOf(impact.point, flatRing(flatMapAt(impact.point), areaFallen(impact)));
  return { point, radius_m: radius_m + CORNER_REACH * shelterRadius_m };
}

/** Counts the people whom an impact estimate concerns, in what has been looked up. */
export function peopleConcerned(impact: ImpactEstimate, shelterRadius_m: Metres, regions: readonly PlaceRegion[]): PeopleConcerned {
  const map = flatMapAt(impact.point);
  const estimate = estimateOn(map, impact);
  const alert = convexOf(grownBy(estimate, shelterRadius_m));
  const circle = circleOf(impact.point, alert.corners);
  const known = regionFor(regions, circle);
  if (known === undefined) return { inEstimate: { kind: 'not-looked-up' }, inAlertArea: { kind: 'not-looked-up' } };
  const { region } = known;
  const tallies = [newTally(estimate, impact.point, region), newTally(alert, impact.point, region)];
  tally(tallies, circle, map, region);
  const [inEstimate, inAlertArea] = tallies.map((one) => answerOf(one, map, region));
  return { inEstimate, inAlertArea };
}

function estimateOn(map: FlatMap, impact: ImpactEstimate): Convex {
  return convexOf(flatRing(map, areaFallen(impact)));
}

/** Where it falls if it goes on as it does. */
export function areaFallen({ area, asItFalls }: ImpactEstimate): readonly Geodetic[] {
  return (asItFalls ?? { area }).area;
}

/** The circle about the origin of the map that holds a polygon on it. */
function circleOf(point: Geodetic, corners: readonly Flat[]): Circle {
  let radius_m = 0;
  for (const corner of corners) radius_m = Math.max(radius_m, length(corner));
  return { point, radius_m };
}

function length({ east, north }: Flat): Metres {
  return Math.sqrt(east * east + north * north);
}

/** What is counted of one area. */
type Tally = {
  readonly shape: Convex;
  readonly reach_m: Metres;
  /** Whether all of it was looked up. */
  readonly whole: boolean;
  readonly found: PlaceIn[];
  /** By place: how many of the people of its parts are inside. */
  readonly ofParts: Float64Array;
  atLeast: number;
  uncounted: number;
};

function newTally(shape: Convex, point: Geodetic, region: PlaceRegion): Tally {
  const circle = circleOf(point, shape.corners);
  const whole = regionFor([region], circle)?.whole === true;
  const ofParts = new Float64Array(region.places.length);
  return { shape, reach_m: circle.radius_m, whole, found: [], ofParts, atLeast: 0, uncounted: 0 };
}

/** Goes through the places once for all areas, of which the circle holds the widest. The smallest come first, so that parts come before the place that
 *  they are part of: of that and of all its parts together the larger number counts. */
function tally(tallies: readonly Tally[], { point, radius_m: reach_m }: Circle, map: FlatMap, region: PlaceRegion): void {
  const { places } = region;
  const { up, radius_m } = layoutOf(region);
  const here = upAt(point.latitude_rad, point.longitude_rad);
  const leastCosine = cos(Math.min(Math.PI, (reach_m + MAX_EXTENT_M) / EARTH_RADIUS_M));
  for (let k = places.length - 1; k >= 0; k--) {
    const x = up[3 * k];
    const y = up[3 * k + 1];
    const z = up[3 * k + 2];
    const centre = x * here.x + y * here.y + z * here.z < leastCosine ? undefined : map.flat(x, y, z);
    const place = places[k];
    const whole = place.partOf !== undefined && place.partOf < k ? place.partOf : undefined;
    for (const one of tallies) {
      const inside =
        centre === undefined ? 0 : takePlace(one, place, centre, radius_m[k], whole === undefined ? undefined : places[whole].name);
      const people = Math.max(inside, one.ofParts[k]);
      if (whole === undefined) one.atLeast += people;
      else one.ofParts[whole] += people;
    }
  }
}

/** Notes a place that an area reaches; says how many of its people are inside, as far as that is known. Where less than one is, nobody is. */
function takePlace(one: Tally, { name, country, population }: Place, centre: Flat, radius_m: Metres, partOf: string | undefined): number {
  const share = length(centre) >= one.reach_m + radius_m ? 0 : shareOfDisc(one.shape, centre, radius_m);
  if (share === 0) return 0;
  const part = partOf === undefined ? {} : { partOf };
  if (population === undefined) {
    one.uncounted += 1;
    one.found.push({ name, country, ...part });
    return 0;
  }
  const inside = population * share;
  if (inside < 1) return 0;
  one.found.push({ name, country, population, inside, ...part });
  return inside;
}

function answerOf({ found, atLeast, uncounted, whole }: Tally, map: FlatMap, region: PlaceRegion): PeopleIn {
  if (found.length > 0) {
    found.sort((a, b) => (b.inside ?? 0) - (a.inside ?? 0) || (a.name < b.name ? -1 : 1));
    const places = found.slice(0, MAX_NAMED);
    const counted = { kind: 'counted', atLeast: Math.floor(atLeast), places, morePlaces: found.length - places.length, uncounted } as const;
    return whole ? counted : { ...counted, partly: true };
  }
  // Where small places were left out, nobody found is not nobody there either.
  if (!whole || region.leftOut > 0) return { kind: 'not-looked-up' };
  const nearest = nearestOf(map, region);
  return nearest === undefined ? { kind: 'none-found' } : { kind: 'none-found', nearest };
}

function nearestOf(map: FlatMap, region: PlaceRegion): Extract<PeopleIn, { kind: 'none-found' }>['nearest'] {
  const { up } = layoutOf(region);
  let nearest: { name: string; country: string; distance_m: Metres; bearing_rad: Radians } | undefined;
  for (const [k, { name, country }] of region.places.entries()) {
    const at = map.flat(up[3 * k], up[3 * k + 1], up[3 * k + 2]);
    const distance_m = length(at);
    if (nearest !== undefined && distance_m >= nearest.distance_m) continue;
    const bearing = atan2(at.east, at.north);
    nearest = { name, country, distance_m, bearing_rad: bearing < 0 ? bearing + 2 * Math.PI : bearing };
  }
  return nearest;
}
