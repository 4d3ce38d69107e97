import { sightOfScan } from '../frames/imager-grid.ts';
import { ecefVecFromGeodetic } from '../frames/geodetic.ts';
import { exp } from '../math/elementary.ts';
import { dot, unit, type Vec3 } from '../math/vector.ts';
import { reflectedSunlight, radianceOfNoise } from '../physics/planck.ts';
import { surelyStandsOutLess } from './bound.ts';
import { codeLineOf, type Raster } from './frame.ts';
import { explainedAt, type Explanation, type ImagerLook, unexplained } from './imager-look.ts';
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
  readonly judgedBy: JudgedBy;
  /** A band of the look has no value there, or none around: the pixel was judged as in a look without it. */
  readonly isLacking: boolean;
};

/** Which other bands had a say in a verdict: what the window says of the surface, and, where the Sun may shine, what is seen of its light. */
export type JudgedBy = { readonly surface: boolean; readonly sunlight: boolean };

/** Spreads that make a pixel hot, where another band says how warm the surface is, and where none does. In a real night of the western satellite six leave one pixel
 *  in 250,000 that is no fire, and eight on one band alone eleven: each is told with its probability, and a faint fire among them is told as well. Six leave none of a
 *  day with its clouds; of points put into that night at 290 K (5 to 20 K above their surroundings) six find 23 of 23, and eight on one band alone 17 of 19. */
export const HOT = 6;
export const HOT_ALONE = 8;
/** How far a pixel must stand out to be looked at, in noises. */
export const STANDS_OUT = 3;
/** Noise of a pixel, as the temperature difference that it makes at 300 K: what imagers of this kind are specified with (GOES-R: 0.1 K at 3.9 µm). */
const NOISE_K = 0.1;
/** The most that a surface reflects at 4 µm: bright deserts and clouds of small droplets. */
const BRIGHTEST = 0.4;
/** Sine of the Sun's height below which no cloud is lit: 16 km up the horizon is 4.1° lower, and the air bends light by half a degree. What is bright below 2.5 µm
 *  where the Sun is lower glows. */
const LOWEST_SUN = -0.08;
/** Cosine of the angle from the Sun's mirror image within which water glints: the waves of a wind of 10 m/s tilt by 20° (twice their sigma), which turns light by 40°. */
const GLINT = 0.77;
/** A quarter of what water reflects at 4 µm where light falls on it steeply (index 1.35). */
const WATER = 0.0222 / 4;
/** Mean square of the slopes of water in a calm [CM1954]. */
const CALM = 0.003;

/** Rows and columns of a frame that are looked at together: with what is beside them, all that is made of them takes 9 MB, however large the frame is. */
export const ROWS = 128;
export const COLUMNS = 2048;
/** Rows and columns beside a pixel that its verdict depends on: those of its surroundings, and of their rings. */
export const BESIDE = REACH + 2;

/** All pixels of a look that stand out and are higher than their eight neighbours, piece by piece of it, with the verdict on each. `sunEcef_m` is where the Sun was: by night
 *  nothing is sunlight, and by day it is asked where no band says how bright the surface is.
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
 *  value. A band that has no value there, or too few around, is asked nothing: what is hot must not be lost with a block of another band. */
function verdictOn(judge: Judge, at: number): Candidate | undefined {
  const { look, kernel, piece, noise_codes } = judge;
  const row = Math.floor(at / piece.columns);
  const place = (piece.top + row) * look.hot.raster.columns + piece.left + at - row * piece.columns;
  const hasValue = look.surface !== undefined && !Number.isNaN(kernel.heights.overSurface[at]);
  if (!(kernel.heights[hasValue ? 'overSurface' : 'seen'][at] > STANDS_OUT * noise_codes)) return undefined;
  if (surelyStandsOutLess(kernel, 'seen', at, (hasValue ? HOT : HOT_ALONE) - SURELY, noise_codes))
    return { ...unjudged(look, place, hasValue), rejectedFor: 'texture' };
  const k = spreadsOver(kernel, 'seen', at, noise_codes);
  if (k === undefined) return undefined;
  const kSurface = hasValue ? spreadsOver(kernel, 'overSurface', at, noise_codes) : undefined;
  const seen = { ...unjudged(look, place, kSurface !== undefined), k };
  const least = seen.judgedBy.surface ? HOT : HOT_ALONE;
  if (k < least) return { ...seen, rejectedFor: 'texture' };
  const kOverSurface = kSurface ?? k;
  if (kOverSurface < least) return { ...seen, kOverSurface, rejectedFor: 'surface' };
  return underTheSun(judge, at, { ...seen, kOverSurface }, least);
}

function unjudged(look: ImagerLook, at: number, surface: boolean): Candidate {
  return {
    at,
    k: undefined,
    kOverSurface: undefined,
    kUnexplained: undefined,
    rejectedFor: undefined,
    judgedBy: { surface, sunlight: false },
    isLacking: look.surface !== undefined && !surface,
  };
}

