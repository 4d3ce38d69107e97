import type { BandFrame } from '../../core/imager/frame.ts';
import { brightnessTemperature, type PlanckBand } from '../../core/physics/planck.ts';
import { blankPicture, fillRectangle, type Picture } from './picture.ts';
import { colourOf, MARK, NO_VALUE, scaleInWords, scaleOf } from './scale.ts';

/** What is ringed: its row and column in the frame. */
export type Ringed = { readonly row: number; readonly column: number };

/** All that is not ringed is grey: its hottest pixel would be as loud as a plume. */
const GREY = 1;
/** Light of a point falls so far, pixels. */
const POINT = 2;
/** Half side of the mark around what is ringed, pixels, and its line, dots: it stays whole where a page shows it smaller. */
const RING = 4;
const LINE = 2;

/** A square of a frame around a pixel, `side` pixels wide and `dots` dots a pixel: brightness temperature, north up, what is ringed in a frame of its own. What lies
 *  beside the frame has no value. */
export function patchPicture(
  frame: BandFrame & { readonly planck: PlanckBand },
  middle: Ringed,
  { side, dots }: { readonly side: number; readonly dots: number },
  ringed: readonly Ringed[],
): Picture {
  const { codes, radianceOf, planck, raster } = frame;
  const [top, left] = [Math.round(middle.row - side / 2), Math.round(middle.column - side / 2)];
  const kelvin = new Float32Array(side * side).fill(NaN);
  const isHot = new Uint8Array(side * side);
  for (let at = 0; at < kelvin.length; at++) {
    const [row, column] = [top + Math.floor(at / side), left + (at % side)];
    if (row < 0 || column < 0 || row >= raster.rows || column >= raster.columns) continue;
    kelvin[at] = brightnessTemperature(planck, radianceOf[codes[row * raster.columns + column]]);
    if (ringed.some((one) => Math.max(Math.abs(one.row - row), Math.abs(one.column - column)) <= POINT)) isHot[at] = 1;
  }
  const scale = scaleOf(
    kelvin.filter((_, at) => isHot[at] === 0),
    kelvin.filter((_, at) => isHot[at] === 1),
    GREY,
  );
  const words = `${side} × ${side} pixels of band ${frame.band}, north up. ${scaleInWords(scale, !kelvin.some(Number.isNaN))}.`;
  const picture = blankPicture(dots * side, dots * side, NO_VALUE, words);
  kelvin.forEach((here, at) =>
    fillRectangle(picture, [dots * (at % side), dots * Math.floor(at / side), dots, dots], colourOf(scale, here)),
  );
  for (const { row, column } of ringed) ring(picture, dots * (column - left + 0.5), dots * (row - top + 0.5), dots * RING);
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
