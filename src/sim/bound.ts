import type { RadarSensor } from '../core/sense/sensor.ts';
import type { Scan } from '../core/sense/scan.ts';
import { infraredMeasurement, type Measurement, radarFrame, radarMeasurement } from '../core/track/measurement.ts';
import { BOOST, COAST } from '../core/track/models.ts';
import { predict } from '../core/track/predict.ts';
import { innovate, update } from '../core/track/update.ts';
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

export function boundOf(flight: TruthFlight, radars: readonly RadarSensor[]): Bound {
  let model = BOOST;
  let at_us = flight.launch.time_us;
  let p = prior();
  const advance = (to_us: Micros): void => {
    if (model === BOOST && to_us > flight.burnout_us) {
      p = predicted(flight, BOOST, p, at_us, flight.burnout_us);
      p = firstSix(p);
      model = COAST;
      at_us = flight.burnout_us;
    }
    p = predicted(flight, model, p, at_us, to_us);
    at_us = to_us;
  };
  return {
    take(scan) {
      if (scan.measuredAt_us <= flight.launch.time_us) return;
      advance(scan.measuredAt_us);
      const x = stateOf(flight, at_us, model.dimension);
      if (x === undefined) return;
      for (const measurement of measurements(scan, radars)) {
        const z = measurement.linearise(x);
        const innovation = innovate(z, p, model.dimension);
        if (innovation !== undefined) update(x.slice(), p, model.dimension, z, innovation);
      }
    },
    at(to_us) {
      advance(to_us);
      return model === COAST ? p.slice() : firstSix(p);
    },
  };
}

function predicted(flight: TruthFlight, model: typeof BOOST, p: Float64Array, from_us: Micros, to_us: Micros): Float64Array {
  const out = p.slice();
  const x = stateOf(flight, from_us, model.dimension);
  if (x !== undefined && to_us > from_us) predict(model, x, out, (to_us - from_us) / 1e6);
  return out;
}

/** The truth as a filter's state; thrust along the velocity where the model wants an acceleration. */
function stateOf(flight: TruthFlight, at_us: Micros, n: number): Float64Array | undefined {
  const truth = flight.stateAt(at_us);
  if (truth === undefined) return undefined;
  const { r, v, thrust_mps2 } = truth;
  const speed = Math.sqrt(v.x * v.x + v.y * v.y + v.z * v.z);
  const along = n === 9 && speed > 1 ? thrust_mps2 / speed : 0;
  return Float64Array.of(r.x, r.y, r.z, v.x, v.y, v.z, along * v.x, along * v.y, along * v.z).slice(0, n);
}

function measurements(scan: Scan, radars: readonly RadarSensor[]): Measurement[] {
  if (scan.kind === 'infrared-scan') return scan.detections.map((d) => infraredMeasurement(scan.satelliteEcef_m, d));
  const radar = radars.find(({ id }) => id === scan.sensor);
  return radar === undefined ? [] : scan.plots.map((plot) => radarMeasurement(radarFrame(radar), plot));
}

function prior(): Float64Array {
  const p = new Float64Array(81);
  for (let i = 0; i < 9; i++) {
    const sigma = i < 3 ? PRIOR_SIGMA_M : i < 6 ? PRIOR_SIGMA_MPS : PRIOR_SIGMA_MPS2;
    p[i * 9 + i] = sigma * sigma;
  }
  return p;
}

function firstSix(p: Float64Array): Float64Array {
  if (p.length === 36) return p;
  const out = new Float64Array(36);
  for (let i = 0; i < 6; i++) for (let j = 0; j < 6; j++) out[i * 6 + j] = p[i * 9 + j];
  return out;
}
