import { predictBoost } from '../kernels/predict-boost.ts';
import { predictCoast } from '../kernels/predict-coast.ts';
import { predictConstantVelocity } from '../kernels/predict-constant-velocity.ts';
import { predictEntry } from '../kernels/predict-entry.ts';
import { predictManoeuvre } from '../kernels/predict-manoeuvre.ts';
import { WGS84 } from '../../frames/earth.ts';
import { exp } from '../../math/elementary.ts';
import { packedIndex } from '../../math/packed.ts';
import { AIR, airDensity } from '../../physics/air.ts';

/** How an object may be moving. The order is the order of mode probabilities everywhere. */
export const MODES = ['boost', 'coast', 'entry', 'manoeuvre'] as const;
export type Mode = (typeof MODES)[number];

/** One way of moving, as a filter uses it. Its state is a record (kernels/README.md): x, then the packed covariance. The first six states are
 *  position and velocity in ECEF, m and m/s; kernels/spec/motion.ts says what follows them, the equations and the sources. */
export type MotionModel = {
  readonly mode: Mode | 'constant-velocity';
  readonly dimension: 6 | 7 | 9;
  /** Numbers in a record. */
  readonly size: number;
  /** Into how many equal steps a span of dt from here is to be cut, so that each is integrated well. */
  steps(s: Float64Array, o: number, dt_s: number): number;
  /** Moves a record by one such step. */
  step(s: Float64Array, o: number, h_s: number): void;
};

/** Jerk spectral density, (m/s³)²·s: what thrust does besides growing as mass burns away; jumps between stages are left to the mode
 *  changes. */
const BOOST_JERK_PSD = 0.4;
/** The same for lift: a pull-up builds tens of m/s² within a few seconds. */
const MANOEUVRE_JERK_PSD = 16;
/** Acceleration spectral density in coast, m²/s³: what the gravity field beyond J2 does over an hour. */
const COAST_ACCELERATION_PSD = 1e-6;
/** The same in entry, beside the share of the drag that the model gets wrong. */
const ENTRY_ACCELERATION_PSD = 1e-4;
/** What an aircraft's turns and climbs amount to. */
const STRAIGHT_ACCELERATION_PSD = 25;

/** RK4 at 10 s is good to 2 mm over 10,000 km in vacuum. */
const VACUUM_STEP_S = 10;
const THRUST_STEP_S = 2;

export const BOOST: MotionModel = {
  mode: 'boost',
  ...recordOf(9),
  steps: (_s, _o, dt_s) => Math.ceil(dt_s / THRUST_STEP_S),
  step: (s, o, h_s) => {
    boundThrust(s, o);
    predictBoost(s, o, h_s, BOOST_JERK_PSD);
  },
};

/** Half as much again as any generic profile has: by the rocket equation, without an end to the propellant, thrust grows beyond all bounds within half a minute in which nobody looks. */
const MOST_THRUST_MPS2 = 180;

/** Scales a record's thrust, which is one axis of its covariance as of its mean, to what there can be of it; and its sigma. */
function boundThrust(s: Float64Array, o: number): void {
  const p = o + 9;
  const thrust = Math.sqrt(s[o + 6] * s[o + 6] + s[o + 7] * s[o + 7] + s[o + 8] * s[o + 8]);
  const sigma = Math.sqrt(s[p + packedIndex(6, 6)] + s[p + packedIndex(7, 7)] + s[p + packedIndex(8, 8)]);
  if (!(thrust > MOST_THRUST_MPS2 || sigma > MOST_THRUST_MPS2)) return;
  const less = Math.min(1, MOST_THRUST_MPS2 / thrust);
  const lessSigma = Math.min(less, MOST_THRUST_MPS2 / sigma);
  for (let i = 6; i < 9; i++) {
    s[o + i] *= less;
    for (let j = 0; j < 6; j++) s[p + packedIndex(i, j)] *= lessSigma;
    for (let j = 6; j <= i; j++) s[p + packedIndex(i, j)] *= lessSigma * lessSigma;
  }
}

