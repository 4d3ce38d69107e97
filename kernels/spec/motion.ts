/** How things move, as the papers write it. State x: position and velocity first, m and m/s; then what the model adds. */
import { constant, type Expr, minus, over, plus, type Scalar, sqrt, square, times, whereGreater } from '../expression.ts';
import { dot, type Matrix, matrix, norm, scaled, sum, total, type Vector } from '../matrix.ts';
import type { Earth } from './earth.ts';
import { airDensity } from './outside.ts';

export type Motion = {
  /** Suffix of the kernel's name. */
  readonly name: string;
  readonly about: readonly string[];
  readonly states: readonly string[];
  /** ẋ. */
  rate(x: Vector): Vector;
  /** Q of a step of h seconds that ends at x; psd is what the caller chooses. */
  noise(x: Vector, h: Expr, psd: Expr): Matrix;
};

const POSITION_VELOCITY = ['x', 'y', 'z', 'vx', 'vy', 'vz'];
const STILL = [constant(0), constant(0), constant(0)];
const positionOf = (x: Vector): Vector => x.slice(0, 3);
const velocityOf = (x: Vector): Vector => x.slice(3, 6);

export const constantVelocity: Motion = {
  name: 'ConstantVelocity',
  about: ['ṙ = v,  v̇ = w: white acceleration of spectral density psd, m²/s³ an axis. Any Cartesian frame.  Source  [BSLK2001] §6.2.2.'],
  states: POSITION_VELOCITY,
  rate: (x) => [...velocityOf(x), ...STILL],
  noise: (_x, h, psd) => whiteAcceleration(6, h, psd),
};

export const coast = (earth: Earth): Motion => ({
  name: 'Coast',
  about: [
    'ṙ = v,  v̇ = g(r) − 2 ω × v − ω × (ω × r) + w: gravity with J2 in axes that turn with the Earth (ECEF); white acceleration of',
    'spectral density psd, m²/s³ an axis, for what the field leaves out.  Source  [LJ2010] §IV, [V2013] ch. 8.',
  ],
  states: POSITION_VELOCITY,
  rate: (x) => [...velocityOf(x), ...freeFall(positionOf(x), velocityOf(x), earth)],
  noise: (_x, h, psd) => whiteAcceleration(6, h, psd),
});

/** Share of the drag that the model gets wrong from second to second (density, tumbling). */
const DRAG_MISFIT = 0.05;
/** How fast ln(1/β) drifts in air that brakes by 10 m/s² or more, 1/s; less where there is less air to learn it from, and not at all in
 *  vacuum, where it would only grow stale. */
const LOG_DRAG_PSD = 0.01;
const FULL_DRAG_MPS2 = 10;

export const entry = (earth: Earth): Motion => ({
  name: 'Entry',
  about: [
    'Coast, and the air brakes: v̇ = free fall − ½ ρ |v| e^b v + w,  ḃ = w_b, with b = ln(1/β), β in kg/m². White acceleration of density',
    `psd + (${DRAG_MISFIT} · drag)², m²/s³; b drifts with ${LOG_DRAG_PSD} /s · min(1, drag / ${FULL_DRAG_MPS2} m/s²).  Source  [LJ2010] §V.`,
  ],
  states: [...POSITION_VELOCITY, 'logDrag'],
  rate(x) {
    const v = velocityOf(x);
    const fall = freeFall(positionOf(x), v, earth);
    const k = dragFactor(x);
    return [...v, ...fall.map((e, i) => minus(e, times(k, v[i]))), constant(0)];
  },
  noise(x, h, psd) {
    const drag = times(dragFactor(x), length(velocityOf(x)));
    const white = whiteAcceleration(7, h, plus(psd, square(times(DRAG_MISFIT, drag))));
    const felt = whereGreater(drag, FULL_DRAG_MPS2, 1, times(1 / FULL_DRAG_MPS2, drag));
    return total(
      white,
      matrix(7, 7, (i, j) => (i === 6 && j === 6 ? times(LOG_DRAG_PSD, h, felt) : 0)),
    );
  },
});

/** Exhaust speed of solid and storable propellants at height, m/s. */
const EXHAUST_MPS = 2500;

export const boost = (earth: Earth): Motion => ({
  name: 'Boost',
  about: [
    'Coast, and thrust a beside it that grows as mass burns away: v̇ = free fall + a,  ȧ = (|a|/c) a + w. Constant thrust F and mass flow',
    `F/c give ȧ = F ṁ/m² = a²/c, with c = ${EXHAUST_MPS} m/s. White jerk of spectral density psd, m²/s⁵ an axis.  Source  [LJ2010] §III.`,
  ],
  ...accelerated(earth, (a) => scaled(times(1 / EXHAUST_MPS, length(a)), a)),
});

