import { log } from '../../math/elementary.ts';
import { norm, unit, vec3 } from '../../math/vector.ts';
import { setDragPrior } from './conversion.ts';
import type { Look } from '../look/look.ts';
import type { MeasurementKernels } from '../look/measurement-kernels.ts';
import { type ModeUpdate, modeUpdate } from './mode-update.ts';
import { estimateModes, modeSet, predictModes } from './mode-set.ts';
import { MODELS } from './models.ts';
import { packedIndex, unpacked } from '../../math/packed.ts';
import { type Situation, transitionMatrix } from './transitions.ts';

/** A track's estimate under each mode (records, `THEATRE_MODES.at` apart) and the modes' probabilities. */
export type Imm = { readonly modes: Float64Array; readonly weights: Float64Array };

/** Boost, coast, entry and manoeuvre side by side. */
export const THEATRE_MODES = modeSet(...MODELS);
const [BOOST, , ENTRY] = THEATRE_MODES.at;

/** Mean and covariance, of position and velocity over all modes where nothing else is said; p row-major. */
export type Estimate = { readonly x: Float64Array; readonly p: Float64Array };

const transitions = new Float64Array(16);
const six = new Float64Array(27);

/** Mixes, then predicts every mode by dt. */
export function predictImm({ modes, weights }: Imm, situation: Situation, dt_s: number): void {
  if (dt_s <= 0) return;
  transitionMatrix(transitions, situation, dt_s);
  predictModes(THEATRE_MODES, modes, 0, weights, 0, transitions, dt_s);
}

/** The modes of a track before a look: what each predicts of it (mode-update.ts). It holds until the track is changed. */
export type Projection = { readonly update: ModeUpdate; readonly work: Float64Array };

/** What a detection would do to a track. */
export type Match = {
  readonly column: number;
  /** Smallest squared Mahalanobis distance over the modes that count. */
  readonly distance2: number;
  /** ln Σ w_j Pd_j p_j(z): how likely this detection is from this object. −∞ when no mode explains it. */
  readonly logLikelihood: number;
};

/** What of a look is asked here. */
type Seen = Pick<Look, 'kernels' | 'mount' | 'records'>;

/** `detection[j]` is mode j's probability to be seen by this sensor now. */
export function projectImm({ modes, weights }: Imm, { kernels, mount }: Seen, detection: Float64Array): Projection {
  const update = updateBy(kernels);
  const work = new Float64Array(update.workSize);
  update.project(modes, 0, weights, 0, mount, work, 0, detection);
  return { update, work };
}

/** Weighs a detection against all modes. */
export function match({ update, work }: Projection, { records }: Seen, column: number): Match {
  const distance2 = update.weigh(work, 0, records, column);
  return { column, distance2, logLikelihood: log(update.likelihood(work, 0)) };
}

/** Takes a detection into every mode and reweighs them. */
export function updateImm({ modes, weights }: Imm, { update, work }: Projection, { mount, records }: Seen, column: number): void {
  update.take(modes, 0, weights, 0, mount, work, 0, records, column);
}

function updateBy(kernels: MeasurementKernels): ModeUpdate {
  let update = updates.get(kernels);
  if (update === undefined) {
    update = modeUpdate(THEATRE_MODES, kernels);
    updates.set(kernels, update);
  }
  return update;
}

const updates = new Map<MeasurementKernels, ModeUpdate>();

/** A look that should have seen the object and did not: each mode loses what it had promised. */
export function missImm({ weights }: Imm, detection: Float64Array): void {
  let sum = 0;
  for (let j = 0; j < weights.length; j++) {
    weights[j] *= 1 - detection[j];
    sum += weights[j];
  }
  for (let j = 0; j < weights.length; j++) weights[j] /= sum;
}

/** Position and velocity over all modes, moment-matched. */
export function estimate({ modes, weights }: Imm): Estimate {
  estimateModes(THEATRE_MODES, modes, 0, weights, 0, six, 0);
  return { x: six.slice(0, 6), p: unpacked(six, 6, 6) };
}

/** Length of the estimate's position (`offset` 0, from the middle of the Earth, m) or velocity (3, m/s), and one sigma along it. */
export function lengthOf({ modes, weights }: Imm, offset: 0 | 3): { readonly mean: number; readonly sigma: number } {
  estimateModes(THEATRE_MODES, modes, 0, weights, 0, six, 0);
  const v = vec3(six[offset], six[offset + 1], six[offset + 2]);
  const { x, y, z } = unit(v);
  const at = (i: number, j: number): number => six[6 + packedIndex(offset + i, offset + j)];
  const [xx, yx, yy, zx, zy, zz] = [at(0, 0), at(1, 0), at(1, 1), at(2, 0), at(2, 1), at(2, 2)];
  const variance = x * xx * x + x * yx * y + x * zx * z + y * yx * x + y * yy * y + y * zy * z + z * zx * x + z * zy * y + z * zz * z;
  return { mean: norm(v), sigma: Math.sqrt(Math.max(0, variance)) };
}

/** The covariance of every mode, multiplied. */
export function inflateImm({ modes }: Imm, factor: number): void {
  MODELS.forEach(({ dimension, size }, j) => {
    const at = THEATRE_MODES.at[j];
    for (let k = at + dimension; k < at + size; k++) modes[k] *= factor;
  });
}

/** ln(1/β) of the entry mode, m²/kg. */
export function logDragOf({ modes }: Imm): number {
  return modes[ENTRY + 6];
}

/** What the air has taught is of another body. */
export function forgetDrag({ modes }: Imm): void {
  setDragPrior(modes, ENTRY);
}

/** Mean and covariance of the entry mode: position, velocity and ln(1/β); p 7×7 row-major. */
export function entryEstimate({ modes }: Imm): Estimate {
  return { x: modes.slice(ENTRY, ENTRY + 7), p: unpacked(modes, ENTRY + 7, 7) };
}

/** The boost mode's thrust along the velocity, m/s², with its variance; undefined where it hardly moves. */
export function thrustAlong({ modes }: Imm, slowest_mps: number): { readonly mean: number; readonly variance: number } | undefined {
  const v = modes.subarray(BOOST + 3, BOOST + 6);
  const a = modes.subarray(BOOST + 6, BOOST + 9);
  const speed = Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
  if (speed < slowest_mps) return undefined;
  let variance = 0;
  for (let i = 0; i < 3; i++)
    for (let j = 0; j < 3; j++) {
      const p = modes[BOOST + 9 + packedIndex(6 + Math.max(i, j), 6 + Math.min(i, j))];
      variance += (v[i] / speed) * p * (v[j] / speed);
    }
  return { mean: (v[0] * a[0] + v[1] * a[1] + v[2] * a[2]) / speed, variance };
}
