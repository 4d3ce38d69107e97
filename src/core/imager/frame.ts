import type { ImagerGrid } from '../frames/imager-grid.ts';
import type { PlanckBand } from '../physics/planck.ts';
import type { Micros, Radians } from '../units.ts';

/** Which scan angles the pixels of a frame look along: equal steps, rows from the north, columns from the west. */
export type Raster = {
  readonly rows: number;
  readonly columns: number;
  /** Of the middle of the first row's and column's pixels. */
  readonly x0_rad: Radians;
  readonly y0_rad: Radians;
  readonly step_rad: Radians;
};

/** One band of one look of an imager. */
export type BandFrame = {
  /** Where it came from, as who keeps it knows it: a file's name. */
  readonly source: string;
  /** The satellite and the area, as the file names them: frames of one look share both and `begin_us`. */
  readonly satellite: string;
  readonly area: string;
  readonly band: number;
  readonly wavelength_um: number;
  /** When its scan began and ended. */
  readonly begin_us: Micros;
  readonly end_us: Micros;
  readonly grid: ImagerGrid;
  readonly raster: Raster;
  /** As measured, rows × columns, row by row. */
  readonly codes: Uint16Array;
  /** Spectral radiance of each code in the file's unit; NaN of a code that says that there is none: below the first that has one, above the last, and at most one
   *  between them. Radiance is a straight line of the code, so that medians and spreads may be taken of either. */
  readonly radianceOf: Float64Array;
  /** What the file says of each pixel's quality; 0 is good. 2, *out of range*, marks the hottest pixels and their neighbours: no reason to leave one out. */
  readonly quality: Uint8Array;
  /** Of a band in which things glow. */
  readonly planck: PlanckBand | undefined;
  /** Of a band in which things shine: reflectance of a unit of radiance under the Sun of that day, not divided by the cosine of its zenith angle. */
  readonly reflectancePerRadiance: number | undefined;
};

/** A file's mark of a pixel out of range. */
export const OUT_OF_RANGE = 2;

/** Whether a file marks any pixel by which something was placed as out of range. */
export function isOutOfRange({ quality, raster }: Pick<BandFrame, 'quality' | 'raster'>, row: number, column: number): boolean {
  for (let i = Math.round(row) - 1; i <= Math.round(row) + 1; i++)
    for (let j = Math.round(column) - 1; j <= Math.round(column) + 1; j++)
      if (i >= 0 && i < raster.rows && j >= 0 && j < raster.columns && quality[i * raster.columns + j] === OUT_OF_RANGE) return true;
  return false;
}

/** The straight line that radiances are of codes, and which codes have one: those from `first` to `last`, but for a `hole`. */
export type CodeLine = {
  readonly scale: number;
  readonly offset: number;
  readonly first: number;
  readonly last: number;
  readonly hole: number | undefined;
};

/** The line of a frame's radiances, from the codes that have a value and are farthest apart. */
export function codeLineOf(radianceOf: Float64Array): CodeLine {
  let [first, last] = [0, radianceOf.length - 1];
  while (first < last && Number.isNaN(radianceOf[first])) first += 1;
  while (first < last && Number.isNaN(radianceOf[last])) last -= 1;
  const scale = (radianceOf[last] - radianceOf[first]) / (last - first);
  let hole = first;
  while (hole <= last && !Number.isNaN(radianceOf[hole])) hole += 1;
  return { scale, offset: radianceOf[first] - scale * first, first, last, hole: hole > last ? undefined : hole };
}
