import type { PeopleIn, PlaceIn } from '../../src/core/assess/people-in.ts';

/** So many people in an area, and these places with so many people each, all of them inside. */
export function counted(atLeast: number, places: readonly (readonly [name: string, population: number])[], morePlaces = 0): PeopleIn {
  return { kind: 'counted', atLeast, places: places.map(([name, population]) => placeIn(name, population)), morePlaces, uncounted: 0 };
}

function placeIn(name: string, population: number): PlaceIn {
  return { name, country: 'JP', population, inside: population };
}

export const NONE_FOUND: PeopleIn = {
  kind: 'none-found',
  nearest: { name: 'Otaru', country: 'JP', distance_m: 132_400, bearing_rad: 0.8 },
};
