import type { Geodetic } from '../frames/geodetic.ts';
import { exp } from '../math/elementary.ts';
import { type Candidate, type JudgedBy, noiseOf } from './hot-pixels.ts';
import { OUT_OF_RANGE } from './frame.ts';
import { placeOf } from './place.ts';
import { type ImagerLook, type Layer, overSurface, radiance, unexplained } from './imager-look.ts';
import { imageOf, pieceAround } from './piece.ts';
import { REACH, type Surroundings, surroundingsOf } from './surroundings.ts';

/** Pixels side by side that are hot: one thing, or several too near each other to be told apart. */
export type HotSpot = {
  /** Places in the frame, row × columns + column, the hottest first. */
  readonly pixels: readonly number[];
  /** Its middle, weighted by what its pixels have over what is around them: rows and columns, whole in the middle of a pixel. */
  readonly row: number;
  readonly column: number;
  /** Where that is on the ellipsoid; undefined beside the Earth. */
  readonly place: Geodetic | undefined;
  /** The file marks the hottest pixel or one beside it as out of range: it was at least so hot. */
  readonly isAtLeast: boolean;
  /** The least of its three contrasts, in spreads. */
  readonly k: number;
  /** Probability that it is hot, and not the texture of a background. */
  readonly probability: number;
};

/** Spreads over its surroundings that a pixel beside a hot one has when it is part of the same; more of them where no band tells a warm surface from it. */
const PART = 4;
const PART_ALONE = 8;
/** A fire front of 200 km: what is larger is cut into several. */
const MOST_PIXELS = 10_000;
/** Half side of the square that a pixel's height is told from. */
const RING = 2;

/** Puts hot candidates together with the hot pixels beside them, the strongest first. */
export function hotSpotsOf(look: ImagerLook, candidates: readonly Candidate[]): HotSpot[] {
  const taken = new Set<number>();
  const spots: HotSpot[] = [];
  const hot = candidates.filter(({ rejectedFor }) => rejectedFor === undefined);
  for (const candidate of [...hot].sort((a, b) => contrastOf(b) - contrastOf(a) || a.at - b.at))
    if (!taken.has(candidate.at)) spots.push(grown(look, candidate, taken));
  return spots;
}

function contrastOf({ k = 0, kOverSurface = 0, kUnexplained = 0 }: Candidate): number {
  return Math.min(k, kOverSurface, kUnexplained);
}

function grown(look: ImagerLook, candidate: Candidate, taken: Set<number>): HotSpot {
  const { rows, columns } = look.hot.raster;
  const seen = (at: number): number => radiance(look, Math.floor(at / columns), at % columns);
  const layer = layerOf(candidate.judgedBy);
  const left = (at: number): number => layer(look, Math.floor(at / columns), at % columns);
  const aroundSeen = surroundingsIn(look, radiance, candidate.at);
  const aroundLeft = surroundingsIn(look, layer, candidate.at);
  const isPart = (at: number): boolean => {
    const kLeft = spreadsOver(left(at), aroundLeft);
    const isLacking = Number.isNaN(kLeft);
    const part = candidate.judgedBy.surface && !isLacking ? PART : PART_ALONE;
    return spreadsOver(seen(at), aroundSeen) > part && (isLacking || kLeft > part);
  };
  const pixels = [candidate.at];
  taken.add(candidate.at);
  for (let next = 0; next < pixels.length && pixels.length < MOST_PIXELS; next++)
    for (const at of neighboursOf(pixels[next], columns, rows * columns)) {
      if (taken.has(at) || !isPart(at)) continue;
      taken.add(at);
      pixels.push(at);
    }
  pixels.sort((a, b) => seen(b) - seen(a) || a - b);
  const base = Math.min(aroundSeen.median, lowestNear(look, candidate.at));
  let [sum, row, column] = [0, 0, 0];
  for (const at of pixels) {
    const weight = Math.max(seen(at) - base, 0);
    sum += weight;
    row += weight * Math.floor(at / columns);
    column += weight * (at % columns);
  }
  const k = contrastOf(candidate);
  return {
    pixels,
    row: row / sum,
    column: column / sum,
    place: placeOf(look.hot, row / sum, column / sum),
    isAtLeast: [pixels[0], ...neighboursOf(pixels[0], columns, rows * columns)].some((at) => look.hot.quality[at] === OUT_OF_RANGE),
    k,
    probability: 1 / (1 + falseBeyond(candidate.judgedBy, k)),
  };
}

/** What a candidate was judged by in the end. */
function layerOf({ surface, sunlight }: JudgedBy): Layer {
  return sunlight ? unexplained : surface ? overSurface : radiance;
}

/** The least radiance of what a candidate was seen to be higher than, the ring two pixels away, and of what is within it: in a small cloud among warm sea it lies
 *  far below most of its surroundings, and below itself everywhere. */
function lowestNear(look: ImagerLook, at: number): number {
  const { columns } = look.hot.raster;
  const near = imageOf(look, radiance, pieceAround(look.hot, Math.floor(at / columns), at % columns, RING));
  return near.reduce((least, value) => (value < least ? value : least), Infinity);
}

/** A candidate has surroundings: its heights, which reach farther, were compared with them. */
function surroundingsIn(look: ImagerLook, layer: Layer, at: number): Surroundings {
  const [row, column] = [Math.floor(at / look.hot.raster.columns), at % look.hot.raster.columns];
  const piece = pieceAround(look.hot, row, column, REACH);
  const middle = (row - piece.top) * piece.columns + column - piece.left;
  return surroundingsOf(imageOf(look, layer, piece), piece.columns, middle, noiseOf(look)) ?? NOTHING;
}

const NOTHING: Surroundings = { median: Infinity, spread: 1, count: 0 };

function spreadsOver(value: number, { median, spread }: Surroundings): number {
  return (value - median) / spread;
}

/** Pixels around one, less those beside the frame. */
export function neighboursOf(at: number, columns: number, length: number): number[] {
  const column = at % columns;
  const found: number[] = [];
  for (const turn of [-columns, 0, columns])
    for (let step = column === 0 ? 0 : -1; step <= (column === columns - 1 ? 0 : 1); step++) {
      const neighbour = at + turn + step;
      if (neighbour !== at && neighbour >= 0 && neighbour < length) found.push(neighbour);
    }
  return found;
}

/** How many pixels stand out by so much and are no more than clouds and coasts, beside one that is hot: counted in a real night's frame of the western satellite,
 *  of 250,000 pixels 6 beyond five spreads and 1 beyond six where the window tells how warm the surface is, 11 beyond eight and 1 beyond ten where it does not. One
 *  hot pixel in so many is what the Earth has, some hundred in a disc; so it does not depend on how large a frame is cut. */
function falseBeyond({ surface }: JudgedBy, k: number): number {
  return surface ? exp((6 - k) / 0.56) : exp((10 - k) / 0.83);
}
