import { exp } from '../math/elementary.ts';
import { WGS84 } from '../frames/earth.ts';
import { heightAbove } from '../frames/geodetic.ts';
import { density } from '../physics/atmosphere.ts';
import { gravityGradient } from '../physics/gravity.ts';
import { freeFallInto } from '../physics/rotating.ts';

/** How an object may be moving. The order is the order of mode probabilities everywhere. */
export const MODES = ['boost', 'coast', 'entry', 'manoeuvre'] as const;
export type Mode = (typeof MODES)[number];

/** One way of moving, as a filter needs it. The first six states are position and velocity in ECEF, m and m/s.
 *
 *  boost             + thrust acceleration, ECEF, m/s²: it grows as mass burns away, ȧ = (|a|/c) a, c the exhaust speed; white jerk
 *  manoeuvre         + acceleration beside free fall, ECEF, m/s² (lift and drag), a random walk: white jerk
 *  coast             nothing more: gravity with J2 in the turning frame
 *  entry             + logarithm of the drag parameter 1/β, m²/kg
 *  Source  [LJ2010] §III (boost as acceleration of unknown course), §IV (coast), §V (re-entry with β as a state). */
export type MotionModel = {
  readonly mode: Mode;
  readonly dimension: 6 | 7 | 9;
  /** Longest step that integrates this model well, s. */
  readonly step_s: number;
  /** Time derivative of the state. */
  derivative(x: Float64Array, out: Float64Array): void;
  /** ∂(derivative)/∂x, n×n row-major. */
  jacobian(x: Float64Array, out: Float64Array): void;
  /** Adds the process noise of a step of h seconds to P (n×n). */
  addNoise(x: Float64Array, h_s: number, p: Float64Array): void;
};

/** Jerk spectral density, (m/s³)²·s: what thrust does besides growing as mass burns away; jumps between stages are left to the mode
 *  changes. */
const BOOST_JERK_PSD = 0.4;
/** Exhaust speed of solid and storable propellants at height, m/s. */
const EXHAUST_MPS = 2500;
/** The same for lift: a pull-up builds tens of m/s² within a few seconds. */
const MANOEUVRE_JERK_PSD = 16;
/** Acceleration spectral density in coast, m²/s³: what the gravity field beyond J2 does over an hour. */
export const COAST_ACCELERATION_PSD = 1e-6;
/** Share of the drag that the model gets wrong from second to second (density, tumbling). */
const DRAG_MISFIT = 0.05;
const LOG_DRAG_PSD = 0.01;
const GRADIENT = new Float64Array(9);

export const BOOST: MotionModel = accelerating('boost', BOOST_JERK_PSD, 1 / EXHAUST_MPS);
export const MANOEUVRE: MotionModel = accelerating('manoeuvre', MANOEUVRE_JERK_PSD, 0);

export const COAST: MotionModel = {
  mode: 'coast',
  dimension: 6,
  step_s: 10,
  derivative: freeFall,
  jacobian: (x, out) => freeFallJacobian(x, out, 6),
  addNoise: (_x, h_s, p) => addAccelerationNoise(p, 6, h_s, COAST_ACCELERATION_PSD),
};

export const ENTRY: MotionModel = {
  mode: 'entry',
  dimension: 7,
  step_s: 1,
  derivative(x, out) {
    freeFall(x, out);
    const k = dragFactor(x);
    for (let i = 0; i < 3; i++) out[3 + i] -= k * x[3 + i];
    out[6] = 0;
  },
  jacobian(x, out) {
    freeFallJacobian(x, out, 7);
    addDragJacobian(x, out);
  },
  addNoise(x, h_s, p) {
    const drag = dragFactor(x) * speed(x);
    addAccelerationNoise(p, 7, h_s, 1e-4 + DRAG_MISFIT * DRAG_MISFIT * drag * drag);
    // ln(1/β) drifts only where there is air to learn it from; in vacuum it would only grow stale.
    p[6 * 7 + 6] += LOG_DRAG_PSD * h_s * Math.min(1, drag / 10);
  },
};

export const MODELS: readonly MotionModel[] = [BOOST, COAST, ENTRY, MANOEUVRE];

/** Acceleration beside free fall that grows with its own square (growth 1/c, s/m) and wanders.   ṙ = v,  v̇ = free fall + a,
 *  ȧ = |a| a/c + w.  Constant thrust F and mass flow F/c give ȧ = F ṁ/m² = a²/c. */
