import { convertIndexedToRgb, decode } from 'fast-png';
import { expect, test } from 'vitest';
import { glowing, SIDE } from '../../../tests/support/imager-frames.ts';
import { type ImagerLook, imagerLookOf } from '../../core/imager/imager-look.ts';
import { framePicture } from './frame-picture.ts';
import { neighbourhoodPicture } from './neighbourhood.ts';
import { type Picture, pngOf } from './picture.ts';
import { colourOf, MARK, NO_VALUE, PALETTE, scaleInWords, scaleOf } from './scale.ts';

const at = (row: number, column: number): number => row * SIDE + column;

/** A calm scene that grows warmer to the east, with a fire of two pixels at 20, 30, and a corner without values. */
function scene(): { readonly look: ImagerLook; readonly hot: Uint8Array } {
  const frame = glowing(7, 3.9, (row, column) => (row === 20 && (column === 30 || column === 31) ? 350 + column : 280 + 0.1 * column));
  for (let row = 60; row < SIDE; row++) frame.codes.fill(65_535, at(row, 60), at(row, SIDE));
  const look = imagerLookOf([frame]);
  if ('message' in look) throw new Error(look.message);
  const hot = new Uint8Array(SIDE * SIDE);
  for (const place of [at(20, 30), at(20, 31)]) hot[place] = 1;
  return { look, hot };
}

const colourAt = ({ colours, width }: Picture, x: number, y: number): number => colours[y * width + x];
const isGrey = (colour: number): boolean => new Set(PALETTE[colour]).size === 1;

test('the neighbourhood of a hot spot: it in the middle in colour, outlined, grey around it, and a scale under it in digits and in words', () => {
  const { look, hot } = scene();
  const picture = neighbourhoodPicture(look, [at(20, 30), at(20, 31)], hot);
  // 16 pixels on each side of two by one: 34 × 33, fourteen dots each.
  expect([picture.width, picture.height > 33 * 14]).toEqual([34 * 14, true]);
  const middle = (row: number, column: number): number => colourAt(picture, (column - 14) * 14 + 7, (row - 4) * 14 + 7);
  expect(isGrey(middle(20, 30))).toBe(false);
  expect(PALETTE[middle(20, 31)]).toEqual([255, 245, 140]);
  expect([isGrey(middle(20, 29)), isGrey(middle(19, 30))]).toEqual([true, true]);
  // Around the two, and not between them.
  expect(colourAt(picture, 16 * 14 - 1, 16 * 14 + 7)).toBe(MARK);
  expect(colourAt(picture, 18 * 14, 16 * 14 + 7)).toBe(MARK);
  expect(colourAt(picture, 17 * 14, 16 * 14 + 7)).not.toBe(MARK);
  expect(colourAt(picture, 17 * 14, 16 * 14 - 1)).toBe(MARK);
  expect(picture.words).toMatch(
    /^34 × 33 pixels of band 7 around what is outlined, north up, 14 dots a pixel\. .* black 281 K and less, light 285 K; hotter is red, up to yellow at 381 K\.$/,
  );
});

test('what is marked has one outline around all of it, and another around what is apart', () => {
  const { look, hot } = scene();
  // Three in a corner, and one two columns on: 36 columns and 34 rows, thirteen dots each, from row 4 and column 14 on.
  const picture = neighbourhoodPicture(look, [at(20, 30), at(20, 31), at(21, 30), at(21, 33)], hot);
  const line = (row: number, column: number, dx: number, dy: number): boolean =>
    colourAt(picture, (column - 14) * 13 + dx, (row - 4) * 13 + dy) === MARK;
  const [above, below] = [
    [6, -1],
    [6, 13],
  ] as const;
  expect([line(20, 30, ...above), line(20, 30, ...below), line(21, 30, ...below)]).toEqual([true, false, true]);
  expect([line(20, 31, ...below), line(20, 31, 13, 6), line(20, 31, -1, 6)]).toEqual([true, true, false]);
  expect([line(21, 33, ...above), line(21, 33, ...below), line(21, 33, -1, 6), line(21, 33, 13, 6)]).toEqual([true, true, true, true]);
});

