import { planckAt, radianceOfBlackBody } from '../../core/physics/planck.ts';
import type { Geodetic } from '../../core/frames/geodetic.ts';
import type { Kelvin, Metres, Micros, Seconds, SquareMetres, WattsPerSteradian } from '../../core/units.ts';
import type { HeatSource } from '../infrared.ts';
import type { ImagerBand } from './imager-spec.ts';
import { perMicrometre } from './radiance.ts';

/** Ground that is hot for as long as anybody looks: a fire, a flare, a furnace. */
export type HotGround = { readonly place: Geodetic; readonly temperature_K: Kelvin; readonly area_m2: SquareMetres };

/** A flash of lightning, which lights the cloud that it is in. */
export type Flash = {
  readonly place: Geodetic;
  readonly begin_us: Micros;
  readonly lasts_s: Seconds;
  /** Between 2 and 5 µm, mean while it lasts. */
  readonly intensity_Wpsr: WattsPerSteradian;
  /** Sigma of the lit patch. */
  readonly radius_m: Metres;
};

/** What is hot or moves in front of a backdrop. `heat` is what burns by itself, each as it is at a time. */
export type Sources = {
  readonly grounds: readonly HotGround[];
  readonly flashes: readonly Flash[];
  readonly heat: readonly ((at_us: Micros) => HeatSource | undefined)[];
};

/** What an intensity stands for: short and middle wavelengths, cm⁻¹, of gas and soot as hot as a plume's. Lines of water and carbon dioxide stand far above
 *  that and gaps below: by up to a decade, as nobody publishes, and no more than what intensities themselves are uncertain by. */
const FROM_pcm = 2_000;
const TO_pcm = 5_000;
const PLUME_K: Kelvin = 1_800;

/** Spectral intensity in a band, in its unit of radiance times m², of a heat of one watt per steradian over all of 2 to 5 µm. */
export function shareOfHeat({ planck, wavelength_um }: Pick<ImagerBand, 'planck' | 'wavelength_um'>): number {
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
