import { ecefVecFromGeodetic } from '../frames/geodetic.ts';
import { dot, norm, type Vec3 } from '../math/vector.ts';
import { radianceOfBlackBody, reflectedSunlight } from '../physics/planck.ts';
import { surelyStandsOutLess } from './bound.ts';
import { codeLineOf } from './frame.ts';
import { heightOverSurface, heightsOf, RING } from './heights.ts';
import { type ImagerLook, type Layer, overSurface, unexplained } from './imager-look.ts';
import { imageOf, pieceAround } from './piece.ts';
import { createPixelKernel, type PixelKernel } from './pixel-kernel.ts';
import { placeOf } from './place.ts';
import { REACH, surroundingsOf } from './surroundings.ts';

/** Why a pixel that stands out is not said to be hot: others around it stand out as much (*texture*); the surface is as warm there (*surface*); the Sun may
 *  shine there on something as bright (*sunlight*). */
export const REJECTED_FOR = ['texture', 'surface', 'sunlight'] as const;
export type RejectedFor = (typeof REJECTED_FOR)[number];

/** A pixel that stands out of those two steps away, and the verdict on it. */
export type Candidate = {
  /** Place in the frame: row × columns + column. */
  readonly at: number;
  /** How far it stands out, in spreads of how far the pixels around it do: in the hot band itself, over what the surface explains, over what surface and
   *  sunlight explain. Undefined where it was turned down before that was counted: of the first, where it is surely a spread less than what makes it hot. */
  readonly k: number | undefined;
  readonly kOverSurface: number | undefined;
  readonly kUnexplained: number | undefined;
  readonly rejectedFor: RejectedFor | undefined;
};

/** Spreads that make a pixel hot, where another band says how warm the surface is, and where none does. By real frames: six leave of a day with its clouds
 *  none that is no fire and of a night one in 250,000 pixels; eight on one band alone eleven. Of points put into that night at 290 K (5 to 20 K above
 *  their surroundings) six find 23 of 23, and eight on one band alone 17 of 19. */
const HOT = 6;
const HOT_ALONE = 8;
/** How far a pixel must stand out to be looked at, in noises. */
export const STANDS_OUT = 3;
/** Noise of a pixel, as the temperature difference that it makes at 300 K: what imagers of this kind are specified with (GOES-R: 0.1 K at 3.9 µm). */
const NOISE_K = 0.1;
/** The most that a surface reflects at 4 µm: bright deserts and clouds of small droplets. */
const BRIGHTEST = 0.4;

/** Rows of a frame that are looked at together: what is kept of a whole disc is 6 MB. */
export const ROWS = 128;
/** Rows and columns beside a pixel that its verdict depends on: those of its surroundings, and of their rings. */
export const BESIDE = REACH + RING;

/** All pixels of a look that stand out and are higher than their eight neighbours, with the verdict on each. `sunEcef_m` is where the Sun was: it is asked
 *  where no band says how bright the surface is.
 *
 *  A pixel's height over the mean of the ring two steps away is what a point smaller than a pixel leaves, and what is wider than five pixels does not; it
 *  is compared with the heights of the pixels around it, so that broken clouds and coasts raise the bar by themselves.
 *
 *  In the hot band all heights are counted in codes, of which radiance is a straight line: they are exact. The other bands are asked where something stands
 *  out, which is one pixel in fifty to one in a thousand. */
export function candidatesOf(look: ImagerLook, sunEcef_m: Vec3): Candidate[] {
  const { rows, columns } = look.hot.raster;
  const kernel = kernelOf(columns);
  const line = codeLineOf(look.hot.radianceOf);
  const noise = noiseOf(look);
  const noise_codes = noise / line.scale;
  const found: Candidate[] = [];
  for (let from = 0; from < rows; from += ROWS) {
    const to = Math.min(rows, from + ROWS);
    const [top, bottom] = [Math.max(0, from - BESIDE), Math.min(rows, to + BESIDE)];
    const codes = look.hot.codes.subarray(top * columns, bottom * columns);
    for (const at of kernel.standing(codes, line, from - top, to - top, STANDS_OUT * noise_codes)) {
      const candidate = verdictOn({ look, kernel, rows: bottom - top, at, first: top * columns, noise, noise_codes }, sunEcef_m);
      if (candidate !== undefined) found.push(candidate);
    }
  }
  return found;
}

