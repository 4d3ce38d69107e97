import type { FlightLine } from '../api/wire-cli.ts';
import type { Assessment } from '../core/assess/assessment.ts';
import type { Emission, NoticeReport, TrackReport } from '../core/tell/emission.ts';
import { geodesicInverse } from '../core/frames/geodesic.ts';
import { distance } from '../core/math/vector.ts';
import { keplerArc } from '../core/physics/ballistic.ts';
import type { Micros } from '../core/units.ts';
import type { TruthFlight } from '../sim/truth.ts';
import { groundError, medianError_m, ringContains } from '../score/ground.ts';

export type FlownLine = Extract<FlightLine, { outcome: 'flown' }>;

/** A score as printed, and the medians that the covariances predict, which only the summary shows. */
export type FlightScore = {
  readonly line: FlownLine;
  readonly launchPredictedMedian_km: number | null;
  readonly impactPredictedMedian_km: number | null;
};

/** A track this near the truth, once, is taken for a track of this flight; false tracks lie hundreds of kilometres off. */
const SAME_OBJECT_m = 100_000;

/** Collects what the core says about one flight. The truth is known here and only here, after the fact: the core never sees it. */
export function createFlightEar(truth: TruthFlight): { readonly hear: (emission: Emission) => void; readonly heard: () => HeardFlight } {
  const ours = new Set<string>();
  const notices: NoticeReport[] = [];
  const assessments: Assessment[] = [];
  const recommended: { event: string; at_us: Micros }[] = [];
  return {
    hear(emission) {
      switch (emission.kind) {
        case 'track':
          if (!ours.has(emission.track.id) && isNear(emission.track, truth)) ours.add(emission.track.id);
          break;
        case 'notice':
          notices.push(emission.notice);
          break;
        case 'assessment':
          assessments.push(emission.assessment);
          break;
        case 'warning':
          if (emission.change === 'recommended') recommended.push({ event: emission.warning.event, at_us: emission.at_us });
          break;
        default:
      }
    },
    heard() {
      const mine = assessments.filter((one) => one.tracks.some((track) => ours.has(track)));
      const events = new Set(mine.map((one) => one.event));
      return {
        assessments: mine,
        notice_us: notices.find((one) => ours.has(one.track) || events.has(one.event))?.at_us,
        recommended_us: recommended.find((one) => events.has(one.event))?.at_us,
      };
    },
  };
}

export type HeardFlight = {
  /** Of this flight's events, in order of time. */
  readonly assessments: readonly Assessment[];
  readonly notice_us?: Micros;
  readonly recommended_us?: Micros;
};

function isNear(track: TrackReport, truth: TruthFlight): boolean {
  const state = truth.stateAt(track.at_us);
  return state !== undefined && distance(state.r, track.positionEcef_m) < SAME_OBJECT_m;
}

/** What is known of a flight besides its truth. */
export type FlightRow = { readonly flight: string; readonly date: string; readonly missile: string; readonly recordedType: string | null };

/** One flight's figures. Launch point and class are of the last assessment; impact point, time and area of the one that stands at the
 *  true apogee (when there is none yet, the first after it): from there on a prediction is worth most and has no measurement to lean on. */
export function scoreFlight(row: FlightRow, truth: TruthFlight, plumeSeen_us: Micros | undefined, heard: HeardFlight): FlightScore {
  const { assessments } = heard;
  const last = assessments.at(-1);
  const atApogee = standingAt(
    assessments.filter((one) => one.impact !== undefined),
    truth.apogee.at_us,
  );
  const lastImpact = assessments.findLast((one) => one.impact !== undefined)?.impact;
  const launch = assessments.findLast((one) => one.launch !== undefined)?.launch;
  const launchError = launch && groundError(launch, truth.launch.point);
  const impact = atApogee?.impact;
  const impactError = impact && truth.impact && groundError(impact, truth.impact.point);
  const after = (at_us: Micros | undefined) => (at_us === undefined ? null : (at_us - truth.launch.time_us) / 1e6);
  const holds = (estimate: Assessment['impact']) => (estimate && truth.impact ? ringContains(estimate.area, truth.impact.point) : null);
  return {
    line: {
      kind: 'flight',
      ...row,
      outcome: 'flown',
      trajectory: truth.kind,
      trueClass: truth.energyClass ?? null,
      energyClass: assessments.findLast((one) => one.energyClass !== undefined)?.energyClass ?? null,
      cause: last?.cause ?? null,
      causeProbability: last?.causeProbability ?? null,
      plumeSeenAt_s: after(plumeSeen_us),
      noticeAt_s: after(heard.notice_us),
      recommendedAt_s: after(heard.recommended_us),
      launchError_km: kilometres(launchError?.error_m),
      launchPredicted_km: kilometres(launchError?.predicted_m),
      launchInside95: launchError?.inside95 ?? null,
      impactError_km: kilometres(impactError?.error_m),
      impactPredicted_km: kilometres(impactError?.predicted_m),
      impactInside95: impactError?.inside95 ?? null,
      impactTimeError_s: impact && truth.impact ? (impact.time_us - truth.impact.time_us) / 1e6 : null,
      areaHoldsImpactAtApogee: holds(impact),
      areaHoldsImpactAtEnd: holds(lastImpact),
      areaProbability: impact?.probability ?? null,
      ...flightTimes(truth),
    },
    launchPredictedMedian_km: launch ? medianError_m(launch) / 1000 : null,
    impactPredictedMedian_km: impact ? medianError_m(impact) / 1000 : null,
  };
}

/** The last at or before a time; failing that, the first after it. */
function standingAt(assessments: readonly Assessment[], at_us: Micros): Assessment | undefined {
  return assessments.findLast((one) => one.at_us <= at_us) ?? assessments[0];
}

/** A check on the physics of the truth, not on the system: boost and drag can only add to the vacuum two-body time. */
function flightTimes(truth: TruthFlight): Pick<FlownLine, 'flightTime_s' | 'flightTimeLessTwoBody_s'> {
  if (!truth.impact) return { flightTime_s: null, flightTimeLessTwoBody_s: null };
  const flightTime_s = (truth.impact.time_us - truth.launch.time_us) / 1e6;
  const range_m = geodesicInverse(truth.launch.point, truth.impact.point).distance_m;
  return { flightTime_s, flightTimeLessTwoBody_s: flightTime_s - keplerArc(truth.apogee.height_m, range_m).flightTime_s };
}

function kilometres(metres: number | undefined): number | null {
  return metres === undefined ? null : metres / 1000;
}
