import { radianceOfBlackBody, radianceOfNoise } from '../../core/physics/planck.ts';
import { type RandomStream, stream } from '../random.ts';
import type { ImagerBand, ImagerSpec } from './imager-spec.ts';

/** Marks of a pixel's quality, as the files of GOES-R imagers have them. */
export const QUALITY = { good: 0, outOfRange: 2, noValue: 3 } as const;

/** How radiances are made whole numbers: the highest code says that there is no value. */
export type Packing = { readonly scale: number; readonly offset: number; readonly fill: number };

/** So many codes, or so many noises, lie below nothing, whichever reaches farther: noise of a cold scene goes there. */
const CODES_BELOW = 24;
const NOISES_BELOW = 8;

/** Codes reach from a little below nothing to what is out of range. Scale and offset are of single precision, as files keep them. */
export function packingOf(band: ImagerBand): Packing {
  const fill = (1 << band.bits) - 1;
  const most = saturationOf(band);
  const below = NOISES_BELOW * noiseSigma(band);
  const codesBelow = Math.max(CODES_BELOW, Math.ceil(((fill - 1) * below) / (most + below)));
  const scale = Math.fround(most / (fill - 1 - codesBelow));
  return { scale, offset: Math.fround(-codesBelow * scale), fill };
}

/** The highest radiance that is told. */
export function saturationOf({ planck, reflectancePerRadiance = 1, saturation }: ImagerBand): number {
  return planck === undefined ? saturation / reflectancePerRadiance : radianceOfBlackBody(planck, saturation);
}

/** Sigma of a pixel's radiance. */
export function noiseSigma({ planck, reflectancePerRadiance = 1, noise }: ImagerBand): number {
  if (planck === undefined) return noise / reflectancePerRadiance;
  return radianceOfNoise(planck, noise);
}

/** By what noise is drawn: the world's seed, whose chance it is, and which look. */
export type Drawn = { readonly seed: number; readonly chance: string; readonly look: number };

/** What the detectors and the ground make of an image of radiances: noise, rows that are off as one, hits, pixels without a value, the end of the range, whole
 *  numbers. `radiance` is changed on the way. */
export function detected(
  spec: ImagerSpec,
  band: ImagerBand,
  radiance: Float64Array,
  columns: number,
  { seed, chance, look }: Drawn,
): { readonly codes: Uint16Array; readonly quality: Uint8Array } {
  const name = `${chance}/band-${band.band}`;
  const { scale, offset, fill } = packingOf(band);
  const most = saturationOf(band);
  addNoise(spec, band, radiance, columns, stream(seed, `${name}/pattern`), stream(seed, `${name}/look-${look}`));
  const codes = new Uint16Array(radiance.length);
  const quality = new Uint8Array(radiance.length);
  for (let at = 0; at < radiance.length; at++) {
    const value = radiance[at];
    if (Number.isNaN(value)) {
      codes[at] = fill;
      quality[at] = QUALITY.noValue;
      continue;
    }
    codes[at] = Math.max(0, Math.min(fill - 1, Math.round((value - offset) / scale)));
    if (value > most) markAround(quality, columns, at);
  }
  return { codes, quality };
}

function addNoise(
  spec: ImagerSpec,
  band: ImagerBand,
  radiance: Float64Array,
  columns: number,
  pattern: RandomStream,
  random: RandomStream,
): void {
  const sigma = noiseSigma(band);
  // A mirror sweeps each row anew; what an array has for a pattern it keeps.
  const ofRows = spec.scan === 'sweeping' ? random : pattern;
  for (let start = 0; start < radiance.length; start += columns) {
    const row = band.stripes * sigma * ofRows.normal();
    for (let at = start; at < start + columns; at++) radiance[at] += row + sigma * random.normal();
  }
  strike(radiance, spec.badPixels, pattern, () => NaN);
  strike(radiance, (spec.hitsPerSecondMegapixel * spec.exposure_s) / 1e6, random, (value) => value + hit(sigma, random));
}

/** Changes each pixel with a probability. */
function strike(radiance: Float64Array, probability: number, random: RandomStream, changed: (value: number) => number): void {
  if (!(probability > 0)) return;
  for (let at = 0; at < radiance.length; at++) if (random.uniform() < probability) radiance[at] = changed(radiance[at]);
}

/** The charge that a particle leaves: ten to seventy noises, evenly: a round figure. */
function hit(sigma: number, random: RandomStream): number {
  return sigma * (10 + 60 * random.uniform());
}

/** Real files mark the neighbours of what is out of range as well: the ground makes each pixel from several of the instrument's. */
function markAround(quality: Uint8Array, columns: number, at: number): void {
  const column = at % columns;
  for (let turn = -columns; turn <= columns; turn += columns)
    for (let step = column === 0 ? 0 : -1; step <= (column === columns - 1 ? 0 : 1); step++) {
      const neighbour = at + turn + step;
      if (neighbour >= 0 && neighbour < quality.length && quality[neighbour] !== QUALITY.noValue) quality[neighbour] = QUALITY.outOfRange;
    }
}
