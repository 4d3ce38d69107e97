import type { Flash } from '../adapters/goes-glm/goes-glm.ts';
import type { DetectionLine } from '../api/wire-cli.ts';
import type { Geodetic } from '../core/frames/geodetic.ts';
import type { HotSpot } from '../core/imager/hot-spots.ts';
import { type ImagerLook, temperatureOf } from '../core/imager/imager-look.ts';
import { placeOf } from '../core/imager/place.ts';
import { toDegrees } from '../core/units.ts';
import { iso, position } from './words.ts';

/** What the mapper is specified to: fewer than one flash in twenty is none (24-hour mean). */
const MAPPER_IS_RIGHT = 0.95;

export function flashLine(file: string, satellite: string, flash: Flash): DetectionLine {
  const { at_us, latitude_rad, longitude_rad, lasts_s, energy_J, area_m2, events } = flash;
  const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
  return {
    detection: {
      file,
      satellite,
      at: iso(at_us),
      latitude_deg: toDegrees(latitude_rad),
      longitude_deg: toDegrees(longitude_rad),
      cause: 'lightning',
      confidence: MAPPER_IS_RIGHT,
      lasts_s,
      energy_J: orNull(energy_J),
      area_km2: orNull(area_m2 / 1e6),
      events,
      pixels: [],
    },
  };
}

export function spotLine(look: ImagerLook, { place, pixels, isAtLeast, probability }: HotSpot): string {
  return `  fire  ${placeText(place)}  ${pixels.length} ${pixels.length === 1 ? 'pixel' : 'pixels'}, ${isAtLeast ? 'at least ' : ''}${temperatureOf(look, pixels[0]).toFixed(0)} K  ${probability.toFixed(2)}`;
}

export function detectionLine(look: ImagerLook, spot: HotSpot, picture: string | null): DetectionLine {
  const { source, satellite, area, begin_us } = look.hot;
  const { place, row, column, pixels, isAtLeast, k, probability } = spot;
  return {
    detection: {
      file: source,
      satellite,
      area,
      at: iso(begin_us),
      ...degreesOf(place),
      row,
      column,
      pixels: pixels.map((at) => pixelOf(look, at)),
      peak_K: temperatureOf(look, pixels[0]),
      atLeast: isAtLeast,
      contrast: k,
      cause: 'fire',
      confidence: probability,
      picture,
    },
  };
}

function pixelOf(look: ImagerLook, at: number): Extract<DetectionLine['detection'], { cause: 'fire' }>['pixels'][number] {
  const row = Math.floor(at / look.hot.raster.columns);
  const column = at - row * look.hot.raster.columns;
  return { row, column, ...degreesOf(placeOf(look.hot, row, column)), brightness_K: temperatureOf(look, at) };
}

function degreesOf(place: Geodetic | undefined): { readonly latitude_deg: number | null; readonly longitude_deg: number | null } {
  if (place === undefined) return { latitude_deg: null, longitude_deg: null };
  return { latitude_deg: toDegrees(place.latitude_rad), longitude_deg: toDegrees(place.longitude_rad) };
}

/** A place on the ellipsoid in words. */
export function placeText(place: Geodetic | undefined): string {
  return place === undefined ? 'beside the Earth' : position(place, 3);
}
