import { isSameGrid } from '../frames/imager-grid.ts';
import { brightnessTemperature, type PlanckBand, radianceOfBlackBody, reflectedSunlight } from '../physics/planck.ts';
import type { Kelvin } from '../units.ts';
import type { Fault } from '../valid.ts';
import type { BandFrame, Raster } from './frame.ts';

/** One look of an imager: the band in which heat is looked for, and what the other bands say that there must be in it without any fire or plume. */
export type ImagerLook = {
  /** Around 4 µm: what is hot and small shows there first. */
  readonly hot: BandFrame;
  /** Of the hot band. */
  readonly planck: PlanckBand;
  /** Around 11 µm: how warm the surface is. */
  readonly window: BandFrame | undefined;
  /** Below 2.5 µm: how bright the surface is in the Sun. */
  readonly shine: BandFrame | undefined;
  /** Frames that say nothing of the hot band's pixels: they lie on another grid, between its pixels, or beside all of them. */
  readonly elsewhere: readonly BandFrame[];
  /** Radiance in the hot band of the surface, by its temperature in the window, and of the sunlight that it may reflect. */
  readonly surface: Explanation | undefined;
  readonly sunlight: Explanation | undefined;
};

/** What another band says that there must be in the pixels of the hot band: by its codes, in the mean over its finer pixels. */
export type Explanation = {
  readonly band: BandFrame;
  readonly valueOf: Float32Array;
  /** Pixels of the band along a side of one of the hot band's, and the first of them of the hot band's first. */
  readonly times: number;
  readonly firstRow: number;
  readonly firstColumn: number;
};

/** What is seen of a pixel, as a number that is made when it is asked for: images of a whole disc would be a hundred megabytes each. */
export type Layer = (look: ImagerLook, row: number, column: number) => number;

/** What a band is for, by its wavelength in µm; the first interval that a look has a band of is taken. Left out are the water vapour's band at 1.38,
 *  ozone's at 9.6 and carbon dioxide's from 13 on: there the air is seen and not the surface. */
const HOT_um = [[3.5, 4.2]] as const;
const WINDOW_um = [
  [10, 10.8],
  [10.8, 11.7],
  [11.7, 12.6],
  [8.2, 8.9],
] as const;
const SHINE_um = [
  [2, 2.5],
  [1.5, 1.8],
  [0.8, 0.95],
  [0.55, 0.75],
] as const;

/** Pixels at each edge that have no ring around them, and how many others there must be to tell what stands out of them. */
const RING = 2;
const LEAST_PIXELS = 49;
/** Twice a full disc at 2 km: what is more is no frame of the hot band, and would take gigabytes. */
const MOST_PIXELS = 60_000_000;

/** Puts the frames of one look together; `frames` share satellite, area and beginning. Throws nothing: a look in which nothing can be found is a fault. */
export function imagerLookOf(frames: readonly BandFrame[]): ImagerLook | Fault {
  const hot = bandIn(frames, HOT_um);
  if (hot === undefined)
    return { place: 'bands', message: `${bandsOf(frames)} no fire`, remedy: 'give the band around 3.9 µm of the same look' };
  if (hot.planck === undefined)
    return { place: `band ${hot.band}`, message: 'has no Planck coefficients', remedy: 'give a file of level 1b that states them' };
  const { rows, columns } = hot.raster;
  if ((rows - 2 * RING) * (columns - 2 * RING) < LEAST_PIXELS)
    return { place: `band ${hot.band}`, message: `has ${rows} × ${columns} pixels, too few to stand out of`, remedy: 'give a whole frame' };
  if (rows * columns > MOST_PIXELS)
    return {
      place: `band ${hot.band}`,
      message: `has ${rows} × ${columns} pixels, more than ${MOST_PIXELS}`,
      remedy: 'give it as the operator publishes it, a full disc or a part of one',
    };
  const [onRaster, elsewhere] = parted(
    frames,
    (frame) => isSameGrid(hot.grid, frame.grid) && finerBy(hot.raster, frame.raster) !== undefined,
  );
  const window = bandIn(
    onRaster.filter(({ planck }) => planck !== undefined),
    WINDOW_um,
  );
  const shine = bandIn(
    onRaster.filter(({ reflectancePerRadiance }) => reflectancePerRadiance !== undefined),
    SHINE_um,
  );
  const surface = window && explanationOf(hot.raster, window, surfaceTable(hot.planck, window));
  const sunlight = shine && explanationOf(hot.raster, shine, sunlightTable(hot.planck, shine));
  return { hot, planck: hot.planck, window, shine, elsewhere, surface, sunlight };
}

/** Radiance of a pixel in the hot band, NaN where there is none. */
export const radiance: Layer = ({ hot }, row, column) => hot.radianceOf[hot.codes[row * hot.raster.columns + column]];

/** What is left of it when that of the surface is taken off. */
export const overSurface: Layer = (look, row, column) => {
  const seen = radiance(look, row, column);
  return look.surface === undefined ? seen : seen - explainedAt(look.surface, row, column);
};

/** What is left when the sunlight that it may reflect is taken off as well. */
export const unexplained: Layer = (look, row, column) => {
  const left = overSurface(look, row, column);
  return look.sunlight === undefined ? left : left - explainedAt(look.sunlight, row, column);
};

