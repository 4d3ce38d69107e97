import { normalCdf } from '../core/math/chi-squared.ts';
import { atan2, cos, exp, log, log10, pow } from '../core/math/elementary.ts';
import type { Vec3 } from '../core/math/vector.ts';

/** A generic phased array, as far as its chance to see something depends on it. */
export type PhasedArray = {
  readonly antennaGain_dB: number;
  readonly frequency_Hz: number;
  /** Integrated coherently. */
  readonly pulses: number;
  readonly dutyCycle: number;
  readonly bandwidth_Hz: number;
  /** Between the half-power points, on boresight. */
  readonly beamWidth_rad: number;
  readonly falseAlarmProbability: number;
  readonly noiseFigure_dB: number;
  readonly peakPower_W: number;
  readonly loss_dB?: number;
};

export type Return = {
  /** A ratio, not in dB. */
  readonly signalToNoise: number;
  readonly detectionProbability: number;
  /** What of the peak power goes the target's way. */
  readonly power_W: number;
  /** Of the beam as steered. */
  readonly gain_dB: number;
  readonly width_rad: number;
};

const LIGHT_MPS = 299_792_458;
const BOLTZMANN_JPK = 1.380649e-23;
const REFERENCE_K = 290;
/** Full width at half maximum of a Gaussian, in its sigmas: 2 √(2 ln 2). */
const HALF_POWER_SIGMAS = 2 * Math.sqrt(2 * log(2));

/** What a phased array makes of a target: signal to noise, and North's approximation of the chance to detect it.
 *    SNR = c² n β / (64 π³ k T₀ B F f² L) · σ G² P / R⁴      Pd = ½ erfc( √(−ln Pfa) − √(SNR + ½) )
 *  Steered away from boresight by azimuth and elevation the array loses cos·cos of its gain, and its beam widens as much; across the beam
 *  the power falls as a Gaussian. No clutter, no propagation loss beyond L, a target that does not fluctuate.
 *  Frame    x along boresight, z up, m; azimuth = atan2(y, x), elevation from the x–y plane.
 *  Source   M. I. Skolnik, Introduction to Radar Systems, ch. 2; North's approximation after D. O. North, RCA report PTR-6C, 1943.
 *  Checked  radar-equation.test.ts, against Stone Soup's AESA radar. */
export function radarReturn(
  radar: PhasedArray,
  beam: { readonly azimuth_rad: number; readonly elevation_rad: number },
  target: Vec3,
  crossSection_m2: number,
): Return {
  const steering = cos(beam.azimuth_rad) * cos(beam.elevation_rad);
  const gain = ratio(radar.antennaGain_dB) * steering;
  const width_rad = radar.beamWidth_rad / steering;
  const { x, y, z } = target;
  const flat2 = x * x + y * y;
  const range2 = flat2 + z * z;
  const across = atan2(y, x) - beam.azimuth_rad;
  const up = atan2(z, Math.sqrt(flat2)) - beam.elevation_rad;
  const sigma_rad = width_rad / HALF_POWER_SIGMAS;
  const power_W = radar.peakPower_W * exp(-(across * across + up * up) / (2 * sigma_rad * sigma_rad));
  const signalToNoise = (sensitivity(radar) * crossSection_m2 * gain * gain * power_W) / (range2 * range2);
  return {
    signalToNoise,
    detectionProbability: north(signalToNoise, radar.falseAlarmProbability),
    power_W,
    gain_dB: 10 * log10(gain),
    width_rad,
  };
}

/** What of the equation depends on neither beam nor target. */
function sensitivity({ pulses, dutyCycle, bandwidth_Hz, noiseFigure_dB, frequency_Hz, loss_dB = 0 }: PhasedArray): number {
  const noise_W = BOLTZMANN_JPK * REFERENCE_K * bandwidth_Hz * ratio(noiseFigure_dB) * ratio(loss_dB);
  const wavelength_m = LIGHT_MPS / frequency_Hz;
  return (wavelength_m * wavelength_m * pulses * dutyCycle) / (64 * Math.PI * Math.PI * Math.PI * noise_W);
}

/** ½ erfc(u) is the normal distribution at −u√2. */
function north(signalToNoise: number, falseAlarmProbability: number): number {
  return normalCdf((Math.sqrt(signalToNoise + 0.5) - Math.sqrt(-log(falseAlarmProbability))) * Math.SQRT2);
}

function ratio(decibels: number): number {
  return pow(10, decibels / 10);
}
