import { type FixedGrid, geodeticOfScan, scanOfGeodetic } from '../../core/frames/fixed-grid.ts';
import { ecefVecFromGeodetic, geodeticFromEcefVec } from '../../core/frames/geodetic.ts';
import type { Raster } from '../../core/imager/frame.ts';
import { distance, type Vec3 } from '../../core/math/vector.ts';
import type { Metres, Micros } from '../../core/units.ts';
import type { Backdrop } from './backdrop.ts';
import type { Ground } from './ground.ts';
import type { ImagerSpec } from './imager-spec.ts';
import { type Column, columnAt, GRAZING, radianceOf } from './radiance.ts';

/** By how much a look points beside what its axes say, pixels: southward and eastward of what is in a pixel. */
export type Pointing = { readonly rows: number; readonly columns: number };

/** One look while it is made. */
export type Looking = {
  readonly spec: ImagerSpec;
  readonly grid: FixedGrid;
  readonly raster: Raster;
  readonly ground: Ground;
  readonly backdrop: Backdrop;
  readonly sunEcef_m: Vec3;
  readonly begin_us: Micros;
  readonly end_us: Micros;
  readonly off: Pointing;
};

/** Radiances of the backdrop in each band, before any optics. */
export function backgroundOf({ spec, ground, backdrop, begin_us, sunEcef_m }: Looking): Float64Array[] {
  const images = spec.bands.map(() => new Float64Array(ground.pixels).fill(spec.space === 'dark' ? 0 : NaN));
  const cloudsAt = backdrop.cloudsAt(begin_us);
  for (let at = 0; at < ground.pixels; at++) {
    const spot = ground.spotAt(at);
    if (spot === undefined) continue;
    const { place, surface } = spot;
    const column = columnAt(backdrop, place, surface, cloudsAt(place.x, place.y, place.z), ground.cameraEcef_m, sunEcef_m);
    for (let k = 0; k < images.length; k++) images[k][at] = radianceOf(spec.bands[k], column);
  }
  return images;
}

/** Where something is in a look, and what is before and behind it. */
export type Sight = {
  /** Whole in the middle of a pixel. */
  readonly row: number;
  readonly column: number;
  readonly range_m: Metres;
  readonly through: Pick<Column, 'clouds' | 'viewCosine'>;
  /** Beside the Earth none. */
  readonly behind: Column | undefined;
};

/** The sight of a place, ECEF, m; undefined where the Earth or the area's edge hides it. Clouds are those of the pixel, at the place where its sight meets the
 *  ellipsoid, whatever their height. What rises over the limb has no clouds before it, and as much air as a grazing sight at its own height. */
export function sightOf({ grid, raster, ground, backdrop, begin_us, sunEcef_m, off }: Looking, place: Vec3): Sight | undefined {
  const scan = scanOfGeodetic(grid, geodeticFromEcefVec(place));
  const spot = scan && geodeticOfScan(grid, scan);
  if (scan === undefined) return undefined;
  const row = (raster.y0_rad - scan.y_rad) / raster.step_rad + off.rows;
  const column = (scan.x_rad - raster.x0_rad) / raster.step_rad + off.columns;
  if (!(row > -NEAR && row < raster.rows + NEAR && column > -NEAR && column < raster.columns + NEAR)) return undefined;
  const where = { row, column, range_m: distance(ground.cameraEcef_m, place) };
  if (spot === undefined) return { ...where, through: OVER_THE_LIMB, behind: undefined };
  const r = ecefVecFromGeodetic(spot);
  const clouds = backdrop.cloudsAt(begin_us)(r.x, r.y, r.z);
  const behind = columnAt(backdrop, r, backdrop.surfaceAt(r.x, r.y, r.z), clouds, ground.cameraEcef_m, sunEcef_m);
  return { ...where, through: behind, behind };
}

const OVER_THE_LIMB: Sight['through'] = { clouds: [], viewCosine: GRAZING };

/** So many pixels beside the area a source still lights its edge. */
const NEAR = 10;
