import type { Assessment, ImpactEstimate } from '../../core/assess/assessment.ts';
import { offset, ringHolds, squaredSigmas } from '../../core/assess/area.ts';
import { quadraticForm } from '../../core/math/matrix.ts';
import { fromUpperTriangle } from '../../core/math/packed.ts';
import { start, step } from '../../core/pipeline.ts';
import type { TrackReport } from '../../core/tell/emission.ts';
import type { Micros } from '../../core/units.ts';
import type { Scenario } from '../scenario.ts';
import type { TruthFlight } from '../truth.ts';
import { createWorld } from '../world.ts';
import type { RandomFlight } from './flights.ts';

/** When what is said of an impact is judged: as soon as anything is said, at the top, a minute before it falls, and last. */
export const PHASES = ['boost end', 'mid-course', 'late', 'last'] as const;
export type Phase = (typeof PHASES)[number];

export type RegionScore = {
  readonly phase: Phase;
  readonly impact: ImpactEstimate;
  readonly cause: Assessment['cause'];
  /** Squared distance of the true impact in the sigmas of the stated covariance: 2 expected. */
  readonly distance2: number;
  readonly error_m: number;
  /** Whether the stated area holds it. */
  readonly inside: boolean;
  /** Error of the time in its stated sigmas. */
  readonly time_sigma: number;
  readonly timeError_s: number;
  /** Of the track that it rests on: 6 expected. */
  readonly nees: number | undefined;
};

const LATE_S = 60;

/** Flies one through the whole chain, and judges what is said of where it comes down. Phases in which nothing is said are left out. */
export function judgeRegions({ truth, sensors }: RandomFlight, seed: number): RegionScore[] {
  const { impact } = truth;
  if (impact === undefined) throw new RangeError('regions are judged of what comes down');
  const scenario: Scenario = {
    id: truth.id,
    title: truth.id,
    theatre: 'regions',
    line: 'test',
    start_us: truth.launch.time_us,
    end_us: impact.time_us + 1_000_000,
    seed,
    sensors,
    flights: [],
    disturbances: [],
    people: [],
    settings: [{ name: 'assessmentInterval_s', value: 10 }],
  };
  const world = createWorld(scenario, seed, { fleet: () => [truth] });
  const state = start();
  const said: { readonly assessment: Assessment; readonly track: TrackReport | undefined }[] = [];
  const tracks = new Map<string, TrackReport>();
  for (let one = world.next(); one !== undefined; one = world.next()) {
    const { at_us, line, input } = one;
    step(state, { seq: state.seq + 1, at_us, line, input }, (emission) => {
      if (emission.kind === 'track') tracks.set(emission.track.id, emission.track);
      if (emission.kind === 'assessment' && emission.assessment.at_us <= impact.time_us)
        said.push({ assessment: emission.assessment, track: tracks.get(emission.assessment.tracks[0]) });
    });
  }
  const main = mostSaid(said.map(({ assessment }) => assessment.event));
  const stated = said.filter(({ assessment }) => assessment.event === main && assessment.impact !== undefined);
  const until = (at_us: Micros) => stated.filter(({ assessment }) => assessment.at_us <= at_us).at(-1);
  const chosen: Readonly<Record<Phase, (typeof stated)[number] | undefined>> = {
    'boost end': stated.at(0),
    'mid-course': until(truth.apogee.at_us),
    late: until(impact.time_us - LATE_S * 1e6),
    last: stated.at(-1),
  };
  return PHASES.flatMap((phase) => {
    const one = chosen[phase];
    return one?.assessment.impact === undefined ? [] : [scoreOf(phase, one.assessment, one.assessment.impact, one.track, truth)];
  });
}

function scoreOf(
  phase: Phase,
  { cause }: Assessment,
  stated: ImpactEstimate,
  track: TrackReport | undefined,
  truth: TruthFlight,
): RegionScore {
  const impact = truth.impact ?? { point: stated.point, time_us: NaN };
  const { east, north } = offset(stated.point, impact.point);
  const timeError_s = (impact.time_us - stated.time_us) / 1e6;
  return {
    phase,
    impact: stated,
    cause,
    distance2: squaredSigmas(stated, impact.point),
    error_m: Math.sqrt(east * east + north * north),
    inside: ringHolds(stated.area, impact.point),
    time_sigma: timeError_s / stated.sigmaTime_s,
    timeError_s,
    nees: track === undefined ? undefined : neesOf(track, truth),
  };
}

function neesOf({ at_us, positionEcef_m: r, velocityEcef_mps: v, covariance }: TrackReport, truth: TruthFlight): number | undefined {
  const there = truth.stateAt(at_us);
  if (there === undefined) return undefined;
  const error = Float64Array.of(r.x - there.r.x, r.y - there.r.y, r.z - there.r.z, v.x - there.v.x, v.y - there.v.y, v.z - there.v.z);
  return quadraticForm(fromUpperTriangle(covariance, 6), error, 6);
}

function mostSaid(events: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const event of events) counts.set(event, (counts.get(event) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).at(0)?.[0];
}