function accelerating(mode: Mode, jerkPsd: number, growth: number): MotionModel {
  return {
    mode,
    dimension: 9,
    step_s: 2,
    derivative(x, out) {
      freeFall(x, out);
      const rate = growth * thrustOf(x);
      for (let i = 0; i < 3; i++) {
        out[3 + i] += x[6 + i];
        out[6 + i] = rate * x[6 + i];
      }
    },
    jacobian(x, out) {
      freeFallJacobian(x, out, 9);
      for (let i = 0; i < 3; i++) out[(3 + i) * 9 + 6 + i] = 1;
      const a = thrustOf(x);
      if (growth === 0 || a === 0) return;
      for (let i = 0; i < 3; i++) {
        for (let j = 0; j < 3; j++) out[(6 + i) * 9 + 6 + j] = growth * ((x[6 + i] * x[6 + j]) / a + (i === j ? a : 0));
      }
    },
    addNoise: (_x, h_s, p) => addJerkNoise(p, h_s, jerkPsd),
  };
}

function thrustOf(x: Float64Array): number {
  return Math.sqrt(x[6] * x[6] + x[7] * x[7] + x[8] * x[8]);
}

function freeFall(x: Float64Array, out: Float64Array): void {
  out[0] = x[3];
  out[1] = x[4];
  out[2] = x[5];
  freeFallInto(out, 3, x[0], x[1], x[2], x[3], x[4], x[5]);
}

/** Rows of ṙ and v̇ of the Jacobian:  [0 I; G + ω²(I−ẑẑᵀ), −2[ω×]]. Everything else is set to zero. */
function freeFallJacobian(x: Float64Array, out: Float64Array, n: number): void {
  out.fill(0);
  gravityGradient(x[0], x[1], x[2], GRADIENT);
  for (let i = 0; i < 3; i++) {
    out[i * n + 3 + i] = 1;
    for (let j = 0; j < 3; j++) out[(3 + i) * n + j] = GRADIENT[i * 3 + j];
  }
  const omega = WGS84.omega_radps;
  out[3 * n] += omega * omega;
  out[4 * n + 1] += omega * omega;
  out[3 * n + 4] = 2 * omega;
  out[4 * n + 3] = -2 * omega;
}

/** k of the drag  a = −k v,  k = ½ ρ |v| / β. */
function dragFactor(x: Float64Array): number {
  return 0.5 * density(heightAbove(x[0], x[1], x[2])) * speed(x) * exp(x[6]);
}

function speed(x: Float64Array): number {
  return Math.sqrt(x[3] * x[3] + x[4] * x[4] + x[5] * x[5]);
}

/** Scale height that the covariance uses for ∂ρ/∂h; the mean uses the standard atmosphere itself. */
const SCALE_HEIGHT_M = 7000;

function addDragJacobian(x: Float64Array, out: Float64Array): void {
  const k = dragFactor(x);
  const v = speed(x);
  if (k === 0 || v === 0) return;
  const r = Math.sqrt(x[0] * x[0] + x[1] * x[1] + x[2] * x[2]);
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      out[(3 + i) * 7 + j] += (k * x[3 + i] * x[j]) / (r * SCALE_HEIGHT_M);
      out[(3 + i) * 7 + 3 + j] -= (k * x[3 + i] * x[3 + j]) / (v * v);
    }
    out[(3 + i) * 7 + 3 + i] -= k;
    out[(3 + i) * 7 + 6] = -k * x[3 + i];
  }
}

/** White acceleration of spectral density q over h seconds: the integrals of [h²/2; h]. */
function addAccelerationNoise(p: Float64Array, n: number, h: number, q: number): void {
  const qpp = (q * h * h * h) / 3;
  const qpv = (q * h * h) / 2;
  for (let i = 0; i < 3; i++) {
    p[i * n + i] += qpp;
    p[i * n + 3 + i] += qpv;
    p[(3 + i) * n + i] += qpv;
    p[(3 + i) * n + 3 + i] += q * h;
  }
}

/** White jerk of spectral density q over h seconds, for the nine-state models: the integrals of [h³/6; h²/2; h]. */
function addJerkNoise(p: Float64Array, h: number, q: number): void {
  const h2 = h * h;
  const h3 = h2 * h;
  const terms = [(q * h2 * h3) / 20, (q * h2 * h2) / 8, (q * h3) / 6, (q * h3) / 3, (q * h2) / 2, q * h];
  for (let i = 0; i < 3; i++) {
    p[i * 9 + i] += terms[0];
    addPair(p, i, 3 + i, terms[1]);
    addPair(p, i, 6 + i, terms[2]);
    p[(3 + i) * 9 + 3 + i] += terms[3];
    addPair(p, 3 + i, 6 + i, terms[4]);
    p[(6 + i) * 9 + 6 + i] += terms[5];
  }
}

function addPair(p: Float64Array, i: number, j: number, value: number): void {
  p[i * 9 + j] += value;
  p[j * 9 + i] += value;
}
