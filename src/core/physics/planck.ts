import { exp, log } from '../math/elementary.ts';
import type { Kelvin } from '../units.ts';

/** Planck's law for one band of an imager, as its files state it: the law at one wavenumber (`fk1`, in the file's unit of radiance, and `fk2`, K), and
 *  a line (`bc1`, K, and `bc2`) that takes a temperature to the one which at that wavenumber gives the radiance of the whole band. */
export type PlanckBand = { readonly fk1: number; readonly fk2: number; readonly bc1: number; readonly bc2: number };

/** 2 h c², mW/(m² sr cm⁻⁴), and h c / k, cm K (CODATA 2018). */
const FIRST_RADIATION = 1.191042972e-5;
const SECOND_RADIATION = 1.438776877;

/** The law at one wavelength, in mW/(m² sr cm⁻¹): of a band of an imager that is not built. */
export function planckAt(wavelength_um: number): PlanckBand {
  const wavenumber_pcm = 10_000 / wavelength_um;
  return {
    fk1: FIRST_RADIATION * wavenumber_pcm * wavenumber_pcm * wavenumber_pcm,
    fk2: SECOND_RADIATION * wavenumber_pcm,
    bc1: 0,
    bc2: 1,
  };
}

/** Brightness temperature of a spectral radiance in the unit of `fk1`; NaN of a radiance that is not positive: the noise of a cold scene makes some, and
 *  they have no temperature.
 *  Source  [GOES-R PUG L1b] vol. 3, 5.1.3.1.1. */
export function brightnessTemperature({ fk1, fk2, bc1, bc2 }: PlanckBand, radiance: number): Kelvin {
  return radiance > 0 ? (fk2 / log(fk1 / radiance + 1) - bc1) / bc2 : NaN;
}

/** W/(m² K⁴), CODATA 2018. */
export const STEFAN_BOLTZMANN = 5.670374419e-8;

/** Spectral radiance of a black body, in the unit of `fk1`: the inverse of `brightnessTemperature`. */
export function radianceOfBlackBody({ fk1, fk2, bc1, bc2 }: PlanckBand, temperature_K: Kelvin): number {
  return fk1 / (exp(fk2 / (bc1 + bc2 * temperature_K)) - 1);
}

/** The Sun in the infrared between 2 and 5 µm: a black body of so many kelvins (G. Thuillier and others, Solar Physics 214, 2003: 5,600 to 5,800 K). */
const SUN_K: Kelvin = 5700;
/** Solid angle of its disc at one astronomical unit, sr. */
const SUN_sr = 6.794e-5;

/** Radiance of a white, scattering surface that the Sun of one astronomical unit shines on from overhead: what a reflectance of one adds. */
export function reflectedSunlight(band: PlanckBand): number {
  return (radianceOfBlackBody(band, SUN_K) * SUN_sr) / Math.PI;
}

/** W/(m² sr µm) of one mW/(m² sr cm⁻¹): a wave number of 10⁴/λ changes by 10⁴/λ² where the wavelength changes by one. */
export function perMicrometre(wavelength_um: number): number {
  return 10 / (wavelength_um * wavelength_um);
}

/** Radiance that a difference of temperature makes at 300 K: how the noise of a band is stated. */
export function radianceOfNoise(band: PlanckBand, noise_K: Kelvin): number {
  return radianceOfBlackBody(band, 300 + noise_K / 2) - radianceOfBlackBody(band, 300 - noise_K / 2);
}
