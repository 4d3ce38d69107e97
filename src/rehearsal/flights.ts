import type { Micros } from '../core/units.ts';
import { fly } from '../sim/fleet.ts';
import { type Flight, isLaunched, type LaunchedFlight } from '../sim/scenario.ts';
import type { TruthBody, TruthFlight } from '../sim/truth.ts';

/** Flights kept; past it the oldest go. */
const MAX_KEPT = 400;

const kept = new Map<string, TruthFlight | string>();

/** What really flies, or the reason why nothing does. To find how a rocket is flown takes a tenth of a second, and the Earth turns with
 *  it: the same flight at another time is the same flight. So each is flown once in a process, under one name, and moved to its time. */
export function flown(flight: LaunchedFlight): TruthFlight | string {
  const key = JSON.stringify({ ...flight, id: '', launch_us: 0, stop_us: undefined });
  const found = kept.get(key) ?? flyOnce(flight);
  kept.delete(key);
  kept.set(key, found);
  if (kept.size > MAX_KEPT) for (const oldest of [...kept.keys()].slice(0, kept.size - MAX_KEPT)) kept.delete(oldest);
  return typeof found === 'string' ? found : movedTo(found, flight.id, flight.launch_us, flight.stop_us ?? Infinity);
}

function flyOnce({ stop_us: _, ...flight }: LaunchedFlight): TruthFlight | string {
  const result = fly({ ...flight, id: 'rehearsed', launch_us: 0 }, 0);
  return result.kind === 'flown' ? result.truth : result.reason;
}

function movedTo(truth: TruthFlight, id: string, by_us: Micros, stop_us: Micros): TruthFlight {
  return {
    ...truth,
    id,
    launch: { ...truth.launch, time_us: truth.launch.time_us + by_us },
    stateAt: (at_us) => (at_us >= stop_us ? undefined : truth.stateAt(at_us - by_us)),
    burnout_us: truth.burnout_us + by_us,
    apogee: { ...truth.apogee, at_us: truth.apogee.at_us + by_us },
    ...(truth.impact === undefined ? {} : { impact: { ...truth.impact, time_us: truth.impact.time_us + by_us } }),
    end_us: Math.min(stop_us, truth.end_us + by_us),
  };
}

/** All of them; throws `RangeError` for one that cannot be flown. */
export function fleetOf(flights: readonly Flight[]): TruthBody[] {
  return flights.map((flight) => {
    if (!isLaunched(flight)) throw new Error(`a rehearsed world has no flight of kind ${flight.kind}`);
    const truth = flown(flight);
    if (typeof truth === 'string') throw new RangeError(`flight "${flight.id}": ${truth}`);
    return truth;
  });
}
