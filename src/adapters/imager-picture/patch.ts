import type { BandFrame } from '../../core/imager/frame.ts';
import { brightnessTemperature, type PlanckBand } from '../../core/physics/planck.ts';
import { blankPicture, fillRectangle, type Picture } from './picture.ts';
import { colourOf, MARK, NO_VALUE, type Scale, scaleInWords, scaleOf } from './scale.ts';

/** What is ringed: its row and column in the frame. */
export type Ringed = { readonly row: number; readonly column: number };

/** All that is not ringed is grey: its hottest pixel would be as loud as a plume. */
const GREY = 1;
/** Light of a point falls so far, pixels. */
const POINT = 2;
/** Half side of the mark around what is ringed, pixels, and its line, dots: it stays whole where a page shows it smaller. */
const RING = 4;
const LINE = 2;

/** A square of a frame: brightness temperatures row by row, NaN beside the frame and where there is no value. */
export type Crop = {
  readonly band: number;
  readonly side: number;
  readonly top: number;
  readonly left: number;
  readonly kelvin: Float32Array;
};

/** The square of so many pixels around a place in a frame. */
export function cropOf(frame: BandFrame & { readonly planck: PlanckBand }, middle: Ringed, side: number): Crop {
  const { band, codes, radianceOf, planck, raster } = frame;
  const [top, left] = [Math.round(middle.row - side / 2), Math.round(middle.column - side / 2)];
  const kelvin = new Float32Array(side * side).fill(NaN);
  for (let at = 0; at < kelvin.length; at++) {
    const [row, column] = [top + Math.floor(at / side), left + (at % side)];
    if (row < 0 || column < 0 || row >= raster.rows || column >= raster.columns) continue;
    kelvin[at] = brightnessTemperature(planck, radianceOf[codes[row * raster.columns + column]]);
  }
  return { band, side, top, left, kelvin };
}

/** Which of a square's temperatures are of what is ringed, and which of what is around it. */
export function partedBy(
  { side, top, left, kelvin }: Crop,
  ringed: readonly Ringed[],
): { readonly hot: Float32Array; readonly around: Float32Array } {
  const isHot = (at: number): boolean =>
    ringed.some(({ row, column }) => Math.max(Math.abs(row - top - Math.floor(at / side)), Math.abs(column - left - (at % side))) <= POINT);
  return { hot: kelvin.filter((_, at) => isHot(at)), around: kelvin.filter((_, at) => !isHot(at)) };
}

/** Draws a square with its corner at a place of the picture, `dots` dots a pixel, and rings in it. */
export function drawCrop(
  picture: Picture,
  [x, y]: readonly [number, number],
  { side, top, left, kelvin }: Crop,
  { dots, scale, ringed }: { readonly dots: number; readonly scale: Scale; readonly ringed: readonly Ringed[] },
): void {
  kelvin.forEach((here, at) =>
    fillRectangle(picture, [x + dots * (at % side), y + dots * Math.floor(at / side), dots, dots], colourOf(scale, here)),
  );
  for (const { row, column } of ringed) ring(picture, x + dots * (column - left + 0.5), y + dots * (row - top + 0.5), dots * RING);
}

/** A square of a frame around a pixel, `side` pixels wide and `dots` dots a pixel: brightness temperature, north up, what is ringed in a frame of its own. What lies
 *  beside the frame has no value. */
export function patchPicture(
  frame: BandFrame & { readonly planck: PlanckBand },
  middle: Ringed,
  { side, dots }: { readonly side: number; readonly dots: number },
  ringed: readonly Ringed[],
): Picture {
  const crop = cropOf(frame, middle, side);
  const { hot, around } = partedBy(crop, ringed);
  const scale = scaleOf(around, hot, GREY);
  const words = `${side} × ${side} pixels of band ${frame.band}, north up. ${scaleInWords(scale, !crop.kelvin.some(Number.isNaN))}.`;
  const picture = blankPicture(dots * side, dots * side, NO_VALUE, words);
  drawCrop(picture, [0, 0], crop, { dots, scale, ringed });
  return picture;
}

function ring(picture: Picture, x: number, y: number, half: number): void {
  const [from, to, down] = [Math.round(x - half), Math.round(x + half), Math.round(y - half)];
  const length = to - from;
  fillRectangle(picture, [from, down, length, LINE], MARK);
  fillRectangle(picture, [from, down + length, length, LINE], MARK);
  fillRectangle(picture, [from, down, LINE, length], MARK);
  fillRectangle(picture, [to, down, LINE, length + LINE], MARK);
}
