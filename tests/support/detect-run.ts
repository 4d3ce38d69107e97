import type { DetectRun, ReportedLook } from '../../src/adapters/detect-report/detect-report.ts';
import { frameMap } from '../../src/adapters/detect-report/map.ts';
import { framePicture } from '../../src/adapters/imager-picture/frame-picture.ts';
import { neighbourhoodPicture } from '../../src/adapters/imager-picture/neighbourhood.ts';
import { type ImagerLook, imagerLookOf } from '../../src/core/imager/imager-look.ts';
import { glowing, SIDE } from './imager-frames.ts';

function lookOf(): ImagerLook {
  const look = imagerLookOf([glowing(7, 3.9, () => 285)]);
  if ('message' in look) throw new Error(look.message);
  return look;
}

/** A calm look. */
export const seen = lookOf();
const hot = new Uint8Array(SIDE * SIDE);
const picture = neighbourhoodPicture(seen, [20 * SIDE + 30], hot);
export const frame = framePicture(seen, hot);
export const MAP = {
  svg: frameMap(seen.hot, frame, [{ label: '1', row: 20, column: 30 }], 'frame'),
  words: frame.words,
  why: 'Something is hot in it',
};

export const LOOK: ReportedLook = {
  at: '2019-10-27T20:00:27.551699Z',
  satellite: 'G17',
  area: 'M1',
  bands: '7, 13',
  files: ['a.nc', 'b.nc'],
  candidates: 40,
  rejected: { texture: 30, surface: 7, sunlight: 2 },
  spots: [
    {
      number: 1,
      place: '38.660°N 122.712°W',
      cause: 'fire',
      probability: 0.998,
      pixels: 35,
      peak_K: 399.4,
      power: '12 ± 2 GW',
      isAtLeast: true,
      picture,
    },
  ],
  rejections: [{ place: '35.181°N 121.419°W', rejectedFor: 'sunlight', peak_K: 299.2, k: 26.8, picture }],
  series: { how: 'on', plumes: 0, turnedDown: { weather: 3, once: 2, clutter: 1, standing: 4 } },
  map: MAP,
};

/** A run of `tocsin detect` as its report has it: one look with one hot spot, one pixel turned down, one file refused. */
export function detectRun(over: Partial<DetectRun> = {}): DetectRun {
  return {
    title: 'What is hot in frames',
    summary: {
      files: 3,
      refused: 1,
      frames: 2,
      looks: 1,
      events: 1,
      candidates: 40,
      rejected: { texture: 30, surface: 7, sunlight: 2 },
      lacking: 0,
      atEdge: 0,
      launches: 0,
      followed: { looks: 1, anew: 0, late: 0, omitted: 0, atEdge: 0, cut: 0, turnedDown: { weather: 3, once: 2, clutter: 1, standing: 4 } },
      byCause: { fire: 1, plume: 0, lightning: 0 },
      unlikely: 0,
      report: 'r.html',
    },
    launches: [],
    plumes: [],
    left: { looks: 0, spots: 0, pictures: 0, rejections: 0, plumes: 0 },
    looks: [LOOK],
    lightning: [],
    refused: [{ file: 'c.nc', field: 'Rad.scale_factor', message: 'is 0', remedy: 'give another' }],
    ...over,
  };
}
