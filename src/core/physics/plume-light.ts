import { perMicrometre, type PlanckBand, planckAt, radianceOfBlackBody } from './planck.ts';
import type { Kelvin } from '../units.ts';

/** What an intensity stands for: short and middle wavelengths, cm⁻¹, of gas and soot as hot as a plume's. Lines of water and carbon dioxide stand far above
 *  that and gaps below: by up to a decade, as nobody publishes, and no more than what intensities themselves are uncertain by. */
const FROM_pcm = 2_000;
const TO_pcm = 5_000;
const PLUME_K: Kelvin = 1_800;

/** Spectral intensity in a band, in its unit of radiance times m², of a heat of one watt per steradian over all of 2 to 5 µm. A band without `planck` is one in
 *  which things shine. */
export function shareOfHeat({
  planck,
  wavelength_um,
}: {
  readonly planck: PlanckBand | undefined;
  readonly wavelength_um: number;
}): number {
  const perWavenumber = (1000 * spectral(10_000 / wavelength_um)) / integral();
  return planck === undefined ? perWavenumber * perMicrometre(wavelength_um) : perWavenumber;
}

function spectral(wavenumber_pcm: number): number {
  return radianceOfBlackBody(planckAt(10_000 / wavenumber_pcm), PLUME_K);
}

/** By Simpson's rule; 60 steps leave nine digits of so smooth a law. */
function integral(): number {
  const steps = 60;
  const step = (TO_pcm - FROM_pcm) / steps;
  let sum = spectral(FROM_pcm) + spectral(TO_pcm);
  for (let k = 1; k < steps; k++) sum += (k % 2 === 1 ? 4 : 2) * spectral(FROM_pcm + k * step);
  return (sum * step) / 3;
}
