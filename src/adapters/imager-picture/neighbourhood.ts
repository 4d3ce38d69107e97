import { type ImagerLook, temperatureOf } from '../../core/imager/imager-look.ts';
import { BAR_HEIGHT, drawBar } from './bar.ts';
import { blankPicture, fillRectangle, type Picture } from './picture.ts';
import { colourOf, GROUND, MARK, scaleInWords, scaleOf } from './scale.ts';

/** Pixels that are shown on each side of what is marked, at the least, and the most of a side. */
const BESIDE = 16;
const MOST_SIDE = 120;
/** How long a side of a picture is, dots, as far as whole dots to a pixel allow. */
const SIDE = 480;
/** Share of the surroundings that is grey. */
const GREY = 0.99;

type Window = { readonly top: number; readonly left: number; readonly rows: number; readonly columns: number };

/** The neighbourhood of some pixels of a look, enlarged: brightness temperature in the hot band, north up, the pixels' outline, and a bar with the scale.
 *  `hot` says of each place in the frame whether it is part of a hot spot: its temperature does not set the scale of the surroundings. Of what is wider
 *  than 120 pixels the middle is shown. */
export function neighbourhoodPicture(look: ImagerLook, pixels: readonly number[], hot: Uint8Array): Picture {
  const { columns } = look.hot.raster;
  const window = windowAround(look, pixels);
  const inside = Array.from({ length: window.rows * window.columns }, (_, k) => placeIn(window, k, columns));
  const isMarked = new Set(pixels);
  const kelvin = (places: readonly number[]): Float32Array => Float32Array.from(places, (at) => temperatureOf(look, at));
  const scale = scaleOf(kelvin(inside.filter((at) => hot[at] === 0)), kelvin(inside.filter((at) => hot[at] === 1)), GREY);
  const dots = Math.max(1, Math.floor(SIDE / Math.max(window.rows, window.columns)));
  const [width, height] = [dots * window.columns, dots * window.rows];
  const words = `${window.columns} × ${window.rows} pixels of band ${look.hot.band} around what is outlined, north up, ${dots} dots a pixel. ${scaleInWords(scale, !kelvin(inside).some(Number.isNaN))}.`;
  const picture = blankPicture(width, height + BAR_HEIGHT, GROUND, words);
  inside.forEach((at, k) => {
    const [row, column] = [Math.floor(k / window.columns), k % window.columns];
    fillRectangle(picture, [column * dots, row * dots, dots, dots], colourOf(scale, temperatureOf(look, at)));
  });
  inside.forEach((at, k) => {
    if (isMarked.has(at))
      outline(picture, Math.floor(k / window.columns) * dots, (k % window.columns) * dots, dots, sidesOf(at, columns, isMarked));
  });
  drawBar(picture, height, scale);
  return picture;
}

function windowAround({ hot: { raster } }: ImagerLook, pixels: readonly number[]): Window {
  const span = (places: readonly number[], length: number): readonly [from: number, count: number] => {
    const [first, last] = [places.reduce((a, b) => Math.min(a, b)), places.reduce((a, b) => Math.max(a, b))];
    const count = Math.min(length, MOST_SIDE, last - first + 1 + 2 * BESIDE);
    return [Math.min(Math.max(0, Math.round((first + last + 1 - count) / 2)), length - count), count];
  };
  const [top, rows] = span(
    pixels.map((at) => Math.floor(at / raster.columns)),
    raster.rows,
  );
  const [left, columns] = span(
    pixels.map((at) => at % raster.columns),
    raster.columns,
  );
  return { top, left, rows, columns };
}

function placeIn({ top, left, columns }: Window, k: number, across: number): number {
  return (top + Math.floor(k / columns)) * across + left + (k % columns);
}

/** Where a marked pixel has none beside it: above, below, to the left, to the right. */
function sidesOf(at: number, columns: number, isMarked: ReadonlySet<number>): readonly [boolean, boolean, boolean, boolean] {
  return [!isMarked.has(at - columns), !isMarked.has(at + columns), !isMarked.has(at - 1), !isMarked.has(at + 1)];
}

function outline(
  picture: Picture,
  top: number,
  left: number,
  dots: number,
  [above, below, before, behind]: ReturnType<typeof sidesOf>,
): void {
  const line = 2;
  if (above) fillRectangle(picture, [left - line, top - line, dots + 2 * line, line], MARK);
  if (below) fillRectangle(picture, [left - line, top + dots, dots + 2 * line, line], MARK);
  if (before) fillRectangle(picture, [left - line, top - line, line, dots + 2 * line], MARK);
  if (behind) fillRectangle(picture, [left + dots, top - line, line, dots + 2 * line], MARK);
}
