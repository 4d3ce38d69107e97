import type { Kelvin } from '../../core/units.ts';

/** Which temperatures a picture shows, and how: the surroundings in grey, what is hotter in colour. */
export type Scale = {
  /** Black. */
  readonly low: Kelvin;
  /** The lightest grey, and the darkest red. */
  readonly split: Kelvin;
  /** The lightest yellow. */
  readonly high: Kelvin;
};

const GREYS = 128;
const HEATS = 112;
/** Places in the palette of what is no temperature. */
export const NO_VALUE = 240;
export const MARK = 241;
export const GROUND = 242;
export const INK = 243;

/** 244 colours: grey from black, then red to yellow, then those that are no temperatures. */
export const PALETTE: number[][] = [
  ...Array.from({ length: GREYS }, (_, k) => {
    const grey = Math.round(12 + (178 * k) / (GREYS - 1));
    return [grey, grey, grey];
  }),
  ...Array.from({ length: HEATS }, (_, k) => {
    const share = k / (HEATS - 1);
    return [Math.round(150 + 105 * Math.min(1, 2 * share)), Math.round(20 + 225 * share), Math.round(20 + 120 * share ** 3)];
  }),
  [70, 60, 110],
  [0, 205, 255],
  [28, 31, 35],
  [230, 232, 234],
];

/** The scale of a picture by the temperatures of what it shows: what is hot, and what is around it, of which a share of `grey` is grey, so that the pixels
 *  at the edge of a fire do not darken the rest. Where nothing is hot all of it is grey. NaN has no temperature. */
export function scaleOf(around: Float32Array, hot: Float32Array, grey: number): Scale {
  const sorted = around.filter((kelvin) => !Number.isNaN(kelvin)).sort();
  const hottest = hot.reduce((most, kelvin) => (kelvin > most ? kelvin : most), -Infinity);
  if (sorted.length === 0) return { low: hottest - 1, split: hottest, high: hottest };
  const at = (share: number): Kelvin => sorted[Math.round(share * (sorted.length - 1))];
  const low = at(DARKEST);
  const split = Math.max(at(hottest > -Infinity ? grey : 1), low + 1);
  return { low, split, high: Math.max(split, hottest) };
}

/** Share that may be darker than black: the edge of a cloud. */
const DARKEST = 0.01;

/** The palette's colour of a temperature. */
export function colourOf({ low, split, high }: Scale, kelvin: Kelvin): number {
  if (Number.isNaN(kelvin)) return NO_VALUE;
  const grey = Math.max(0, (kelvin - low) / (split - low));
  if (kelvin <= split || high === split) return Math.round((GREYS - 1) * Math.min(1, grey));
  return GREYS + Math.round((HEATS - 1) * Math.min(1, (kelvin - split) / (high - split)));
}

/** How to read the colours; `isWhole` where all that is shown has a temperature. */
export function scaleInWords({ low, split, high }: Scale, isWhole: boolean): string {
  const grey = `Grey is brightness temperature in the hot band, black ${low.toFixed(0)} K and less, light ${split.toFixed(0)} K`;
  const heat = high > split ? `; hotter is red, up to yellow at ${high.toFixed(0)} K` : '';
  return `${grey}${heat}${isWhole ? '' : '; violet has no value'}`;
}
