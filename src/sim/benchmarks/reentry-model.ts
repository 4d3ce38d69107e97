import { atan2, cos, exp, sin } from '../../core/math/elementary.ts';
import type { Mapping } from '../../core/track/estimators/mapping.ts';
import type { RandomStream } from '../random.ts';

/** The re-entry scenario of Farina, Ristic and Benvenuti: a body falls through thickening air past a radar at the origin.
 *
 *    s = (x, ẋ, y, ẏ)        s⁺ = Φ s + G (f(s) + (0, −g)) + w        f(s) = −½ (g/β) ρ(y) √(ẋ² + ẏ²) (ẋ, ẏ)
 *    Φ, G  one step of T seconds at constant acceleration        w ~ N(0, q [T³/3, T²/2; T²/2, T]) on each axis
 *    ρ(y) = c₁ e^(−c₂ y),   (c₁, c₂) = (1.227, 1.093e-4) below 9,144 m, (1.754, 1.49e-4) above, kg/m³ and 1/m
 *  Flat Earth, constant gravity; x along the ground, y up; range and elevation are measured.
 *  Source  [FRB2002]; letters are the paper's. With β unknown it is a fifth state, as in [RFBA2003]; its prior and drift here are our own
 *  choice. */
export const REENTRY = {
  interval_s: 2,
  scans: 60,
  gravity_mps2: 9.81,
  processNoise_m2ps3: 1,
  start: { x_m: 232_000, y_m: 88_000, speed_mps: 2_290, heading_rad: (190 * Math.PI) / 180 },
  sigmaRange_m: 100,
  sigmaElevation_rad: 0.017,
  /** kg/(m s²). */
  beta: 40_000,
  sigmaBeta: 8_000,
  /** Standard deviation that an unknown β gains in a second. */
  driftBeta: 30,
} as const;

const T = REENTRY.interval_s;
const G = REENTRY.gravity_mps2;
const LAYER_m = 9_144;
const LOW = { c1: 1.227, c2: 1.093e-4 };
const HIGH = { c1: 1.754, c2: 1.49e-4 };

export type ReentryModel = {
  /** Four, or five with β last. */
  readonly states: number;
  /** s⁺ without its noise. */
  readonly motion: Mapping;
  /** Covariance of w. */
  readonly noise: Float64Array;
  /** Moves a state by one step with its noise, in place. */
  readonly disturb: (s: Float64Array, random: RandomStream) => void;
};

export const KNOWN_BETA: ReentryModel = modelOf(4);
export const UNKNOWN_BETA: ReentryModel = modelOf(5);

function modelOf(states: number): ReentryModel {
  const known: Mapping = {
    dimension: states,
    of: (out, s) => fallen(out, s, states === 5 ? s[4] : REENTRY.beta),
    jacobian: (out, s) => slopeOf(out, s, REENTRY.beta),
  };
  // With β among the states the derivatives are taken by differences.
  const motion: Mapping = states === 4 ? known : { dimension: states, of: known.of };
  const noise = new Float64Array(states * states);
  const q = REENTRY.processNoise_m2ps3;
  for (const at of [0, 2]) {
    noise[at * states + at] = (q * T * T * T) / 3;
    noise[at * states + at + 1] = (q * T * T) / 2;
    noise[(at + 1) * states + at] = (q * T * T) / 2;
    noise[(at + 1) * states + at + 1] = q * T;
  }
  if (states === 5) noise[24] = REENTRY.driftBeta * REENTRY.driftBeta * T;
  return {
    states,
    motion,
    noise,
    disturb(s, random) {
      motion.of(s, s);
      for (const at of [0, 2]) {
        const u = random.normal();
        s[at] += Math.sqrt((q * T * T * T) / 3) * u;
        s[at + 1] += (Math.sqrt(3 * q * T) * u + Math.sqrt(q * T) * random.normal()) / 2;
      }
      if (states === 5) s[4] += REENTRY.driftBeta * Math.sqrt(T) * random.normal();
    },
  };
}

function fallen(out: Float64Array, [x, vx, y, vy]: Float64Array, beta: number): void {
  const drag = dragPerSpeed(y, beta) * Math.sqrt(vx * vx + vy * vy);
  const ax = -drag * vx;
  const ay = -drag * vy - G;
  out[0] = x + T * vx + 0.5 * T * T * ax;
  out[1] = vx + T * ax;
  out[2] = y + T * vy + 0.5 * T * T * ay;
  out[3] = vy + T * ay;
  if (out.length === 5) out[4] = beta;
}