test('at the edge of a frame as much is shown as there is; what has no value is no temperature; where nothing is hot all is grey', () => {
  const { look, hot } = scene();
  const picture = neighbourhoodPicture(look, [at(SIDE - 4, SIDE - 5)], hot);
  expect(picture.width).toBe(33 * 14);
  expect(colourAt(picture, picture.width - 1, 33 * 14 - 1)).toBe(NO_VALUE);
  const temperatures = picture.colours.subarray(0, picture.width * 33 * 14).filter((colour) => colour !== NO_VALUE && colour !== MARK);
  expect(temperatures.every(isGrey)).toBe(true);
  expect(picture.words).toMatch(/light 28\d K; violet has no value\.$/);
});

test('a fire wider than the picture is shown in its middle', () => {
  const { look, hot } = scene();
  const all = Array.from({ length: SIDE * SIDE }, (_, place) => place);
  expect(neighbourhoodPicture(look, all, hot).width).toBe(SIDE * 7);
});

test('the file is a PNG of the same dots, with the words in it', () => {
  const { look, hot } = scene();
  const picture = neighbourhoodPicture(look, [at(20, 30)], hot);
  const png = decode(pngOf(picture));
  expect([png.width, png.height, png.text['Description']]).toEqual([picture.width, picture.height, picture.words]);
  const rgb = convertIndexedToRgb(png);
  const dot = 20 * picture.width + 20;
  expect([...rgb.subarray(3 * dot, 3 * dot + 3)]).toEqual(PALETTE[picture.colours[dot]]);
  expect(pngOf(picture)).toEqual(pngOf(picture));
});

test('a whole frame has a dot a pixel, or the hottest of several, so that a fire of one pixel is seen', () => {
  const { look, hot } = scene();
  expect([framePicture(look, hot).pixels, framePicture(look, hot).width]).toEqual([1, SIDE]);
  const columns = 2000;
  const codes = new Uint16Array(20 * columns).fill(look.hot.codes[0]);
  codes[11 * columns + 1003] = look.hot.codes[at(20, 30)];
  const wide = { ...look, hot: { ...look.hot, codes, raster: { ...look.hot.raster, rows: 20, columns } } };
  const isHot = new Uint8Array(codes.length);
  isHot[11 * columns + 1003] = 1;
  const picture = framePicture(wide, isHot);
  expect([picture.pixels, picture.width, picture.height]).toEqual([3, 667, 7]);
  const coloured = [...picture.colours].flatMap((colour, dot) => (isGrey(colour) ? [] : [dot]));
  expect(coloured).toEqual([3 * 667 + 334]);
  expect(picture.words).toContain('3 × 3 pixels a dot, the hottest of them shown');
});

test('the scale: a hundredth of the surroundings may be darker than black, the rest is told apart, and NaN sets nothing', () => {
  const around = Float32Array.from({ length: 201 }, (_, k) => (k === 200 ? NaN : 200 + k / 2));
  const scale = scaleOf(around, Float32Array.of(NaN, 400), 0.99);
  expect([scale.low, scale.split, scale.high]).toEqual([201, 298.5, 400]);
  expect([150, 201, 298.5, 400, 500].map((kelvin) => colourOf(scale, kelvin))).toEqual([0, 0, 127, 239, 239]);
  expect(colourOf(scale, 299)).toBeGreaterThanOrEqual(128);
  expect(colourOf(scale, NaN)).toBe(NO_VALUE);
  const cold = scaleOf(around, new Float32Array(), 0.99);
  expect([cold.split, cold.high, colourOf(cold, 299.6)]).toEqual([299.5, 299.5, 127]);
  expect(scaleInWords(cold, true)).toBe('Grey is brightness temperature in the hot band, black 201 K and less, light 300 K');
});
