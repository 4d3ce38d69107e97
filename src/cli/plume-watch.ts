import { lineOfSight } from '../core/frames/line-of-sight.ts';
import { angleBetween } from '../core/math/vector.ts';
import type { Micros } from '../core/units.ts';
import type { TruthFlight } from '../sim/truth.ts';
import type { TimedInput } from '../sim/world.ts';

/** A detection within this angle of the true plume is of the plume: eight times the error of the generic satellites, and a thousandth of
 *  the distance between two false ones. */
const SAME_SPOT_rad = 2e-4;

/** Notes when a satellite first detected a flight's burning plume: the time of the measurement. Truth and sensor data meet here only to
 *  keep the score: nobody can be blamed for not noticing what no satellite saw. */
export function createPlumeWatch(truth: TruthFlight): {
  readonly watch: (arrival: TimedInput) => void;
  readonly seen_us: () => Micros | undefined;
} {
  let seen_us: Micros | undefined;
  return {
    watch({ input }) {
      if (seen_us !== undefined || input.kind !== 'infrared-scan') return;
      const state = truth.stateAt(input.measuredAt_us);
      if (state === undefined || !(state.plume_Wpsr > 0)) return;
      const toPlume = lineOfSight(input.satelliteEcef_m, state.r);
      if (input.detections.some((one) => angleBetween(one.lineOfSightEcef, toPlume) < SAME_SPOT_rad)) seen_us = input.measuredAt_us;
    },
    seen_us: () => seen_us,
  };
}
