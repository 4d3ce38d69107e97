import type { Layer, ImagerLook } from './imager-look.ts';
import type { BandFrame } from './frame.ts';

/** Some rows and columns of a frame. */
export type Piece = { readonly top: number; readonly left: number; readonly rows: number; readonly columns: number };

/** What a frame has of the square around a pixel, `half` pixels to each side. */
export function pieceAround({ raster }: Pick<BandFrame, 'raster'>, row: number, column: number, half: number): Piece {
  const [top, left] = [Math.max(0, row - half), Math.max(0, column - half)];
  return { top, left, rows: Math.min(raster.rows, row + half + 1) - top, columns: Math.min(raster.columns, column + half + 1) - left };
}

/** A layer of a piece, row by row; NaN where it has no value. */
export function imageOf(look: ImagerLook, layer: Layer, { top, left, rows, columns }: Piece): Float32Array {
  const image = new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) image[i * columns + j] = layer(look, top + i, left + j);
  return image;
}
