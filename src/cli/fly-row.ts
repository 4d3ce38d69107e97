import type { FlightLine } from '../api/wire-cli.ts';
import { geodesicInverse } from '../core/frames/geodesic.ts';
import { geodeticDegrees } from '../core/frames/geodetic.ts';
import { eastAsiaSensors, sensorsAround } from '../sim/defaults.ts';
import { fly } from '../sim/fleet.ts';
import type { PublishedFlight, Scenario, SpaceLaunch } from '../sim/scenario.ts';
import { foldWorld } from '../sim/fold-world.ts';
import { createPlumeWatch } from './plume-watch.ts';
import { createFlightEar, type FlightRow, type FlightScore, scoreFlight } from './score-flight.ts';
import { sourcedWorld } from '../adapters/world-sources/world-sources.ts';

/** A row to fly: plain data, so that it can be handed to a worker thread. */
export type FlightJob = { readonly row: FlightRow; readonly flight: PublishedFlight | SpaceLaunch; readonly seed: number };

export type FlightOutcome =
  | { readonly kind: 'flown'; readonly score: FlightScore }
  | { readonly kind: 'refused'; readonly line: Extract<FlightLine, { outcome: 'refused' }> };

/** The default sensors stand around the sea between Korea and Japan; flights from elsewhere get the same kinds around their own site. */
const THEATRE = geodeticDegrees(39, 133, 0);
const THEATRE_RADIUS_m = 2_500_000;
/** The sensors look for a minute before anything burns, as they would. */
const QUIET_BEFORE_us = 60_000_000;

/** Makes a row a scenario of its own, runs it through the core and scores it. Depends on nothing but the job. */
export function flyRow({ row, flight, seed }: FlightJob): FlightOutcome {
  const scenario = scenarioOf(row, flight, seed);
  const flown = fly(flight, seed);
  if (flown.kind === 'no-solution') return { kind: 'refused', line: refusedLine(row, flown.reason) };
  const { truth } = flown;
  const world = sourcedWorld(scenario, seed, { fleet: () => [truth] });
  const ear = createFlightEar(truth);
  const plume = createPlumeWatch(truth);
  foldWorld(world, ear.hear, plume.watch);
  return { kind: 'flown', score: scoreFlight(row, truth, plume.seen_us(), ear.heard()) };
}

export function refusedLine(
  { flight, date, missile }: Omit<FlightRow, 'recordedType'>,
  reason: string,
): Extract<FlightLine, { outcome: 'refused' }> {
  return { kind: 'flight', flight, date, missile, outcome: 'refused', reason };
}

function scenarioOf(row: FlightRow, flight: PublishedFlight | SpaceLaunch, seed: number): Scenario {
  const near = geodesicInverse(flight.site, THEATRE).distance_m < THEATRE_RADIUS_m;
  const azimuth_rad = flight.kind === 'published' ? flight.bearing_rad : flight.azimuth_rad;
  return {
    id: `flight-${row.flight}`,
    title: `${row.date} ${row.missile}`,
    theatre: 'flights',
    line: 'exercise',
    start_us: flight.launch_us - QUIET_BEFORE_us,
    seed,
    sensors: near ? eastAsiaSensors() : sensorsAround(flight.site, azimuth_rad),
    flights: [flight],
    disturbances: [],
    people: [],
  };
}
