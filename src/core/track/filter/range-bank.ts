import { exp, log } from '../../math/elementary.ts';
import { packedIndex } from '../../math/packed.ts';
import { POLAR4_PLOT } from '../kernels/polar4.ts';
import { SIGHT_PLOT } from '../kernels/sight.ts';
import type { PlotRecords } from '../look/plot-table.ts';
import type { SensorView } from '../look/sensor-view.ts';
import { mixRecords } from './mixture.ts';
import {
  AZIMUTH,
  BOX_SIGMAS,
  ELEVATION,
  HEADER,
  type ObjectFilter,
  RANGE,
  VAR_AZIMUTH,
  VAR_ELEVATION,
  VAR_RANGE,
} from './object-filter.ts';
import { mostPieces, piecesAlong } from './range-pieces.ts';

/** An object that was first seen as a direction: somewhere along it, within the sensor's reach. One Gaussian that long would bend out of shape at the next
 *  look, by whomever, and a single sensor's filter would believe a range that nobody measured. So the reach is parted into ranges that double and end at the ground
 *  (range-pieces.ts), each with a filter of its own, and the looks weigh them: w_k ∝ w_k p_k(z). A look from elsewhere leaves one; a plot of a radar starts with one.
 *  A radar's look within the same second is outside the gate of most: along half a doubling its sphere of equal range bends by kilometres, and nothing has moved
 *  yet that could make up for it. The radar's plot then starts its own, which takes the directions from there on.
 *
 *  A slot holds the banks' states, from how far the last direction was seen (zero where a range was measured), then the weights; a work slot the header of all, the weights, then each one's
 *  work. Prior: as likely in one range as in another; in each, even.
 *  Source  [Peach1995] (range-parameterised filters) */
