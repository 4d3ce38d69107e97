import { chiSquaredQuantile } from '../math/chi-squared.ts';
import { quadraticForm } from '../math/matrix.ts';
import { symmetricEigen } from '../math/symmetric-eigen.ts';
import type { Micros } from '../units.ts';
import { shown } from '../valid.ts';
import { BIASES, type BiasKind, biasAt, NO_BIAS, type SensorBias, vectorOf } from './bias.ts';
import type { Register, RegisterOptions } from './register.ts';
import { checkOptions, checkTime } from './valid.ts';

/** What is to be done about a sensor.
 *    not-told    nothing is known of it that would matter
 *    sound       what is known of it is too small to matter, or may be nothing
 *    biased      report it; `correct` is what can be taken from its plots, zero where a bias is not known well enough
 *    drifting    its bias moves faster than it can be followed: set it aside until it has kept still */
export type Verdict =
  | { readonly kind: 'not-told' }
  | { readonly kind: 'sound'; readonly bias: SensorBias; readonly sigma: SensorBias }
  | { readonly kind: 'biased'; readonly bias: SensorBias; readonly sigma: SensorBias; readonly correct: SensorBias }
  | { readonly kind: 'drifting'; readonly since_us: Micros; readonly moves: number };

/** Chance that a sensor without a bias is called biased, for each time that it is asked about. */
const BIASED_BY_CHANCE = 1e-5;

/** What is to be done about the `sensor`-th of a register.
 *  Throws `RangeError` for a number that no sensor of it has, and for times and options that cannot be. */
export function verdictOn(register: Register, sensor: number, at_us: Micros, options: RegisterOptions): Verdict {
  checkOptions(options);
  checkTime('at_us', at_us);
  if (!Object.hasOwn(register.sensors, sensor))
    throw new RangeError(`sensor: ${shown(sensor)} is no sensor of ${register.sensors.length}; give its place in register.sensors`);
  const span_us = options.drift.span_s * 1e6;
  const moves = register.moves[sensor].filter((moved_us) => moved_us > at_us - span_us);
  if (moves.length >= options.drift.moves) return { kind: 'drifting', since_us: moves[0], moves: moves.length };
  const matters = vectorOf(options.matters);
  const b = Array.from({ length: K }, (_, k) => register.b[sensor * K + k]);
  const sigma = Array.from({ length: K }, (_, k) => Math.sqrt(block(register, sensor, k, k)));
  const enough = vectorOf(options.known ?? options.matters);
  const known = [0, 1, 2, 3].filter((k) => sigma[k] < enough[k]);
  if (known.length === 0) return { kind: 'not-told' };
  const told = { bias: toBias(b), sigma: toBias(sigma) };
  if (!isSignificant(register, sensor, known, b) || known.every((k) => Math.abs(b[k]) < matters[k])) return { kind: 'sound', ...told };
  return { kind: 'biased', ...told, correct: toBias(b.map((v, k) => (known.includes(k) ? v : 0))) };
}

const K = BIASES.length;

function isSignificant(register: Register, sensor: number, known: readonly number[], b: readonly number[]): boolean {
  const n = known.length;
  const covariance = Float64Array.from({ length: n * n }, (_, at) => block(register, sensor, known[Math.floor(at / n)], known[at % n]));
  const squares =
    quadraticForm(
      covariance,
      Float64Array.from(known, (k) => b[k]),
      n,
    ) ?? 0;
  return squares > chiSquaredQuantile(1 - BIASED_BY_CHANCE, n);
}

function block({ covariance, b }: Register, sensor: number, i: number, j: number): number {
  return covariance[(sensor * K + i) * b.length + sensor * K + j];
}

function toBias(values: readonly number[]): SensorBias {
  return { ...NO_BIAS, ...biasAt(Float64Array.from(values), 0) };
}

/** Biases that the sights so far cannot tell from each other, or not at all: a direction in which this share of the variance that there was
 *  before anything was known is left. One part: nothing tells of it. Several: only their sum, weighted like this, is known. */
export type Unseparated = {
  readonly share: number;
  readonly parts: readonly {
    readonly sensor: string;
    readonly bias: BiasKind /** In prior sigmas; the squares of all parts add up to one. */;
    readonly weight: number;
  }[];
};

/** More than this share left counts as not told. */
const NOT_TOLD = 0.5;
/** Smaller parts of a direction are not named. */
const NAMED = 0.2;

/** What cannot be told apart, the worst first: eigenvectors of the covariance in prior sigmas whose eigenvalue has hardly become smaller. All
 *  clocks together are such a direction when no target's path is known: nobody can say what time it truly is.
 *  Throws `RangeError` for options that cannot be. */
export function unseparated(register: Register, options: RegisterOptions): Unseparated[] {
  checkOptions(options);
  const m = register.b.length;
  const prior = vectorOf(options.prior);
  const scaled = register.covariance.map((v, at) => v / (prior[Math.floor(at / m) % K] * prior[(at % m) % K]));
  const { values, vectors } = symmetricEigen(scaled, m);
  const found: Unseparated[] = [];
  for (let k = m - 1; k >= 0 && values[k] > NOT_TOLD; k--) {
    const sign = leading(vectors, k, m) < 0 ? -1 : 1;
    const parts = Array.from({ length: m }, (_, i) => ({
      sensor: register.sensors[Math.floor(i / K)],
      bias: BIASES[i % K],
      weight: sign * vectors[i * m + k],
    })).filter(({ weight }) => Math.abs(weight) > NAMED);
    found.push({ share: values[k], parts });
  }
  return found;
}

/** The largest part of a direction, the first of equal ones: it is given a positive sign. */
function leading(vectors: Float64Array, k: number, m: number): number {
  let most = 0;
  for (let i = 0; i < m; i++) if (Math.abs(vectors[i * m + k]) > Math.abs(most) + 1e-9) most = vectors[i * m + k];
  return most;
}
