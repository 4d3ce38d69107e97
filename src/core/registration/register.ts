import { chiSquaredQuantile } from '../math/chi-squared.ts';
import type { Micros } from '../units.ts';
import { numbersFault, refuseFault, shown } from '../valid.ts';
import { biasAt, BIASES, type SensorBias, vectorOf } from './bias.ts';
import { movement, movementBounds, type Surprise, surprises } from './drift.ts';
import { type Fit, fitBiases } from './fit.ts';
import type { RegisterOptions } from './options.ts';
import type { Target } from './target.ts';
import { checkOptions, checkPrior, checkTargets, checkTime } from './valid.ts';

export type { RegisterOptions } from './options.ts';

/** What is known of the biases of several sensors: joint mean and covariance, and each one's recent past. Plain data. */
export type Register = {
  /** Names; the place of a name is the sensor's number in rows and vectors. */
  readonly sensors: readonly string[];
  b: Float64Array;
  /** m×m, m = 4 × sensors. */
  covariance: Float64Array;
  at_us: Micros;
  /** Per sensor: the surprises of the last batches, and when it was found to have moved. */
  readonly recent: Surprise[][];
  readonly moves: Micros[][];
};

/** Chance that a sensor which stands still is said to have moved, for each batch and span. */
const MOVED = movementBounds(1e-7);
/** Batches that are looked back on for a movement. */
const MAX_RECENT = 6;
const MAX_MOVES = 8;
/** A target that agrees worse than this, by chance once in a million, and worse than the others is no common target. */
const STRANGE = 1 - 1e-6;
const WORSE_THAN_OTHERS = 4;

export type BatchOutcome =
  | {
      readonly kind: 'taken';
      /** Targets that told something, and those that were taken out because they do not agree: not one object, or not in free fall. */
      readonly targets: number;
      readonly strange: readonly string[];
      /** How well each of the targets that were left agrees: squares for each degree of freedom, 1 when all is right. */
      readonly agreement: readonly { readonly id: string; readonly ratio: number }[];
      /** Sensors that have moved since the last batches: what was known of their biases was given up, and found anew. */
      readonly moved: readonly string[];
    }
  | { readonly kind: 'nothing-told' }
  | { readonly kind: 'did-not-converge'; readonly rounds: number };

/** A register of no sensor; `withSensor` enters them. */
export function newRegister(): Register {
  return { sensors: [], b: new Float64Array(0), covariance: new Float64Array(0), at_us: Number.MIN_SAFE_INTEGER, recent: [], moves: [] };
}

/** The register with one sensor more, of which nothing is known.
 *  Throws `RangeError` for a name that is none or is there already, and for a prior that is not finite and above 0. */
export function withSensor(register: Register, sensor: string, { prior }: RegisterOptions): Register {
  if (typeof sensor !== 'string' || sensor === '')
    throw new RangeError(`sensor: ${shown(sensor)} is no name; give a text that is not empty`);
  if (register.sensors.includes(sensor)) throw new RangeError(`sensor: "${sensor}" is in the register already; enter each sensor once`);
  checkPrior(prior);
  const before = register.b.length;
  const m = before + BIASES.length;
  const b = new Float64Array(m);
  b.set(register.b);
  const covariance = new Float64Array(m * m);
  for (let i = 0; i < before; i++) for (let j = 0; j < before; j++) covariance[i * m + j] = register.covariance[i * before + j];
  vectorOf(prior).forEach((sigma, k) => {
    covariance[(before + k) * (m + 1)] = sigma * sigma;
  });
  const { sensors, at_us, recent, moves } = register;
  return { sensors: [...sensors, sensor], b, covariance, at_us, recent: [...recent, []], moves: [...moves, []] };
}

/** Takes what a span of some seconds said of the biases: targets that two sensors saw, or whose path is known. A Kalman filter on the biases
 *  whose measurement is a fit; a sensor that contradicts what was known of it is begun anew.
 *  A fit that fails leaves the register as it was, but for the time.
 *  Throws `RangeError` that names the field, its unit and the remedy, and changes nothing, for options, targets and times that cannot be. */
export function takeBatch(register: Register, targets: readonly Target[], at_us: Micros, options: RegisterOptions): BatchOutcome {
  checkOptions(options);
  checkTime('at_us', at_us);
  checkTargets(targets);
  checkRegister(register);
  wander(register, at_us, options);
  const refit = (without: readonly string[]): Fit =>
    fitBiases(
      register.b,
      register.covariance,
      targets.filter(({ id }) => !without.includes(id)),
    );
  let fit = refit([]);
  const strange = fit.kind === 'fitted' ? strangers(fit) : fit.kind === 'did-not-converge' ? hopeless(register, targets) : [];
  if (strange.length > 0) fit = refit(strange);
  if (fit.kind !== 'fitted') return fit;
  const moved = movedSensors(register, fit);
  if (moved.length > 0) {
    for (const sensor of moved) beginAnew(register, sensor, at_us, options);
    fit = refit(strange);
    if (fit.kind !== 'fitted') return fit;
  }
  register.b = fit.b;
  register.covariance = fit.covariance;
  return {
    kind: 'taken',
    targets: fit.agreement.length,
    strange,
    agreement: fit.agreement.map(({ target, squares, freedom }) => ({ id: target.id, ratio: squares / Math.max(1, freedom) })),
    moved: moved.map((sensor) => register.sensors[sensor]),
  };
}

