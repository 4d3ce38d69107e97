import { placesAround } from '../places/places.ts';
import { skyAt } from '../sky/sky.ts';
import type { Scenario } from '../../sim/scenario.ts';
import { createWorld, type World, type WorldSources } from '../../sim/world.ts';

/** The world of a scenario, with what the simulation has no library for: Sun and Moon, and the populated places of its region and of wherever the core
 *  asks about. `given` takes the place of these. */
export function sourcedWorld(scenario: Scenario, seed: number, given: Pick<WorldSources, 'fleet' | 'onLook' | 'placesAround'> = {}): World {
  return createWorld(scenario, seed, { sky: skyAt, placesAround, ...given });
}
