/** How things move, as the papers write it. State x: position and velocity first, m and m/s; then what the model adds. */
import { constant, type Expr, minus, over, plus, type Scalar, times } from '../expression.ts';
import { dot, type Matrix, matrix, norm, type Vector } from '../matrix.ts';
import type { Earth } from './earth.ts';

export type Motion = {
  /** Suffix of the kernel's name. */
  readonly name: string;
  readonly about: readonly string[];
  readonly states: readonly string[];
  /** What the caller chooses, in the order of the kernel's arguments after the step. */
  readonly numbers: readonly string[];
  /** ẋ. */
  rate(x: Vector): Vector;
  /** Q of a step of h seconds that ends at x. */
  noise(x: Vector, h: Expr, numbers: readonly Expr[]): Matrix;
};

const POSITION_VELOCITY = ['x', 'y', 'z', 'vx', 'vy', 'vz'];
const positionOf = (x: Vector): Vector => x.slice(0, 3);
const velocityOf = (x: Vector): Vector => x.slice(3, 6);

export const constantVelocity: Motion = {
  name: 'ConstantVelocity',
  about: ['ṙ = v,  v̇ = w: white acceleration of spectral density psd, m²/s³ an axis. Any Cartesian frame.', 'Source  [BSLK2001] §6.2.2.'],
  states: POSITION_VELOCITY,
  numbers: ['psd'],
  rate: (x) => [...velocityOf(x), constant(0), constant(0), constant(0)],
  noise: (_x, h, [psd]) => whiteAcceleration(6, h, psd),
};

export const coast = (earth: Earth): Motion => ({
  name: 'Coast',
  about: [
    'ṙ = v,  v̇ = g(r) − 2 ω × v − ω × (ω × r) + w: gravity with J2 in axes that turn with the Earth (ECEF), white acceleration of',
    'spectral density psd, m²/s³ an axis, for what the field leaves out.  Source  [LJ2010] §IV, [V2013] ch. 8.',
  ],
  states: POSITION_VELOCITY,
  numbers: ['psd'],
  rate: (x) => [...velocityOf(x), ...freeFall(positionOf(x), velocityOf(x), earth)],
  noise: (_x, h, [psd]) => whiteAcceleration(6, h, psd),
});

/** a = −GM r/r³ · (1 + k (1 − 5 s²)), along z (1 + k (3 − 5 s²)), with s = z/r and k = 3/2 J2 (a/r)²; then the turning of the axes. */
export function freeFall(r: Vector, v: Vector, earth: Earth): Vector {
  const [x, y, z] = r;
  const r2 = dot(r, r);
  const inverse2 = over(1, r2);
  const attraction = times(-earth.gm_m3ps2, inverse2, over(1, norm(r)));
  const k = times(1.5 * earth.j2 * earth.a_m * earth.a_m, inverse2);
  const fiveS2 = times(5, z, z, inverse2);
  const level = plus(times(attraction, plus(1, times(k, minus(1, fiveS2)))), earth.omega_radps * earth.omega_radps);
  const polar = times(attraction, plus(1, times(k, minus(3, fiveS2))));
  const twoOmega = 2 * earth.omega_radps;
  return [plus(times(level, x), times(twoOmega, v[1])), minus(times(level, y), times(twoOmega, v[0])), times(polar, z)];
}

/** The integral of white acceleration of density q over h seconds: q [h³/3, h²/2; h²/2, h] an axis. */
function whiteAcceleration(n: number, h: Expr, q: Scalar): Matrix {
  const rr = times(1 / 3, q, h, h, h);
  const rv = times(0.5, q, h, h);
  const vv = times(q, h);
  const derivativeOf = (i: number): number => Math.floor(i / 3);
  return matrix(n, n, (i, j) => (i % 3 === j % 3 && i < 6 && j < 6 ? [rr, rv, vv][derivativeOf(i) + derivativeOf(j)] : 0));
}
