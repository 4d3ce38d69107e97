import { radianceOfBlackBody } from '../../core/physics/planck.ts';
import { type RandomStream, stream } from '../random.ts';
import type { ImagerBand, ImagerSpec } from './imager-spec.ts';

/** Marks of a pixel's quality, as the files of GOES-R imagers have them. */
export const QUALITY = { good: 0, outOfRange: 2, noValue: 3 } as const;

/** How radiances are made whole numbers: the highest code says that there is no value. */
export type Packing = { readonly scale: number; readonly offset: number; readonly fill: number };

/** So many codes lie below nothing: noise of a cold scene goes there. */
const BELOW_NOTHING = 24;

/** Codes reach from a little below nothing to what is out of range. Scale and offset are of single precision, as files keep them. */
export function packingOf(band: ImagerBand): Packing {
  const fill = (1 << band.bits) - 1;
  const scale = Math.fround(saturationOf(band) / (fill - 1 - BELOW_NOTHING));
  return { scale, offset: Math.fround(-BELOW_NOTHING * scale), fill };
}

/** The highest radiance that is told. */
export function saturationOf({ planck, reflectancePerRadiance = 1, saturation_K }: ImagerBand): number {
  return planck === undefined ? saturation_K / reflectancePerRadiance : radianceOfBlackBody(planck, saturation_K);
}

/** Sigma of a pixel's radiance. */
export function noiseSigma({ planck, reflectancePerRadiance = 1, noise_K }: ImagerBand): number {
  if (planck === undefined) return noise_K / reflectancePerRadiance;
  return radianceOfBlackBody(planck, 300 + noise_K / 2) - radianceOfBlackBody(planck, 300 - noise_K / 2);
}

/** What the detectors and the ground make of an image of radiances: noise, rows that are off as one, hits, pixels without a value, the end of the range, whole
 *  numbers. `radiance` is changed on the way. */
export function detected(
  spec: ImagerSpec,
  band: ImagerBand,
  radiance: Float64Array,
  columns: number,
  seed: number,
  look: number,
): { readonly codes: Uint16Array; readonly quality: Uint8Array } {
  const name = `imager/${spec.satellite}/band-${band.band}`;
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
  // None below means none at all, whatever the mean: streams are not asked for nothing.
  const bad = pattern.poisson(Math.min(MOST_ODD, spec.badPixels * radiance.length));
  for (let k = 0; k < bad; k++) radiance[Math.floor(pattern.uniform() * radiance.length)] = NaN;
  const hits = random.poisson(Math.min(MOST_ODD, (spec.hitsPerSecondMegapixel * spec.exposure_s * radiance.length) / 1e6));
  for (let k = 0; k < hits; k++) radiance[Math.floor(random.uniform() * radiance.length)] += HIT_SIGMAS * sigma * (0.2 + random.uniform());
}

/** A hit's charge, in noises, on average of 0.2 to 1.2 of it; and what a Poisson stream bears. */
const HIT_SIGMAS = 60;
const MOST_ODD = 600;

/** Real files mark the neighbours of what is out of range as well: the ground makes each pixel from several of the instrument's. */
function markAround(quality: Uint8Array, columns: number, at: number): void {
  const column = at % columns;
  for (let turn = -columns; turn <= columns; turn += columns)
    for (let step = column === 0 ? 0 : -1; step <= (column === columns - 1 ? 0 : 1); step++) {
      const neighbour = at + turn + step;
      if (neighbour >= 0 && neighbour < quality.length && quality[neighbour] !== QUALITY.noValue) quality[neighbour] = QUALITY.outOfRange;
    }
}
