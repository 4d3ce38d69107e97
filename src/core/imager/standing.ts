import { geodeticFromEcefVec } from '../frames/geodetic.ts';
import { cameraOf, geodeticOfScan, type ImagerGrid, isSameGrid, scanOfGeodetic, sightOfScan } from '../frames/imager-grid.ts';
import { addScaled, dot, type Vec3 } from '../math/vector.ts';
import { type Displacement, still } from './displacement.ts';
import type { Raster } from './frame.ts';

/** A place in an image, pixels: whole in the middle of one. */
export type InImage = { readonly row: number; readonly column: number };

/** Where what stands on the ground is in the image of another look, by where it was in that of one before. A camera that moves over the Earth is turned back to the
 *  middle of its area alone: what is nearer or farther moves in its image, at the limb by as much as a rocket does. Undefined where nothing moves. */
export function standingOf(before: ImagerGrid, now: ImagerGrid, raster: Raster): ((place: InImage) => InImage) | undefined {
  if (isSameGrid(before, now)) return undefined;
  const { x0_rad, y0_rad, step_rad } = raster;
  return (place) => {
    const scan = { x_rad: x0_rad + place.column * step_rad, y_rad: y0_rad - place.row * step_rad };
    const ground = geodeticOfScan(before, scan) ?? geodeticFromEcefVec(besideEarth(cameraOf(before), sightOfScan(before, scan)));
    const seen = scanOfGeodetic(now, ground);
    // What has set behind the limb is where it was, for all that can be said.
    if (seen === undefined) return place;
    return { row: (y0_rad - seen.y_rad) / step_rad, column: (seen.x_rad - x0_rad) / step_rad };
  };
}

/** How the camera's motion displaces the ground from one look to the next; undefined where it does not move. */
export function groundDisplacement(before: ImagerGrid, now: ImagerGrid, raster: Raster): Displacement | undefined {
  const cameFrom = standingOf(now, before, raster);
  if (cameFrom === undefined) return undefined;
  const { rows, columns } = raster;
  const displacement = still(rows, columns);
  const { blockRows, blockColumns, east, south } = displacement;
  for (let block = 0; block < east.length; block++) {
    const row = ((Math.floor(block / blockColumns) + 0.5) * rows) / blockRows - 0.5;
    const column = (((block % blockColumns) + 0.5) * columns) / blockColumns - 0.5;
    const from = cameFrom({ row, column });
    [east[block], south[block]] = [column - from.column, row - from.row];
  }
  return displacement;
}

/** Where a sight that passes the Earth by is nearest to its middle. */
function besideEarth(camera: Vec3, sight: Vec3): Vec3 {
  return addScaled(camera, sight, 0 - dot(camera, sight));
}
