import { ecefVecFromGeodetic } from '../frames/geodetic.ts';
import { dot, norm, type Vec3 } from '../math/vector.ts';
import { radianceOfBlackBody, reflectedSunlight } from '../physics/planck.ts';
import { placeOf } from './place.ts';
import type { ImagerLook } from './imager-look.ts';
import { surroundingsOf } from './surroundings.ts';

/** Why a pixel that stands out is not said to be hot: others around it stand out as much (*texture*); the surface is as warm there (*surface*); the Sun may
 *  shine there on something as bright (*sunlight*). */
export const REJECTED_FOR = ['texture', 'surface', 'sunlight'] as const;
export type RejectedFor = (typeof REJECTED_FOR)[number];

/** A pixel that stands out of those two steps away, and the verdict on it. */
export type Candidate = {
  /** Place in the frame: row × columns + column. */
  readonly at: number;
  /** How far it stands out, in spreads of how far the pixels around it do: in the hot band itself, over what the surface explains, over what surface and
   *  sunlight explain. */
  readonly k: number;
  readonly kOverSurface: number;
  readonly kUnexplained: number;
  readonly rejectedFor: RejectedFor | undefined;
};

/** Spreads that make a pixel hot, where another band says how warm the surface is, and where none does. By real frames: six leave of a day with its clouds
 *  none that is no fire and of a night one in 250,000 pixels; eight on one band alone eleven. Of points put into that night at 290 K (5 to 20 K above
 *  their surroundings) six find 23 of 23, and eight on one band alone 17 of 19. */
const HOT = 6;
const HOT_ALONE = 8;
/** How far a pixel must stand out to be looked at, in noises. */
const STANDS_OUT = 3;
/** Noise of a pixel, as the temperature difference that it makes at 300 K: what imagers of this kind are specified with (GOES-R: 0.1 K at 3.9 µm). */
const NOISE_K = 0.1;
/** The most that a surface reflects at 4 µm: bright deserts and clouds of small droplets. */
const BRIGHTEST = 0.4;

/** All pixels of a look that stand out and are higher than their eight neighbours, with the verdict on each. `sunEcef_m` is where the Sun was: it is asked
 *  where no band says how bright the surface is.
 *
 *  A pixel's height over the mean of the ring two steps away is what a point smaller than a pixel leaves, and what is wider than five pixels does not; it
 *  is compared with the heights of the pixels around it, so that broken clouds and coasts raise the bar by themselves. */
export function candidatesOf(look: ImagerLook, sunEcef_m: Vec3): Candidate[] {
  const { raster } = look.hot;
  const noise = noiseOf(look);
  const heights = heightsOf(look.radiance, raster.columns);
  const overSurface = look.overSurface === look.radiance ? heights : heightsOf(look.overSurface, raster.columns);
  const unexplained = look.unexplained === look.overSurface ? overSurface : heightsOf(look.unexplained, raster.columns);
  const least = look.window === undefined ? HOT_ALONE : HOT;
  const found: Candidate[] = [];
  for (let at = 0; at < heights.length; at++) {
    if (!(heights[at] > STANDS_OUT * noise && overSurface[at] > STANDS_OUT * noise)) continue;
    if (!isPeak(look.radiance, raster.columns, at)) continue;
    const k = spreadsOver(heights, raster.columns, at, noise);
    if (k === undefined) continue;
    const kOverSurface = overSurface === heights ? k : (spreadsOver(overSurface, raster.columns, at, noise) ?? 0);
    const kUnexplained = unexplained === overSurface ? kOverSurface : (spreadsOver(unexplained, raster.columns, at, noise) ?? 0);
    const maySunlight = look.shine === undefined && heights[at] < BRIGHTEST * sunlightOn(look, at, sunEcef_m);
    const rejectedFor =
      k < least ? 'texture' : kOverSurface < least ? 'surface' : kUnexplained < least || maySunlight ? 'sunlight' : undefined;
    found.push({ at, k, kOverSurface, kUnexplained, rejectedFor });
  }
  return found;
}

/** How many were turned down, by the reason. */
export function rejectedOf(candidates: readonly Candidate[]): Record<RejectedFor, number> {
  const counts = { texture: 0, surface: 0, sunlight: 0 };
  for (const { rejectedFor } of candidates) if (rejectedFor !== undefined) counts[rejectedFor] += 1;
  return counts;
}

/** Radiance that a pixel is off by, one sigma. */
export function noiseOf({ planck }: ImagerLook): number {
  return radianceOfBlackBody(planck, 300 + NOISE_K / 2) - radianceOfBlackBody(planck, 300 - NOISE_K / 2);
}

/** Radiance that a white surface in a pixel would reflect, on a ball of an Earth; none at night, and what is beside the Earth reflects nothing. */
function sunlightOn({ hot, planck }: ImagerLook, at: number, sunEcef_m: Vec3): number {
  const row = Math.floor(at / hot.raster.columns);
  const place = placeOf(hot, row, at - row * hot.raster.columns);
  if (place === undefined) return 0;
  const up = ecefVecFromGeodetic(place);
  return Math.max(0, dot(up, sunEcef_m) / (norm(up) * norm(sunEcef_m))) * reflectedSunlight(planck);
}

function spreadsOver(heights: Float32Array, columns: number, at: number, noise: number): number | undefined {
  const around = surroundingsOf(heights, columns, at, noise);
  return around === undefined ? undefined : (heights[at] - around.median) / around.spread;
}

/** Higher than its neighbours; of two that are equal the first is. */
function isPeak(image: Float32Array, columns: number, at: number): boolean {
  const value = image[at];
  for (let i = -columns; i <= columns; i += columns)
    for (let j = -1; j <= 1; j++) {
      const neighbour = image[at + i + j];
      if (neighbour > value || (neighbour === value && i + j < 0)) return false;
    }
  return true;
}

/** Height of each pixel over the mean of eight two steps away, of those that have a value; NaN in the outermost two rows and columns, and where there is no
 *  value or none around. */
export function heightsOf(image: Float32Array, columns: number): Float32Array {
  const rows = image.length / columns;
  const heights = new Float32Array(image.length).fill(NaN);
  for (let row = 2; row < rows - 2; row++)
    for (let at = row * columns + 2; at < (row + 1) * columns - 2; at++) {
      const above = at - 2 * columns;
      const below = at + 2 * columns;
      const sum =
        image[above - 2] +
        image[above] +
        image[above + 2] +
        image[at - 2] +
        image[at + 2] +
        image[below - 2] +
        image[below] +
        image[below + 2];
      heights[at] = image[at] - (Number.isNaN(sum) ? meanOf(image, columns, at) : sum / 8);
    }
  return heights;
}

/** The same mean where some of the eight have no value. */
function meanOf(image: Float32Array, columns: number, at: number): number {
  let sum = 0;
  let count = 0;
  for (let i = -2 * columns; i <= 2 * columns; i += 2 * columns)
    for (let j = -2; j <= 2; j += 2) {
      const value = image[at + i + j];
      if ((i === 0 && j === 0) || Number.isNaN(value)) continue;
      sum += value;
      count += 1;
    }
  return sum / count;
}