function checkRegister({ sensors, b, covariance }: Register): void {
  const m = BIASES.length * sensors.length;
  refuseFault(numbersFault('register.b', b, m, `the biases of ${sensors.length} sensors; enter them with withSensor`));
  refuseFault(numbersFault('register.covariance', covariance, m * m, 'their covariance, row-major'));
}

function wander(register: Register, at_us: Micros, { walk, prior }: RegisterOptions): void {
  const passed_s = Math.max(0, (at_us - register.at_us) / 1e6);
  const first = register.at_us === Number.MIN_SAFE_INTEGER;
  register.at_us = at_us;
  if (first) return;
  const m = register.b.length;
  const [step, most] = [vectorOf(walk), vectorOf(prior)];
  for (let i = 0; i < m; i++) {
    const k = i % BIASES.length;
    const place = i * m + i;
    // Long silence leaves no less known than nothing.
    register.covariance[place] = Math.min(
      register.covariance[place] + step[k] * step[k] * passed_s,
      Math.max(register.covariance[place], most[k] * most[k]),
    );
  }
}

/** Targets that agree neither with the model nor as well as the others do. That all agree badly is no fault of a target. */
function strangers({ agreement }: Extract<Fit, { kind: 'fitted' }>): string[] {
  const ratios = agreement.map(({ squares, freedom }) => squares / Math.max(1, freedom)).sort((a, b) => a - b);
  const middle = ratios.length < 3 ? 1 : ratios[Math.floor((ratios.length - 1) / 2)];
  return agreement
    .filter(
      ({ squares, freedom }) =>
        freedom > 0 && squares > chiSquaredQuantile(STRANGE, freedom) && squares / freedom > WORSE_THAN_OTHERS * Math.max(1, middle),
    )
    .map(({ target }) => target.id);
}

/** Targets that no biases explain even alone; asked when all together did not converge. */
function hopeless({ b, covariance }: Register, targets: readonly Target[]): string[] {
  return targets
    .filter((target) => {
      const alone = fitBiases(b, covariance, [target]);
      return alone.kind === 'did-not-converge' || (alone.kind === 'fitted' && strangers(alone).length > 0);
    })
    .map(({ id }) => id);
}

/** The sensor that has moved most plainly, if one has. Two that move in the same batch are found one after the other. */
function movedSensors(register: Register, fit: Extract<Fit, { kind: 'fitted' }>): number[] {
  const found = surprises(fit.information, fit.score, fit.covariance);
  let worst = -1;
  let most = 1;
  found.forEach((one, sensor) => {
    const recent = register.recent[sensor];
    recent.push(one);
    if (recent.length > MAX_RECENT) recent.shift();
    const by = movement(recent, MOVED);
    if (by > most) [worst, most] = [sensor, by];
  });
  return worst < 0 ? [] : [worst];
}

/** A sensor has moved: what is known of it is given up, and the movement is remembered. It may have moved back: by as much as it was wrong. */
function beginAnew(register: Register, sensor: number, at_us: Micros, { prior }: RegisterOptions): void {
  const was = biasAt(register.b, sensor);
  giveUp(register, sensor, {
    range_m: Math.max(prior.range_m, Math.abs(was.range_m)),
    azimuth_rad: Math.max(prior.azimuth_rad, Math.abs(was.azimuth_rad)),
    elevation_rad: Math.max(prior.elevation_rad, Math.abs(was.elevation_rad)),
    time_s: Math.max(prior.time_s, Math.abs(was.time_s)),
  });
  const moves = register.moves[sensor];
  moves.push(at_us);
  if (moves.length > MAX_MOVES) moves.shift();
}

/** Gives up what is known of a sensor, down to one sigma of `prior`. What the others were surprised by was its doing, so that is forgotten too. */
export function giveUp(register: Register, sensor: number, prior: SensorBias): void {
  const m = register.b.length;
  const sigma = vectorOf(prior);
  for (let k = 0; k < BIASES.length; k++) {
    const i = sensor * BIASES.length + k;
    for (let j = 0; j < m; j++) {
      register.covariance[i * m + j] = 0;
      register.covariance[j * m + i] = 0;
    }
    register.covariance[i * m + i] = sigma[k] * sigma[k];
  }
  for (const recent of register.recent) recent.length = 0;
}

/** Of this sensor nothing is known any more, and nothing of it was: as when it was entered. */
export function forget(register: Register, sensor: number, prior: SensorBias): void {
  giveUp(register, sensor, prior);
  register.b.fill(0, sensor * BIASES.length, (sensor + 1) * BIASES.length);
  register.moves[sensor].length = 0;
}

/** A register that shares nothing with this one that either changes. */
export function copyOf({ sensors, b, covariance, at_us, recent, moves }: Register): Register {
  return {
    sensors,
    b: b.slice(),
    covariance: covariance.slice(),
    at_us,
    recent: recent.map((one) => one.slice()),
    moves: moves.map((one) => one.slice()),
  };
}
