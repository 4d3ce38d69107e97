import { placesNear } from '../places/places.ts';
import { skyAt } from '../sky/sky.ts';
import type { Scenario } from '../../sim/scenario.ts';
import { createWorld, type World, type WorldSources } from '../../sim/world.ts';

/** Smaller places are too many for the core to count under every area; what lies between them is counted with them by nobody. */
const LEAST_POPULATION = 5_000;

/** The world of a scenario, with what the simulation has no library for: Sun and Moon, and the populated places of its region. */
export function sourcedWorld(scenario: Scenario, seed: number, fleet?: WorldSources['fleet']): World {
  const { region } = scenario;
  const places = region && placesNear(region.centre.latitude_rad, region.centre.longitude_rad, region.radius_m, LEAST_POPULATION);
  return createWorld(scenario, seed, { sky: skyAt, fleet, ...(places === undefined ? {} : { places }) });
}
