import type { PlanckBand } from '../../core/physics/planck.ts';
import type { Metres, Radians, Seconds } from '../../core/units.ts';
import { stream } from '../random.ts';

/** A figure that nobody outside knows exactly: its likely value, where else it may lie, and who says so. */
export type Figure = { readonly value: number; readonly range: readonly [low: number, high: number]; readonly source: string };

/** What an imager is, its uncertain figures as `Figure`s (a preset) or as numbers (one imager). */
export type ImagerSpecOf<N> = {
  /** Not the name of any satellite that flies. What is drawn for an imager is drawn by its name and its place. */
  readonly satellite: string;
  readonly longitude_rad: Radians;
  /** A mirror sweeps row by row, so that rows are seen one after the other; an array stares at all of them. */
  readonly scan: 'sweeping' | 'staring';
  /** What pixels beside the Earth are: the ground leaves them out, or they are told as they are, dark. */
  readonly space: 'no value' | 'dark';
  /** From one look to the next, and from the beginning to the end of one. */
  readonly framePeriod_s: Seconds;
  readonly exposure_s: Seconds;
  /** Of a pixel, side. */
  readonly step_rad: Radians;
  /** Sigma of a look's pointing that the frames' axes do not tell: the slow part of it, its time constant, and the part that is new each time. */
  readonly drift_rad: N;
  readonly driftTime_s: N;
  readonly jitter_rad: N;
  /** Share of the pixels that have no value in any look. */
  readonly badPixels: N;
  /** Charged particles that hit the array, a second and million pixels; each leaves its charge in one pixel. */
  readonly hitsPerSecondMegapixel: N;
  readonly bands: readonly ImagerBandOf<N>[];
};

/** One band. Radiances are in mW/(m² sr cm⁻¹) where the band glows; where it shines, in W/(m² sr µm). */
export type ImagerBandOf<N> = {
  readonly band: number;
  readonly wavelength_um: number;
  readonly planck: PlanckBand | undefined;
  /** Of a band in which things shine: reflectance of a unit of radiance. */
  readonly reflectancePerRadiance: number | undefined;
  /** Sigma of a pixel: the temperature difference that makes it at 300 K, K; of a band that shines a reflectance. */
  readonly noise: N;
  /** Sigma of what all pixels of a row have in common, as a share of that noise. */
  readonly stripes: N;
  /** Of the optics: sigma of a Gaussian, in pixels; the pixel itself comes on top. */
  readonly pointSpread: N;
  /** What is hotter is out of range, K; of a band that shines what is brighter, a reflectance. */
  readonly saturation: N;
  /** What the air from sea level up takes, looked at from above, as optical depth; with height it falls off over `airHeight_m`. */
  readonly airDepth: N;
  readonly airHeight_m: Metres;
  /** Bits of a code. */
  readonly bits: number;
};

export type ImagerPreset = ImagerSpecOf<Figure>;
export type ImagerSpec = ImagerSpecOf<number>;
export type ImagerBand = ImagerBandOf<number>;

/** Whose chance it is: an imager's, by name and place, so that two of a class have each their own although nobody named them. */
export function streamOf({ satellite, longitude_rad }: Pick<ImagerSpecOf<unknown>, 'satellite' | 'longitude_rad'>): string {
  return `imager/${satellite}/${longitude_rad}`;
}

/** One imager of a class: with the likely figures, or, given a seed, with each drawn from its range as one that was really built may have it. */
export function imagerOf(preset: ImagerPreset, seed?: number): ImagerSpec {
  const figure = ({ value, range: [low, high] }: Figure, name: string): number =>
    seed === undefined ? value : low + (high - low) * stream(seed, `${streamOf(preset)}/${name}`).uniform();
  return {
    ...preset,
    drift_rad: figure(preset.drift_rad, 'drift'),
    driftTime_s: figure(preset.driftTime_s, 'drift-time'),
    jitter_rad: figure(preset.jitter_rad, 'jitter'),
    badPixels: figure(preset.badPixels, 'bad-pixels'),
    hitsPerSecondMegapixel: figure(preset.hitsPerSecondMegapixel, 'hits'),
    bands: preset.bands.map((band) => ({
      ...band,
      noise: figure(band.noise, `noise/${band.band}`),
      stripes: figure(band.stripes, `stripes/${band.band}`),
      pointSpread: figure(band.pointSpread, `point-spread/${band.band}`),
      saturation: figure(band.saturation, `saturation/${band.band}`),
      airDepth: figure(band.airDepth, `air/${band.band}`),
    })),
  };
}
