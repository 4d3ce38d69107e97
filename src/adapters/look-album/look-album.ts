import { scanOfGeodetic } from '../../core/frames/imager-grid.ts';
import type { Geodetic } from '../../core/frames/geodetic.ts';
import { showsHeat } from '../../core/imager/laid-look.ts';
import type { Emission } from '../../core/tell/emission.ts';
import type { Micros } from '../../core/units.ts';
import type { ImagerLookSeen } from '../../sim/imager/imager-scans.ts';
import { patchPicture, type Ringed } from '../imager-picture/patch.ts';
import { pngOf } from '../imager-picture/picture.ts';

/** A part of a look, around the place of an event. */
export type LookPicture = {
  readonly sensor: string;
  /** When the look began. */
  readonly at_us: Micros;
  /** Whether something burning is ringed in it. */
  readonly isTold: boolean;
  readonly words: string;
  readonly png: Uint8Array;
};

/** Keeps of the frames that imagers took what shows an event: the looks before its notice, and those after, around the place that was noticed. */
export type LookAlbum = {
  see(look: ImagerLookSeen): void;
  hear(emission: Emission): void;
  /** In order of time; none where no imager saw the place. */
  of(event: string): readonly LookPicture[];
};

/** Looks of an imager that are kept before anything is noticed, and pictures of an event by one imager. */
const KEPT_LOOKS = 8;
const PICTURES = 16;
/** Events of which pictures are kept: of more the first ones go. */
const EVENTS = 100;
const PATCH = { side: 48, dots: 3 };

type Strip = { readonly place: Geodetic; readonly pictures: Map<string, LookPicture[]> };

export function createLookAlbum(): LookAlbum {
  const recent = new Map<string, ImagerLookSeen[]>();
  const strips = new Map<string, Strip>();
  const add = ({ place, pictures }: Strip, look: ImagerLookSeen): void => {
    const before = pictures.get(look.sensor) ?? [];
    const picture = before.length < PICTURES ? pictureOf(look, place) : undefined;
    if (picture !== undefined) pictures.set(look.sensor, [...before, picture]);
  };
  return {
    see(look) {
      recent.set(look.sensor, [...(recent.get(look.sensor) ?? []), look].slice(-KEPT_LOOKS));
      for (const strip of strips.values()) add(strip, look);
    },
    hear(emission) {
      if (emission.kind !== 'notice' || strips.has(emission.notice.event)) return;
      const strip: Strip = { place: emission.notice.place.point, pictures: new Map() };
      strips.set(emission.notice.event, strip);
      for (const looks of recent.values()) for (const look of looks) add(strip, look);
      const [oldest] = strips.keys();
      if (strips.size > EVENTS) strips.delete(oldest);
    },
    of: (event) => [...(strips.get(event)?.pictures.values() ?? [])].flat().sort((a, b) => a.at_us - b.at_us),
  };
}

/** Undefined where the look does not show the place. */
function pictureOf({ sensor, frames, burning }: ImagerLookSeen, place: Geodetic): LookPicture | undefined {
  const hot = frames.filter(showsHeat);
  // What has risen out of the moist air shows in the water vapour's band as well; from the ground on in the other.
  const frame = hot.reduce<(typeof hot)[number] | undefined>(
    (a, b) => (a === undefined || b.wavelength_um > a.wavelength_um ? b : a),
    undefined,
  );
  const scan = frame && scanOfGeodetic(frame.grid, place);
  if (frame === undefined || scan === undefined) return undefined;
  const { rows, columns, x0_rad, y0_rad, step_rad } = frame.raster;
  const middle: Ringed = { row: (y0_rad - scan.y_rad) / step_rad, column: (scan.x_rad - x0_rad) / step_rad };
  if (!(middle.row >= 0 && middle.row < rows && middle.column >= 0 && middle.column < columns)) return undefined;
  const ringed = burning.map(({ tracklet: { last } }) => last.fit).filter((one) => isIn(one, middle));
  const picture = patchPicture(frame, middle, PATCH, ringed);
  return { sensor, at_us: frame.begin_us, isTold: ringed.length > 0, words: picture.words, png: pngOf(picture) };
}

function isIn({ row, column }: Ringed, middle: Ringed): boolean {
  return Math.max(Math.abs(row - middle.row), Math.abs(column - middle.column)) < PATCH.side / 2;
}
