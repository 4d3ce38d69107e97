import type { Announced } from './announcement.ts';
import type { Geodetic } from '../frames/geodetic.ts';
import type { Evidence } from '../discern/evidence.ts';
import type { Hypothesis, HypothesisProbability } from '../discern/hypotheses.ts';
import type { ClassProbability, EnergyClass } from '../physics/ballistic.ts';
import type { Phenomenology } from '../sense/sensor.ts';
import type { PeopleConcerned } from './people-in.ts';
import type { KilogramsPerMetre2, Metres, MetresPerSecond, Micros, Radians, Seconds } from '../units.ts';

/** A point on the ground with its covariance on local east and north axes, m². */
export type GroundPoint = {
  readonly point: Geodetic;
  readonly covarianceEast_m2: number;
  readonly covarianceEastNorth_m2: number;
  readonly covarianceNorth_m2: number;
};

/** Whether something was seen now, or only computed forward from what was seen (H4). Text that says "observed" needs the first. */
export type Basis = 'observed' | 'predicted';

/** Observed means seen within this time; older is a prediction and is called one (H4). */
export const FRESH_S = 10;

/** How one phenomenology stands: seen; expected by now and not there (H8); or not expected. */
export type PhenomenologyState = {
  readonly phenomenology: Phenomenology;
  readonly state: 'observed' | 'expected-and-absent' | 'not-expected';
  readonly sensors: readonly string[];
  readonly hits: number;
  readonly last_us?: Micros;
};

/** Where and when it was launched, and where the climb was going when its early sights ended, if that is known. */
export type LaunchEstimate = GroundPoint & { readonly time_us: Micros; readonly sigmaTime_s: Seconds } & Partial<Course>;

/** Where an object goes over the ground, clockwise from north, and half of the arc about it that holds 95 %. */
export type Course = { readonly heading_rad: Radians; readonly headingHalfWidth_rad: Radians };

export type ImpactEstimate = GroundPoint & {
  readonly time_us: Micros;
  readonly sigmaTime_s: Seconds;
  /** Of what may be of several kinds, is several bodies, or may manoeuvre: from three sigmas before the first to three after the last, or to when what
   *  lift holds up longest is down. */
  readonly span?: Span;
  /** `ballistic`: an ellipse. `may-manoeuvre`: the hull of what manoeuvring flights of its energy have been seen to reach (H15). */
  readonly kind: 'ballistic' | 'may-manoeuvre';
  /** Ring that holds the impact with `probability`; closed, first point not repeated. */
  readonly area: readonly Geodetic[];
  readonly probability: number;
  /** Of what may manoeuvre and has not been seen to: the ring that holds the impact with this probability if it goes on as it does. */
  readonly asItFalls?: { readonly area: readonly Geodetic[]; readonly probability: number; readonly span: Span };
};

/** Of time. */
export type Span = { readonly from_us: Micros; readonly to_us: Micros };

/** Why no impact is stated, in the order in which it is asked. */
export const NO_IMPACT = [
  /** It has thrust against its own motion, and may do so again (H7). */
  'turned-back',
  /** Something holds it up: level flight, a hovering stage. */
  'held-up',
  'burning',
  /** Thrust ended so lately that the next stage may light (H7). */
  'may-burn-again',
  /** Nobody saw it burn, and it has not been seen to fall for long enough. */
  'not-seen-to-fall',
  /** Its speed is not known to a fifth. */
  'speed-not-known',
  /** It is in orbit, or may be. */
  'may-stay-up',
  /** It comes down somewhere in an area that nobody could act on. */
  'too-wide',
  /** Its covariance is none. */
  'covariance-broken',
] as const;
export type NoImpact = (typeof NO_IMPACT)[number];

export type Assessment = {
  readonly id: string;
  readonly event: string;
  readonly revision: number;
  readonly at_us: Micros;
  readonly tracks: readonly string[];
  /** Most probable first. */
  readonly hypotheses: readonly HypothesisProbability[];
  /** What the probabilities rest on, each finding once. */
  readonly evidence: readonly Evidence[];
  readonly cause: Hypothesis;
  readonly causeProbability: number;
  /** What cannot be told apart before a time: of a coast in which a launcher's last stage may still light. */
  readonly undecided?: { readonly between: readonly Hypothesis[]; readonly decidedAt_us: Micros };
  /** By specific energy, never by ground range (H11). Only of a settled arc that comes down, and where one class has nine tenths. */
  readonly energyClass?: EnergyClass;
  /** What the energy and its error leave of each class, likeliest first; of what comes down. */
  readonly classes?: readonly ClassProbability[];
  /** Surface speed that the present energy stands for, relative to the Earth, and its one-sigma error. */
  readonly equivalentSpeed_mps?: MetresPerSecond;
  readonly sigmaEquivalentSpeed_mps?: MetresPerSecond;
  readonly basis: Basis;
  readonly lastObserved_us: Micros;
  readonly phenomenologies: readonly PhenomenologyState[];
  readonly burning: boolean;
  readonly launch?: LaunchEstimate;
  readonly heading_rad?: Radians;
  /** Absent with it while the course is not known to 45°. */
  readonly headingHalfWidth_rad?: Radians;
  readonly burnout_us?: Micros;
  readonly apogee_m?: Metres;
  readonly apogeeAt_us?: Micros;
  readonly impact?: ImpactEstimate;
  /** Of what comes down in the air: it has no more mass over its drag area than this, with 97.5 %, by what the air has taught. */
  readonly ballisticCoefficientMost_kgpm2?: KilogramsPerMetre2;
  /** What it was announced as (H10); absent where no announcement fits. */
  readonly announced?: Announced;
  /** Why there is none. */
  readonly noImpact?: NoImpact;
  /** Of the impact's two areas, each by itself. Absent without an impact. */
  readonly people?: PeopleConcerned;
};