export const COAST: MotionModel = {
  mode: 'coast',
  ...recordOf(6),
  steps: (_s, _o, dt_s) => Math.ceil(dt_s / VACUUM_STEP_S),
  step: (s, o, h_s) => predictCoast(s, o, h_s, COAST_ACCELERATION_PSD),
};

export const ENTRY: MotionModel = {
  mode: 'entry',
  ...recordOf(7),
  steps: entrySteps,
  step(s, o, h_s) {
    if (s[o + 6] > MOST_LOG_DRAG) s[o + 6] = MOST_LOG_DRAG;
    predictEntry(s, o, h_s, ENTRY_ACCELERATION_PSD);
  },
};

export const MANOEUVRE: MotionModel = {
  mode: 'manoeuvre',
  ...recordOf(9),
  steps: (_s, _o, dt_s) => Math.ceil(dt_s / THRUST_STEP_S),
  step: (s, o, h_s) => predictManoeuvre(s, o, h_s, MANOEUVRE_JERK_PSD),
};

/** For everything that flies level or otherwise; exact in any one step. */
export const CONSTANT_VELOCITY: MotionModel = {
  mode: 'constant-velocity',
  ...recordOf(6),
  steps: () => 1,
  step: (s, o, h_s) => predictConstantVelocity(s, o, h_s, STRAIGHT_ACCELERATION_PSD),
};

export const MODELS: readonly MotionModel[] = [BOOST, COAST, ENTRY, MANOEUVRE];

function recordOf<N extends 6 | 7 | 9>(dimension: N): { dimension: N; size: number } {
  return { dimension, size: dimension + (dimension * (dimension + 1)) / 2 };
}

/** Drag that is too small to bend a step of ten seconds, m/s². */
const NO_DRAG_MPS2 = 0.01;
/** Heights that a step in the air may cross, m, and the part of its speed that a body may lose in it. Over 20,000 random entries of up to
 *  ten seconds the largest errors are those of steps of a second, with 1.6 steps instead of 5.4. */
const CROSSED_M = 3_000;
const LOST = 0.03;

/** ln(1/β), m²/kg, of the lightest that falls, β = 1 kg/m²: a capsule under its parachutes has 3. What sinks more slowly does not fall, but hangs in the air. */
const MOST_LOG_DRAG = 0;
const GRAVITY_MPS2 = 9.8;
/** Longest steps in which what is light is not thrown about: in the time in which the air takes its speed, and in that in which its fall settles to the final
 *  speed. A body that hangs still, as far as is known, falls into that within the step. */
const BRAKES = 1;
const SETTLES = 0.5;
/** Most such steps in a second: what would need more is nothing that flies, and its track may be thrown out. */
const MOST_A_SECOND = 50;

/** A second is short enough for any entry. Most are slower than the fastest or higher than where drag is strong, and take longer steps.
 *  Judged by where the span is lowest, with the radius of the ellipsoid to 20 m. */
function entrySteps(s: Float64Array, o: number, dt_s: number): number {
  const r2 = s[o] * s[o] + s[o + 1] * s[o + 1] + s[o + 2] * s[o + 2];
  const r = Math.sqrt(r2);
  const v = Math.sqrt(s[o + 3] * s[o + 3] + s[o + 4] * s[o + 4] + s[o + 5] * s[o + 5]);
  const climb = (s[o] * s[o + 3] + s[o + 1] * s[o + 4] + s[o + 2] * s[o + 5]) / r;
  const height = r - WGS84.a_m * (1 - (WGS84.f * s[o + 2] * s[o + 2]) / r2);
  AIR[0] = height + Math.min(0, climb) * dt_s;
  airDensity();
  const drag = 0.5 * AIR[1] * exp(Math.min(s[o + 6], MOST_LOG_DRAG));
  const loss = drag * v;
  const stable = Math.min(Math.max(loss / BRAKES, Math.sqrt(drag * GRAVITY_MPS2) / SETTLES), MOST_A_SECOND) * dt_s;
  const moving = loss * v < NO_DRAG_MPS2 ? 0 : Math.min(dt_s, Math.max((Math.abs(climb) * dt_s) / CROSSED_M, (loss * dt_s) / LOST));
  return Math.ceil(Math.max(dt_s / VACUUM_STEP_S, moving, stable));
}
