import { WGS84 } from '../frames/earth.ts';
import { chiSquaredQuantile } from '../math/chi-squared.ts';
import { cholesky, forwardSubstitute } from '../math/matrix.ts';
import { unpacked } from '../math/packed.ts';
import { assign, type Row } from '../track/solve/assignment.ts';
import type { Metres, Micros } from '../units.ts';
import type { Catalogue } from './catalogue.ts';
import { rtnCovariance } from './element-errors.ts';
import type { ObjectsOverhead } from './overhead.ts';

/** A track of a sensor: position and velocity relative to the Earth, ECEF, m and m/s, and their covariance as packed lower triangle (21). */
export type TrackState = { readonly x: Float64Array; readonly p: Float64Array };

/** Which object a track is of. `distance2` is χ² of six degrees of freedom; `rivals` counts other objects that it might as well be of: those that fly in one piece with it, or in a train. */
export type Correlation = { readonly object: number; readonly distance2: number; readonly rivals: number };

/** Chance that a track is not taken for the object that it is of, were the errors of its elements as they are said to be. */
const LOST_BY_CHANCE = 1e-6;
const GATE = chiSquaredQuantile(1 - LOST_BY_CHANCE, 6);
/** No object is looked for farther off than elements that are weeks old can be. */
const FAR_m: Metres = 300_000;
/** What a track that is of no object costs, in χ²: less than what the gate lets through, so that of two tracks at one object the better one has it. */
const OF_NONE = GATE;

/** Correlates the tracks of a moment with the objects that are overhead then: each track with one object at most, and each object with one track. A track's distance from an object is what both may be off by: the track
 *  by its covariance, the object by the age of its elements, along its way most of all.
 *      Source  [VCK2006] on the shape; assignment as in track/solve. */
export function createCorrelator(
  catalogue: Catalogue,
): (overhead: ObjectsOverhead, at_us: Micros, tracks: readonly TrackState[]) => (Correlation | undefined)[] {
  /** Errors by object, of the minute; they grow by the hour. */
  const errors = new Map<number, Float64Array>();
  let minute = Number.NaN;
  const errorsOf = (object: number, at_us: Micros): Float64Array => {
    let found = errors.get(object);
    if (found === undefined) {
      found = rtnCovariance(catalogue.elements[object], at_us);
      errors.set(object, found);
    }
    return found;
  };
  return (overhead, at_us, tracks) => {
    if (Math.floor(at_us / MINUTE_us) !== minute) {
      errors.clear();
      minute = Math.floor(at_us / MINUTE_us);
    }
    const rows: Row[] = tracks.map(({ x, p }) => {
      const candidates: { column: number; cost: number }[] = [];
      const covariance = unpacked(p, 0, 6);
      for (let k = 0; k < overhead.count; k++) {
        const [dx, dy, dz] = [
          x[0] - overhead.statesEcef[6 * k],
          x[1] - overhead.statesEcef[6 * k + 1],
          x[2] - overhead.statesEcef[6 * k + 2],
        ];
        if (dx * dx + dy * dy + dz * dz > FAR_m * FAR_m) continue;
        const cost = distance2(overhead.statesEcef, 6 * k, x, covariance, errorsOf(overhead.objects[k], at_us));
        if (cost <= GATE) candidates.push({ column: k, cost });
      }
      return { missed: OF_NONE, candidates };
    });
    const columns = assign(rows, overhead.count);
    return rows.map(({ candidates }, k) => {
      const mine = candidates.find(({ column }) => column === columns[k]);
      return mine && { object: overhead.objects[mine.column], distance2: mine.cost, rivals: candidates.length - 1 };
    });
  };
}

const MINUTE_us = 60_000_000;
/** Hands that are used again. */
const [axes, turned, sum, lower, apart] = [
  new Float64Array(36),
  new Float64Array(36),
  new Float64Array(36),
  new Float64Array(36),
  new Float64Array(6),
];

/** Mahalanobis distance squared of a track from an object at `at` of its states, on the object's radial, along and cross axes, velocities as seen by who does not turn with the Earth. */
function distance2(states: Float64Array, at: number, x: Float64Array, covariance: Float64Array, errors: Float64Array): number {
  const w = WGS84.omega_radps;
  const [rx, ry, rz] = [states[at], states[at + 1], states[at + 2]];
  const [vx, vy, vz] = [states[at + 3] - w * ry, states[at + 4] + w * rx, states[at + 5]];
  const r = Math.sqrt(rx * rx + ry * ry + rz * rz);
  const [nx, ny, nz] = [ry * vz - rz * vy, rz * vx - rx * vz, rx * vy - ry * vx];
  const n = Math.sqrt(nx * nx + ny * ny + nz * nz);
  const radial = [rx / r, ry / r, rz / r];
  const cross = [nx / n, ny / n, nz / n];
  const along = [
    cross[1] * radial[2] - cross[2] * radial[1],
    cross[2] * radial[0] - cross[0] * radial[2],
    cross[0] * radial[1] - cross[1] * radial[0],
  ];
  // Rows: what each axis makes of the difference of places, and of velocities over the ground; the Earth's turning adds w × place to a velocity.
  axes.fill(0);
  [radial, along, cross].forEach((axis, k) => {
    for (let j = 0; j < 3; j++) {
      axes[6 * k + j] = axis[j];
      axes[6 * (k + 3) + 3 + j] = axis[j];
    }
    axes[6 * (k + 3)] = w * axis[1];
    axes[6 * (k + 3) + 1] = -w * axis[0];
  });
  for (let i = 0; i < 6; i++) {
    let difference = 0;
    for (let j = 0; j < 6; j++) difference += axes[6 * i + j] * (x[j] - states[at + j]);
    apart[i] = difference;
    for (let j = 0; j < 6; j++) {
      let total = 0;
      for (let k = 0; k < 6; k++) total += axes[6 * i + k] * covariance[6 * k + j];
      turned[6 * i + j] = total;
    }
  }
  for (let i = 0; i < 6; i++)
    for (let j = 0; j <= i; j++) {
      let total = errors[6 * i + j];
      for (let k = 0; k < 6; k++) total += turned[6 * i + k] * axes[6 * j + k];
      sum[6 * i + j] = total;
      sum[6 * j + i] = total;
    }
  if (!cholesky(lower, sum, 6)) return Infinity;
  forwardSubstitute(lower, apart, 6);
  let distance = 0;
  for (let k = 0; k < 6; k++) distance += apart[k] * apart[k];
  return distance;
}
