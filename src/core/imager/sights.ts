import { ecefVecFromGeodetic } from '../frames/geodetic.ts';
import { cameraOf, geodeticOfScan, type ScanAngles, sightOfScan } from '../frames/imager-grid.ts';
import { tangentBasis } from '../frames/line-of-sight.ts';
import { distance, dot, subtract, type Vec3 } from '../math/vector.ts';
import type { PlanckBand } from '../physics/planck.ts';
import { shareOfHeat } from '../physics/plume-light.ts';
import type { LineOfSightDetection } from '../sense/scan.ts';
import type { Metres, Micros, Radians } from '../units.ts';
import type { BandFrame, Raster } from './frame.ts';
import { modelOf, type Tracklet } from './tracklets.ts';

/** A frame in which heat shows. */
export type HotFrame = BandFrame & { readonly planck: PlanckBand };

/** Range from a geostationary camera to what it sees, give or take a tenth. */
const NOMINAL_m: Metres = 38e6;

/** From the camera to what is in the middle of a frame; where that is not the Earth, as from a geostationary one. */
export function rangeOf({ grid, raster }: Pick<BandFrame, 'grid' | 'raster'>): Metres {
  const place = geodeticOfScan(grid, middleOf(raster));
  return place === undefined ? NOMINAL_m : distance(cameraOf(grid), ecefVecFromGeodetic(place));
}

/** Scan angles of the middle of a frame. */
export function middleOf({ rows, columns, x0_rad, y0_rad, step_rad }: Raster): ScanAngles {
  return { x_rad: x0_rad + ((columns - 1) / 2) * step_rad, y_rad: y0_rad - ((rows - 1) / 2) * step_rad };
}

/** The sight of a tracklet's last exceedance, as a theatre takes it, as it was at a time of the look: moved there by the tracklet's own speed, as far as that is
 *  known. `frame` is of the band that it stood out of; `pointing_rad` is added to what the fit tells. The intensity is what it would be with no air before it. */
export function sightOf(
  { grid, raster, planck, wavelength_um }: HotFrame,
  tracklet: Tracklet,
  at_us: Micros,
  pointing_rad: Radians,
): LineOfSightDetection {
  const pixel_m = raster.step_rad * rangeOf({ grid, raster });
  const dt_s = (at_us - tracklet.last_us) / 1e6;
  const { fit } = tracklet.last;
  const { row: down, column: across } = modelOf(tracklet);
  const directionAt = (row: number, column: number): Vec3 =>
    sightOfScan(grid, { x_rad: raster.x0_rad + column * raster.step_rad, y_rad: raster.y0_rad - row * raster.step_rad });
  const row = fit.row + dt_s * down.x[1];
  const column = fit.column + dt_s * across.x[1];
  const lineOfSightEcef = directionAt(row, column);
  const southward = subtract(directionAt(row + 1, column), lineOfSightEcef);
  const eastward = subtract(directionAt(row, column + 1), lineOfSightEcef);
  const rowRow = fit.covariance.rowRow + dt_s * dt_s * down.p[3];
  const columnColumn = fit.covariance.columnColumn + dt_s * dt_s * across.p[3];
  const { right, up } = tangentBasis(lineOfSightEcef);
  const between = (a: Vec3, b: Vec3): number =>
    rowRow * dot(southward, a) * dot(southward, b) +
    columnColumn * dot(eastward, a) * dot(eastward, b) +
    fit.covariance.rowColumn * (dot(southward, a) * dot(eastward, b) + dot(eastward, a) * dot(southward, b));
  const pointing2 = pointing_rad * pointing_rad;
  return {
    lineOfSightEcef,
    covariance_rad2: { rightRight: between(right, right) + pointing2, rightUp: between(right, up), upUp: between(up, up) + pointing2 },
    intensity_Wpsr: (fit.total * pixel_m * pixel_m) / shareOfHeat({ planck, wavelength_um }),
  };
}
