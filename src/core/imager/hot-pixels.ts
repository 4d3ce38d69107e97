import { ecefVecFromGeodetic } from '../frames/geodetic.ts';
import { dot, norm, type Vec3 } from '../math/vector.ts';
import { radianceOfBlackBody, reflectedSunlight } from '../physics/planck.ts';
import { surelyStandsOutLess } from './bound.ts';
import { codeLineOf, type Raster } from './frame.ts';
import { explainedAt, type Explanation, type ImagerLook } from './imager-look.ts';
import type { Piece } from './piece.ts';
import { createPixelKernel, type Explained, type LayerName, type PixelKernel } from './pixel-kernel.ts';
import { placeOf } from './place.ts';
import { REACH, surroundingsOfSorted } from './surroundings.ts';

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

/** Rows and columns of a frame that are looked at together: with what is beside them, all that is made of them takes 9 MB, however large the frame is. */
export const ROWS = 128;
export const COLUMNS = 2048;
/** Rows and columns beside a pixel that its verdict depends on: those of its surroundings, and of their rings. */
export const BESIDE = REACH + 2;

/** All pixels of a look that stand out and are higher than their eight neighbours, piece by piece of it, with the verdict on each. `sunEcef_m` is where the Sun was: it is asked
 *  where no band says how bright the surface is.
 *
 *  A pixel's height over the mean of the ring two steps away is what a point smaller than a pixel leaves, and what is wider than five pixels does not; it
 *  is compared with the heights of the pixels around it, so that broken clouds and coasts raise the bar by themselves. All is counted in codes of the hot band,
 *  of which radiance is a straight line. */
export function candidatesOf(look: ImagerLook, sunEcef_m: Vec3): Candidate[] {
  const { codes, radianceOf, raster } = look.hot;
  kernel ??= createPixelKernel(ROWS + 2 * BESIDE, COLUMNS + 2 * BESIDE);
  const line = codeLineOf(radianceOf);
  const noise_codes = noiseOf(look) / line.scale;
  const inCodes = (of: Explanation): Explanation => ({ ...of, valueOf: of.valueOf.map((value) => value / line.scale) });
  const surface = look.surface && inCodes(look.surface);
  const sunlight = look.sunlight && inCodes(look.sunlight);
  const found: Candidate[] = [];
  for (const inner of piecesOf(raster)) {
    const piece = withBeside(inner, raster);
    const places = kernel.standing({ codes, columns: raster.columns }, piece, line, inner, STANDS_OUT * noise_codes);
    if (places.length === 0) continue;
    if (surface !== undefined) takeOff(kernel, 'overSurface', surface, piece);
    if (sunlight !== undefined) takeOff(kernel, 'unexplained', sunlight, piece);
    const judge = { look, kernel, piece, noise_codes, scale: line.scale, sunEcef_m };
    for (const at of places) {
      const candidate = verdictOn(judge, at);
      if (candidate !== undefined) found.push(candidate);
    }
  }
  return found;
}

let kernel: PixelKernel | undefined;

export function* piecesOf({ rows, columns }: Raster): Generator<Piece> {
  for (let top = 0; top < rows; top += ROWS)
    for (let left = 0; left < columns; left += COLUMNS)
      yield { top, left, rows: Math.min(ROWS, rows - top), columns: Math.min(COLUMNS, columns - left) };
}

/** A piece with as much beside it as verdicts in it depend on. */
export function withBeside({ top, left, rows, columns }: Piece, raster: Raster): Piece {
  const [above, before] = [Math.max(0, top - BESIDE), Math.max(0, left - BESIDE)];
  return {
    top: above,
    left: before,
    rows: Math.min(raster.rows, top + rows + BESIDE) - above,
    columns: Math.min(raster.columns, left + columns + BESIDE) - before,
  };
}

/** Takes what another band explains off a piece, in codes of the hot one; what that is is not known where the band does not reach or has no value. */
function takeOff(kernel: PixelKernel, layer: Explained, explanation: Explanation, piece: Piece): void {
  const { band, times, firstRow, firstColumn, valueOf } = explanation;
  const theirs = { ...piece, top: firstRow + piece.top, left: firstColumn + piece.left };
  const { rows, columns } = band.raster;
  const isWithin = theirs.top >= 0 && theirs.left >= 0 && theirs.top + piece.rows <= rows && theirs.left + piece.columns <= columns;
  if (times === 1 && isWithin) kernel.explain(layer, { codes: band.codes, columns }, theirs, valueOf);
  else
    for (let i = 0, at = 0; i < piece.rows; i++)
      for (let j = 0; j < piece.columns; j++) kernel.explained[at++] = explainedAt(explanation, piece.top + i, piece.left + j);
  kernel.takeOff(layer);
}

type Judge = {
  readonly look: ImagerLook;
  readonly kernel: PixelKernel;
  readonly piece: Piece;
  readonly noise_codes: number;
  /** Radiance of a code. */
  readonly scale: number;
  readonly sunEcef_m: Vec3;
};

/** On what stands out at a place of the kernel's piece; undefined of what does not stand out of what the surface explains, and where too few pixels around have a
 *  value. */
function verdictOn({ look, kernel, piece, noise_codes, scale, sunEcef_m }: Judge, at: number): Candidate | undefined {
  const row = Math.floor(at / piece.columns);
  const place = (piece.top + row) * look.hot.raster.columns + piece.left + at - row * piece.columns;
  const least = look.window === undefined ? HOT_ALONE : HOT;
  const overSurface = look.surface === undefined ? 'seen' : 'overSurface';
  const unexplained = look.sunlight === undefined ? overSurface : 'unexplained';
  if (!(kernel.heights[overSurface][at] > STANDS_OUT * noise_codes)) return undefined;
  if (surelyStandsOutLess(kernel, 'seen', at, least - SURELY, noise_codes)) return rejected(place, 'texture');
  const k = spreadsOver(kernel, 'seen', at, noise_codes);
  if (k === undefined) return undefined;
  if (k < least) return rejected(place, 'texture', k);
  const kOverSurface = overSurface === 'seen' ? k : (spreadsOver(kernel, overSurface, at, noise_codes) ?? 0);
  if (kOverSurface < least) return rejected(place, 'surface', k, kOverSurface);
  const kUnexplained = unexplained === overSurface ? kOverSurface : (spreadsOver(kernel, unexplained, at, noise_codes) ?? 0);
  const maySunlight = look.shine === undefined && scale * kernel.heights.seen[at] < BRIGHTEST * sunlightOn(look, place, sunEcef_m);
  return { at: place, k, kOverSurface, kUnexplained, rejectedFor: kUnexplained < least || maySunlight ? 'sunlight' : undefined };
}

function rejected(at: number, rejectedFor: RejectedFor, k?: number, kOverSurface?: number): Candidate {
  return { at, k, kOverSurface, kUnexplained: undefined, rejectedFor };
}

/** Who stands out by so much less than what is hot needs no count of how much. */
const SURELY = 0.1;

function spreadsOver(kernel: PixelKernel, layer: LayerName, at: number, noise_codes: number): number | undefined {
  const around = surroundingsOfSorted(kernel.sorted, kernel.sortAround(layer, at, REACH), noise_codes);
  return around === undefined ? undefined : (kernel.heights[layer][at] - around.median) / around.spread;
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
