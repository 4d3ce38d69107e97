import type { Assessment, GroundPoint, ImpactEstimate } from '../../core/assess/assessment.ts';
import { ellipseRing, offset, ringHolds, squaredSigmas } from '../../core/assess/area.ts';
import { quadraticForm } from '../../core/math/matrix.ts';
import { fromUpperTriangle } from '../../core/math/packed.ts';
import { start, step } from '../../core/pipeline.ts';
import type { TrackReport } from '../../core/tell/emission.ts';
import type { Micros } from '../../core/units.ts';
import type { Scenario } from '../scenario.ts';
import type { TruthFlight } from '../truth.ts';
import { createWorld } from '../world.ts';
import type { RandomFlight } from './flights.ts';

/** When what is said of an impact is judged: as soon as anything is said, at the top, a minute before it falls, and last; and of a launch: as soon as
 *  anything is said, and last. */
export const PHASES = ['boost end', 'mid-course', 'late', 'last', 'launch, first', 'launch, last'] as const;
export type Phase = (typeof PHASES)[number];

export type RegionScore = {
  readonly phase: Phase;
  readonly cause: Assessment['cause'];
  /** Squared distance of the true place in the sigmas of the stated covariance: 2 expected. */
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

/** Flies one through the whole chain, and judges what is said of where it was launched and comes down. Phases in which nothing is said are left out. */
export function judgeRegions({ falling, truth, sensors }: RandomFlight, seed: number): RegionScore[] {
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
  const ofMain = said.filter(({ assessment }) => assessment.event === main);
  const stated = ofMain.filter(({ assessment }) => assessment.impact !== undefined);
  // What comes out of orbit is first seen long after its launch.
  const launches = ofMain.filter(({ assessment }) => falling !== 're-entry' && assessment.launch !== undefined);
  const until = (at_us: Micros) => stated.filter(({ assessment }) => assessment.at_us <= at_us).at(-1);
  const chosen: Readonly<Record<Phase, (typeof stated)[number] | undefined>> = {
    'boost end': stated.at(0),
    'mid-course': until(truth.apogee.at_us),
    late: until(impact.time_us - LATE_S * 1e6),
    last: stated.at(-1),
    'launch, first': launches.at(0),
    'launch, last': launches.at(-1),
  };
  return PHASES.flatMap((phase): RegionScore[] => {
    const one = chosen[phase];
    if (one === undefined) return [];
    const { impact: fall, launch, cause } = one.assessment;
    if (phase === 'launch, first' || phase === 'launch, last') {
      const area = launch && ellipseRing(launch, STATED);
      return launch && area ? [{ phase, cause, nees: undefined, ...errorsOf({ ...launch, area }, truth.launch) }] : [];
    }
    return fall ? [{ phase, cause, nees: one.track && neesOf(one.track, truth), ...errorsOf(fall, impact) }] : [];
  });
}

/** What is claimed of every region. */
const STATED = 0.95;

type Stated = GroundPoint & Pick<ImpactEstimate, 'area' | 'time_us' | 'sigmaTime_s'>;

function errorsOf(stated: Stated, { point, time_us }: TruthFlight['launch']): Omit<RegionScore, 'phase' | 'cause' | 'nees'> {
  const { east, north } = offset(stated.point, point);
  const timeError_s = (time_us - stated.time_us) / 1e6;
  return {
    distance2: squaredSigmas(stated, point),
    error_m: Math.sqrt(east * east + north * north),
    inside: ringHolds(stated.area, point),
    time_sigma: timeError_s / stated.sigmaTime_s,
    timeError_s,
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