export function rangeBank(inner: ObjectFilter, sensors: readonly SensorView[]): ObjectFilter {
  const most = Math.max(...sensors.map(({ sigmaRange_m, view }) => (sigmaRange_m === undefined ? mostPieces(view) : 1)));
  const n = inner.stateSize;
  const seenFromAt = n * most;
  const weightsAt = seenFromAt + 1;
  const work = HEADER + most;
  const workOf = (k: number): number => work + k * inner.workSize;
  const scratch = new Float64Array(3 * n);
  const six = new Float64Array(27 * most);
  const likelihoods = new Float64Array(most);
  const edges = new Float64Array(most + 1);

  const lives = (s: Float64Array, o: number, k: number): boolean => s[o + weightsAt + k] > 0;

  /** Two that have come to the same place are one. */
  const mergeAlike = (s: Float64Array, o: number): void => {
    for (let k = 0; k < most; k++) {
      for (let m = k + 1; m < most && lives(s, o, k); m++) {
        if (!lives(s, o, m) || !isAlike(inner, s, o + k * n, o + m * n, six)) continue;
        const [a, b] = [s[o + weightsAt + k], s[o + weightsAt + m]];
        scratch.set(s.subarray(o + k * n, o + (k + 1) * n));
        scratch.set(s.subarray(o + m * n, o + (m + 1) * n), n);
        inner.blend(scratch, [0, n], [a / (a + b), b / (a + b)], 2 * n);
        s.set(scratch.subarray(2 * n), o + k * n);
        s[o + weightsAt + k] = a + b;
        s[o + weightsAt + m] = 0;
      }
    }
  };

  return {
    // First what is told of a snapshot that was taken with another reach: a message cuts long words.
    model: `${most} ranges along a direction; ${inner.model}`,
    stateSize: weightsAt + most,
    workSize: workOf(most),
    predict(s, o, dt_s) {
      for (let k = 0; k < most; k++) if (lives(s, o, k)) inner.predict(s, o + k * n, dt_s);
    },
    project(s, o, sensor, w, wo) {
      for (let k = 0; k < most; k++) {
        w[wo + HEADER + k] = s[o + weightsAt + k];
        if (lives(s, o, k)) inner.project(s, o + k * n, sensor, w, wo + workOf(k));
      }
      writeCommonHeader(w, wo, most, workOf);
    },
    logDensity(w, wo, plots, j) {
      let sum = 0;
      for (let k = 0; k < most; k++)
        if (w[wo + HEADER + k] > 0) sum += w[wo + HEADER + k] * exp(inner.logDensity(w, wo + workOf(k), plots, j));
      return sum > 0 ? log(sum) : -Infinity;
    },
    update(s, from, w, wo, to, plots, j) {
      let total = 0;
      for (let k = 0; k < most; k++) {
        const weight = w[wo + HEADER + k];
        likelihoods[k] = weight > 0 ? weight * exp(inner.logDensity(w, wo + workOf(k), plots, j)) : 0;
        total += likelihoods[k];
      }
      for (let k = 0; k < most; k++) {
        const weight = likelihoods[k] / total;
        s[to + weightsAt + k] = weight > NEGLIGIBLE ? weight : 0;
        if (weight > NEGLIGIBLE) inner.update(s, from + k * n, w, wo + workOf(k), to + k * n, plots, j);
      }
      s[to + seenFromAt] = 0;
      if (plots.kernels.dimension === 2)
        for (let k = 0; k < most; k++) if (lives(s, to, k)) s[to + seenFromAt] += s[to + weightsAt + k] * w[wo + workOf(k) + RANGE];
      mergeAlike(s, to);
      normalise(s, to + weightsAt, most);
    },
    start(plots, j, sensor, s, o) {
      s.fill(0, o, o + weightsAt + most);
      if (sensor.sigmaRange_m !== undefined) {
        inner.start(plots, j, sensor, s, o);
        s[o + weightsAt] = 1;
        return;
      }
      const at = SIGHT_PLOT.length * j + SIGHT_PLOT.pointing;
      const ranges = piecesAlong(plots.mount, plots.records.subarray(at, at + 3), sensor.view, edges);
      for (let k = 0; k < ranges; k++) {
        inner.start(placedAlong(plots, j, edges[k], edges[k + 1]), 0, sensor, s, o + k * n);
        s[o + weightsAt + k] = 1 / ranges;
      }
      s[o + seenFromAt] = 0.5 * (edges[0] + edges[ranges]);
    },
    estimate(s, o, out, at) {
      const parts = [];
      for (let k = 0; k < most; k++) {
        if (!lives(s, o, k)) continue;
        inner.estimate(s, o + k * n, six, 27 * k);
        parts.push({ s: six, o: 27 * k, share: s[o + weightsAt + k] });
      }
      mixRecords(6, parts, out, at);
    },
    isPlaced(s, o) {
      if (s[o + seenFromAt] === 0) return true;
      this.estimate(s, o, six, 0);
      const known_m = SHARE_OF_RANGE * s[o + seenFromAt];
      return placeVariance(six, 0) <= known_m * known_m;
    },
    blend(s, from, weights, to) {
      s.fill(0, to, to + weightsAt + most);
      for (const o of from) s[to + seenFromAt] = Math.max(s[to + seenFromAt], s[o + seenFromAt]);
      for (let k = 0; k < most; k++) {
        const parts = from.flatMap((o, i) => (lives(s, o, k) ? [{ o: o + k * n, weight: weights[i] * s[o + weightsAt + k] }] : []));
        const total = parts.reduce((sum, { weight }) => sum + weight, 0);
        if (total === 0) continue;
        inner.blend(
          s,
          parts.map(({ o }) => o),
          parts.map(({ weight }) => weight / total),
          to + k * n,
        );
        s[to + weightsAt + k] = total;
      }
    },
  };
}

/** A range of less weight than this is given up. */
const NEGLIGIBLE = 1e-4;
/** Known to less than this share of the range it was seen from, a place comes of what was looked at. Worse, it may be the prior's: a range near the sensor
 *  is a few tens of kilometres long before anything was measured, and what moves across it as it likes, as a track that began with a false plot does,
 *  shrinks by a third or a half with nothing learnt (the range collapse of filters on bearings). */
const SHARE_OF_RANGE = 0.03;

