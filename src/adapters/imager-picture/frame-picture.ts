import { type ImagerLook, temperatureOf } from '../../core/imager/imager-look.ts';
import { blankPicture, type Picture } from './picture.ts';
import { colourOf, NO_VALUE, scaleInWords, scaleOf } from './scale.ts';

/** Most dots of a side. */
const MOST_DOTS = 960;

/** A whole frame of the hot band, north up, `pixels` pixels a dot along a side, and the hottest of them shown. */
export type FramePicture = Picture & { readonly pixels: number };

export function framePicture(look: ImagerLook, hot: Uint8Array): FramePicture {
  const { rows, columns } = look.hot.raster;
  const pixels = Math.ceil(Math.max(rows, columns) / MOST_DOTS);
  const [height, width] = [Math.ceil(rows / pixels), Math.ceil(columns / pixels)];
  const kelvin = new Float32Array(width * height).fill(NaN);
  const isHot = new Uint8Array(width * height);
  for (let at = 0; at < look.hot.codes.length; at++) {
    const dot = Math.floor(Math.floor(at / columns) / pixels) * width + Math.floor((at % columns) / pixels);
    const here = temperatureOf(look, at);
    if (!(here <= kelvin[dot])) kelvin[dot] = Number.isNaN(here) ? kelvin[dot] : here;
    if (hot[at] === 1) isHot[dot] = 1;
  }
  const scale = scaleOf(
    kelvin.filter((_, dot) => isHot[dot] === 0),
    kelvin.filter((_, dot) => isHot[dot] === 1),
    1,
  );
  const many = pixels === 1 ? 'a pixel a dot' : `${pixels} × ${pixels} pixels a dot, the hottest of them shown`;
  const picture = blankPicture(
    width,
    height,
    NO_VALUE,
    `The whole frame of band ${look.hot.band}, north up, ${many}. ${scaleInWords(scale, !kelvin.some(Number.isNaN))}.`,
  );
  kelvin.forEach((here, dot) => (picture.colours[dot] = colourOf(scale, here)));
  return { ...picture, pixels };
}
