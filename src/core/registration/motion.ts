import { WGS84 } from '../frames/earth.ts';
import { multiply } from '../math/matrix.ts';
import { gravityGradient } from '../physics/gravity.ts';
import { freeFallInto } from '../physics/rotating.ts';

/** Where a target is, how it moves, and how its place depends on where it began. */
export type Flow = {
  readonly r: Float64Array;
  readonly v: Float64Array;
  /** ∂r/∂(start), 3×6. */
  readonly dr: Float64Array;
};

/** A motion that needs no noise over the length of a sight of it; start and flow in the same frame, m and m/s. */
export type Motion = (start: Float64Array, dt_s: number) => Flow;

/** A straight line at constant speed. */
export const straight: Motion = (start, dt_s) => {
  const dr = new Float64Array(18);
  for (let i = 0; i < 3; i++) {
    dr[i * 6 + i] = 1;
    dr[i * 6 + 3 + i] = dt_s;
  }
  return { r: Float64Array.from({ length: 3 }, (_, i) => start[i] + dt_s * start[3 + i]), v: start.slice(3, 6), dr };
};

const STEP_S = 10;
/** No sight is longer than this, nor does anything fall for longer without coming down. */
const LONGEST_S = 7200;
const [K1, K2, K3, K4, AT] = [0, 1, 2, 3, 4].map(() => new Float64Array(6)) as [
  Float64Array,
  Float64Array,
  Float64Array,
  Float64Array,
  Float64Array,
];
const [A, A2, STEP, NEXT] = [0, 1, 2, 3].map(() => new Float64Array(36)) as [Float64Array, Float64Array, Float64Array, Float64Array];

/** Free fall in ECEF: gravity with J2 in the turning frame, RK4, with Φ = I + A h + ½ A² h² of each step at its middle.
 *  Over more than two hours either way it is not followed: all numbers are NaN then, which is near no plot and which no fit takes. */
export const freeFall: Motion = (start, dt_s) => {
  if (!(Math.abs(dt_s) <= LONGEST_S)) return { r: nothing(3), v: nothing(3), dr: nothing(18) };
  const x = start.slice(0, 6);
  const phi = new Float64Array(36);
  for (let i = 0; i < 6; i++) phi[i * 7] = 1;
  const steps = Math.max(1, Math.ceil(Math.abs(dt_s) / STEP_S));
  const h = dt_s / steps;
  for (let k = 0; k < steps; k++) {
    derivative(x, K1);
    for (let i = 0; i < 6; i++) AT[i] = x[i] + 0.5 * h * K1[i];
    derivative(AT, K2);
    jacobian(AT, A);
    for (let i = 0; i < 6; i++) AT[i] = x[i] + 0.5 * h * K2[i];
    derivative(AT, K3);
    for (let i = 0; i < 6; i++) AT[i] = x[i] + h * K3[i];
    derivative(AT, K4);
    for (let i = 0; i < 6; i++) x[i] += (h / 6) * (K1[i] + 2 * K2[i] + 2 * K3[i] + K4[i]);
    multiply(A2, A, A, 6, 6, 6);
    for (let i = 0; i < 36; i++) STEP[i] = h * A[i] + 0.5 * h * h * A2[i] + (i % 7 === 0 ? 1 : 0);
    multiply(NEXT, STEP, phi, 6, 6, 6);
    phi.set(NEXT);
  }
  return { r: x.slice(0, 3), v: x.slice(3, 6), dr: phi.slice(0, 18) };
};

function nothing(length: number): Float64Array {
  return new Float64Array(length).fill(NaN);
}

function derivative(x: Float64Array, out: Float64Array): void {
  for (let i = 0; i < 3; i++) out[i] = x[3 + i];
  freeFallInto(out, 3, x[0], x[1], x[2], x[3], x[4], x[5]);
}

/** [0 I; G + ω²(I−ẑẑᵀ), −2[ω×]]. */
function jacobian(x: Float64Array, out: Float64Array): void {
  const omega = WGS84.omega_radps;
  out.fill(0);
  gravityGradient(x[0], x[1], x[2], GRADIENT);
  for (let i = 0; i < 3; i++) {
    out[i * 6 + 3 + i] = 1;
    for (let j = 0; j < 3; j++) out[(3 + i) * 6 + j] = GRADIENT[i * 3 + j];
  }
  out[18] += omega * omega;
  out[25] += omega * omega;
  out[22] = 2 * omega;
  out[27] = -2 * omega;
}

const GRADIENT = new Float64Array(9);
