import { flyRecorded } from './ascent.ts';
import { flyPublished } from './flight.ts';
import type { Flight, LaunchedFlight } from './scenario.ts';
import { flySpaceLaunch } from './space-launch.ts';
import { flyStates } from './states.ts';
import type { TruthBody, TruthFlight } from './truth.ts';

export type Flown<T extends TruthBody = TruthBody> =
  | { readonly kind: 'flown'; readonly truth: T }
  | { readonly kind: 'no-solution'; readonly reason: string };

/** Flies one flight of whatever kind. The seed gives the payload its ballistic coefficient. */
export function fly(flight: LaunchedFlight, seed: number): Flown<TruthFlight>;
export function fly(flight: Flight, seed: number): Flown;
export function fly(flight: Flight, seed: number): Flown {
  switch (flight.kind) {
    case 'published':
      return flyPublished(flight, seed);
    case 'space-launch':
      return flySpaceLaunch(flight);
    case 'recorded':
      return { kind: 'flown', truth: flyRecorded(flight) };
    case 'states':
      return { kind: 'flown', truth: flyStates(flight) };
  }
}

/** Flies them all; throws `RangeError` with the id and the reason when one cannot be flown. */
export function flyAll(flights: readonly Flight[], seed: number): TruthBody[] {
  return flights.map((flight) => {
    const flown = fly(flight, seed);
    if (flown.kind === 'no-solution') throw new RangeError(`flight "${flight.id}": ${flown.reason}`);
    return flown.truth;
  });
}