let lastKernel: PixelKernel | undefined;

/** The last one, as long as frames have one width. */
function kernelOf(columns: number): PixelKernel {
  if (lastKernel?.columns !== columns) lastKernel = createPixelKernel(ROWS + 2 * BESIDE, columns);
  return lastKernel;
}

/** A pixel that stands out, and the rows around it. */
type Standing = {
  readonly look: ImagerLook;
  readonly kernel: PixelKernel;
  readonly rows: number;
  /** Place in these rows, and in the frame that of their first. */
  readonly at: number;
  readonly first: number;
  readonly noise: number;
  readonly noise_codes: number;
};

function verdictOn({ look, kernel, rows, at, first, noise, noise_codes }: Standing, sunEcef_m: Vec3): Candidate | undefined {
  const { columns } = look.hot.raster;
  const place = first + at;
  const row = Math.floor(place / columns);
  const column = place - row * columns;
  const least = look.window === undefined ? HOT_ALONE : HOT;
  if (look.surface !== undefined && !(heightOverSurface(look, row, column) > STANDS_OUT * noise)) return undefined;
  if (surelyStandsOutLess(kernel, at, least - SURELY, noise_codes)) return texture(place, undefined);
  const height = kernel.heights[at];
  const around = surroundingsOf(kernel.heights.subarray(0, rows * columns), columns, at, noise_codes);
  if (around === undefined) return undefined;
  const k = (height - around.median) / around.spread;
  if (k < least) return texture(place, k);
  const kOverSurface = look.surface === undefined ? k : (spreadsOver(look, overSurface, row, column, noise) ?? 0);
  if (kOverSurface < least) return { at: place, k, kOverSurface, kUnexplained: undefined, rejectedFor: 'surface' };
  const kUnexplained = look.sunlight === undefined ? kOverSurface : (spreadsOver(look, unexplained, row, column, noise) ?? 0);
  const height_radiance = height * (noise / noise_codes);
  const maySunlight = look.shine === undefined && height_radiance < BRIGHTEST * sunlightOn(look, row, column, sunEcef_m);
  return { at: place, k, kOverSurface, kUnexplained, rejectedFor: kUnexplained < least || maySunlight ? 'sunlight' : undefined };
}

function texture(at: number, k: number | undefined): Candidate {
  return { at, k, kOverSurface: undefined, kUnexplained: undefined, rejectedFor: 'texture' };
}

/** Who stands out by so much less than what is hot needs no count of how much. */
const SURELY = 0.1;

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
function sunlightOn({ hot, planck }: ImagerLook, row: number, column: number, sunEcef_m: Vec3): number {
  const place = placeOf(hot, row, column);
  if (place === undefined) return 0;
  const up = ecefVecFromGeodetic(place);
  return Math.max(0, dot(up, sunEcef_m) / (norm(up) * norm(sunEcef_m))) * reflectedSunlight(planck);
}

/** How far a pixel stands out in a layer, in spreads of its surroundings. */
function spreadsOver(look: ImagerLook, layer: Layer, row: number, column: number, noise: number): number | undefined {
  const piece = pieceAround(look.hot, row, column, BESIDE);
  const middle = (row - piece.top) * piece.columns + column - piece.left;
  const heights = heightsOf(imageOf(look, layer, piece), piece.columns);
  const around = surroundingsOf(heights, piece.columns, middle, noise);
  return around === undefined ? undefined : (heights[middle] - around.median) / around.spread;
}
