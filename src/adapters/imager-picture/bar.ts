import { drawLabel, fillRectangle, LABEL_HEIGHT, labelWidth, type Picture } from './picture.ts';
import { colourOf, INK, type Scale } from './scale.ts';

const BAR = 12;
const GAP = 6;
/** Dots that it takes of a picture's height. */
export const BAR_HEIGHT = GAP + BAR + GAP + LABEL_HEIGHT + GAP;

/** A bar with the scale beneath a picture. Half of the bar is grey, and half red to yellow, where there is anything of that. */
export function drawBar(picture: Picture, from: number, scale: Scale): void {
  const top = from + GAP;
  const ends = scale.high > scale.split ? [scale.low, scale.split, scale.high] : [scale.low, scale.split];
  const part = picture.width / (ends.length - 1);
  for (let x = 0; x < picture.width; x++) {
    const k = Math.min(ends.length - 2, Math.floor(x / part));
    const share = (x - k * part) / part;
    // A grain above the split, so that the first of the red is red.
    const kelvin = ends[k] + (ends[k + 1] - ends[k]) * (k === 1 ? Math.max(share, 1e-6) : share);
    fillRectangle(picture, [x, top, 1, BAR], colourOf(scale, kelvin));
  }
  ends.forEach((kelvin, k) => {
    const text = `${kelvin.toFixed(0)} K`;
    const left = Math.round(Math.min(picture.width - labelWidth(text) - GAP, Math.max(GAP, k * part - labelWidth(text) / 2)));
    drawLabel(picture, left, top + BAR + GAP, text, INK);
  });
}
