import { exp, log, pow } from '../math/elementary.ts';
import type { Metres } from '../units.ts';

/** How faint an echo a radar makes out: what its makers state of it, for one look. */
export type RadarSensitivity = {
  /** Mean signal-to-noise ratio of one square metre at `range_m`. */
  readonly signalToNoise_dB: number;
  readonly range_m: Metres;
  /** Of one look at one place, with the threshold that the radar keeps. */
  readonly falseAlarmProbability: number;
};

/** Of a radar that states none it is taken that its greatest range is what its makers mean by it: there it shows one square metre every other time. */
export function sensitivityOf(radar: { readonly rangeMax_m: Metres; readonly sensitivity?: RadarSensitivity }): RadarSensitivity {
  return (
    radar.sensitivity ?? { signalToNoise_dB: EVERY_OTHER_TIME_DB, range_m: radar.rangeMax_m, falseAlarmProbability: USUAL_FALSE_ALARM }
  );
}

const USUAL_FALSE_ALARM = 1e-6;
/** Where `detected` is a half, with that: 1 + SNR = log₂(10⁶) = 19.93. */
const EVERY_OTHER_TIME_DB = 12.77;

/** The radar equation, as far as it depends on the object: the ratio (not in dB) falls with R⁴ and grows with the cross-section.
 *    SNR = SNR₀ · σ/1 m² · (R₀/R)⁴                Source  M. I. Skolnik, Introduction to Radar Systems, ch. 2 */
export function signalToNoise(
  { signalToNoise_dB, range_m: reference_m }: RadarSensitivity,
  range_m: Metres,
  crossSection_m2: number,
): number {
  const nearer = reference_m / range_m;
  return pow(10, signalToNoise_dB / 10) * crossSection_m2 * nearer * nearer * nearer * nearer;
}

/** Probability that a look detects what fluctuates from one look to the next (Swerling's first case):  Pd = Pfa^(1 / (1 + SNR)).
 *  Source  P. Swerling, Probability of detection for fluctuating targets, RAND RM-1217, 1954; Skolnik, ch. 2.
 *  Checked sensitivity.test.ts, by drawing echoes. */
export function detected(signalToNoiseRatio: number, falseAlarmProbability: number): number {
  return exp(log(falseAlarmProbability) / (1 + signalToNoiseRatio));
}