function slopeOf(out: Float64Array, [, vx, y, vy]: Float64Array, beta: number): void {
  const speed = Math.sqrt(vx * vx + vy * vy);
  const k = dragPerSpeed(y, beta);
  const thinning = y < LAYER_m ? LOW.c2 : HIGH.c2;
  // ∂(ax, ay)/∂(ẋ, y, ẏ), the columns that the acceleration depends on.
  const rows = [
    [-k * (speed + (vx * vx) / speed), thinning * k * speed * vx, (-k * vx * vy) / speed],
    [(-k * vx * vy) / speed, thinning * k * speed * vy, -k * (speed + (vy * vy) / speed)],
  ];
  out.fill(0);
  for (let axis = 0; axis < 2; axis++) {
    const at = 2 * axis;
    out[at * 4 + at] = 1;
    out[at * 4 + at + 1] = T;
    out[(at + 1) * 4 + at + 1] = 1;
    for (let j = 0; j < 3; j++) {
      out[at * 4 + 1 + j] += 0.5 * T * T * rows[axis][j];
      out[(at + 1) * 4 + 1 + j] += T * rows[axis][j];
    }
  }
}

/** ½ (g/β) ρ: the drag acceleration is this times the square of the speed. */
function dragPerSpeed(y_m: number, beta: number): number {
  const { c1, c2 } = y_m < LAYER_m ? LOW : HIGH;
  return ((0.5 * G) / beta) * c1 * exp(-c2 * y_m);
}

/** Truth at every scan: the nominal start, disturbed from step to step. */
export function fall({ states, disturb }: ReentryModel, random: RandomStream): Float64Array[] {
  const { x_m, y_m, speed_mps, heading_rad } = REENTRY.start;
  const start = Float64Array.of(x_m, speed_mps * cos(heading_rad), y_m, speed_mps * sin(heading_rad), REENTRY.beta);
  if (states === 5) start[4] += REENTRY.sigmaBeta * random.normal();
  const truth = [start.slice(0, states)];
  while (truth.length < REENTRY.scans) {
    const next = truth[truth.length - 1].slice();
    disturb(next, random);
    truth.push(next);
  }
  return truth;
}

/** Range and elevation. */
export const polar: Mapping = {
  dimension: 2,
  angles: [1],
  of(out, s) {
    out[0] = Math.sqrt(s[0] * s[0] + s[2] * s[2]);
    out[1] = atan2(s[2], s[0]);
  },
  jacobian(out, s) {
    const range2 = s[0] * s[0] + s[2] * s[2];
    const range = Math.sqrt(range2);
    out.fill(0);
    out[0] = s[0] / range;
    out[2] = s[2] / range;
    out[s.length] = -s[2] / range2;
    out[s.length + 2] = s[0] / range2;
  },
};

export const POLAR_NOISE = Float64Array.of(REENTRY.sigmaRange_m ** 2, 0, 0, REENTRY.sigmaElevation_rad ** 2);

/** What the radar measures of a state. */
export function seenBy(random: RandomStream, s: Float64Array): Float64Array {
  const z = new Float64Array(2);
  polar.of(z, s);
  z[0] += REENTRY.sigmaRange_m * random.normal();
  z[1] += REENTRY.sigmaElevation_rad * random.normal();
  return z;
}

/** Position: what a converted plot measures, linearly. */
export const position: Mapping = {
  dimension: 2,
  of(out, s) {
    out[0] = s[0];
    out[1] = s[2];
  },
  jacobian(out, s) {
    out.fill(0);
    out[0] = 1;
    out[s.length + 2] = 1;
  },
};

/** λ: an angle's error shortens the mean of (cos ε, sin ε) by so much. */
const SHORTENING = exp(-0.5 * REENTRY.sigmaElevation_rad ** 2);

/** A plot as a position without bias: (r cos ε, r sin ε)/λ. At 250 km λ stands for 36 m, which sixty plots of 100 m would show. */
export function convertedPlot([range, elevation]: Float64Array): Float64Array {
  return Float64Array.of((range * cos(elevation)) / SHORTENING, (range * sin(elevation)) / SHORTENING);
}

/** Covariance of a converted plot of a body at (x, y).
 *    R_xx = (λ⁻² − 2) x² + ½ (r² + σ_r²)(1 + λ⁴ cos 2ε),   R_xy = (λ⁻² − 2) x y + ½ (r² + σ_r²) λ⁴ sin 2ε,   R_yy as R_xx with −cos 2ε and y
 *  Along the sight that is σ_r² and 3/2 r² σ⁴ (88 m at 250 km): a third of it is the bend of the arc, the rest that the sight's own direction is
 *  known no better than a plot. Left out, NEES rises from 4.4 to 5.1. Taken where the body is predicted, not where the plot is: there the
 *  thin side would follow the plot's own error, and the range would count along a wrong line (NEES 5 to 6).
 *  Source  [MSZB1998], unbiased conversion. */
export function convertedNoise(x: number, y: number): Float64Array {
  const r2 = x * x + y * y;
  const excess = 1 / (SHORTENING * SHORTENING) - 2;
  const half = 0.5 * (r2 + REENTRY.sigmaRange_m ** 2);
  const turned = SHORTENING ** 4 / r2;
  const mixed = excess * x * y + half * turned * 2 * x * y;
  const cos2 = turned * (x * x - y * y);
  return Float64Array.of(excess * x * x + half * (1 + cos2), mixed, mixed, excess * y * y + half * (1 - cos2));
}
