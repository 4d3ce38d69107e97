import { flyRecorded } from './ascent.ts';
import { flyPublished } from './flight.ts';
import { flyAircraft, flyDecay, flyReEntry, flySatellite, flySpentStage } from './bodies.ts';
import type { Flight, LaunchedFlight, SpentStage } from './scenario.ts';
import { flySpaceLaunch } from './space-launch.ts';
import { flyStates } from './states.ts';
import { type Flown, type TruthBody, type TruthFlight, wasLaunched } from './truth.ts';

/** Flies one flight of whatever kind. The seed gives the payload its ballistic coefficient. A spent stage is flown with its flight, by `flyAll`. */
export function fly(flight: LaunchedFlight, seed: number): Flown<TruthFlight>;
export function fly(flight: Exclude<Flight, SpentStage>, seed: number): Flown;
export function fly(flight: Exclude<Flight, SpentStage>, seed: number): Flown {
  switch (flight.kind) {
    case 'published':
      return flyPublished(flight, seed);
    case 'space-launch':
      return flySpaceLaunch(flight);
    case 'recorded':
      return flown(flyRecorded(flight));
    case 'states':
      return flown(flyStates(flight));
    case 'satellite':
      return flown(flySatellite(flight));
    case 'aircraft':
      return flown(flyAircraft(flight));
    case 're-entry':
      return flyReEntry(flight);
    case 'decay':
      return flyDecay(flight);
  }
}

function flown<T extends TruthBody>(truth: T): Flown<T> {
  return { kind: 'flown', truth };
}

/** Flies them all; throws `RangeError` with the id and the reason when one cannot be flown. */
export function flyAll(flights: readonly Flight[], seed: number): TruthBody[] {
  const others = flights.map((flight) => (flight.kind === 'spent-stage' ? undefined : truthOf(flight, fly(flight, seed))));
  const of = (stage: SpentStage): TruthBody | undefined => others[flights.findIndex(({ id }) => id === stage.of)];
  return flights.flatMap((flight, k) => (flight.kind === 'spent-stage' ? truthOf(flight, stageOf(flight, of(flight))) : (others[k] ?? [])));
}

function truthOf({ id }: Flight, one: Flown): TruthBody {
  if (one.kind === 'no-solution') throw new RangeError(`flight "${id}": ${one.reason}`);
  return one.truth;
}

function stageOf(stage: SpentStage, of: TruthBody | undefined): Flown {
  if (of === undefined || !wasLaunched(of)) return { kind: 'no-solution', reason: `nothing called "${stage.of}" is launched here` };
  return flySpentStage(stage, of);
}