/** The last of the verdict on a pixel that the surface does not explain: by night there is no sunlight; by day what is left when it is taken off must stand out. Where water
 *  glints it must also be something: a clear gap stands out there of clouds that reflect less at 4 µm than is taken off. Elsewhere what is taken off too much is
 *  the same of a pixel and its surroundings, and a small fire on grass, of which nothing is left, stands out all the same. */
function underTheSun(
  { look, kernel, noise_codes, scale, sunEcef_m }: Judge,
  at: number,
  candidate: Candidate & { readonly kOverSurface: number },
  least: number,
): Candidate {
  const { kOverSurface, isLacking, judgedBy } = candidate;
  const [row, column] = [Math.floor(candidate.at / look.hot.raster.columns), candidate.at % look.hot.raster.columns];
  const { sunHeight, glint } = sunAt(look, row, column, sunEcef_m);
  if (sunHeight < LOWEST_SUN) return { ...candidate, kUnexplained: kOverSurface };
  // Sunlight is taken off what the surface leaves: where that is not known, neither is this.
  const kUnexplained = look.sunlight === undefined ? undefined : spreadsOver(kernel, 'unexplained', at, noise_codes);
  if (kUnexplained === undefined) {
    const most = BRIGHTEST * Math.max(0, sunHeight) + mostOfGlint(glint);
    const maySunlight = scale * kernel.heights.seen[at] < most * reflectedSunlight(look.planck);
    return {
      ...candidate,
      kUnexplained: kOverSurface,
      rejectedFor: maySunlight ? 'sunlight' : undefined,
      isLacking: isLacking || look.sunlight !== undefined,
    };
  }
  const mayGlint = glint > GLINT && !(unexplained(look, row, column) > STANDS_OUT * scale * noise_codes);
  const isSunlight = kUnexplained < least || mayGlint;
  return { ...candidate, kUnexplained, rejectedFor: isSunlight ? 'sunlight' : undefined, judgedBy: { ...judgedBy, sunlight: true } };
}

/** The most that water glints so far from the Sun's mirror image, whatever the wind, over a white surface under the Sun: waves that tilt by β shine as
 *    R / 4 s² · exp(−tan² β / s²),
 *  s² the mean square of the slopes; it is most where s² is tan² β, or in a calm. Seen and lit from overhead.   Source  [CM1954]. */
function mostOfGlint(glint: number): number {
  const slope2 = (1 - glint) / (1 + glint);
  const slopes2 = Math.max(slope2, CALM);
  return (WATER / slopes2) * exp(-slope2 / slopes2);
}

/** Who stands out by so much less than what is hot needs no count of how much. */
const SURELY = 0.1;

/** Undefined where the layer has no value, or too few around. */
function spreadsOver(kernel: PixelKernel, layer: LayerName, at: number, noise_codes: number): number | undefined {
  const height = kernel.heights[layer][at];
  if (Number.isNaN(height)) return undefined;
  const around = surroundingsOfSorted(kernel.sorted, kernel.sortAround(layer, at, REACH), noise_codes);
  return around === undefined ? undefined : (height - around.median) / around.spread;
}

/** How many were judged without a band of the look that has no value there. */
export function lackingOf(candidates: readonly Candidate[]): number {
  return candidates.filter(({ isLacking }) => isLacking).length;
}

/** How many were turned down, by the reason. */
export function rejectedOf(candidates: readonly Candidate[]): Record<RejectedFor, number> {
  const counts = { texture: 0, surface: 0, sunlight: 0 };
  for (const { rejectedFor } of candidates) if (rejectedFor !== undefined) counts[rejectedFor] += 1;
  return counts;
}

/** Radiance that a pixel is off by, one sigma. */
export function noiseOf({ planck }: ImagerLook): number {
  return radianceOfNoise(planck, NOISE_K);
}

/** Over a pixel, on a ball of an Earth: sine of the Sun's height, and cosine of the angle between the Sun's mirror image and the sight; the Sun stands on the horizon
 *  beside it. */
export function sunAt(
  { hot }: ImagerLook,
  row: number,
  column: number,
  sunEcef_m: Vec3,
): { readonly sunHeight: number; readonly glint: number } {
  const place = placeOf(hot, row, column);
  if (place === undefined) return { sunHeight: 0, glint: 0 };
  const { x0_rad, y0_rad, step_rad } = hot.raster;
  const up = unit(ecefVecFromGeodetic(place));
  const sun = unit(sunEcef_m);
  const sight = sightOfScan(hot.grid, { x_rad: x0_rad + column * step_rad, y_rad: y0_rad - row * step_rad });
  const sunHeight = dot(up, sun);
  return { sunHeight, glint: dot(sun, sight) - 2 * sunHeight * dot(up, sight) };
}
