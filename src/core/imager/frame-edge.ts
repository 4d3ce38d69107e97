import { HOT, HOT_ALONE, noiseOf } from './hot-pixels.ts';
import { type ImagerLook, type Layer, overSurface, radiance, unexplained } from './imager-look.ts';
import { imageOf, pieceAround } from './piece.ts';
import { LEAST, REACH, surroundingsOf } from './surroundings.ts';

/** Rows and columns at each side that have no whole ring around them. */
const EDGE = 2;

/** How many pixels at a frame's sides stand out of their neighbours and surroundings as far as what is hot does, by all that the look's bands explain. They are no candidates: a ring
 *  of half its pixels tells a coast or a cloud's edge, which goes on beside the frame, no better from a fire. */
export function atEdgeOf(look: ImagerLook): number {
  const { rows, columns } = look.hot.raster;
  const layers = [radiance, ...(look.surface === undefined ? [] : [overSurface]), ...(look.sunlight === undefined ? [] : [unexplained])];
  const least = look.surface === undefined ? HOT_ALONE : HOT;
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const isSide = row < EDGE || row >= rows - EDGE;
    for (let column = 0; column < columns; column++) {
      if (!isSide && column === EDGE) column = columns - EDGE;
      if (isHighest(look, row, column) && layers.every((layer) => standsOut(look, layer, row, column, least))) count += 1;
    }
  }
  return count;
}

function isHighest(look: ImagerLook, row: number, column: number): boolean {
  const here = radiance(look, row, column);
  if (Number.isNaN(here)) return false;
  const { top, left, rows, columns } = pieceAround(look.hot, row, column, 1);
  for (let i = top; i < top + rows; i++)
    for (let j = left; j < left + columns; j++) if ((i !== row || j !== column) && radiance(look, i, j) >= here) return false;
  return true;
}

/** A band that has no value there says nothing against it. */
function standsOut(look: ImagerLook, layer: Layer, row: number, column: number, least: number): boolean {
  const here = layer(look, row, column);
  if (Number.isNaN(here)) return true;
  const piece = pieceAround(look.hot, row, column, REACH);
  const image = imageOf(look, layer, piece);
  if (image.length < LEAST) return false;
  const around = surroundingsOf(image, piece.columns, (row - piece.top) * piece.columns + column - piece.left, noiseOf(look));
  return around !== undefined && here - around.median > least * around.spread;
}