/** A direction with a range of the reach, as if a radar had measured it so ill. */
function placedAlong({ kernels, mount, records }: PlotRecords, j: number, near_m: number, far_m: number): PlotRecords {
  const at = SIGHT_PLOT.length * j;
  const [x, y, z] = records.subarray(at + SIGHT_PLOT.pointing);
  const across = Math.max(records[at + SIGHT_PLOT.covariance], records[at + SIGHT_PLOT.covariance + 2]);
  const record = new Float64Array(POLAR4_PLOT.length);
  record.set([0.5 * (near_m + far_m), x, y, z, ((far_m - near_m) * (far_m - near_m)) / 12, across, across]);
  return { kernels, mount, records: record };
}

/** Predicted range and angles over all ranges, with variances whose box of `BOX_SIGMAS` holds that of each one as far as the prediction goes. With a plot's
 *  own variance v added to both, each one's box may stand out, by no more than BOX_SIGMAS √v. */
function writeCommonHeader(w: Float64Array, wo: number, most: number, workOf: (k: number) => number): void {
  let heaviest = 0;
  let lone = true;
  for (let k = 1; k < most; k++) {
    if (w[wo + HEADER + k] === 0) continue;
    lone = lone && w[wo + HEADER + heaviest] === 0;
    if (w[wo + HEADER + k] > w[wo + HEADER + heaviest]) heaviest = k;
  }
  const main = wo + workOf(heaviest);
  for (let i = 0; i < HEADER; i++) w[wo + i] = w[main + i];
  if (lone) return;
  for (const [value, variance] of HEADER_PAIRS) {
    let mean = 0;
    for (let k = 0; k < most; k++)
      if (w[wo + HEADER + k] > 0) mean += w[wo + HEADER + k] * apart(w[wo + workOf(k) + value], w[main + value], value);
    let spread2 = 0;
    let widest = 0;
    for (let k = 0; k < most; k++) {
      if (w[wo + HEADER + k] === 0) continue;
      const off = apart(w[wo + workOf(k) + value], w[main + value], value) - mean;
      const own2 = w[wo + workOf(k) + variance];
      spread2 += w[wo + HEADER + k] * (own2 + off * off);
      widest = Math.max(widest, Math.abs(off) / BOX_SIGMAS + Math.sqrt(own2));
    }
    w[wo + value] = value === AZIMUTH ? turned(w[main + value] + mean) : w[main + value] + mean;
    w[wo + variance] = Math.max(spread2, widest * widest);
  }
}

const HEADER_PAIRS = [
  [RANGE, VAR_RANGE],
  [AZIMUTH, VAR_AZIMUTH],
  [ELEVATION, VAR_ELEVATION],
] as const;

function apart(a: number, b: number, value: number): number {
  return value === AZIMUTH ? turned(a - b) : a - b;
}

function turned(angle_rad: number): number {
  const turn = 2 * Math.PI;
  return angle_rad - turn * Math.round(angle_rad / turn);
}

/** Whether two states are of one place: nearer to each other than the smaller of their errors. */
function isAlike(inner: ObjectFilter, s: Float64Array, a: number, b: number, six: Float64Array): boolean {
  inner.estimate(s, a, six, 0);
  const [x, y, z] = six;
  const known2 = placeVariance(six, 0);
  inner.estimate(s, b, six, 0);
  const [dx, dy, dz] = [six[0] - x, six[1] - y, six[2] - z];
  return dx * dx + dy * dy + dz * dz < Math.min(known2, placeVariance(six, 0));
}

/** Sum of the variances of a place, m², of an estimate of six. */
export function placeVariance(estimate: ArrayLike<number>, at: number): number {
  return estimate[at + 6] + estimate[at + 6 + packedIndex(1, 1)] + estimate[at + 6 + packedIndex(2, 2)];
}

function normalise(w: Float64Array, at: number, count: number): void {
  let total = 0;
  for (let k = 0; k < count; k++) total += w[at + k];
  for (let k = 0; k < count; k++) w[at + k] /= total;
}
