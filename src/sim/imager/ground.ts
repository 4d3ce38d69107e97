import { type FixedGrid, geodeticOfScan } from '../../core/frames/fixed-grid.ts';
import { ecefVecFromGeodetic } from '../../core/frames/geodetic.ts';
import { cos, sin } from '../../core/math/elementary.ts';
import { type Vec3, vec3 } from '../../core/math/vector.ts';
import type { Raster } from '../../core/imager/frame.ts';
import type { Backdrop, Surface } from './backdrop.ts';

/** What the pixels of an area look at, as long as their imager does not move. */
export type Ground = {
  readonly cameraEcef_m: Vec3;
  /** Of each pixel's middle: the place, three numbers each, NaN beside the Earth; and what is there. */
  readonly places_m: Float64Array;
  readonly surfaces: readonly (Surface | undefined)[];
};

/** Looks up where each pixel's sight meets the ellipsoid, and what stands there. */
export function groundOf(grid: FixedGrid, { rows, columns, x0_rad, y0_rad, step_rad }: Raster, backdrop: Backdrop): Ground {
  const places_m = new Float64Array(3 * rows * columns).fill(NaN);
  const surfaces: (Surface | undefined)[] = [];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const place = geodeticOfScan(grid, { x_rad: x0_rad + column * step_rad, y_rad: y0_rad - row * step_rad });
      const r = place && ecefVecFromGeodetic(place);
      surfaces.push(r && backdrop.surfaceAt(r.x, r.y, r.z));
      if (r !== undefined) places_m.set([r.x, r.y, r.z], 3 * (row * columns + column));
    }
  return { cameraEcef_m: cameraOf(grid), places_m, surfaces };
}

/** Where the camera of a grid stands, ECEF, m. */
export function cameraOf({ longitude_rad, height_m, semiMajor_m }: FixedGrid): Vec3 {
  const radius_m = semiMajor_m + height_m;
  return vec3(radius_m * cos(longitude_rad), radius_m * sin(longitude_rad), 0);
}
