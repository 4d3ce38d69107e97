import { encode } from 'fast-png';
import { PALETTE } from './scale.ts';

/** A picture in the colours of the palette, row by row. */
export type Picture = {
  readonly width: number;
  readonly height: number;
  readonly colours: Uint8Array;
  /** What it shows and how to read it, in words. */
  readonly words: string;
};

export function blankPicture(width: number, height: number, colour: number, words: string): Picture {
  return { width, height, colours: new Uint8Array(width * height).fill(colour), words };
}

/** Fills a rectangle, as much of it as is inside the picture. */
export function fillRectangle(
  picture: Picture,
  [left, top, width, height]: readonly [number, number, number, number],
  colour: number,
): void {
  for (let y = Math.max(0, top); y < Math.min(picture.height, top + height); y++)
    picture.colours.fill(colour, y * picture.width + Math.max(0, left), y * picture.width + Math.min(picture.width, left + width));
}

/** The picture as a PNG file, its words in it as the description. */
export function pngOf({ width, height, colours, words }: Picture): Uint8Array {
  return encode({ width, height, data: colours, depth: 8, channels: 1, palette: PALETTE, text: { Description: latin1(words) } });
}

/** A PNG's texts are of that alphabet. */
function latin1(text: string): string {
  return text.replace(/[^\u0020-\u00ff]/g, '?');
}

/** Three by five dots a character, row by row from the top: enough for a scale of temperatures. */
const GLYPHS: Readonly<Record<string, string>> = {
  '0': '111101101101111',
  '1': '010110010010111',
  '2': '111001111100111',
  '3': '111001111001111',
  '4': '101101111001001',
  '5': '111100111001111',
  '6': '111100111101111',
  '7': '111001010010010',
  '8': '111101111101111',
  '9': '111101111001111',
  K: '101101110101101',
  s: '000011110011110',
  '+': '000010111010000',
  '-': '000000111000000',
  ' ': '000000000000000',
};
const DOT = 3;
/** Of a character with the space behind it, and of a line. */
const ADVANCE = 4 * DOT;
export const LABEL_HEIGHT = 5 * DOT;

export function labelWidth(text: string): number {
  return ADVANCE * text.length - DOT;
}

/** Writes digits, signs, K and s. */
export function drawLabel(picture: Picture, left: number, top: number, text: string, colour: number): void {
  for (let k = 0; k < text.length; k++) {
    const dots = GLYPHS[text[k]] ?? '';
    for (let at = 0; at < dots.length; at++) {
      const corner = [left + k * ADVANCE + (at % 3) * DOT, top + Math.floor(at / 3) * DOT] as const;
      if (dots[at] === '1') fillRectangle(picture, [...corner, DOT, DOT], colour);
    }
  }
}
