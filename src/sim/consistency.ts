import { isScan } from '../core/sense/scan.ts';
import { quadraticForm } from '../core/math/matrix.ts';
import { fromUpperTriangle } from '../core/math/packed.ts';
import { start, step } from '../core/pipeline.ts';
import type { TrackReport } from '../core/tell/emission.ts';
import type { Micros, Seconds } from '../core/units.ts';
import { neesBand } from '../score/nees-band.ts';
import { boundOf } from './bound.ts';
import type { Scenario } from './scenario.ts';
import { type TruthFlight, wasLaunched } from './truth.ts';
import { createWorld } from './world.ts';

/** One run's errors at the sample times: squared position error, NEES over six states, trace of the bound's position part. */
type RunErrors = { readonly squaredError_m2: number[]; readonly nees: number[]; readonly bound_m2: number[] };

export type ConsistencyRow = {
  /** Seconds after launch. */
  readonly time_s: Seconds;
  /** Runs in which a track stood at this time. */
  readonly runs: number;
  readonly nees: number;
  readonly inBand: boolean;
  readonly rmse_m: number;
  readonly bound_m: number;
};

export type Consistency = {
  readonly runs: number;
  /** The 95 % band of the mean NEES of that many runs, six states. */
  readonly band: readonly [number, number];
  readonly rows: readonly ConsistencyRow[];
  /** Mean over the rows. */
  readonly nees: number;
  readonly shareInBand: number;
  /** Largest RMSE over the bound, over the rows. */
  readonly worstRatio: number;
};

/** How long after burn-out the coast is scored from: the modes have settled. */
const SETTLE_S = 10;

/** Flies one scenario under many seeds and compares the track's errors in coast with its own covariance and with the posterior bound.
 *  The scenario must have one flight and no clutter, so that every detection is the flight's.
 *  Source  [BSLK2001] §5.4.2 (NEES and its band), [TMN1998] (bound). */
export function consistencyOf(
  scenario: Scenario,
  runs: number,
  options: { readonly every_s: Seconds; readonly onRun?: (run: number) => void },
): Consistency {
  const results: RunErrors[] = [];
  let times: Micros[] = [];
  let launch_us = 0;
  for (let run = 0; run < runs; run++) {
    const result = errorsOf(scenario, scenario.seed + run, options.every_s);
    times = result.times;
    launch_us = result.launch_us;
    results.push(result.errors);
    options.onRun?.(run + 1);
  }
  const rows = times.map((at_us, k) => rowOf((at_us - launch_us) / 1e6, results, k)).filter(({ runs: n }) => n > 0);
  return {
    runs,
    band: neesBand(runs, STATES),
    rows,
    nees: mean(rows.map(({ nees }) => nees)),
    shareInBand: mean(rows.map(({ inBand }) => (inBand ? 1 : 0))),
    worstRatio: rows.reduce((worst, { rmse_m, bound_m }) => Math.max(worst, rmse_m / bound_m), 0),
  };
}

const STATES = 6;

function rowOf(time_s: Seconds, results: readonly RunErrors[], k: number): ConsistencyRow {
  const present = results.filter(({ nees }) => Number.isFinite(nees[k]));
  const nees = mean(present.map((r) => r.nees[k]));
  const [low, high] = neesBand(Math.max(1, present.length), STATES);
  return {
    time_s,
    runs: present.length,
    nees,
    inBand: nees >= low && nees <= high,
    rmse_m: Math.sqrt(mean(present.map((r) => r.squaredError_m2[k]))),
    bound_m: Math.sqrt(mean(present.map((r) => r.bound_m2[k]))),
  };
}

/** Plays one run; at each sample time takes the latest report of the best track at or before it that was made there and then. */
function errorsOf(scenario: Scenario, seed: number, every_s: Seconds): { errors: RunErrors; times: Micros[]; launch_us: Micros } {
  const world = createWorld(scenario, seed);
  const flight = world.truth[0];
  if (flight === undefined || !wasLaunched(flight) || flight.impact === undefined)
    throw new RangeError('consistency needs a scenario with one flight that comes down');
  const bound = boundOf(
    flight,
    scenario.sensors.map(({ spec }) => spec),
  );
  const first_us = flight.burnout_us + SETTLE_S * 1e6;
  const last_us = Math.min(flight.apogee.at_us, flight.impact.time_us);
  const times: Micros[] = [];
  for (let t = first_us; t < last_us; t += every_s * 1e6) times.push(t);
  const errors: RunErrors = { squaredError_m2: [], nees: [], bound_m2: [] };
  const state = start();
  let seq = 0;
  let next = 0;
  const waiting: { scan: Parameters<typeof bound.take>[0] }[] = [];
  for (let timed = world.next(); timed !== undefined && next < times.length; timed = world.next()) {
    if (isScan(timed.input)) waiting.push({ scan: timed.input });
    step(state, { seq, at_us: timed.at_us, line: timed.line, input: timed.input }, (emission) => {
      world.hear(emission);
      if (emission.kind !== 'track' || emission.track.basis !== 'observed' || next >= times.length || emission.track.at_us < times[next])
        return;
      waiting.sort((a, b) => a.scan.measuredAt_us - b.scan.measuredAt_us);
      while (waiting.length > 0 && waiting[0].scan.measuredAt_us <= emission.track.at_us) {
        const taken = waiting.shift();
        if (taken !== undefined) bound.take(taken.scan);
      }
      score(errors, next, emission.track, flight, bound.at(emission.track.at_us));
      next += 1;
    });
    seq += 1;
  }
  return { errors, times, launch_us: flight.launch.time_us };
}

function score(errors: RunErrors, k: number, track: TrackReport, flight: TruthFlight, bound: Float64Array): void {
  const truth = flight.stateAt(track.at_us);
  if (truth === undefined) return;
  const { positionEcef_m: r, velocityEcef_mps: v } = track;
  const error = Float64Array.of(r.x - truth.r.x, r.y - truth.r.y, r.z - truth.r.z, v.x - truth.v.x, v.y - truth.v.y, v.z - truth.v.z);
  errors.squaredError_m2[k] = error[0] * error[0] + error[1] * error[1] + error[2] * error[2];
  errors.nees[k] = quadraticForm(fromUpperTriangle(track.covariance, STATES), error, STATES) ?? Infinity;
  errors.bound_m2[k] = bound[0] + bound[7] + bound[14];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}
