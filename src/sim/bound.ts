import type { SensorSpec } from '../core/sense/sensor.ts';
import type { Scan } from '../core/sense/scan.ts';
import { straightScan } from '../core/sense/corrections.ts';
import { type Look, lookOf } from '../core/track/look/look.ts';
import { BOOST, COAST, type MotionModel } from '../core/track/filter/models.ts';
import { predict } from '../core/track/filter/predict.ts';
import { packedIndex, unpacked } from '../core/math/packed.ts';
import type { Micros } from '../core/units.ts';
import type { TruthFlight } from './truth.ts';

/** Posterior Cramér–Rao bound of a flight's position and velocity, for the models that the tracker uses and an oracle that knows which
 *  model holds when: boost to the burn-out, coast after it. Information is taken at the truth, from the very detections that were made.
 *    J(k+1) = (Φ J(k)⁻¹ Φᵀ + Q)⁻¹ + Hᵀ R⁻¹ H
 *  which is the filter's covariance recursion linearised at the truth.   Source  [TMN1998] eq. 21, with additive Gaussian noise. */
export type Bound = {
  /** Takes a scan of the flight; later than the one before. */
  take(scan: Scan): void;
  /** The 6×6 bound at a time not before the last scan. */
  at(at_us: Micros): Float64Array;
};

/** Before the first detection: the launch point is anywhere within a few hundred kilometres, the speed anything. */
const PRIOR_SIGMA_M = 300_000;
const PRIOR_SIGMA_MPS = 3_000;
const PRIOR_SIGMA_MPS2 = 30;

export function boundOf(flight: TruthFlight, sensors: readonly SensorSpec[]): Bound {
  let model = BOOST;
  let at_us = flight.launch.time_us;
  // A record whose states are the truth's whenever something is computed at them; what it carries is the covariance.
  const record = prior();
  const toTruth = (): boolean => {
    const truth = stateOf(flight, at_us, model.dimension);
    if (truth !== undefined) record.set(truth);
    return truth !== undefined;
  };
  const advance = (to_us: Micros): void => {
    if (toTruth()) predict(model, record, 0, (to_us - at_us) / 1e6);
    at_us = to_us;
  };
  const burnOut = (): void => {
    advance(flight.burnout_us);
    record.copyWithin(COAST.dimension, BOOST.dimension, BOOST.dimension + 21);
    model = COAST;
  };
  const advanceTo = (to_us: Micros): void => {
    if (model === BOOST && to_us > flight.burnout_us) burnOut();
    advance(to_us);
  };
  return {
    take(scan) {
      if (scan.measuredAt_us <= flight.launch.time_us) return;
      advanceTo(scan.measuredAt_us);
      const look = lookAt(scan, sensors);
      for (let column = 0; column < (look?.columns.count ?? 0); column++)
        if (look !== undefined && toTruth()) absorb(model, record, look, column);
    },
    at(to_us) {
      advanceTo(to_us);
      return unpacked(record, model.dimension, 6);
    },
  };
}

function absorb({ dimension }: MotionModel, record: Float64Array, { kernels, mount, records }: Look, column: number): void {
  const work = new Float64Array(kernels.workLength);
  const innovation = new Float64Array(kernels.innovationLength);
  kernels.project[dimension](record, 0, mount, 0, work, 0);
  if (kernels.innovate(work, 0, records, column * kernels.recordLength, innovation, 0))
    kernels.update[dimension](record, 0, work, 0, innovation, 0, record, 0);
}

/** The truth as a filter's state; thrust along the velocity where the model wants an acceleration. */
function lookAt(scan: Scan, sensors: readonly SensorSpec[]): Look | undefined {
  const sensor = sensors.find(({ id }) => id === scan.sensor);
  return sensor && lookOf(sensor, straightScan(sensor, scan), 0, new Set());
}

function stateOf(flight: TruthFlight, at_us: Micros, n: number): Float64Array | undefined {
  const truth = flight.stateAt(at_us);
  if (truth === undefined) return undefined;
  const { r, v, thrust_mps2 } = truth;
  const speed = Math.sqrt(v.x * v.x + v.y * v.y + v.z * v.z);
  const along = n === 9 && speed > 1 ? thrust_mps2 / speed : 0;
  return Float64Array.of(r.x, r.y, r.z, v.x, v.y, v.z, along * v.x, along * v.y, along * v.z).slice(0, n);
}

function prior(): Float64Array {
  const record = new Float64Array(BOOST.size);
  for (let i = 0; i < 9; i++) {
    const sigma = i < 3 ? PRIOR_SIGMA_M : i < 6 ? PRIOR_SIGMA_MPS : PRIOR_SIGMA_MPS2;
    record[9 + packedIndex(i, i)] = sigma * sigma;
  }
  return record;
}
