import { type Gaussian, predict, update } from '../../core/track/estimators/filter.ts';
import { type Lineariser, regression, tangent } from '../../core/track/estimators/linearise.ts';
import { cubature, unscented } from '../../core/track/estimators/sigma-rules.ts';
import { innovatePolar3, POLAR3_INNOVATION } from '../../core/track/kernels/polar3.ts';
import { updatePolar3Of9 } from '../../core/track/kernels/polar3-of-9.ts';
import { HEADER } from '../../core/track/filter/object-filter.ts';
import { kinematicFilter } from '../../core/track/filter/kinematic-filter.ts';
import { plotTable } from '../../core/track/look/plot-table.ts';
import type { SensorView } from '../../core/track/look/sensor-view.ts';
import { RADAR_MOUNT, SIGMA_ANGLE_RAD, SIGMA_RANGE_M } from './arcs.ts';
import { freeFallOf, polar, POLAR_NOISE, startAt, whiteAcceleration } from './ballistic-models.ts';

/** A filter on trial: it is given the plots of one arc in turn, range, azimuth, elevation. */
export type ArcFilter = {
  readonly name: string;
  /** The library's own, which the claim is about. */
  readonly tracker: boolean;
  start(plot: Float64Array): void;
  step(plot: Float64Array): void;
  state(): Gaussian;
};

/** Velocity of a new track: nothing is known of it but that it falls freely. */
export const SIGMA_VELOCITY_MPS = 5_000;

const ITERATED = 10;

export function arcFilters(interval_s: number, psd_m2ps3: number): readonly ArcFilter[] {
  const written = (name: string, linearise: Lineariser, rounds = 1): ArcFilter =>
    writtenFilter(name, linearise, rounds, interval_s, psd_m2ps3);
  return [
    trackerFilter('tracker', true, interval_s, psd_m2ps3),
    trackerFilter('tracker, one round', false, interval_s, psd_m2ps3),
    written('extended', tangent),
    written('iterated extended', tangent, ITERATED),
    written('unscented', regression(unscented({ alpha: 0.5, beta: 2 }))),
    written('cubature', regression(cubature)),
  ];
}

/** The filters that are written to be read. */
function writtenFilter(name: string, linearise: Lineariser, rounds: number, interval_s: number, psd_m2ps3: number): ArcFilter {
  const fall = freeFallOf(interval_s);
  const q = whiteAcceleration(psd_m2ps3, interval_s);
  let state: Gaussian = { x: new Float64Array(6), p: new Float64Array(36) };
  return {
    name,
    tracker: false,
    start(plot) {
      state = startAt(plot, SIGMA_VELOCITY_MPS);
    },
    step(plot) {
      const predicted = predict(linearise, state, fall, q);
      if (predicted.kind !== 'predicted') throw new RangeError(`${name}: ${predicted.what} not positive definite`);
      const updated = update(linearise, predicted.state, polar, POLAR_NOISE, plot, rounds);
      if (updated.kind !== 'updated') throw new RangeError(`${name}: ${updated.what} not positive definite`);
      state = updated.state;
    },
    state: () => state,
  };
}

const SENSOR: SensorView = {
  mount: RADAR_MOUNT,
  azimuthOrigin_rad: 0,
  sigmaRange_m: SIGMA_RANGE_M,
  sigmaAzimuth_rad: SIGMA_ANGLE_RAD,
  sigmaElevation_rad: SIGMA_ANGLE_RAD,
  view: {
    rangeMin_m: 0,
    rangeMax_m: 3e6,
    azimuthMin_rad: -Math.PI,
    azimuthMax_rad: Math.PI,
    elevationMin_rad: 0,
    elevationMax_rad: Math.PI / 2,
  },
  detectionProbability: 1,
  falsePlotsPerScan: 0,
  priorVelocity_mps: SIGMA_VELOCITY_MPS,
};

/** The multi-object tracker's filter of one object: the generated kernels. */
function trackerFilter(name: string, iterated: boolean, interval_s: number, psd_m2ps3: number): ArcFilter {
  const filter = kinematicFilter({ kind: 'coast', psd_m2ps3 });
  const innovation = new Float64Array(POLAR3_INNOVATION.length);
  const s = new Float64Array(filter.stateSize);
  const w = new Float64Array(filter.workSize);
  const estimate = new Float64Array(27);
  const tableOf = ([range_m, azimuth_rad, elevation_rad]: Float64Array) => plotTable([{ range_m, azimuth_rad, elevation_rad }], SENSOR);
  return {
    name,
    tracker: iterated,
    start: (plot) => filter.start(tableOf(plot), 0, SENSOR, s, 0),
    step(plot) {
      const table = tableOf(plot);
      filter.predict(s, 0, interval_s);
      filter.project(s, 0, SENSOR, w, 0);
      if (iterated) filter.update(s, 0, w, 0, 0, table, 0);
      else {
        innovatePolar3(w, HEADER, table.records, 0, innovation, 0);
        updatePolar3Of9(s, 0, w, HEADER, innovation, 0, s, 0);
      }
    },
    state() {
      filter.estimate(s, 0, estimate, 0);
      const p = new Float64Array(36);
      for (let i = 0, k = 6; i < 6; i++) for (let j = 0; j <= i; j++, k++) p[i * 6 + j] = p[j * 6 + i] = estimate[k];
      return { x: estimate.slice(0, 6), p };
    },
  };
}
