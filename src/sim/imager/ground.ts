import { cameraOf, type ImagerGrid, geodeticOfScan } from '../../core/frames/imager-grid.ts';
import { ecefVecFromGeodetic } from '../../core/frames/geodetic.ts';
import type { Vec3 } from '../../core/math/vector.ts';
import type { Raster } from '../../core/imager/frame.ts';
import type { Backdrop, Surface } from './backdrop.ts';

/** What a pixel's middle looks at: a place on the ellipsoid, ECEF, m, and what stands there. */
export type Spot = { readonly place: Vec3; readonly surface: Surface };

/** What the pixels of an area look at, as long as their imager does not move. */
export type Ground = {
  readonly grid: ImagerGrid;
  readonly cameraEcef_m: Vec3;
  readonly pixels: number;
  /** Undefined beside the Earth. */
  spotAt(at: number): Spot | undefined;
};

/** So many pixels are kept, some 200 bytes each; of a larger area each is worked out again in every look. */
const MOST_KEPT = 600_000;

/** Where each pixel's sight meets the ellipsoid, and what stands there. */
export function groundOf(grid: ImagerGrid, { rows, columns, x0_rad, y0_rad, step_rad }: Raster, backdrop: Backdrop): Ground {
  const pixels = rows * columns;
  const look = (at: number): Spot | undefined => {
    const row = Math.floor(at / columns);
    const place = geodeticOfScan(grid, { x_rad: x0_rad + (at - row * columns) * step_rad, y_rad: y0_rad - row * step_rad });
    if (place === undefined) return undefined;
    const r = ecefVecFromGeodetic(place);
    return { place: r, surface: backdrop.surfaceAt(r.x, r.y, r.z) };
  };
  if (pixels > MOST_KEPT) return { grid, cameraEcef_m: cameraOf(grid), pixels, spotAt: look };
  const kept = Array.from({ length: pixels }, (_, at) => look(at));
  return { grid, cameraEcef_m: cameraOf(grid), pixels, spotAt: (at) => kept[at] };
}
