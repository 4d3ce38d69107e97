import { type BandFrame, codeLineOf } from '../src/core/imager/frame.ts';

/** Side of the looks that frames are made of, each beside its mirror image. */
export const TILE = 500;

/** A frame of so many pixels a side: its west is the first tile, its east the second, whose codes mean the same. Beside a full disc there is nothing. */
export function mosaic(side: number, [west, east]: readonly BandFrame[]): BandFrame {
  const codes = new Uint16Array(side * side);
  const quality = new Uint8Array(side * side);
  const { first, last } = codeLineOf(west.radianceOf);
  const none = last < 65_535 ? last + 1 : first - 1;
  const middle = (side - 1) / 2;
  const { step_rad } = west.raster;
  const radius = side > 4 * TILE ? 0.151 / step_rad : Infinity;
  const within = (k: number): number => (Math.floor(k / TILE) % 2 === 0 ? k % TILE : TILE - 1 - (k % TILE));
  for (let row = 0, at = 0; row < side; row++)
    for (let column = 0; column < side; column++, at++) {
      const isBeside = (row - middle) ** 2 + (column - middle) ** 2 > radius ** 2;
      codes[at] = isBeside ? none : (column < middle ? west : east).codes[within(row) * TILE + within(column)];
    }
  const raster = { rows: side, columns: side, x0_rad: -middle * step_rad, y0_rad: middle * step_rad, step_rad };
  return { ...west, area: 'F', codes, quality, raster };
}