/** Brightness temperature of a pixel in the hot band; NaN where there is none. */
export function temperatureOf({ hot, planck }: ImagerLook, at: number): Kelvin {
  return brightnessTemperature(planck, hot.radianceOf[hot.codes[at]]);
}

function bandIn(frames: readonly BandFrame[], intervals: readonly (readonly [number, number])[]): BandFrame | undefined {
  for (const [low, high] of intervals) {
    const found = frames.find(({ wavelength_um }) => wavelength_um >= low && wavelength_um < high);
    if (found !== undefined) return found;
  }
  return undefined;
}

function bandsOf(frames: readonly BandFrame[]): string {
  return frames.length === 1 ? `band ${frames[0].band} alone sees` : `bands ${frames.map(({ band }) => band).join(', ')} see`;
}

function parted<T>(all: readonly T[], belongs: (one: T) => boolean): readonly [T[], T[]] {
  return [all.filter(belongs), all.filter((one) => !belongs(one))];
}

/** Of a band that states no law nothing is known. */
const NO_LAW: PlanckBand = { fk1: NaN, fk2: NaN, bc1: NaN, bc2: NaN };

/** Radiance in the hot band of a surface that shows a code in the window. */
function surfaceTable(hot: PlanckBand, { planck = NO_LAW, radianceOf }: BandFrame): Float32Array {
  return tableOf(radianceOf, (radiance) => radianceOfBlackBody(hot, brightnessTemperature(planck, radiance)));
}

/** Radiance in the hot band of a surface that shows a code in a band of sunlight, if it reflects as well there as here. Water clouds and ice reflect less at
 *  4 µm than at 2, so that a fire seen through them may be lost by this, and no cloud is taken for a fire. */
function sunlightTable(hot: PlanckBand, { radianceOf, reflectancePerRadiance = NaN }: BandFrame): Float32Array {
  const white = reflectedSunlight(hot);
  return tableOf(radianceOf, (radiance) => white * Math.max(0, reflectancePerRadiance * radiance));
}

/** Made for each look: codes without a value, which are most of them, are not asked. */
function tableOf(radianceOf: Float64Array, value: (radiance: number) => number): Float32Array {
  const table = new Float32Array(radianceOf.length).fill(NaN);
  for (let code = 0; code < table.length; code++) if (!Number.isNaN(radianceOf[code])) table[code] = value(radianceOf[code]);
  return table;
}

/** How many pixels of the finer raster make one of the coarser, along a side; undefined where they make none: where the two do not look at the same place, or
 *  not by whole pixels. Two axes of one grid are stored in different precisions and never equal: they are compared by whole steps. */
function finerBy(coarse: Raster, fine: Raster): number | undefined {
  const times = Math.round(coarse.step_rad / fine.step_rad);
  const isOne = Math.abs(coarse.step_rad - times * fine.step_rad) < 0.01 * coarse.step_rad;
  const first = times >= 1 && isOne ? firstOf(coarse, fine, times) : undefined;
  if (first === undefined) return undefined;
  return overlaps(coarse.rows, fine.rows, first[0], times) && overlaps(coarse.columns, fine.columns, first[1], times) ? times : undefined;
}

/** Whether any of so many coarse pixels of a line is made of fine ones of another, the first of which begins at its `first`. */
function overlaps(coarse: number, fine: number, first: number, times: number): boolean {
  return Math.max(0, Math.ceil(-first / times)) < Math.min(coarse, Math.floor((fine - first) / times));
}

/** Row and column of the finer raster at which the coarser one's first pixel begins; undefined where that is between its pixels. */
function firstOf(coarse: Raster, fine: Raster, times: number): readonly [row: number, column: number] | undefined {
  const half = ((times - 1) / 2) * fine.step_rad;
  const row = (fine.y0_rad - (coarse.y0_rad + half)) / fine.step_rad;
  const column = (coarse.x0_rad - half - fine.x0_rad) / fine.step_rad;
  const isWhole = Math.abs(row - Math.round(row)) < ALIGNED && Math.abs(column - Math.round(column)) < ALIGNED;
  return isWhole ? [Math.round(row), Math.round(column)] : undefined;
}

const ALIGNED = 0.1;

function explanationOf(coarse: Raster, band: BandFrame, valueOf: Float32Array): Explanation {
  const times = finerBy(coarse, band.raster) ?? 1;
  const [firstRow, firstColumn] = firstOf(coarse, band.raster, times) ?? [0, 0];
  return { band, valueOf, times, firstRow, firstColumn };
}

/** Of one pixel of the hot band; NaN where the other does not reach or has no value. */
export function explainedAt({ band, valueOf, times, firstRow, firstColumn }: Explanation, row: number, column: number): number {
  const { rows, columns } = band.raster;
  const [top, left] = [firstRow + row * times, firstColumn + column * times];
  if (top < 0 || left < 0 || top + times > rows || left + times > columns) return NaN;
  let sum = 0;
  for (let i = top; i < top + times; i++) for (let j = left; j < left + times; j++) sum += valueOf[band.codes[i * columns + j]];
  return sum / (times * times);
}
