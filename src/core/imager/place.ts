import { geodeticOfScan } from '../frames/imager-grid.ts';
import type { Geodetic } from '../frames/geodetic.ts';
import type { BandFrame } from './frame.ts';

/** Where a place in a frame is on the ellipsoid: row and column are whole in the middle of a pixel. Undefined beside the Earth. */
export function placeOf({ grid, raster }: BandFrame, row: number, column: number): Geodetic | undefined {
  return geodeticOfScan(grid, { x_rad: raster.x0_rad + column * raster.step_rad, y_rad: raster.y0_rad - row * raster.step_rad });
}
