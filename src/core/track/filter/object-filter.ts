import { GATES } from '../look/gates.ts';
import type { PlotRecords } from '../look/plot-table.ts';
import type { SensorView } from '../look/sensor-view.ts';

/** What association asks of a single-object filter. A filter owns no memory: states and work lie in the caller's arrays, a slot each, so
 *  that ten thousand objects are a few arrays and not ten thousand objects.
 *
 *  A work slot begins with a header that is the same for all filters: the predicted measurement and the variances of its prediction, without
 *  the plot's own. Gates and the share inside the view are made of it. What follows the header is the filter's own. */
export type ObjectFilter = {
  /** The motion and what it is followed by, in words: states of filters with the same words mean the same (snapshots carry them). */
  readonly model: string;
  readonly stateSize: number;
  readonly workSize: number;
  /** Present when a state is a record of nine that ends with the velocity of the body that the object may have left (companions.ts). */
  readonly body?: BodyKnowledge;
  /** Moves the state at `s[o]` by dt seconds. */
  predict(s: Float64Array, o: number, dt_s: number): void;
  /** Predicts what the sensor would measure of it, into the work slot at `w[wo]`. */
  project(s: Float64Array, o: number, sensor: SensorView, w: Float64Array, wo: number): void;
  /** ln of the density of plot j (per m·rad², and per m/s where it has a range rate; per rad² where it has no range) given this object, −Infinity outside the gate. */
  logDensity(w: Float64Array, wo: number, plots: PlotRecords, j: number): number;
  /** Takes plot j into the state at `from` (whose work slot is `wo`) and writes the result to `to`, which may be `from`. */
  update(s: Float64Array, from: number, w: Float64Array, wo: number, to: number, plots: PlotRecords, j: number): void;
  /** A state from one plot and the prior of the velocity. */
  start(plots: PlotRecords, j: number, sensor: SensorView, s: Float64Array, o: number): void;
  /** Position and velocity (6) and their covariance (packed lower, 21). */
  estimate(s: Float64Array, o: number, out: Float64Array, at: number): void;
  /** Whether what was looked at, and not the prior alone, says where it is. Absent, every plot does. */
  isPlaced?(s: Float64Array, o: number): boolean;
  /** The moment-matched mixture of states; weights sum to one. `to` is none of the others. */
  blend(s: Float64Array, from: readonly number[], weights: readonly number[], to: number): void;
};

export type BodyKnowledge = {
  /** ln of the density of plot j when others' factor of the body's velocity is taken in first. No gate. */
  logDensity(s: Float64Array, o: number, factor: Float64Array, sensor: SensorView, plots: PlotRecords, j: number): number;
};

/** Offsets in a work slot's header. */
export const [RANGE, AZIMUTH, ELEVATION, VAR_RANGE, VAR_AZIMUTH, VAR_ELEVATION, HEADER] = [0, 1, 2, 3, 4, 5, 6];

/** The gate of one measured quantity, in sigmas: a plot inside the gate is inside the box of these. */
export const BOX_SIGMAS = Math.sqrt(GATES.plot[4]);
