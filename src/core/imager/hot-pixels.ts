import { ecefVecFromGeodetic } from '../frames/geodetic.ts';
import { dot, norm, type Vec3 } from '../math/vector.ts';
import { radianceOfBlackBody, reflectedSunlight } from '../physics/planck.ts';
import { surelyStandsOutLess } from './bound.ts';
import { codeLineOf } from './frame.ts';
import { heightsOf } from './heights.ts';
import { type ImagerLook, type Layer, overSurface, unexplained } from './imager-look.ts';
import { imageOf, pieceAround } from './piece.ts';
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
const STANDS_OUT = 3;
/** Noise of a pixel, as the temperature difference that it makes at 300 K: what imagers of this kind are specified with (GOES-R: 0.1 K at 3.9 µm). */
const NOISE_K = 0.1;
/** The most that a surface reflects at 4 µm: bright deserts and clouds of small droplets. */
const BRIGHTEST = 0.4;

/** Rows of a frame that are looked at together: what is kept of a whole disc is 6 MB. */
const ROWS = 128;
/** Pixels of the ring whose mean a height is over. */
const RING = 2;

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
  const noise = noiseOf(look);
  const noise_codes = noise / codeLineOf(look.hot.radianceOf).scale;
  const valueOf = Float32Array.from(look.hot.radianceOf, (radiance, code) => (Number.isNaN(radiance) ? NaN : code));
  const found: Candidate[] = [];
  for (let from = 0; from < rows; from += ROWS) {
    const to = Math.min(rows, from + ROWS);
    const first = Math.max(0, from - REACH - RING) * columns;
    const codes = look.hot.codes.subarray(first, Math.min(rows, to + REACH + RING) * columns);
    const image = new Float32Array(codes.length);
    for (let at = 0; at < codes.length; at++) image[at] = valueOf[codes[at]];
    const heights = heightsOf(image, columns);
    for (let at = from * columns - first; at < to * columns - first; at++) {
      if (!(heights[at] > STANDS_OUT * noise_codes && isPeak(image, columns, at))) continue;
      const [row, column] = [Math.floor((first + at) / columns), at % columns];
      const verdict = verdictOn({ look, row, column, heights, at, noise, noise_codes }, sunEcef_m);
      if (verdict !== undefined) found.push({ at: first + at, ...verdict });
    }
  }
  return found;
}

/** A pixel that stands out, and the heights around it. */
type Standing = {
  readonly look: ImagerLook;
  readonly row: number;
  readonly column: number;
  /** In codes, of the rows around. */
  readonly heights: Float32Array;
  readonly at: number;
  readonly noise: number;
  readonly noise_codes: number;
};

function verdictOn(standing: Standing, sunEcef_m: Vec3): Omit<Candidate, 'at'> | undefined {
  const { look, row, column, heights, at, noise_codes } = standing;
  const { columns } = look.hot.raster;
  const least = look.window === undefined ? HOT_ALONE : HOT;
  if (look.surface !== undefined && !(heightOf(look, overSurface, row, column) > STANDS_OUT * standing.noise)) return undefined;
  if (surelyStandsOutLess(heights, columns, at, least - SURELY, noise_codes)) return TEXTURE;
  const around = surroundingsOf(heights, columns, at, noise_codes);
  if (around === undefined) return undefined;
  const k = (heights[at] - around.median) / around.spread;
  if (k < least) return { ...TEXTURE, k };
  const kOverSurface = look.surface === undefined ? k : (spreadsOver(standing, overSurface) ?? 0);
  const kUnexplained = look.sunlight === undefined ? kOverSurface : (spreadsOver(standing, unexplained) ?? 0);
  const scale = standing.noise / noise_codes;
  const maySunlight = look.shine === undefined && scale * heights[at] < BRIGHTEST * sunlightOn(look, row, column, sunEcef_m);
  const rejectedFor = kOverSurface < least ? 'surface' : kUnexplained < least || maySunlight ? 'sunlight' : undefined;
  return { k, kOverSurface, kUnexplained, rejectedFor };
}

const TEXTURE = { k: undefined, kOverSurface: undefined, kUnexplained: undefined, rejectedFor: 'texture' } as const;
/** Who stands out by so much less than what is hot needs no count of how much. */
const SURELY = 1;

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

/** Height of one pixel in a layer. */
function heightOf(look: ImagerLook, layer: Layer, row: number, column: number): number {
  const piece = pieceAround(look.hot, row, column, RING);
  const middle = (row - piece.top) * piece.columns + column - piece.left;
  return heightsOf(imageOf(look, layer, piece), piece.columns)[middle];
}

function spreadsOver({ look, row, column, noise }: Standing, layer: Layer): number | undefined {
  const piece = pieceAround(look.hot, row, column, REACH + RING);
  const middle = (row - piece.top) * piece.columns + column - piece.left;
  const heights = heightsOf(imageOf(look, layer, piece), piece.columns);
  const around = surroundingsOf(heights, piece.columns, middle, noise);
  return around === undefined ? undefined : (heights[middle] - around.median) / around.spread;
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
