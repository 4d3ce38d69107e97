import { cameraOf, type ImagerGrid, geodeticOfScan } from '../../core/frames/imager-grid.ts';
import { ecefVecFromGeodetic } from '../../core/frames/geodetic.ts';
import { distance, dot, subtract, unit, type Vec3 } from '../../core/math/vector.ts';
import type { Raster } from '../../core/imager/frame.ts';
import type { Metres, Radians } from '../../core/units.ts';
import type { Backdrop, Surface } from './backdrop.ts';
import { GRAZING, verticalAt } from './radiance.ts';

/** What a pixel's middle looks at: a place on the ellipsoid, ECEF, m, how long the pixel is there, and what stands there. */
export type Spot = { readonly place: Vec3; readonly pixel_m: Metres; readonly surface: Surface };

/** What the pixels of an area look at, as long as their imager does not move. */
export type Ground = {
  readonly grid: ImagerGrid;
  readonly cameraEcef_m: Vec3;
  readonly pixels: number;
  /** How long a pixel is at a place, of which it shows the mean. An imager that stands sees what is in the middles of its pixels, look after look the same; of one that moves the
   *  middles wander over what is finer than a pixel, and would make it flicker. */
  lengthAt(this: void, place: Vec3): Metres;
  /** Undefined beside the Earth. */
  spotAt(at: number): Spot | undefined;
};

/** So many pixels are kept, some 200 bytes each; of a larger area each is worked out again in every look. */
const MOST_KEPT = 600_000;

/** Where each pixel's sight meets the ellipsoid, and what stands there. */
export function groundOf(grid: ImagerGrid, { rows, columns, x0_rad, y0_rad, step_rad }: Raster, backdrop: Backdrop): Ground {
  const pixels = rows * columns;
  const cameraEcef_m = cameraOf(grid);
  const lengthAt = 'cameraEcef_m' in grid ? (place: Vec3) => pixelLength(step_rad, cameraEcef_m, place) : () => 0;
  const look = (at: number): Spot | undefined => {
    const row = Math.floor(at / columns);
    const place = geodeticOfScan(grid, { x_rad: x0_rad + (at - row * columns) * step_rad, y_rad: y0_rad - row * step_rad });
    if (place === undefined) return undefined;
    const r = ecefVecFromGeodetic(place);
    const pixel_m = lengthAt(r);
    return { place: r, pixel_m, surface: backdrop.surfaceAt(r.x, r.y, r.z, pixel_m) };
  };
  if (pixels > MOST_KEPT) return { grid, cameraEcef_m, pixels, lengthAt, spotAt: look };
  const kept = Array.from({ length: pixels }, (_, at) => look(at));
  return { grid, cameraEcef_m, pixels, lengthAt, spotAt: (at) => kept[at] };
}

/** How long a pixel is on the ground, along the sight: in a grazing view many times its width. */
function pixelLength(step_rad: Radians, cameraEcef_m: Vec3, place: Vec3): Metres {
  const viewCosine = dot(unit(subtract(cameraEcef_m, place)), verticalAt(place));
  return (step_rad * distance(cameraEcef_m, place)) / Math.max(GRAZING, viewCosine);
}
