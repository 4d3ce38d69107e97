import type { Emit } from '../tell/emission.ts';
import type { RadarSensor, SensorSpec } from '../sense/sensor.ts';
import type { State } from '../state/state.ts';
import { forget } from '../registration/register.ts';
import { UNKNOWN_RADAR } from './settings.ts';
import { forgetSights } from './sights.ts';

/** Whether what is known of a sensor's biases was of another sensor: one that stood elsewhere, or measured otherwise. */
export function isAnother(before: SensorSpec, now: SensorSpec): boolean {
  if (before.kind !== 'radar' || now.kind !== 'radar') return false;
  const [a, b] = [figuresOf(before), figuresOf(now)];
  return a.some((figure, k) => figure !== b[k]);
}

/** What registration takes from a radar's declaration. */
function figuresOf({ site, sigmaRange_m, sigmaAngle_rad }: RadarSensor): readonly number[] {
  return [site.latitude_rad, site.longitude_rad, site.height_m, sigmaRange_m, sigmaAngle_rad];
}

/** A radar has been declared anew, standing elsewhere or measuring otherwise: what was known of its biases was of the old declaration, and its plots
 *  are taken as they come. Said where people had been told of a bias. */
export function registerAnew(state: State, sensor: string, emit: Emit): void {
  forgetSights(state, sensor);
  const { registration, at_us } = state;
  const { register, verdicts, beside, gathered, gatheredBeside } = registration;
  const k = register.sensors.indexOf(sensor);
  if (k < 0) return;
  const isTold = beside.includes(k) || verdicts[k].treatment !== undefined;
  forget(register, k, UNKNOWN_RADAR);
  verdicts[k] = { kind: 'not-told', treatment: undefined };
  beside.splice(0, Infinity, ...beside.filter((one) => one !== k));
  gatheredBeside.splice(0, Infinity, ...gatheredBeside.filter((one) => one.sensor !== k));
  for (const { plots } of gathered) plots.splice(0, Infinity, ...plots.filter((plot) => plot.sensor !== k));
  if (isTold) emit({ kind: 'alarm', at_us, alarm: 'sensor-bias', sensor, finding: { kind: 'not-told' } });
}