export const manoeuvre = (earth: Earth): Motion => ({
  name: 'Manoeuvre',
  about: [
    'Coast, and an acceleration beside it (lift, drag) that wanders: v̇ = free fall + a,  ȧ = w, white jerk of spectral density psd,',
    'm²/s⁵ an axis.  Source  [LJ2010] §V.',
  ],
  ...accelerated(earth, () => STILL),
});

function accelerated(earth: Earth, growth: (a: Vector) => Vector): Pick<Motion, 'states' | 'rate' | 'noise'> {
  return {
    states: [...POSITION_VELOCITY, 'ax', 'ay', 'az'],
    rate(x) {
      const a = x.slice(6);
      return [...velocityOf(x), ...sum(freeFall(positionOf(x), velocityOf(x), earth), a), ...growth(a)];
    },
    noise: (_x, h, psd) => whiteJerk(h, psd),
  };
}

/** a = −GM r/r³ · (1 + k (1 − 5 s²)), along z (1 + k (3 − 5 s²)), with s = z/r and k = 3/2 J2 (a/r)²; then the turning of the axes. */
export function freeFall(r: Vector, v: Vector, earth: Earth): Vector {
  const [x, y, z] = r;
  const inverse2 = over(1, dot(r, r));
  const attraction = times(-earth.gm_m3ps2, inverse2, over(1, norm(r)));
  const k = times(1.5 * earth.j2 * earth.a_m * earth.a_m, inverse2);
  const fiveS2 = times(5, z, z, inverse2);
  const level = plus(times(attraction, plus(1, times(k, minus(1, fiveS2)))), earth.omega_radps * earth.omega_radps);
  const polar = times(attraction, plus(1, times(k, minus(3, fiveS2))));
  const twoOmega = 2 * earth.omega_radps;
  return [plus(times(level, x), times(twoOmega, v[1])), minus(times(level, y), times(twoOmega, v[0])), times(polar, z)];
}

/** e^b by its series at b/256 and eight squarings: nothing is called, and a hundred parts in 10¹⁵ do not matter to a drag. */
function exp(b: Expr): Expr {
  const part = times(1 / 256, b);
  let e = constant(1);
  for (let n = SERIES_TERMS; n > 0; n--) e = plus(1, times(1 / n, part, e));
  for (let k = 0; k < 8; k++) e = square(e);
  return e;
}
const SERIES_TERMS = 9;

/** k of the drag a = −k v:  k = ½ ρ |v| / β. */
function dragFactor(x: Vector): Expr {
  return times(0.5, airDensity(positionOf(x)), length(velocityOf(x)), exp(x[6]));
}

/** |a| with a millionth of a unit beside it, so that it has a derivative where a is zero. */
const length = (a: Vector): Expr => sqrt(plus(dot(a, a), 1e-12));

/** The integral of white acceleration of density q over h seconds: q [h³/3, h²/2; h²/2, h] an axis. */
function whiteAcceleration(n: number, h: Expr, q: Scalar): Matrix {
  const terms = [times(1 / 3, q, h, h, h), times(0.5, q, h, h), times(q, h)];
  return sameOnEachAxis(n, (i, j) => (i < 2 && j < 2 ? terms[i + j] : 0));
}

/** The integral of white jerk of density q over h seconds: q [h⁵/20, h⁴/8, h³/6; ·, h³/3, h²/2; ·, ·, h] an axis. */
function whiteJerk(h: Expr, q: Scalar): Matrix {
  const h3 = times(h, h, h);
  const terms = [
    [times(1 / 20, q, h, h, h3), times(1 / 8, q, h, h3), times(1 / 6, q, h3)],
    [times(1 / 8, q, h, h3), times(1 / 3, q, h3), times(0.5, q, h, h)],
    [times(1 / 6, q, h3), times(0.5, q, h, h), times(q, h)],
  ];
  return sameOnEachAxis(9, (i, j) => terms[i][j]);
}

/** A matrix that couples each axis' position, velocity, acceleration in the same way, and no axis with another. */
function sameOnEachAxis(n: number, at: (i: number, j: number) => Scalar): Matrix {
  return matrix(n, n, (i, j) => (i % 3 === j % 3 ? at(Math.floor(i / 3), Math.floor(j / 3)) : 0));
}
