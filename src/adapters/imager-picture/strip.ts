import { BAR_HEIGHT, drawBar } from './bar.ts';
import { type Crop, drawCrop, partedBy, type Ringed } from './patch.ts';
import { blankPicture, drawLabel, LABEL_HEIGHT, labelWidth, type Picture } from './picture.ts';
import { GROUND, INK, scaleInWords, scaleOf } from './scale.ts';

/** A place in one look: its square, how long after the first sight of it, and where it was seen, if it was. */
export type StripLook = { readonly crop: Crop; readonly after_s: number; readonly ringed: Ringed | undefined };

const DOTS = 5;
const ACROSS = 6;
const GAP = 6;
const GREY = 1;

/** The neighbourhood of one thing in look after look, from left to right and then below, one scale for all, the seconds over each. Undefined of none. */
export function stripPicture(looks: readonly StripLook[], ofWhat: string): Picture | undefined {
  const [first] = looks;
  if (first === undefined) return undefined;
  const parts = looks.map(({ crop, ringed }) => partedBy(crop, ringed === undefined ? [] : [ringed]));
  const together = (arrays: readonly Float32Array[]): Float32Array => Float32Array.from(arrays.flatMap((array) => [...array]));
  const scale = scaleOf(together(parts.map(({ around }) => around)), together(parts.map(({ hot }) => hot)), GREY);
  const side = DOTS * first.crop.side;
  const [across, down] = [Math.min(ACROSS, looks.length), Math.ceil(looks.length / ACROSS)];
  const [cellWidth, cellHeight] = [side + GAP, LABEL_HEIGHT + GAP + side + 2 * GAP];
  const isWhole = looks.every(({ crop }) => !crop.kelvin.some(Number.isNaN));
  const words = `${ofWhat}: ${looks.length} looks, ${first.crop.side} × ${first.crop.side} pixels of band ${first.crop.band} each, north up, framed where it was told; over each the seconds from when it was first told. ${scaleInWords(scale, isWhole)}.`;
  const height = GAP + down * cellHeight;
  const picture = blankPicture(across * cellWidth + GAP, height + BAR_HEIGHT, GROUND, words);
  looks.forEach(({ crop, after_s, ringed }, k) => {
    const [x, y] = [GAP + (k % ACROSS) * cellWidth, GAP + Math.floor(k / ACROSS) * cellHeight];
    const label = labelOf(after_s);
    drawLabel(picture, x + Math.max(0, Math.round((side - labelWidth(label)) / 2)), y, label, INK);
    drawCrop(picture, [x, y + LABEL_HEIGHT + GAP], crop, { dots: DOTS, scale, ringed: ringed === undefined ? [] : [ringed] });
  });
  drawBar(picture, height - GAP, scale);
  return picture;
}

function labelOf(after_s: number): string {
  const whole = Math.round(after_s);
  return `${whole > 0 ? '+' : ''}${whole} s`;
}
