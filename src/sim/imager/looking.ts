import { type ImagerGrid, geodeticOfScan, type ScanAngles, scanOfGeodetic } from '../../core/frames/imager-grid.ts';
import { ecefVecFromGeodetic, geodetic, geodeticFromEcefVec } from '../../core/frames/geodetic.ts';
import type { Raster } from '../../core/imager/frame.ts';
import { exp } from '../../core/math/elementary.ts';
import { addScaled, distance, dot, norm, scale, subtract, unit, type Vec3, vec3 } from '../../core/math/vector.ts';
import type { Metres, Micros } from '../../core/units.ts';
import { limbDepth } from './air.ts';
import type { Backdrop } from './backdrop.ts';
import type { Ground } from './ground.ts';
import type { ImagerBand, ImagerSpec } from './imager-spec.ts';
import type { Pointing } from './pointing.ts';
import { blurred } from './point-spread.ts';
import { type Column, columnAt, depthOf, GRAZING, passesFrom, radianceOf } from './radiance.ts';

/** One look while it is made. */
export type Looking = {
  readonly spec: ImagerSpec;
  readonly grid: ImagerGrid;
  readonly raster: Raster;
  readonly ground: Ground;
  readonly backdrop: Backdrop;
  readonly sunEcef_m: Vec3;
  readonly begin_us: Micros;
  readonly end_us: Micros;
  readonly off: Pointing;
};

/** Radiances of the backdrop in each band, as the optics show them. */
export function backgroundOf(looking: Looking): Float64Array[] {
  const { spec, raster, backdrop, begin_us, off } = looking;
  const { recorded } = backdrop;
  if (recorded !== undefined) return spec.bands.map((band) => recorded(band, begin_us, off));
  const images = madeOf(looking);
  return spec.bands.map(({ pointSpread }, k) => blurred(images[k], raster.columns, off.rows, off.columns, pointSpread));
}

/** The same before any optics. */
function madeOf({ spec, ground, backdrop, begin_us, sunEcef_m }: Looking): Float64Array[] {
  const images = spec.bands.map(() => new Float64Array(ground.pixels).fill(spec.space === 'dark' ? 0 : NaN));
  const cloudsAt = backdrop.cloudsAt(begin_us);
  for (let at = 0; at < ground.pixels; at++) {
    const spot = ground.spotAt(at);
    if (spot === undefined) continue;
    const { place, pixel_m, surface } = spot;
    const column = columnAt(backdrop, place, surface, cloudsAt(place.x, place.y, place.z, pixel_m), ground.cameraEcef_m, sunEcef_m);
    for (let k = 0; k < images.length; k++) images[k][at] = radianceOf(spec.bands[k], column);
  }
  return images;
}

/** Where something falls in a look: row and column are whole in the middle of a pixel. */
export type Pixel = { readonly row: number; readonly column: number; readonly range_m: Metres; readonly scan: ScanAngles };

/** Where a place, ECEF, m, falls, whether or not that is in the area; undefined where the Earth hides it. */
export function pixelOf({ grid, raster, ground, off }: Looking, place: Vec3): Pixel | undefined {
  const scan = scanOfGeodetic(grid, geodeticFromEcefVec(place));
  return (
    scan && {
      row: (raster.y0_rad - scan.y_rad) / raster.step_rad + off.rows,
      column: (scan.x_rad - raster.x0_rad) / raster.step_rad + off.columns,
      range_m: distance(ground.cameraEcef_m, place),
      scan,
    }
  );
}

/** A place with what is before and behind it. */
export type Sight = Pixel & {
  /** Share of what shines there that comes through clouds and air to the imager. */
  passes(this: void, band: ImagerBand): number;
  /** Beside the Earth none. */
  readonly behind: Column | undefined;
};

/** The sight of a place, ECEF, m, that falls on a pixel. Clouds are those of the pixel, at the place where its sight meets the ellipsoid, whatever their height; what
 *  is said to lie on clouds is over all of them. */
export function sightOf(looking: Looking, place: Vec3, pixel: Pixel, isOnClouds = false): Sight {
  const { grid, ground, backdrop, begin_us, sunEcef_m } = looking;
  const height_m = Math.max(isOnClouds ? ABOVE_CLOUDS_M : -Infinity, geodeticFromEcefVec(place).height_m);
  const spot = geodeticOfScan(grid, pixel.scan);
  if (spot === undefined) return { ...pixel, passes: limbPasses(looking, place, height_m), behind: undefined };
  const r = ecefVecFromGeodetic(spot);
  const pixel_m = ground.lengthAt(r);
  const clouds = backdrop.cloudsAt(begin_us)(r.x, r.y, r.z, pixel_m);
  const behind = columnAt(backdrop, r, backdrop.surfaceAt(r.x, r.y, r.z, pixel_m), clouds, ground.cameraEcef_m, sunEcef_m);
  return { ...pixel, passes: (band) => passesFrom(band, behind, height_m), behind };
}

const ABOVE_CLOUDS_M: Metres = 14_000;

/** What comes through from what is seen beside the Earth. A source behind the sight's lowest point has air and clouds there before it, one nearer to the camera its
 *  own. */
function limbPasses({ grid, ground, backdrop, begin_us }: Looking, place: Vec3, height_m: Metres): Sight['passes'] {
  const { cameraEcef_m } = ground;
  const range_m = distance(cameraEcef_m, place);
  const along = scale(subtract(place, cameraEcef_m), 1 / range_m);
  const lowest_m = lowestAlong(grid, cameraEcef_m, along);
  const isBehind = lowest_m < range_m;
  const low = geodeticFromEcefVec(isBehind ? addScaled(cameraEcef_m, along, lowest_m) : place);
  const under = ecefVecFromGeodetic(geodetic(low.latitude_rad, low.longitude_rad, 0));
  const cosine = dot(along, unit(place));
  const sight = { height_m, cosine, tangent_m: isBehind ? low.height_m : undefined, radius_m: norm(place) };
  const from_m = isBehind ? low.height_m : height_m;
  const clouds = backdrop
    .cloudsAt(begin_us)(under.x, under.y, under.z)
    .filter(({ top_m }) => top_m > from_m);
  const cloudDepth = depthOf(clouds) / (isBehind ? GRAZING : Math.max(GRAZING, -cosine));
  return (band) => exp(-limbDepth(band, sight) - cloudDepth);
}

/** How far along a sight, unit vector, ECEF, it is nearest to the ellipsoid: where it would touch a larger one. */
function lowestAlong({ semiMajor_m, semiMinor_m }: ImagerGrid, camera: Vec3, along: Vec3): Metres {
  // With the ellipsoid stretched to a ball.
  const stretch = semiMajor_m / semiMinor_m;
  const [from, towards] = [camera, along].map(({ x, y, z }) => vec3(x, y, stretch * z));
  return -dot(from, towards) / dot(towards, towards);
}
